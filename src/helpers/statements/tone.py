"""The last resort: judging words of a quotation whose syntax says nothing about the matter it is about."""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from helpers.statements.context import Context
from helpers.statements.holders import Holders
from helpers.statements.judgements import Judgement, judge
from helpers.statements.lexicon import STRENGTHS, StanceWords
from helpers.statements.pointing import Target
from helpers.statements.stand_ins import is_impersonal
from helpers.statements.tree import PASSIVE_SUBJECTS, SUBJECTS, child, is_indefinite, lemma

_NAMED, _BESIDE, _BEFORE = 0.45, 0.42, 0.38  # confidence where the matter is named: in it, in its sentence, before
_ONE_OF_SEVERAL = 0.33
_ABOUT = ("it", "this", "that", "they", "these", "those", "all", "what", "which", "there")


class Tone(NamedTuple):
    """A matter and what a quotation's words say of it."""

    target: Target
    judgement: Judgement
    confidence: float


def find_tone(
    inside: Sequence[Token], sentence: Span, targets: Sequence[Target], context: Context, holders: Holders
) -> Tone | None:
    """Read the tone of the part of a quotation that stands in one sentence; None if it is about several matters.

    Args:
        inside: The tokens of the quotation in this sentence, in order.
        sentence: The sentence.
        targets: What the sentence is about.
        context: What was spoken of before.
        holders: Who is named, as judgements of people are none of matters.
    """
    names = {i for match in context.matches.get(sentence.start, ()) for i in range(match.start, match.end)}
    judging = [token for token in inside if token.i not in names]
    judgement = judge(judging, context.words) or _cue_judgement(inside, context)
    if (
        judgement is None
        or not _is_said(judgement, inside, context.words)
        or _in_condition(judgement.token, context.words)
        or _is_about_other(judgement, inside, holders)
    ):
        return None
    positions = {token.i for token in inside}
    named = [t for t in targets if not t.from_context]
    within = [t for t in named if t.token.i in positions]
    if within:
        if any(judgement.token.head == t.token and is_indefinite(t.token) for t in within):  # "a bad treaty can …"
            return None
        return _single(within, judgement, _NAMED)
    if named and _is_about_it(judgement, inside):
        return _single(named, judgement, _BESIDE)
    topics = context.topics(sentence, near=True)
    issues = list(dict.fromkeys(issue for issue, _ in topics))
    if named or not issues or not _is_about_it(judgement, inside):
        return None
    issue = context.main if context.main in issues else issues[0]
    confidence = _BEFORE if len(issues) == 1 else _ONE_OF_SEVERAL
    return Tone(Target(issue, judgement.token, from_context=True, note="named before"), judgement, confidence)


def _cue_judgement(inside: Sequence[Token], context: Context) -> Judgement | None:
    """The tone of the verb that introduces somebody's own words: "…, she rejoiced", "…, he scoffed"."""
    quoted = context.spoken.get(inside[0].i)
    if quoted is None or not context.is_verbatim(inside[0]):
        return None
    for cue in (inside[0].doc[i] for i in sorted(quoted.cues)):
        carrier = context.words.carrier("attitudes", lemma(cue), ())
        if carrier is not None and context.words.among(cue, "reactions"):
            return Judgement(carrier.sign, STRENGTHS["mild"], cue.text, cue, cue.i + 1, None)
    return None


def _single(targets: Sequence[Target], judgement: Judgement, confidence: float) -> Tone | None:
    return Tone(targets[0], judgement, confidence) if len({t.issue_id for t in targets}) == 1 else None


def _in_condition(token: Token, words: StanceWords) -> bool:
    marks = (c for node in (token, *token.ancestors) for c in node.children if c.dep_ == "mark")
    return any(words.among(mark, "conditions") for mark in marks)


def _is_said(judgement: Judgement, inside: Sequence[Token], words: StanceWords) -> bool:
    """Whether a judging word is what is said, and not part of something else ("great losses", "weapons")."""
    node = token = judgement.token
    if token not in inside:  # the cue
        return True
    if judgement.end - token.i > 1:  # a phrase says so wherever it stands
        return True
    while node.dep_ in ("amod", "compound", "conj", "appos", "advmod", "nmod") and node.head in inside:
        node = node.head
    if token.dep_ == "amod" and node.dep_ not in ("attr", "oprd") and node.head in inside:
        return False
    if node.dep_ in ("attr", "acomp", "oprd", "ROOT", "xcomp", "ccomp", "parataxis", "relcl", "neg"):
        return True
    above = (node.head, node.head.head)  # "called it a farce", "spoke of a farce", but not "confirmed the answer"
    return node.head not in inside and (node.pos_ != "NOUN" or any(words.among(t, "judging") for t in above))


def _subject_of(token: Token, inside: Sequence[Token]) -> Token | None:
    """Of what a word is said: the subject of the nearest verb above it, in the same quotation."""
    node = token
    for _ in range(6):
        own = child(node, *SUBJECTS, *PASSIVE_SUBJECTS)
        if own is not None or node.head == node:
            return own if node in inside else None
        node = node.head
    return None


def _is_about_other(judgement: Judgement, inside: Sequence[Token], holders: Holders) -> bool:
    subject = _subject_of(judgement.token, inside)
    if subject is not None and is_impersonal(subject):  # "it is a sad fact that …" judges the fact
        return True
    return subject is not None and (subject.ent_type_ == "PERSON" or holders.named(subject) is not None)


def _is_about_it(judgement: Judgement, inside: Sequence[Token]) -> bool:
    """Whether nothing else is judged: there is no subject, or one that points back."""
    subject = _subject_of(judgement.token, inside)
    if subject is None:
        return True
    pointing = any(c.dep_ == "det" and c.lower_ in ("this", "that", "these", "those", "such") for c in subject.children)
    return subject.lower_ in _ABOUT or pointing
