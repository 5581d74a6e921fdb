"""Possible statements, and which of them is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from helpers.statements.lexicon import StanceWords
from helpers.statements.quoted import Quoted


@dataclass(frozen=True)
class Candidate:
    """A possible statement."""

    actor_id: str
    issue_id: str
    agreement: float
    confidence: float
    rationale: str
    sentence: Span
    position: int
    quoted: Quoted | None
    flags: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def positions_of(candidates: Sequence[Candidate]) -> list[tuple[str, str, float]]:
    """Actor, issue and agreement of what a sentence tells, without what is past; asides only where there is no more."""
    now = [c for c in candidates if "past" not in c.flags]
    now = [c for c in now if "elliptic" not in c.flags] or now
    return [(c.actor_id, c.issue_id, c.agreement) for c in now]


def choose(candidates: list[Candidate], words: StanceWords) -> list[Candidate]:
    """One statement per quotation (or sentence), actor and issue: the surest; ties go to the last."""
    groups: dict[tuple[object, str, str], list[Candidate]] = {}
    for c in candidates:
        where: object = c.quoted.quotation_id if c.quoted is not None else c.sentence.start
        groups.setdefault((where, c.actor_id, c.issue_id), []).append(c)
    chosen = [best for group in groups.values() if (best := _surest(group, words)) is not None]
    return sorted(chosen, key=lambda c: (c.sentence.start, c.position, c.actor_id, c.issue_id))


def _surest(group: list[Candidate], words: StanceWords) -> Candidate | None:
    """The surest candidate; None when an equally sure one says the opposite, and no "but" parts them."""
    neutral = [c for c in group if "neutral" in c.flags]
    if neutral:
        return neutral[-1]
    terms = [c for c in group if "issue_word" in c.flags]
    last = max(group, key=lambda c: c.position)
    group = [c for c in group if c is last or not _turns_between(c, last, words)]  # what follows a "but" counts
    now = [c for c in group if "past" not in c.flags]  # "once backed it, and has turned against it"
    group = now or group
    main = [c for c in group if "conceded" not in c.flags]  # "although it is imperfect, we support it"
    best = max(terms or main or group, key=lambda c: (c.confidence, c.position))
    if terms:  # the user's own words about the issue win
        return best
    against = [c for c in main if c.agreement * best.agreement < 0 and c.confidence == best.confidence]
    return best if all(_turns_between(c, best, words) for c in against) else None


def _turns_between(first: Candidate, last: Candidate, words: StanceWords) -> bool:
    """Whether a "but" stands between two candidates."""
    tokens = first.sentence.doc[first.position : last.position]
    return any(words.among(token, "turns") for token in tokens)
