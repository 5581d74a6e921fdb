"""Sides told as the same as, or the opposite of, what was told before: "a similar position was expressed by X"."""

from collections.abc import Iterator, Mapping

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.gestures import Gesture
from helpers.statements.holders import Holders
from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, agent, child, lemma, negators, subject

_CONFIDENCE, _STRENGTH = 0.65, 0.8
_SAME = frozenset({"same", "similar", "like", "identical", "analogous", "comparable", "likewise"})
_OPPOSITE = frozenset({"opposite", "contrary"})
_MOVING = frozenset({"guide", "move", "lead", "prompt", "drive", "motivate"})  # what a consideration does to somebody
_JOINING = ("join", "follow", "second")
_TAKING_UP = frozenset({"share", "echo", "second", "repeat", "endorse"})
_DEMANDED = frozenset({"recommend", "demand", "urge", "propose", "suggest", "say", "do", "convey", "request"})


def find_same(
    sentence: Span, told: Mapping[str, tuple[str, float]], context: Context, holders: Holders
) -> Iterator[Gesture]:
    """Those who take the side told right before, or the other one.

    Args:
        sentence: The sentence.
        told: Of each actor, the issue and the side that the sentence itself tells.
        context: What was told before.
        holders: Who is named.
    """
    words = context.words
    here = {(issue, 1 if agreement > 0 else -1) for issue, agreement in told.values() if agreement}
    if len(here) > 1 or not context.has(sentence, ("same",), words.lists["stances"], _JOINING if here else ()):
        return
    for token in sentence:
        found = _taken_up(token, words) or _joined(token) if here else None
        found = found or _alike(token, holders, words)
        if found is None or context.is_verbatim(token):
            continue
        who, sign = found
        last = next(iter(here), None) or context.last_held(sentence)
        if last is None or not told.keys().isdisjoint(holders.all_named(who)):
            continue
        step = f"'{token.text}' ({'the same' if sign > 0 else 'the opposite'}) as told before ({side(sign * last[1])})"
        yield Gesture(last[0], token, Reading(sign * last[1], _STRENGTH, _CONFIDENCE, (step,), who, ("gesture",)))


def _alike(noun: Token, holders: Holders, words: StanceWords) -> tuple[Token, int] | None:
    """Who takes "a similar position", "the same view" or "the opposite view"; with 1 or -1."""
    if noun.lower_ == "same" and noun.dep_ in (*OBJECTS, *PASSIVE_SUBJECTS) and noun.head.pos_ == "VERB":
        sign = 1 if lemma(noun.head) in _DEMANDED or words.among(noun.head, "light_verbs") else 0
    elif words.among(noun, "stances"):
        if (owned := _compared(noun, holders)) is not None:
            return owned
        marks = {c.lower_ for c in noun.children if c.dep_ in ("amod", "det")}
        sign = 1 if marks & _SAME else -1 if marks & _OPPOSITE else 0
    else:
        return None
    who = _taker(noun, words) if sign else None
    if who is None or not (holders.all_named(who) or holders.noun(who)):
        return None
    verb = noun.head if noun.head.pos_ in ("VERB", "AUX") else noun.head.head
    return who, -sign if any(True for _ in negators(verb, words)) else sign


def _taker(noun: Token, words: StanceWords) -> Token | None:
    """Who holds, voices or is moved by what a noun names."""
    verb = noun.head
    after = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    if after is not None and (who := agent(after)) is not None:  # "similar calls voiced by X"
        return who
    if noun.dep_ in SUBJECTS and lemma(verb) in _MOVING:
        return child(verb, *OBJECTS)
    if noun.dep_ in SUBJECTS and lemma(verb) == "come":
        return next((child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ == "from"), None)
    if noun.dep_ == "pobj" and verb.lower_ == "of" and verb.head.pos_ == "AUX":  # "is of the same opinion"
        return subject(verb.head)
    if not (
        words.among(verb, "light_verbs") or lemma(verb) in _DEMANDED | {"adopt", "send", "deliver", "strike", "hear"}
    ):
        return None
    if noun.dep_ in PASSIVE_SUBJECTS:
        places = (child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ == "in")
        return agent(verb) or next((p for p in places if p is not None and p.pos_ == "PROPN"), None)
    return subject(verb) if noun.dep_ in OBJECTS else None


def _compared(noun: Token, holders: Holders) -> tuple[Token, int] | None:
    """Whose position "is no different", or "is the opposite": "the position of X is similar"."""
    verb = noun.head
    if noun.dep_ not in SUBJECTS or verb.pos_ != "AUX":
        return None
    owner = child(noun, "poss") or next((child(c, "pobj") for c in noun.children if c.lower_ == "of"), None)
    owner = owner or next((child(c, "pobj") for c in verb.children if c.lower_ == "in" and c.i < verb.i), None)
    said = child(verb, "acomp", "attr")
    if owner is None or said is None or not holders.all_named(owner):
        return None
    denied = any(c.lower_ in ("no", "not", "n't", "hardly") for c in (*said.children, *verb.children))
    if said.lower_ == "different":
        return (owner, 1) if denied else None
    sign = 1 if said.lower_ in _SAME else -1 if said.lower_ in _OPPOSITE else 0
    return (owner, -sign if denied else sign) if sign else None


def _taken_up(noun: Token, words: StanceWords) -> tuple[Token, int] | None:
    """Who takes up what somebody in the sentence said: "a position shared by X", "its words were echoed by X"."""
    if not words.among(noun, "stances"):
        return None
    shared = next((c for c in noun.children if c.dep_ in ("acl", "relcl") and lemma(c) in _TAKING_UP), None)
    if shared is not None and noun.dep_ in ("appos", "conj", "dobj", "dep"):
        who = agent(shared) or child(shared, *SUBJECTS)
        return (who, 1) if who is not None and who.lower_ not in ("that", "which") else None
    own = child(noun, "poss")
    if own is not None and own.pos_ == "PRON" and lemma(noun.head) in _TAKING_UP:
        who = agent(noun.head) if noun.dep_ in PASSIVE_SUBJECTS else subject(noun.head)
        return (who, 1) if who is not None and who.i != own.i else None
    return None


def _joined(verb: Token) -> tuple[Token, int] | None:
    """Who joins somebody in it: "a demand in which it was joined by X", "in this it was joined by X"."""
    if lemma(verb) not in _JOINING or child(verb, *PASSIVE_SUBJECTS) is None:
        return None
    who = agent(verb)
    return (who, 1) if who is not None else None
