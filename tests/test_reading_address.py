"""Forms of address in front of names."""

import pytest

from communique.reading.names.titles import bare_name


@pytest.mark.parametrize(
    "name",
    ["Maulana Omar Rafi", "Daw Thiri Khin", "Signora Iacono", "Alhaji Musa Bello", "Baroness Moe", "Hon. Liv Moe"],
)
def test_forms_of_address_of_other_languages_are_no_part_of_a_name(name: str) -> None:
    assert bare_name(name) == name.split(maxsplit=1)[1]
