"""What a preposition on the way up adds: "without it", "measures against it", "better ways than it"."""

from spacy.tokens import Token

from helpers.statements.alternatives import is_in_its_place
from helpers.statements.climb import Climb
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.outcomes import weigh_lack
from helpers.statements.tree import is_indefinite, lemma

_GIVEN_UP = 0.8  # confidence left that somebody is against what gives way to something else


def weigh_preposition(climb: Climb, head: Token) -> None:
    """Take account of a preposition."""
    climb.path.append(lemma(head))
    if not climb.decided and head.lower_ == "on" and _is_felt(head.head, climb.words):
        climb.asserted = False
    if not climb.decided and head.lower_ == "than" and _is_outdone(climb.target, head.head, climb.words):
        climb.sign = -climb.sign
    if not climb.decided and (climb.words.among(head, "times") or head.lower_ in ("since", "during")):
        climb.asserted = False
    if head.lower_ == "against" and not climb.decided and _is_meant_against(head, climb.words):
        climb.decide(Carrier("against", (), "nouns", -1, 1.0), head)
        climb.hold(None)
    if not climb.decided and is_in_its_place(head):
        climb.sign = -climb.sign
        climb.confidence *= _GIVEN_UP
        climb.steps.append(f"negated by '{head.text}'")
    if climb.decided and head.lower_ == "but" and head.head.lower_ == "anything":
        climb.sign = -climb.sign
        climb.steps.append("negated by 'anything but'")
    if head.lower_ == "without" and climb.decided:
        climb.sign = -climb.sign
        climb.steps.append("negated by 'without'")
    weigh_lack(climb, head)


def _is_meant_against(preposition: Token, words: StanceWords) -> bool:
    """Whether a noun is for something that is there against the matter: "measures against it", "a group against it"."""
    noun = preposition.head
    if noun.pos_ != "NOUN" or words.phrases("nouns", lemma(noun)) or words.among(noun, "comparing"):
        return False
    return words.among(noun, "measures")


def _is_felt(vote: Token, words: StanceWords) -> bool:
    """Whether somebody is glad or sorry of a vote, whose outcome is not told: "shocked by the vote on the matter"."""
    if vote.pos_ != "NOUN" or lemma(vote) not in ("vote", "ballot"):
        return False
    verb = vote.head.head if vote.dep_ == "pobj" else vote.head
    return words.among(verb, "emotions") or (words.among(verb, "reactions") and verb.pos_ == "VERB")


def _is_outdone(target: Token, better: Token, words: StanceWords) -> bool:
    """Whether something is said to be more than the matter: "there are better ways than the matter"."""
    if any(c.lower_ == "no" for c in better.children):
        return False  # "no better way than"
    return words.among(better, "ways") or not is_indefinite(target)
