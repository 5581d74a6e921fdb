"""The issue catalogue: what the comparison is about, read from and written to `issues.yaml`."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from helpers.errors import CatalogueError
from helpers.plain_yaml import PlainYamlError, load_plain_yaml, read_text

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Issue(BaseModel):
    """A claim or policy at stake: what it is called, and the words that show it is spoken about."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Slug
    label: Words
    supports: str = ""
    opposes: str = ""
    terms: list[Term] = Field(min_length=1)
    object: Words | None = None
    principle: Slug | None = None
    pro_terms: list[Term] = []
    con_terms: list[Term] = []


class IssueCatalogue(BaseModel):
    """Issues in the order of their file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    issues: list[Issue]

    @property
    def ids(self) -> list[str]:
        """The issues' ids, in their order."""
        return [issue.id for issue in self.issues]


_ALLOWED = ", ".join(name + ("" if field.is_required() else "?") for name, field in Issue.model_fields.items())
_PROBLEMS = {
    "extra_forbidden": "is not a known key",
    "missing": "is missing",
    "string_type": "must be text (put it in quotation marks)",
    "list_type": "must be a list, e.g. [word, two words]",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "string_too_long": "must be a few words, at most 300 characters",
    "string_pattern_mismatch": "must be letters, digits and '_' only",
    "model_type": "must be a block of 'key: value' lines",
}


def load_issues(path: Path) -> IssueCatalogue:
    """Read an issue catalogue.

    Args:
        path: A YAML file with one list, `issues`; its keys are described in data/README.md.

    Raises:
        CatalogueError: One line that names the file, the entry, the key and what is allowed.
    """
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError, PlainYamlError) as error:
        raise CatalogueError(f"Issue catalogue {path} cannot be read as UTF-8 text: {error}") from None
    return parse_issues(text, name=str(path))


def parse_issues(text: str, *, name: str = "issues.yaml") -> IssueCatalogue:
    """Read an issue catalogue from YAML text; `name` is what errors call it.

    Raises:
        CatalogueError: As `load_issues`.
    """
    content = _safe_yaml(text, name)
    if content is None or content == {"issues": []} or content == {"issues": None}:
        raise CatalogueError(f"Issue catalogue {name} is empty; it needs a list 'issues' with keys {_ALLOWED}.")
    try:
        catalogue = IssueCatalogue.model_validate(content)
    except ValidationError as error:
        raise CatalogueError(_explain(error, content, name)) from None
    seen: set[str] = set()
    for issue in catalogue.issues:
        if issue.id in seen:
            raise CatalogueError(f"Issue catalogue {name}: id '{issue.id}' is used twice; ids must be unique.")
        seen.add(issue.id)
    return catalogue


def write_issues(catalogue: IssueCatalogue) -> str:
    """The catalogue as YAML text that `load_issues` reads back; equal catalogues give equal text."""
    entries = [issue.model_dump(exclude_none=True) for issue in catalogue.issues]
    return yaml.safe_dump({"issues": entries}, sort_keys=False, allow_unicode=True, width=100)


def _safe_yaml(text: str, name: str) -> object:
    try:
        return load_plain_yaml(text)
    except PlainYamlError as error:
        raise CatalogueError(f"Issue catalogue {name}: {error}.") from None


def _explain(error: ValidationError, content: object, name: str) -> str:
    """The first problem, in one line."""
    problem = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")  # a mistyped key explains a missing one
    location = problem["loc"]
    entry = _entry(content, location)
    keys = [str(part) for part in location if isinstance(part, str) and part != "issues"]
    value = "" if problem["type"] == "missing" else f" (found {problem['input']!r:.60})"
    what = _PROBLEMS.get(problem["type"], problem["msg"])
    where = f", entry {entry}" if entry else ""
    key = f"key '{keys[-1]}'" if keys else ("key 'issues'" if location else "the file")
    if not entry and keys:
        allowed = "the only key at the top is 'issues'"
    else:
        allowed = f"allowed keys: {_ALLOWED}"
    return f"Issue catalogue {name}{where}: {key} {what}{value}; {allowed}."


def _entry(content: Any, location: tuple[int | str, ...]) -> str:
    if len(location) < 2 or location[0] != "issues":
        return ""
    number = int(location[1])
    item = content["issues"][number]
    known = item.get("id") if isinstance(item, dict) else None
    return f"{number + 1} ('{known}')" if isinstance(known, str) else f"{number + 1}"
