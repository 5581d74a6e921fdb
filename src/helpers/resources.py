"""Where the files that come with the package lie: in the repository, or inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]
_ROOT = _REPOSITORY if (_REPOSITORY / "notebooks").is_dir() else _PACKAGE / "_shipped"

NOTEBOOKS = _ROOT / "notebooks"
REFERENCE = _ROOT / "data" / "reference"
SAMPLE = _ROOT / "data" / "sample"
