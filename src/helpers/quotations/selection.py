"""Which candidates stay: no purposes and hypotheses, nothing twice, and little of what is said inside a quotation."""

from collections.abc import Iterable, Sequence

from helpers.quotations.cues import Cues
from helpers.quotations.hollow import is_hollow
from helpers.quotations.sources import head_of
from helpers.quotations.tree import Candidate, Range, Tree

_REPORTS = frozenset(
    ("clause", "preposed", "parenthesis", "according", "unmarked")
)  # what somebody said in so many words
_NOBODY = frozenset(("that", "which", "it", "this", "one", "what", "these", "those", "there"))
_PERSONS = frozenset(("i", "you", "we", "me", "us"))
_PRONOUN_TAGS = frozenset(("PRP", "PRP$", "WP", "WDT", "DT", "EX"))
_HYPOTHETICAL = frozenset(("would", "could", "may", "might", "can", "should", "must", "ought"))
MAX_SCARE_QUOTE = 4  # words between marks
MAX_AROUND = 12  # words and marks around them
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_CONDITIONS = frozenset(("if", "unless", "whether"))


def _is_attribution(tree: Tree, candidate: Candidate) -> bool:
    """Whether somebody is reported to have said or thought the content, rather than to be about to, or in theory."""
    if candidate.source is None or candidate.cue is None:
        return False
    verb, speaker = candidate.cue[0], tree.lower[head_of(tree, candidate.source)]
    if candidate.rule in _REPORTS and tree.is_verb(verb) and not candidate.thought:
        return speaker not in ("that", "which") and not _is_conditional(tree, verb)
    if not tree.is_verb(verb):
        return True
    if speaker in _NOBODY or (candidate.thought and speaker == "you"):
        return False
    if _is_unreal(tree, verb) or _is_conditional(tree, verb):
        return False
    (start, end), *more = candidate.contents
    return bool(more) or end - start > 2 or (end - start == 2 and candidate.rule != "particle")


def is_scare_quote(tree: Tree, candidate: Candidate, quoted: Sequence[bool], cues: Cues) -> bool:
    """Whether all that is reported is a name with distancing marks: condemned Moscow's "sham elections".

    Verbs of saying and of calling quote such words ("called it a "sham""), verbs of an attitude only take a side.
    """
    if candidate.rule not in ("object", "learned", "preposed") or candidate.cue is None:
        return False
    lemmas = tree.lemma[slice(*candidate.cue)]
    if any(cues.kind("quote", lemma) or cues.kind("complement", lemma) for lemma in lemmas):
        return False
    places = [index for start, end in candidate.contents for index in range(start, end)]
    inside = sum(quoted[index] for index in places)
    short = 0 < inside <= MAX_SCARE_QUOTE and len(places) - inside <= MAX_AROUND
    return short and not any(tree.tag[i] in _FINITE or (quoted[i] and tree.is_verb(i)) for i in places)


def _is_unreal(tree: Tree, verb: int) -> bool:
    """To criticise …; would criticise …: a purpose or a hypothesis."""
    return any(
        tree.dep[child] == "aux" and (tree.lower[child] == "to" or tree.lower[child] in _HYPOTHETICAL)
        for child in tree.children[verb]
    )


def _is_conditional(tree: Tree, verb: int) -> bool:
    return any(tree.dep[child] == "mark" and tree.lower[child] in _CONDITIONS for child in tree.children[verb])


def select(
    tree: Tree, speech: Sequence[Candidate], others: Iterable[Candidate], quoted: Sequence[bool], cues: Cues
) -> list[Candidate]:
    """Put direct speech and the rest together.

    Direct speech comes first: what uses its cue again, or overlaps with it, is dropped. What is attributed inside
    the content of another quotation is kept, flagged `nested`, where it reports a third person's words.

    Args:
        tree: The parse.
        speech: Direct speech.
        others: Attributions by complements, phrases and layout.
        quoted: For each token, whether it stands between quotation marks, whoever is quoted.
        cues: The cue words.
    """
    used = {candidate.cue for candidate in speech if candidate.cue is not None}
    rest = [c for c in others if c.cue not in used and _is_attribution(tree, c)]
    rest = [c for c in rest if not is_scare_quote(tree, c, quoted, cues) and not is_hollow(tree, c, quoted)]
    direct, covered = [0] * tree.size, [0] * tree.size
    _count(direct, (r for c in speech for r in c.contents))
    kept, reports = list(speech), []
    for candidate in rest:
        inside = candidate.cue is not None and direct[candidate.cue[0]]
        if inside or not any(direct[index] for start, end in candidate.contents for index in (start, end - 1)):
            reports.append(candidate)
    _count(covered, (r for c in [*speech, *reports] for r in c.contents))
    for candidate in reports:
        cue = candidate.cue[0] if candidate.cue else 0
        own = any(start <= cue < end for start, end in candidate.contents)
        if covered[cue] <= own and not quoted[cue]:
            kept.append(candidate)
        elif _is_report(tree, candidate):
            kept.append(candidate._replace(flags=(*candidate.flags, "nested")))
    return kept


def _count(covered: list[int], ranges: Iterable[Range]) -> None:
    """Add up how many of `ranges` cover each token, in one pass."""
    steps = [0] * (len(covered) + 1)
    for start, end in ranges:
        steps[start] += 1
        steps[end] -= 1
    depth = 0
    for index in range(len(covered)):
        depth += steps[index]
        covered[index] = depth


def _is_report(tree: Tree, candidate: Candidate) -> bool:
    """Whether a third person, named or described, is reported to have said something in so many words."""
    if candidate.thought or candidate.rule not in _REPORTS or candidate.source is None:
        return False
    head = head_of(tree, candidate.source)
    return tree.tag[head] not in _PRONOUN_TAGS and tree.lower[head] not in _PERSONS
