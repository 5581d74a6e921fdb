"""A word that stands for an issue, and what the several kinds of such words have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from helpers.statements.matching import IssueMatch
from helpers.statements.tree import OBJECTS, RELATIVIZERS, lemma

SAFE, UNSURE = 0.7, 0.55  # confidence where one issue, or several, may be meant
NAMED_BEFORE = "named before"
_LIKE = ("such", "analogous", "similar", "identical", "comparable", "same")
_OWN = ("restriction", "measure")  # "imposed restrictions of its own": does the same


@dataclass(frozen=True)
class Target:
    """A word that stands for an issue."""

    issue_id: str
    token: Token
    act: bool = False  # the word is the doing of the matter, not its name
    from_context: bool = False
    confidence: float = 1.0
    echo: int = 0  # the sign of the act or word that an echo ("the decision") stands for
    note: str = ""
    first: int = -1  # position of the first word of its name, -1 where it is no name


def issues_in(matches: Sequence[IssueMatch], doc: Doc) -> list[tuple[str, bool]]:
    """Issues named earlier in the same sentence, the last first, and whether by a plural."""
    named = [(m.issue_id, doc[m.start : m.end].root.tag_ in ("NNS", "NNPS")) for m in reversed(matches)]
    return list(dict.fromkeys(named))


def relative_pronouns(noun: Token) -> Iterator[Token]:
    """The words that take up a noun in its relative clauses."""
    for clause in noun.children:
        if clause.dep_ == "relcl":
            yield from (
                t
                for t in clause.subtree
                if t.lower_ in RELATIVIZERS
                and (t.tag_ in ("WDT", "WP") or t.dep_ in OBJECTS)
                and clause in (t.head, t.head.head)
            )


def is_definite(token: Token) -> bool:
    """Whether a noun means one that is known: "the plan", "the city's plan", "a similar plan"."""
    if any(c.dep_ == "poss" and c.pos_ != "PRON" for c in token.children):
        return True  # "the city's plan"
    if any(c.lower_ in _LIKE and c.dep_ in ("amod", "predet", "det") for c in token.children):
        return True
    return any(
        (c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "such"))
        or (c.lower_ == "of" and lemma(token) in _OWN and any(g.lower_ == "own" for g in c.children))
        for c in token.children
    )
