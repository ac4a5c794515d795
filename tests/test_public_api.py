"""What the package exports is what it says it exports."""

import inspect
import tomllib
from pathlib import Path

import communique
from communique import errors, records, vocabulary

ROOT = Path(__file__).parent.parent


def test_all_names_every_public_name_of_the_package() -> None:
    public = {
        name for name, value in vars(communique).items() if not name.startswith("_") and not inspect.ismodule(value)
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


def test_the_version_is_that_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert communique.__version__ == project["version"]


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert (Path(communique.__file__).parent / "py.typed").is_file()
