"""Attributions in form only: nobody speaks in them, or nothing of what was said is told."""

from collections.abc import Sequence

from helpers.quotations.sources import head_of
from helpers.quotations.tree import Candidate, Tree

# After "according to": what is followed, not who says so.
_FOLLOWED = frozenset(
    ("scenario", "schedule", "timetable", "pattern", "principle", "formula", "custom", "tradition", "taste", "size",
     "rank", "age", "ability", "need", "logic", "script", "template", "recipe")
)  # fmt: skip
_TOPIC_CUES = frozenset((("comment", "on"), ("react", "to"), ("explain",)))  # with a noun, they only say about what
_REMINDING = frozenset(("remind", "recall"))
_IMPERSONAL = frozenset(
    ("clear", "unclear", "known", "unknown", "possible", "likely", "unlikely", "obvious", "evident")
)
_PLACES = frozenset(("in", "at", "on", "near", "outside", "inside"))


def is_hollow(tree: Tree, candidate: Candidate, quoted: Sequence[bool]) -> bool:
    """Whether a candidate is an attribution in form only.

    Such are "according to the scenario", "it is not clear whether …", the outlet's own "we remind you that …", a place
    for a source, and "commented on the decision", of which the words are told elsewhere, if at all.

    Args:
        tree: The parse.
        candidate: What the model or a rule found.
        quoted: For each token, whether it stands between quotation marks, whoever is quoted.
    """
    if candidate.source is None or candidate.cue is None:
        return False
    head, cue = head_of(tree, candidate.source), tuple(tree.lemma[slice(*candidate.cue)])
    lowered = tree.lower[slice(*candidate.cue)]
    if lowered == ["according", "to"]:
        return tree.lemma[head] in _FOLLOWED
    if tree.lower[candidate.source[0]] in _PLACES:
        return True
    if tree.lower[head] == "it" and not _IMPERSONAL.isdisjoint(lowered):
        return True
    if tree.lower[head] == "we" and not _REMINDING.isdisjoint(cue) and not quoted[candidate.cue[0]]:
        return any(tree.lower[child] == "you" for child in tree.children[candidate.cue[0]])
    return cue in _TOPIC_CUES and not any(_is_clause_part(tree, i) for a, b in candidate.contents for i in range(a, b))


def _is_clause_part(tree: Tree, index: int) -> bool:
    """Whether a token makes its phrase tell something: a finite verb or an infinitive."""
    return tree.tag[index] in ("VBD", "VBP", "VBZ", "MD", "TO")
