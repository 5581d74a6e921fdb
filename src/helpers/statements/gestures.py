"""What somebody does for the matter spoken of, or to somebody over it, where the sentence does not name it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.holders import Holders
from helpers.statements.lexicon import StanceWords
from helpers.statements.rollcall import ROLL_WORDS, iter_rolls
from helpers.statements.tree import OBJECTS, child, has_modal, lemma, negators, subject

_TOWARD, _CONTRIBUTION = 0.5, 0.55  # confidence of a side told by a gesture, and by a contribution
_VOICED = 0.6  # confidence of "voiced its support", "is against"
_ANSWER = 0.65  # confidence of "followed suit", "did the same"
_LOOSE = ("nsubj", "aux", "auxpass", "neg", "advmod", "punct", "cc", "conj", "mark", "npadvmod", "prep", "advcl")
_STRENGTH = 0.6
_VENUES = frozenset("facilitation forum mediation office platform room service table venue".split())
_TURN = 0.7
_VOTE = 0.65  # confidence of a vote on what was named before


class Gesture(NamedTuple):
    """An issue, the verb that shows a side on it, and how to read it."""

    issue_id: str
    verb: Token
    reading: Reading


def find_gestures(sentence: Span, context: Context, holders: Holders) -> Iterator[Gesture]:
    """Gestures of a sentence that names no issue of the catalogue itself.

    "Thanked Ruritania" is for what Ruritania was for, as told before in the article; "accused Ruritania of …" is
    against it. "Pledged to bear a tenth of the cost" is for the one matter spoken of.
    """
    words = context.words
    for verb in sentence:
        if verb.pos_ not in ("VERB", "ADJ", "AUX"):
            continue
        yield from _toward_somebody(verb, sentence, context, holders, words)
        yield from _contribution(verb, sentence, context, words)
        yield from _answer(verb, sentence, context, words)
        yield from _voice(verb, sentence, context, words)
        yield from _vote(verb, sentence, context, words)


def _toward_somebody(
    verb: Token, sentence: Span, context: Context, holders: Holders, words: StanceWords
) -> Iterator[Gesture]:
    sign = 1 if words.among(verb, "thanking") else -1 if words.among(verb, "blaming") else 0
    sure = _TOWARD
    if not sign and words.among(verb, "allying"):
        sign, sure = 1, _VOICED
    if not sign:
        return
    aimed = [c for c in verb.children if c.dep_ in OBJECTS]
    aimed += [
        g
        for c in verb.children
        if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "at", "with")
        for g in c.children
    ]
    whom = next((actor for c in aimed if (actor := holders.named(c) or holders.noun(c)) is not None), None)
    who = subject(verb)
    if whom is None or who is None or any(True for _ in negators(verb, words)):
        return
    position = context.position_of(whom, sentence)
    if position is None or holders.named(who) == whom:
        return
    issue, theirs = position
    step = f"'{verb.text}' ({side(sign)}) somebody who is {side(theirs)} it"
    yield Gesture(issue, verb, Reading(sign * theirs, _STRENGTH, sure, (step,), who, ("gesture",)))


def _answer(verb: Token, sentence: Span, context: Context, words: StanceWords) -> Iterator[Gesture]:
    """Following, or not, what was told right before: "Ruritania followed suit", "she disagreed"; hitting back."""
    if (
        (words.among(verb, "hitting") or _goes_to_court(verb))
        and subject(verb) is not None
        and all(c.dep_ in _LOOSE for c in verb.children)
    ):
        topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
        if len(topics) == 1:
            reading = Reading(-1, _STRENGTH, _TOWARD, (f"'{verb.text}' (against)",), subject(verb), ("gesture",))
            yield Gesture(topics[0], verb, reading)
    sign = _answers(verb, words)
    main = verb.dep_ in ("ROOT", "conj") or (verb.dep_ == "xcomp" and verb.head.dep_ == "ROOT")
    bare = all(
        c.dep_ in _LOOSE or lemma(c) in ("suit", "same", "likewise", "so", "example", "lead") for c in verb.children
    )
    who = subject(verb) if sign and main and bare and not context.is_verbatim(verb) else None
    last = context.last_position(sentence, reach=1) if who is not None else None
    if last is not None:
        flip = -1 if any(True for _ in negators(verb, words)) or _is_refused(verb, words) else 1
        step = f"'{verb.text}' what was told before ({side(flip * sign * last[1])})"
        sure = _ANSWER if any(c.dep_ in OBJECTS or c.dep_ == "attr" for c in verb.children) else _TOWARD
        reading = Reading(flip * sign * last[1], _STRENGTH, sure, (step,), who, ("gesture",))
        yield Gesture(last[0], verb, reading)


def _goes_to_court(verb: Token) -> bool:
    to = (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "to")
    return lemma(verb) in ("go", "turn") and any(lemma(p) == "court" for c in to for p in c.children)


def _voice(verb: Token, sentence: Span, context: Context, words: StanceWords) -> Iterator[Gesture]:
    """A feeling on what was told before: "voiced its support", "joined the condemnation", "repeated its objections"."""
    if not words.among(verb, "light_verbs"):
        return
    things = [c for c in verb.children if c.dep_ in OBJECTS]
    things += [p for c in verb.children if lemma(verb) == "join" and c.lower_ == "in" for p in c.children]
    topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    who = subject(verb)
    for noun in things:
        sign = _felt(noun, words)
        if not sign or who is None or len(topics) != 1 or _is_of_something(noun):
            continue
        sign = -sign if any(True for _ in negators(verb, words)) else sign
        step = f"'{verb.text} … {noun.text}' ({side(sign)})"
        yield Gesture(topics[0], verb, Reading(sign, _STRENGTH, _VOICED, (step,), who, ("gesture",)))
        return


def _felt(noun: Token, words: StanceWords) -> int:
    """Which side a noun for a feeling is, or "legal action"; 0 if it is neither."""
    if words.among(noun, "contests"):
        return -1 if any(c.lower_ == "legal" for c in noun.children) else 0
    carrier = words.carrier("nouns", lemma(noun), ()) if words.among(noun, "feelings") else None
    return 0 if carrier is None else carrier.sign


def _is_of_something(noun: Token) -> bool:
    """Whether what a feeling is about is named, or it is somebody else's ("shares X's concern")."""
    if any(c.dep_ in ("prep", "acl", "relcl", "compound") for c in noun.children):
        return True
    if any(c.dep_ == "poss" and c.pos_ != "PRON" for c in noun.children):
        return True
    after = noun.nbor(1).lower_ if noun.i + 1 < len(noun.doc) else ""
    return after in ("to", "for", "of", "about", "over", "against")


def find_votes(sentence: Span, context: Context) -> Iterator[Gesture]:
    """Votes on what the same sentence names: "six backed the matter, X voted against"."""
    issues = list(dict.fromkeys(match.issue_id for match in context.matches.get(sentence.start, ())))
    for verb in sentence if len(issues) == 1 else ():
        if verb.pos_ == "VERB" and lemma(verb) == "vote" and verb.dep_ in ("conj", "ROOT"):
            if any(issues[0] == m.issue_id and m.end <= verb.i for m in context.matches[sentence.start]):
                yield from _vote(verb, sentence, context, context.words, issues)


def find_rolls(sentence: Span, context: Context) -> Iterator[Gesture]:
    """Votes in a list, on what the sentence or the one before names: "adopted, with X and Y voting against"."""
    if not context.has(sentence, ROLL_WORDS):
        return
    issues = {match.issue_id for match in context.matches.get(sentence.start, ())}
    issues = issues or {issue for issue, _ in context.topics(sentence)}
    for word, name, sign in iter_rolls(sentence) if len(issues) == 1 else ():
        step = f"'{word.text}' in a list of votes ({side(sign)})"
        reading = Reading(sign, 1.0, _VOTE, (step,), name, ("gesture",))
        yield Gesture(next(iter(issues)), word, reading)


def _vote(
    verb: Token, sentence: Span, context: Context, words: StanceWords, named: Sequence[str] = ()
) -> Iterator[Gesture]:
    """Being, or voting, for or against what was told before: "voted against", "X is in favour, Y against"."""
    topics = list(named) or list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    if len(topics) != 1 or not (words.among(verb, "siding") or lemma(verb) == "say"):
        return
    beside = [c for c in verb.children if c.dep_ in ("npadvmod", "conj", "appos", "dep") and c.pos_ == "PROPN"]
    for head in (verb, *beside):
        sign = next((s for c in head.children if (s := _bare_side(c, words))), 0)
        who = subject(verb) if head == verb else head
        if sign and who is not None:
            sign = -sign if head == verb and any(True for _ in negators(verb, words)) else sign
            step = f"'{verb.text} {'in favour' if sign > 0 else 'against'}' what was told before"
            sure = _VOTE if lemma(verb) == "vote" else _VOICED
            yield Gesture(topics[0], verb, Reading(sign, 1.0, sure, (step,), who, ("gesture",)))


def _bare_side(word: Token, words: StanceWords) -> int:
    """Which side "against" or "in favour" is, where nothing follows."""
    noun = child(word, "pobj")
    if (
        word.lower_ in ("yes", "no")
        and lemma(word.head) in ("say", "vote")
        and child(word, "prep") is None
        and word.i > word.head.i
    ):
        return 1 if word.lower_ == "yes" else -1
    if word.lower_ == "against" and noun is None:
        return -1
    favour = word.lower_ == "in" and noun is not None and lemma(noun) in words.lists["ellipses"]
    return int(favour and noun is not None and not any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children))


def find_turns(
    sentence: Span, told: Mapping[str, tuple[str, float]], context: Context, holders: Holders
) -> Iterator[Gesture]:
    """Changes of mind, which take the other side than somebody had: "had opposed it, but has changed her mind".

    Args:
        sentence: The sentence.
        told: Of each actor, the issue and the side that the sentence itself tells.
        context: What was told before.
        holders: Who is named.
    """
    words = context.words
    for verb in sentence if context.has(sentence, words.lists["turning"]) else ():
        things = [c for c in verb.children if words.among(c, "minds")] if words.among(verb, "turning") else []
        who = subject(verb) if things else None
        if who is None or any(True for _ in negators(verb, words)):
            continue
        actor = holders.named(who) or holders.pronoun(who)
        before = told.get(actor) or context.position_of(actor, sentence) if actor is not None else None
        if before is None or not before[1]:
            continue
        sign = -1 if before[1] > 0 else 1
        step = f"'{verb.text} … {things[0].text}' after being {side(-sign)} it ({side(sign)})"
        yield Gesture(before[0], verb, Reading(sign, 1.0, _TURN, (step,), who, ("gesture",)))


def _answers(verb: Token, words: StanceWords) -> int:
    """Whether a verb takes the side told before (1), the other (-1), or neither (0)."""
    if words.among(verb, "parting"):
        return -1
    return int(
        words.among(verb, "following") and (lemma(verb) != "do" or any(lemma(c) == "same" for c in verb.children))
    )


def _is_refused(verb: Token, words: StanceWords) -> bool:
    carrier = words.carrier("attitudes", lemma(verb.head), ()) if verb.dep_ == "xcomp" else None
    return carrier is not None and carrier.sign < 0


def _contribution(verb: Token, sentence: Span, context: Context, words: StanceWords) -> Iterator[Gesture]:
    deed = _promised(verb, words)
    topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence))) if deed is not None else []
    if deed is None or len(topics) != 1:
        return
    if _is_venue(deed) and not context.is_of_talks(topics[0]):
        return
    who = subject(verb) if verb.pos_ != "ADJ" else subject(verb.head)
    against = any(True for node in {verb, deed} for _ in negators(node, words))
    sign = -1 if against else 1
    step = f"'{verb.text} … {deed.text}' ({side(sign)})"
    yield Gesture(topics[0], verb, Reading(sign, _STRENGTH, _CONTRIBUTION, (step,), who, ("gesture",)))


def _is_venue(deed: Token) -> bool:
    """Whether somebody only offers to bring others together: "a venue for dialogue", "its good offices"."""
    thing = child(deed, "dobj")
    return thing is not None and lemma(thing) in _VENUES


def _promised(verb: Token, words: StanceWords) -> Token | None:
    """What a verb or adjective promises to give or do for something."""
    if words.among(verb, "contributing") and has_modal(verb, words, "commitment") and child(verb, "dobj") is not None:
        return verb
    if not words.among(verb, "committing"):
        return None
    for c in verb.children:
        if c.dep_ in ("xcomp", "ccomp") and words.among(c, "contributing"):
            finite = child(c, "nsubj") is not None
            if not finite or has_modal(c, words, "commitment"):
                return c
    return None
