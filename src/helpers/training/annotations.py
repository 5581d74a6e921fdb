"""Attributions in brat files: `text/STEM.txt` beside `attributions/STEM_ANNOTATOR.ann`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.errors import ParameterError

Span = tuple[int, int]
ROLES = ("content", "source", "cue")


class Attribution(NamedTuple):
    """One attribution; each role holds character spans, end exclusive, in order."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]


def iter_articles(folder: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    """Yield `(name, text, attributions)`, sorted by name; of several annotators the first by name counts.

    Raises:
        FileNotFoundError: If `folder` has no article with annotations.
        ParameterError: If a file is no UTF-8, or an annotation is not as brat writes it.
    """
    found = False
    annotated: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann"), reverse=True):
        annotated[path.stem.rpartition("_")[0]] = path
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in annotated:
            found = True
            yield path.stem, _read(path), read_attributions(annotated[path.stem])
    if not found:
        raise FileNotFoundError(
            f"No annotated article in '{folder}': expected text/NAME.txt beside attributions/NAME_ANNOTATOR.ann."
        )


def read_attributions(path: Path) -> list[Attribution]:
    """Read the events of a brat file that have a content.

    Raises:
        ParameterError: As `iter_articles`.
    """
    spans: dict[str, list[Span]] = {}
    found: list[Attribution] = []
    for number, line in enumerate(_read(path).split("\n"), 1):
        fields = line.split("\t")
        if len(fields) < 2:
            continue  # the rest of a text with a line break
        if line.startswith("T"):
            offsets = fields[1].partition(" ")[2].split(";")
            try:
                spans[fields[0]] = [(int(a), int(b)) for a, b in (offset.split() for offset in offsets)]
            except ValueError:
                raise ParameterError(
                    f"{path.name}, line {number}: {fields[1]!r} is no span; brat writes a label, then a start and an "
                    "end, and ';' between spans: Content 0 12;20 31."
                ) from None
        elif line.startswith("E"):
            roles: dict[str, set[Span]] = {role: set() for role in ROLES}
            for argument in fields[1].split():
                role, _, key = argument.partition(":")
                roles.get(role.rstrip("0123456789").lower(), set()).update(spans.get(key, ()))
            if roles["content"]:
                found.append(Attribution(*(tuple(sorted(roles[role])) for role in ROLES)))
    return found


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParameterError(f"{path} is no UTF-8 ({error.reason} at byte {error.start}); convert it.") from None
