"""Attribution by typography in headlines and transcripts: NAME: …; … — Name."""

from collections.abc import Iterator

from spacy.tokens import Doc

from helpers.quotations.tree import QUOTE_MARKS, Candidate, Tree

_DASHES = frozenset(("–", "—", "--", "-", "―"))
_EDGES = QUOTE_MARKS | _DASHES | {","}
_NAME_MARKS = frozenset((".", ",", "(", ")"))
_MAX_NAME = 8  # tokens in a name before a colon or after a dash


def iter_layout(tree: Tree, doc: Doc) -> Iterator[Candidate]:
    """Paragraphs that open with a speaker's name and a colon, and a title that ends in a dash and a name."""
    colons = [_colon(tree, start, end) for start, end in tree.paragraphs]
    is_transcript = sum(_in_capitals(doc, start, c) for (start, _), c in zip(tree.paragraphs, colons, strict=True)) > 1
    for number, (start, end) in enumerate(tree.paragraphs):
        colon = colons[number]
        named = colon is not None and (
            _is_name(tree, doc, start, colon) or (is_transcript and _in_capitals(doc, start, colon))
        )
        if colon is not None and named and colon + 2 < end:
            content = tree.trim(colon + 1, end, _EDGES)
            if content[1] - content[0] > 2:
                flags = ("marks_missing",) if is_transcript and _in_capitals(doc, start, colon) else ()
                yield Candidate((content,), (colon, colon + 1), (start, colon), "colon", flags=flags)
        elif number == 0:
            yield from _dash(tree, doc, start, end)


def _colon(tree: Tree, start: int, end: int) -> int | None:
    return next((i for i in range(start + 1, min(end, start + _MAX_NAME + 1)) if tree.lower[i] == ":"), None)


def _in_capitals(doc: Doc, start: int, colon: int | None) -> bool:
    """A speaker's name as transcripts print it, CORRY; not Q or A."""
    return colon is not None and doc[start:colon].text.isupper() and len(doc[start:colon].text) > 2


def _dash(tree: Tree, doc: Doc, start: int, end: int) -> Iterator[Candidate]:
    dash = next((i for i in range(end - 2, max(start + 2, end - _MAX_NAME), -1) if tree.lower[i] in _DASHES), None)
    if dash is not None and _is_name(tree, doc, dash + 1, end):
        content = tree.trim(start, dash, _EDGES)
        if content[1] - content[0] > 2:
            yield Candidate((content,), (dash, dash + 1), (dash + 1, end), "dash")


def _is_name(tree: Tree, doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens are a person's name, with a title or an office."""
    tags = {tree.tag[index][:2] for index in range(start, end) if tree.lower[index] not in _NAME_MARKS}
    if not tags <= {"NN", "DT", "IN", "JJ"} or not tags & {"NN"}:
        return False
    people = [entity for entity in doc[start:end].ents if entity.label_ == "PERSON"]
    return any(entity.end >= end - 3 for entity in people)
