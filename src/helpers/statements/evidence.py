"""Which words show a statement: the sentence, or its part where several clauses say different things."""

from collections.abc import Collection
from typing import Any

from spacy.tokens import Span, Token

from helpers.statements.candidates import Candidate
from helpers.statements.tree import PASSIVE_SUBJECTS, SUBJECTS, child


def find_evidence(sentence: Span, position: int, quoted: Collection[int]) -> tuple[int, int]:
    """The characters of the clause around a token, with all of the quotation that it stands in.

    Args:
        sentence: The sentence.
        position: Where in the document the token stands that names the matter.
        quoted: Positions of the tokens of the quotation, its cue and its source; they may lie elsewhere too.

    Returns:
        Start and end in characters of the document.
    """
    clause = clause_of(sentence.doc[position], sentence)
    tokens = clause | {i for i in quoted if sentence.start <= i < sentence.end}
    start, end = min(tokens), max(tokens) + 1
    while end < sentence.end and sentence.doc[end].is_punct:
        end += 1
    while start > sentence.start and sentence.doc[start - 1].is_quote:
        start -= 1
    span = sentence.doc[start:end]
    text = span.text
    return span.start_char + len(text) - len(text.lstrip()), span.end_char - len(text) + len(text.rstrip())


def clause_of(token: Token, sentence: Span) -> set[int]:
    """Positions of the tokens of the main clause around one; of coordinated clauses with own subjects, only that."""
    root = token
    while root.head != root and not _is_own_clause(root):
        root = root.head
    inside = {t.i for t in root.subtree}
    for t in root.subtree:
        if t != root and _is_own_clause(t) and not t.is_ancestor(token) and t != token:
            inside -= {below.i for below in t.subtree}
            inside -= {c.i for c in t.head.children if c.dep_ in ("cc", "punct") and t.left_edge.i - 3 < c.i < t.i}
    start = end = token.i
    while start - 1 in inside and start > sentence.start:
        start -= 1
    while end + 1 in inside and end + 1 < sentence.end:
        end += 1
    return set(range(start, end + 1))


def _is_own_clause(verb: Token) -> bool:
    return (
        verb.dep_ == "conj" and verb.pos_ in ("VERB", "AUX") and child(verb, *SUBJECTS, *PASSIVE_SUBJECTS) is not None
    )


def make_row(c: Candidate, text: str, document_id: str, published: object, target: str | None) -> dict[str, Any]:
    """A row of `tables.STATEMENTS`, without its id; `target` is the issue's object."""
    quoted = c.quoted.tokens | c.quoted.cues | c.quoted.source if c.quoted is not None else frozenset[int]()
    start, end = find_evidence(c.sentence, c.position, quoted)
    targets = list(dict.fromkeys([*c.targets, *([target] if target and target != c.actor_id else [])]))
    return {
        "document_id": document_id,
        "quotation_id": c.quoted.quotation_id if c.quoted is not None else None,
        "actor_id": c.actor_id,
        "issue_id": c.issue_id,
        "target_ids": targets,
        "agreement": c.agreement,
        "confidence": c.confidence,
        "published": published,
        "evidence": text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "rationale": c.rationale,
        "flags": list(c.flags),
    }
