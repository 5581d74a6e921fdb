"""Where the files that come with the package lie: in the repository, or inside an installed wheel."""

from pathlib import Path
from typing import Any

import yaml

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]
_ROOT = _REPOSITORY if (_REPOSITORY / "notebooks").is_dir() else _PACKAGE / "_shipped"

NOTEBOOKS = _ROOT / "notebooks"
REFERENCE = _ROOT / "data" / "reference"
SAMPLE = _ROOT / "data" / "sample"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built


def read_reference(name: str) -> Any:
    """Read one of the package's own YAML files."""
    return load_own_yaml((REFERENCE / name).read_text(encoding="utf-8"))


def load_own_yaml(text: str) -> Any:
    """Load YAML that this package has written; what comes from users goes through `helpers.plain_yaml`.

    Raises:
        yaml.YAMLError: If it is none.
    """
    return yaml.load(text, Loader=_LOADER)
