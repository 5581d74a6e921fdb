"""The state of one way from the word that names a matter up to the head of its sentence."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from spacy.tokens import Token

from helpers.statements.judgements import Judgement
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.shortfalls import UNSURE, is_too_little
from helpers.statements.superlatives import is_superlative
from helpers.statements.tree import child, lemma, negators

_HEDGED = 0.7  # strength of what is only possible
UNCLAIMED = "unclaimed"  # flag of a reading that nobody named can be held to ("was rejected")
_NOT_AGAINST = 0.65  # confidence where somebody is only said not to be against
_LESS_SURE = 0.8  # confidence of what is hedged or conceded
_FACTUAL = 0.5  # confidence of what may be told as a fact
_UNSURE_FLAGS = frozenset({"hedged", "hypothetical", "reported"})


class Reading(NamedTuple):
    """A stance toward one matter, as the parse shows it."""

    sign: int  # 1 for, -1 against
    strength: float  # 0…1
    confidence: float  # 0…1
    steps: tuple[str, ...]  # the words and rules that decided, from the matter outwards
    holder: Token | None  # whose stance it is; None: of whoever is speaking
    flags: tuple[str, ...]


def side(sign: int) -> str:
    """A sign in words."""
    return "for" if sign > 0 else "against"


class Climb:
    """What is known so far: the sign, the words that made it, and whose it is."""

    def __init__(
        self,
        target: Token,
        words: StanceWords,
        *,
        person: bool = False,
        deeds: Mapping[str, int] | None = None,
    ) -> None:
        self.words = words
        self.person = person  # the matter is named by a person's name
        self.target = target
        self.deeds = deeds or {}  # verbs that the catalogue gives a side on this matter
        self.sign = 1
        self.strength = 1.0
        self.confidence = 0.9
        self.steps: list[str] = []
        self.flags: list[str] = []
        self.holder: Token | None = None
        self.doer: Token | None = None  # who does the matter, as long as nobody demands it
        self.unclaimed = False  # decided by somebody who is not named ("was rejected")
        self.open = True  # a light verb may still give the noun before it its subject
        self.aside = False  # the matter belongs to a verb that decides nothing: only wishes reach it
        self.factual = True  # whether nothing has decided but what may be told as a fact
        self.ended = False  # what was read is told in an aside: no verb above it changes that
        self.harms = False  # it was said to do harm to something
        self.asserted = True  # false in conditions, questions and after "did not say"
        elliptic = lemma(target) in words.lists["ellipses"]
        self.path: list[str] = [lemma(target)] if elliptic else []  # lemmas passed since the last carrier
        self.readings: list[Reading] = []  # stances of others met on the way: "criticised Y's support for …"
        self.things: set[str] = set()  # those of the path that are nouns
        self._undoings = self._others_against = 0  # deeds against the matter, and other words against it
        self._used: set[int] = set()  # negators that have counted
        self._spent: frozenset[str] = frozenset()  # words of the last carrier, which are no negators

    @property
    def decided(self) -> bool:
        """Whether any word has carried a stance yet."""
        return any(not step.startswith("negated") for step in self.steps)

    def decide(self, carrier: Carrier, word: Token) -> None:
        """Let a carrier turn or keep the sign; from here on the words before it are settled."""
        self.sign *= carrier.sign
        self.strength = min(self.strength, carrier.strength)
        self._undoings += carrier.sign < 0 and carrier.kind == "actions"
        self._others_against += carrier.sign < 0 and carrier.kind != "actions"
        others = "".join(f" {other}" for other in carrier.others)
        self.factual &= _may_be_a_fact(carrier, word, self.words)
        self.steps.append(f"'{word.text}{others}' ({side(carrier.sign)})")
        self.path.clear()
        self.things.clear()
        self._spent = frozenset((carrier.head, *carrier.others))

    def decide_by(self, judgement: Judgement) -> None:
        """Let a judging word decide."""
        self.sign *= judgement.sign
        self.strength = min(self.strength, judgement.strength)
        self.factual = False
        text = judgement.text
        self._used.update(range(judgement.token.i, judgement.end))  # "not worth": its "not" has counted
        if judgement.negator is not None:
            self._used.add(judgement.negator.i)
            text = f"{judgement.negator.text} … {text}"
        if judgement.sign < 0 and is_too_little(judgement.text, self.words):
            self.confidence = min(self.confidence, UNSURE)
        self.steps.append(f"'{text}' ({side(judgement.sign)})")

    def hold(self, holder: Token | None) -> None:
        """Make somebody the holder (None: whoever is speaking)."""
        nobody = holder is not None and self.words.among(holder, "negative_subjects")
        self.holder, self.doer, self.unclaimed = None if nobody else holder, None, False

    def negate(self, node: Token) -> None:
        """Turn the sign for each word that negates `node` and has not counted yet."""
        for negator in negators(node, self.words):
            if is_superlative(negator):
                continue
            if negator.lower_ == "neither" and negator.dep_ == "preconj" and self.sign < 0:
                self.asserted = False  # "neither blocks the matter nor backs it"
            if negator.i not in self._used and negator.lower_ not in self._spent:
                self._used.add(negator.i)
                self.sign = -self.sign
                self.steps.append(f"negated by '{negator.text}'")

    def saying(self, carrier: Carrier) -> bool:
        """Whether a carrier only passes on what follows it ("acknowledged that …")."""
        return carrier.head in self.words.lists["saying"]

    def spend(self, negators: Iterable[Token]) -> None:
        """Mark negators as counted."""
        self._used.update(token.i for token in negators)

    def flag(self, name: str) -> None:
        """Add a flag once."""
        if name not in self.flags:
            self.flags.append(name)

    def keep(self) -> None:
        """Keep what was read so far: the way goes on to somebody else's stance toward the same matter."""
        reading = self.result() if not self.unclaimed else None
        if reading is not None and reading.holder is not None:
            self.readings.append(reading)

    def _is_undone_again(self) -> bool:
        """Whether what was negated is deplored further on: "regretted that it was not adopted"."""
        last = max((n for n, step in enumerate(self.steps) if step.startswith("negated")), default=len(self.steps))
        return any(step.endswith("(against)") for step in self.steps[last:])

    def result(self) -> Reading | None:
        """The reading, if the way led to one."""
        if not self.asserted or not self.decided:
            return None
        if self.unclaimed:
            self.flag(UNCLAIMED)
        # Not to be against something is less than to be for it.
        negated = any(step.startswith("negated") for step in self.steps)
        negated = negated and not self._is_undone_again()
        weak = not _UNSURE_FLAGS.isdisjoint(self.flags) or (self.sign > 0 and negated)
        if negated and self.sign > 0 and self._undoings and not self._others_against:
            weak = not _UNSURE_FLAGS.isdisjoint(self.flags)  # "has no intention of repealing it"
            negated = False
        strength = self.strength * (_HEDGED if weak else 1.0)
        unsure = _NOT_AGAINST if self.sign > 0 and negated else _LESS_SURE
        confidence = self.confidence * (unsure if weak or "conceded" in self.flags else 1.0)
        if self.factual and len(self.steps) == 1:
            confidence *= _FACTUAL
        holder = self.doer if self.doer is not None else self.holder
        return Reading(self.sign, strength, confidence, tuple(self.steps), holder, tuple(self.flags))


def _may_be_a_fact(carrier: Carrier, word: Token, words: StanceWords) -> bool:
    """Whether a carrier may only tell what happens: "the matter takes effect"."""
    phrase = " ".join((carrier.head, *carrier.others))
    return carrier.kind == "effects" and (phrase in words.lists["factual"] or _is_price(word, words))


def _is_price(verb: Token, words: StanceWords) -> bool:
    """Whether a verb says what something costs, and not whom or what it costs dearly."""
    amount = child(verb, "dobj")
    if lemma(verb) != "cost" or amount is None or child(verb, "dative") is not None:
        return False
    return amount.ent_type_ == "MONEY" or words.among(amount, "currencies")
