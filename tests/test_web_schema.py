"""The API is tried by schemathesis with what its own description allows, and with what it doesn't."""

from __future__ import annotations

import os
from collections.abc import Iterator

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from web_site import client_of, small_file

from communique.web.api import description

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis isn't installed: pip install schemathesis")
EXAMPLES = int(os.environ.get("COMMUNIQUE_EXAMPLES", "2"))
"""Requests for each address; more in a longer run by hand."""
TOLD = description()
SCHEMA = schemathesis.openapi.from_dict(TOLD)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(small_file(tmp_path_factory.mktemp("schema"))) as made:
        yield made


MODES = {
    "positive": list(TOLD["paths"]),
    # Without parameters nothing can be asked wrongly, and any text may stand as an id.
    "negative": [
        address
        for address, each in TOLD["paths"].items()
        if any(one["in"] == "query" for one in each["get"]["parameters"])
    ],
}


@pytest.mark.parametrize(("mode", "address"), [(mode, address) for mode, some in MODES.items() for address in some])
@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_schemathesis_asks_is_answered_as_described(
    client: TestClient, mode: str, address: str, data: st.DataObject
) -> None:
    asked = SCHEMA[address]["GET"].as_strategy(generation_mode=schemathesis.GenerationMode(mode))
    case = data.draw(asked)
    answer = client.get(case.formatted_path, params=case.query)
    assert answer.status_code < 500
    shape = TOLD["paths"][address]["get"]["responses"].get(str(answer.status_code))
    if shape is not None and "content" in shape:
        schema = shape["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), {**schema, "components": TOLD["components"]})
