"""Whose a stance is that the parse shows: a speaker's, somebody's named beside it, or nobody's."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from helpers.statements.claimed import find_claim, is_denied
from helpers.statements.climb import Reading
from helpers.statements.evidence import clause_of
from helpers.statements.holders import Holders
from helpers.statements.lexicon import StanceWords
from helpers.statements.portions import PART, is_hardly_any, is_part
from helpers.statements.quoted import VERBATIM, Quoted
from helpers.statements.rollcall import beside
from helpers.statements.tree import NAMED_ACTORS, child, lemma, said_to_be, subject

_NAMED, _PRONOUN, _VIEWPOINT = 0.95, 0.75, 0.8  # confidence by how the holder is called in the reporter's sentence
_ALLEGED = 0.5  # … of what an opponent says that somebody does or wants
_DEEDS = ("decision", "refusal", "move", "step", "veto", "choice", "readiness", "intention", "attempt")
_RETOLD = 0.6  # confidence of what others say that somebody said


class Claim(NamedTuple):
    """Somebody to whom a stance is credited, how surely, and the quotation that shows it."""

    actor_id: str
    confidence: float
    quoted: Quoted | None
    flags: tuple[str, ...] = ()


class Attribution:
    """Finds the holders of stances in one document."""

    def __init__(self, holders: Holders, quotations: Sequence[Quoted], words: StanceWords) -> None:
        self.holders, self.quotations, self.words = holders, quotations, words

    def claims(self, sentence: Span, target: Token, reading: Reading, quoted: Quoted | None) -> Iterator[Claim]:
        """Whose stance it is; nobody if that is not clear.

        Args:
            sentence: Where it stands.
            target: The word that names the matter.
            reading: What the parse shows.
            quoted: The innermost quotation around the target.
        """
        holder = reading.holder
        group = holder if holder is not None else _source_of(target, quoted)
        if group is not None and is_hardly_any(group):
            return
        claim = find_claim(holder, self.words) if holder is not None else None
        if claim is not None and is_denied(claim):
            return
        part = group is not None and is_part(group)
        for found in self._claims(sentence, target, holder, quoted):
            confidence = found.confidence * (_ALLEGED if claim is not None else 1.0)
            flags = (*found.flags, "reported") if claim is not None and "reported" not in found.flags else found.flags
            yield found._replace(confidence=min(confidence, PART) if part else confidence, flags=flags)

    def _claims(self, sentence: Span, target: Token, holder: Token | None, quoted: Quoted | None) -> Iterator[Claim]:
        """Whose stance it is, however many of them."""
        if holder is not None and (members := said_to_be(holder)) is not None:
            yield from (Claim(actor, _NAMED, None) for actor in self.holders.all_named(members))
            return
        if quoted is not None and not self._is_reporters(holder, quoted):
            if quoted.actor_id is not None and not is_on_authority(sentence, quoted):
                yield from self._in_quotation(target, holder, quoted, quoted.actor_id)
        elif holder is None:
            if (actor := self.holders.viewpoint(sentence)) is not None:
                yield Claim(actor, _VIEWPOINT, None)
        else:
            yield from self._in_report(sentence, target, holder)

    def _in_quotation(self, target: Token, holder: Token | None, quoted: Quoted, speaker: str) -> Iterator[Claim]:
        indirect = quoted.kind not in VERBATIM
        own = holder is not None and holder.i in quoted.source
        if holder is not None and holder.lower_ in ("it", "they") and holder.head.dep_ == "relcl" and not own:
            return  # "the truce which it demanded, he said": another body
        if (
            holder is None
            or own
            or self.holders.is_speaker(holder, speaker, indirect=indirect, person=quoted.speaker_id)
        ):
            yield Claim(speaker, 1.0, quoted)
            together = self.holders.all_named(holder) if holder is not None and indirect else []
            together = together or (self._sources(target, quoted) if indirect else [])
            yield from (Claim(actor, _NAMED, None) for actor in together if actor != speaker)
        elif (teller := self._retold(target, holder, speaker)) is not None:
            yield Claim(teller, _RETOLD, None, ("reported",))

    def _sources(self, target: Token, quoted: Quoted) -> list[str]:
        """Those who say it together: "X and Y said that they would …"."""
        root = _source_of(target, quoted)
        several = root is not None and (root.conjuncts or beside(root))
        return self.holders.all_named(root) if root is not None and several else []

    def _in_report(self, sentence: Span, target: Token, holder: Token) -> Iterator[Claim]:
        clause = clause_of(target, sentence)
        beside = [q for q in self.quotations if q.actor_id and not clause.isdisjoint(q.tokens | q.cues)]
        by_source = next((q for q in beside if _is_source(holder, q)), None)
        if by_source is not None and by_source.actor_id is not None:
            yield Claim(by_source.actor_id, 1.0, by_source)
            others = self.holders.all_named(holder)
            yield from (Claim(actor, _NAMED, None) for actor in others if actor != by_source.actor_id)
            return
        told_of = any(c.dep_ == "relcl" and target in c.subtree for c in holder.children)
        named = self.holders.all_named(holder, alone=told_of and holder.pos_ == "NOUN")  # "Varr, but also people who …"
        confidence = _NAMED
        if not named and (carried := self.holders.pronoun(holder) or self.holders.noun(holder)) is not None:
            named, confidence = [carried], _PRONOUN
        for actor in named:
            yield Claim(actor, confidence, next((q for q in beside if q.actor_id == actor), None))

    def _is_reporters(self, holder: Token | None, quoted: Quoted) -> bool:
        """Whether words in reported speech tell somebody else's stance: of no known speaker, or in an aside."""
        if quoted.kind in VERBATIM or holder is None:
            return False
        if quoted.actor_id is None:
            return True
        if holder.i in quoted.source:
            return False
        if holder.dep_ == "poss" and self.holders.named(holder) not in (None, quoted.actor_id):
            return True
        other = self.holders.named(holder) not in (None, quoted.actor_id)
        if other and holder.head.lower_ == "of" and lemma(holder.head.head) in _DEEDS:
            return True  # "the decision of X to sign it was criticised by Y"
        if other and holder.i not in quoted.tokens and holder.dep_ in ("pobj", "nsubj"):
            return True  # "was backed by X but rejected by Y", where X's thought ends before Y
        return other and holder.head.dep_ == "relcl" and holder.dep_ == "nsubj"

    def _retold(self, target: Token, holder: Token, speaker: str) -> str | None:
        """Whose own words somebody passes on: "Ruritania said that it is ready to …", in another's mouth."""
        above = list(target.ancestors)
        if any(self.words.among(node, "thinking") and node.pos_ == "VERB" for node in above):
            return None
        for node in above:
            if node.pos_ == "VERB" and self.words.among(node, "saying") and (who := subject(node)) is not None:
                teller = self.holders.named(who)
                if teller not in (None, speaker) and self.holders.is_speaker(holder, str(teller), indirect=True):
                    return teller
        return None


def _source_of(target: Token, quoted: Quoted | None) -> Token | None:
    """The head of the words that name who speaks."""
    source = sorted(quoted.source) if quoted is not None else ()
    return next((target.doc[i] for i in source if target.doc[i].head.i not in source), None)


def _is_source(holder: Token, quoted: Quoted) -> bool:
    """Whether somebody is the source of a quotation, not only in an aside: "Y, whose predecessor backed it"."""
    if holder.i not in quoted.source:
        return False
    above = (token for token in (holder, *holder.ancestors) if token.i in quoted.source)
    return not any(token.dep_ == "relcl" for token in above)


def is_on_authority(sentence: Span, quoted: Quoted) -> bool:
    """Whether somebody tells in own words what another one says: "according to Ruritania", not "to our law"."""
    for token in sentence:
        if token.lower_ == "according" and token.i in quoted.tokens:
            source = next((child(c, "pobj") for c in token.children if c.lower_ == "to"), None)
            if source is not None and source.ent_type_ in NAMED_ACTORS:
                return True
    return False
