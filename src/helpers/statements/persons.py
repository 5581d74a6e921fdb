"""Matters named by a person's name, and prefixes: "Varr's campaign" is hers, "a Varr rival" is against her."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.tree import PREFIXES, lemma


def is_own(climb: Climb, dep: str, noun: Token) -> bool:
    """Whether a noun tells what the person does who is the matter: "Varr's campaign", not "Varr's critics"."""
    if climb.decided or climb.words.among(noun, "partisans"):
        return False
    if climb.path == ["of"]:
        return climb.words.among(noun, "utterances")  # "the appeals of Varr"
    if climb.path == ["on"]:
        return climb.words.among(noun, "utterances") and not climb.words.among(noun, "blows")
    if climb.path:  # "a campaign asking Varr to sign"
        return dep in ("acl", "relcl") and climb.path[0] in climb.words.lists["addressing"]
    felt = dep in ("compound", "nmod") and climb.words.among(noun, "feelings")  # "Varr support" is for her
    return dep in ("poss", "compound", "nmod") and not felt


def weigh_beside(climb: Climb, name: Token) -> None:
    """Take account of what somebody is to the person beside whom he is named: "Varr rival Piet Holm"."""
    noun = climb.target.nbor(1)
    carrier = climb.words.carrier("nouns", lemma(noun), ())
    if climb.words.among(noun, "rivals"):
        carrier = Carrier(lemma(noun), (), "nouns", -1, 1.0)
    if climb.decided:
        return
    if noun.head != name or carrier is None:
        climb.aside = True
        return
    climb.decide(carrier, noun)
    climb.hold(name)
    climb.keep()


def is_before_rival(name: Token, words: StanceWords) -> bool:
    """Whether a rival of the person is named right after: "Varr rival Piet Holm"."""
    return name.i + 1 < name.sent.end and words.among(name.nbor(1), "rivals")


def prefix_of(target: Token) -> str:
    """The "pro" or "anti" right before a matter, as in "an anti-pipeline rally"; "" if there is none."""
    doc, i = target.doc, target.i
    if i < 2 or doc[i - 1].text != "-" or doc[i - 2].whitespace_ or target.head.i < i:
        return ""
    return doc[i - 2].lower_ if doc[i - 2].lower_ in PREFIXES else ""
