"""What stands for a vote once it is told of: its result, "the event", "what happened", congratulations to who won."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.gestures import Gesture
from helpers.statements.tree import OBJECTS, child, lemma, negators, subject

_CONFIDENCE, _STRENGTH = 0.6, 0.8
_HAPPENING = ("happen", "occur", "transpire")
_TAKING_PLACE = frozenset({"take", "hold", "conduct", "organise", "organize", "stage", "occur", "happen"})
_CHOICES = frozenset({"will", "choice", "verdict", "expression", "decision", "vote"})
_VOTERS = frozenset(
    {"people", "voter", "resident", "citizen", "population", "inhabitant", "nation", "electorate", "will"}
)
_CONGRATULATING = ("congratulate", "congratulation", "observer")
_MESSAGES = frozenset({"message", "telegram", "letter", "word", "note"})


def voted_topic(sentence: Span, context: Context) -> str | None:
    """The vote that a sentence is about without naming it; None if that is no vote, or several may be meant."""
    here = {match.issue_id for match in context.matches.get(sentence.start, ())}
    told = here or {issue for issue, _ in context.topics(sentence)}
    issue = next(iter(told)) if len(told) == 1 else None
    return issue if issue is not None and context.is_vote(issue) else None


def may_stand_for_vote(sentence: Span, context: Context) -> bool:
    """Whether a sentence has any word that `stands_for_vote` looks for."""
    return context.has(sentence, _HAPPENING, ("go", "take"), _CHOICES, context.words.lists["ballot_words"])


def stands_for_vote(token: Token, context: Context) -> bool:
    """Whether a word means the vote spoken of: "the results", "its outcome", "the event", "what had happened"."""
    words, name = context.words, lemma(token)
    if (
        (token.pos_ == "VERB" and name in _HAPPENING)
        or (name == "go" and any(c.lower_ == "on" for c in token.children))
        or (name == "take" and _is_place(token))
    ):
        return token.dep_ == "ccomp" and any(c.tag_ == "WP" and c.dep_ == "nsubj" for c in token.children)
    if token.pos_ == "NOUN" and name in _CHOICES:
        whose = (child(c, "pobj") for c in token.children if c.dep_ == "prep" and c.lower_ == "of")
        if any(w is not None and lemma(w) in _VOTERS for w in whose):
            return True
    if token.pos_ != "NOUN" or not words.among(token, "ballot_words"):
        return False
    if any(c.dep_ == "prep" and c.lower_ in ("of", "from") for c in token.children):
        return False
    return any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "its", "their") for c in token.children)


def _is_place(verb: Token) -> bool:
    thing = child(verb, *OBJECTS)
    return thing is not None and thing.lower_ == "place"


def framed_by(noun: Token) -> Token | None:
    """What a vote is held in: "the framework within which the election took place" stands for the election."""
    verb = noun.head
    if noun.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "relcl" or lemma(verb) not in _TAKING_PLACE:
        return None
    within = (child(c, "pobj") for c in verb.children if c.dep_ == "prep")
    return verb.head if any(p is not None and p.lower_ == "which" for p in within) else None


def find_congratulations(sentence: Span, context: Context) -> Iterator[Gesture]:
    """Congratulations on a vote accept it: "sent a message of congratulation", "congratulated Varr on the victory"."""
    if not context.has(sentence, _CONGRATULATING):
        return
    vote = voted_topic(sentence, context)
    for token in sentence if vote is not None else ():
        sent = (
            token.head if lemma(token) == "observer" and token.dep_ in OBJECTS and lemma(token.head) == "send" else None
        )
        who = subject(sent) if sent is not None else None
        if who is not None and sent is not None:
            denied = any(True for _ in negators(sent, context.words)) or any(c.lower_ == "no" for c in token.children)
            step = f"'{sent.text} … {token.text}' ({side(-1 if denied else 1)})"
            reading = Reading(-1 if denied else 1, _STRENGTH, _CONFIDENCE, (step,), who, ("gesture",))
            yield Gesture(str(vote), sent, reading)
    topics = {issue for issue, _ in context.topics(sentence)}
    for token in sentence:
        verb = _congratulating(token)
        issue = vote or (next(iter(topics)) if verb is not None and len(topics) == 1 and _both(verb) else None)
        who = subject(verb) if verb is not None else None
        if verb is None or who is None or issue is None:
            continue
        refused = verb.dep_ == "xcomp" and context.words.carrier("attitudes", lemma(verb.head), ("to",)) is not None
        sign = -1 if any(True for _ in negators(verb, context.words)) or refused else 1
        step = f"'{token.text}' ({side(sign)})"
        yield Gesture(issue, token, Reading(sign, _STRENGTH, _CONFIDENCE, (step,), who, ("gesture",)))


def _both(verb: Token) -> bool:
    """Whether it is those who made it that are congratulated: "congratulated both sides"."""
    whom = child(verb, *OBJECTS)
    return whom is not None and lemma(whom) in (
        "side",
        "party",
        "both",
        "neighbour",
        "neighbor",
        "people",
        "negotiator",
    )


def _congratulating(token: Token) -> Token | None:
    """The verb by which somebody congratulates."""
    if token.pos_ == "VERB" and lemma(token) == "congratulate":
        return token
    if token.pos_ != "NOUN" or lemma(token) != "congratulation":
        return None
    noun = token.head.head if token.dep_ == "pobj" and lemma(token.head.head) in _MESSAGES else token
    return noun.head if noun.dep_ in OBJECTS and noun.head.pos_ == "VERB" else None
