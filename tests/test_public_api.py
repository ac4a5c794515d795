"""What the package exports is what it says it exports."""

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import communique
from communique import errors, records, vocabulary

ROOT = Path(__file__).parent.parent


def test_all_names_every_public_name_of_the_package() -> None:
    # Any, TYPE_CHECKING and import_module are what the module works with.
    borrowed = {"Any", "TYPE_CHECKING", "import_module"}
    public = {
        name
        for name in dir(communique)
        if not name.startswith("_") and name not in borrowed and not inspect.ismodule(getattr(communique, name))
    }
    assert set(communique.__all__) == public | {"__version__"}
    assert len(set(communique.__all__)) == len(communique.__all__)


def test_every_error_record_and_vocabulary_is_exported() -> None:
    for module in (errors, vocabulary):
        own = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
        assert {name for name in own if not name.startswith("_")} <= set(communique.__all__), module.__name__
    assert set(records.__all__) <= set(communique.__all__)


def test_everything_exported_is_documented() -> None:
    for name in communique.__all__:
        value = getattr(communique, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__, name
            assert not value.__doc__.startswith(f"{name}("), f"{name} has only the docstring that dataclass makes"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        communique.reed  # noqa: B018  # the access is what is tested


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'onnxruntime', 'numpy', 'httpx', 'trafilatura', 'rich', 'tokenizers', 'yaml'}"
    code = f"import sys, communique; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def test_what_reads_is_public_without_onnxruntime() -> None:
    code = "import sys, communique; communique.read, communique.Reader; print('onnxruntime' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"


def test_the_version_is_that_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert communique.__version__ == project["version"]


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert (Path(communique.__file__).parent / "py.typed").is_file()
