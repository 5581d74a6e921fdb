"""Statements of one document: who takes which side on which issue, in which sentence, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span, Token

from helpers.actors.rows import records
from helpers.statements.alarms import find_alarms
from helpers.statements.attribution import Attribution, Claim, is_on_authority
from helpers.statements.ballots import find_congratulations
from helpers.statements.borrowed import without_borrowed, without_names
from helpers.statements.candidates import Candidate, choose, positions_of
from helpers.statements.climb import UNCLAIMED, Reading, side
from helpers.statements.consequences import read_consequence
from helpers.statements.context import NOBODY, Context
from helpers.statements.contrasts import iter_contrasts
from helpers.statements.deciding import find_deciding
from helpers.statements.deeds import deeds_of
from helpers.statements.elliptic import find_owned
from helpers.statements.evidence import make_row
from helpers.statements.gestures import Gesture, find_gestures, find_rolls, find_turns, find_votes
from helpers.statements.holders import Holders, speaks_for
from helpers.statements.identification import identify_statements
from helpers.statements.issues import IssueCatalogue
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.matching import IssueMatch, IssueMatcher
from helpers.statements.neutrality import find_neutral
from helpers.statements.objects import choose_by_object
from helpers.statements.opinion import Judge, confirm
from helpers.statements.pointing import Target
from helpers.statements.proforms import find_proforms
from helpers.statements.prominence import UNSURE
from helpers.statements.pronouns import pronouns_of_persons
from helpers.statements.quoted import VERBATIM, Quoted, is_asked, read_quoted
from helpers.statements.reacting import find_reactions
from helpers.statements.receptions import find_receptions
from helpers.statements.sameness import find_same
from helpers.statements.shared_heads import with_shared_heads
from helpers.statements.siding import find_siding
from helpers.statements.stance import read_stances
from helpers.statements.targets import iter_targets
from helpers.statements.tone import find_tone
from helpers.statements.tree import lemma, subject

_KIND_CONFIDENCE = {"direct": 1.0, "indirect": 1.0, "mixed": 1.0, "unmarked": 0.9, "thought": 0.85}
type Rows = Sequence[Mapping[str, Any]]
_MINOR = 0.8  # confidence in a gesture where the article is about something else
_BESIDE = 0.8  # confidence of who is named beside a holder as like him or unlike him
_CLOSING = " \n\"'”’»"


def code_statements(
    doc: Doc,
    quotations: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    issues: IssueCatalogue,
    *,
    text: str | None = None,
    published: object = None,
    document_id: str | None = None,
    words: StanceWords | None = None,
    second_opinion: Judge | None = None,
) -> list[dict[str, Any]]:
    """Code the statements of one document.

    Args:
        doc: Its parse, with offsets into the document's text.
        quotations: Its rows of `tables.QUOTATIONS`.
        mentions: Its rows of `tables.MENTIONS`.
        actors: `tables.ACTORS`, for whom the persons speak.
        issues: What the statements are about.
        text: `documents.text`, from which the evidence is cut; by default the parsed text (hard-wrapped lines
            joined).
        published: The document's date, or null.
        document_id: By default `doc.user_data["document_id"]`.
        words: By default the stance words that come with the package.
        second_opinion: The sentiment model, if it is to be asked.

    Returns:
        Rows of `tables.STATEMENTS`, in order of position: at most one per quotation (or sentence of the
        reporter), actor and issue.
    """
    coder = Coder(actors, issues, words=words, second_opinion=second_opinion)
    quoted, named = records(quotations), records(mentions)
    return coder.code(doc, quoted, named, text=text, published=published, document_id=document_id)


class Coder:
    """Codes one document after the other; what is the same for all is made once.

    Args:
        actors: As for `code_statements`, and so the others.
        issues: What the statements are about.
        words: By default the stance words that come with the package.
        second_opinion: The sentiment model, if it is to be asked.
    """

    def __init__(
        self,
        actors: pd.DataFrame,
        issues: IssueCatalogue,
        *,
        words: StanceWords | None = None,
        second_opinion: Judge | None = None,
    ) -> None:
        self.words = words or default_stance_words()
        self.issues, self.matcher = issues, IssueMatcher(issues)
        self.affiliations = speaks_for(actors)
        self.persons = frozenset(actors.loc[actors["kind"] == "person", "actor_id"])
        self.pronouns = pronouns_of_persons(actors)
        known = actors.dropna(subset=["role"])
        self.roles = dict(zip(known["actor_id"], known["role"], strict=True))
        self._objects = {issue.id: issue.object for issue in issues.issues}
        self.deeds = {issue.id: deeds_of(issue) for issue in issues.issues}
        self._second_opinion = second_opinion

    def code(
        self,
        doc: Doc,
        quotations: Rows,
        mentions: Rows,
        *,
        text: str | None = None,
        published: object = None,
        document_id: str | None = None,
        matches: Sequence[IssueMatch] | None = None,
    ) -> list[dict[str, Any]]:
        """Code one document, as `code_statements` does; `matches` are those of `self.matcher`, where they are known."""
        document_id = document_id or str(doc.user_data["document_id"])
        found = self.matcher.find(doc) if matches is None else matches
        found = without_names(without_borrowed(found, doc, mentions, self.words), doc, self.issues)
        matches = choose_by_object(with_shared_heads(found, doc), doc, mentions, self.issues)
        if not matches:  # most articles of a large corpus
            return []
        chosen = choose(list(_Document(doc, quotations, mentions, matches, self).candidates()), self.words)
        if self._second_opinion is not None:
            chosen = [confirm(candidate, self._second_opinion) for candidate in chosen]
        rows = [make_row(c, text or doc.text, document_id, published, self._objects[c.issue_id]) for c in chosen]
        return identify_statements(rows, quotations)


class _Document:
    """One document and what is known of it."""

    def __init__(self, doc: Doc, quotations: Rows, mentions: Rows, matches: Sequence[IssueMatch], coder: Coder) -> None:
        self.doc, self.words, self.matches, self.deeds = doc, coder.words, matches, coder.deeds
        words = self.words
        self.holders = Holders(doc, mentions, coder.affiliations, coder.persons, words, coder.roles, coder.pronouns)
        for row in quotations:
            if row["speaker_id"] is not None and row["source"] is not None:
                self.holders.learn_pronoun(row["speaker_id"], row["source"])
        self.quotations = [read_quoted(doc, row) for row in quotations]
        self.context = Context(doc, self.matches, words, self.holders)
        self.attribution = Attribution(self.holders, self.quotations, words)
        self._unclaimed: list[tuple[str, str, float]] = []  # what befell a matter in this sentence, by nobody named
        self.innermost: dict[int, Quoted] = {}
        for quoted in sorted(self.quotations, key=lambda q: -len(q.tokens)):
            self.innermost.update(dict.fromkeys(quoted.tokens, quoted))
        self.context.spoken = self.innermost

    def candidates(self) -> Iterator[Candidate]:
        """All that can be read, sentence by sentence."""
        for sentence in self.doc.sents:
            text = sentence.text
            if not text.strip() or text.rstrip(_CLOSING).endswith("?"):
                continue
            found = list(self._sentence(sentence))
            yield from found
            self.context.remember(sentence, positions_of(choose(found, self.words)) or self._unclaimed)
            self._unclaimed = []

    def _sentence(self, sentence: Span) -> Iterator[Candidate]:
        targets = list(iter_targets(sentence, self.context, self.words))
        read: list[Candidate] = []
        for target in targets:
            read.extend(self._read(sentence, target))
        yield from read
        yield from self._neutral(sentence, targets)
        done = {(c.quoted, c.issue_id) for c in read}
        for word in find_deciding(sentence, self.matches, self.innermost, self.context):
            claim = Claim(word.actor_id, 1.0, word.quoted)
            yield self._candidate(sentence, Target(word.issue_id, word.token), word.reading, claim)
        yield from (c for c in self._tone(sentence, targets) if (c.quoted, c.issue_id) not in done)
        if all(t.from_context for t in targets):
            yield from self._gestures(sentence, find_gestures(sentence, self.context, self.holders))
            yield from self._gestures(sentence, find_alarms(sentence, self.context))
            yield from self._gestures(sentence, find_reactions(sentence, self.context))
            yield from self._gestures(sentence, find_siding(sentence, self.context, self.holders))
        else:
            yield from self._gestures(sentence, find_votes(sentence, self.context))
        yield from self._gestures(sentence, find_rolls(sentence, self.context))
        yield from self._gestures(sentence, find_owned(sentence, self.context, self.holders))
        told = {c.actor_id: (c.issue_id, c.agreement) for c in read}
        congratulated = list(self._gestures(sentence, find_congratulations(sentence, self.context)))
        yield from congratulated
        told |= {c.actor_id: (c.issue_id, c.agreement) for c in congratulated if c.actor_id not in told}
        yield from self._gestures(sentence, find_proforms(sentence, told, self.context, self.holders))
        yield from self._gestures(sentence, find_same(sentence, told, self.context, self.holders))
        yield from self._gestures(sentence, find_receptions(sentence, told, self.context, self.holders))
        yield from self._gestures(sentence, find_turns(sentence, told, self.context, self.holders))

    def _gestures(self, sentence: Span, gestures: Iterable[Gesture]) -> Iterator[Candidate]:
        here = {match.issue_id for match in self.context.matches.get(sentence.start, ())}
        for gesture in gestures:
            sure = 1.0 if gesture.issue_id in here or not self.context.is_minor(gesture.issue_id, sentence) else _MINOR
            target = Target(gesture.issue_id, gesture.verb, from_context=True, confidence=sure, note="named before")
            quoted = self.innermost.get(gesture.verb.i)
            for claim in self.attribution.claims(sentence, gesture.verb, gesture.reading, quoted):
                yield self._candidate(sentence, target, gesture.reading, claim)

    def _read(self, sentence: Span, target: Target) -> Iterator[Candidate]:
        quoted = self.innermost.get(target.token.i)
        if is_asked(target.token, sentence):
            return
        cues = quoted.cues if quoted is not None else frozenset()
        person = self.context.is_person(target.issue_id) and target.token.is_title
        found = False
        first = target.first if target.first >= 0 else None
        deeds = self.deeds[target.issue_id]
        for reading in read_stances(
            target.token, self.words, cues=cues, act=target.act, person=person, first=first, deeds=deeds
        ):
            verbatim = quoted is not None and quoted.kind in VERBATIM
            if not verbatim and "imperative" in reading.flags:
                continue  # a demand only in somebody's own words
            if not verbatim and "attribute" in reading.flags and quoted is not None:
                continue  # "so-called" in indirect speech may be the reporter's
            if target.echo:
                step = f"'{target.token.text}' ({side(target.echo)})"
                reading = reading._replace(sign=reading.sign * target.echo, steps=(step, *reading.steps))
            if UNCLAIMED in reading.flags:
                self._unclaimed.append((NOBODY, target.issue_id, float(reading.sign)))
                continue
            claims = list(self.attribution.claims(sentence, target.token, reading, quoted))
            if person:  # nobody takes a side on himself
                claims = [claim for claim in claims if claim.actor_id != self.holders.named(target.token)]
            if not claims and reading.holder is not None:
                self._unclaimed.append((NOBODY, target.issue_id, float(reading.sign)))
            beside = {
                actor: (reading._replace(sign=reading.sign * sign, steps=(*reading.steps, f"beside '{name.text}'")))
                for name, sign in (iter_contrasts(reading.holder) if reading.holder is not None else ())
                for actor in self.holders.all_named(name)
            }
            for claim in claims:
                found = True
                if claim.actor_id not in beside:  # "all but Ruritania backed it"
                    yield self._candidate(sentence, target, reading, claim)
            for actor, other in beside.items():
                yield self._candidate(sentence, target, other, Claim(actor, _BESIDE, None))
        followed = None
        if not found and not target.echo:
            followed = read_consequence(target.token, self.words, cues=cues, act=target.act)
        if followed is not None:
            for claim in self.attribution.claims(sentence, target.token, followed, quoted):
                yield self._candidate(sentence, target, followed, claim)

    def _candidate(self, sentence: Span, target: Target, reading: Reading, claim: Claim) -> Candidate:
        about = f" on '{target.token.text}'" + (f" ({target.note})" if target.note else "")
        flags = [*dict.fromkeys((*reading.flags, *claim.flags))]
        actor, of = claim.actor_id, claim.quoted
        kind = of.kind if of is not None else "direct"
        if kind == "thought":
            flags.append("thought")
        if target.from_context:
            flags.append("issue_from_context")
        told = kind == "thought" and of is not None and self._is_told(of, reading)
        heard = 1.0 if told else _KIND_CONFIDENCE[kind]
        confidence = claim.confidence * reading.confidence * target.confidence * heard
        confidence *= of.sure if of is not None else 1.0
        if target.from_context and self.context.is_passing(target.issue_id, sentence, vague=_is_vague(target, reading)):
            confidence = min(confidence, UNSURE)
        directed = dict.fromkeys((*self.holders.targets(target.token.head), *self.holders.owners(target.token)))
        return Candidate(
            actor, target.issue_id, round(reading.sign * reading.strength, 2), round(confidence, 3),
            ", ".join(reading.steps) + about, sentence, target.token.i, of, tuple(flags),
            tuple(a for a in directed if a != actor),
        )  # fmt: skip

    def _is_told(self, quoted: Quoted, reading: Reading) -> bool:
        """Whether what looks like a thought is a side that the reporter tells: "voted in favour of it"."""
        own = reading.holder is not None and reading.holder.i in quoted.source
        return own and any(lemma(self.doc[i]) == "vote" for i in quoted.cues)

    def _neutral(self, sentence: Span, targets: list[Target]) -> Iterator[Candidate]:
        for phrase, head in find_neutral(sentence, self.words):
            near = sorted(targets, key=lambda t: abs(t.token.i - head.i))
            issue_ids = (
                list(dict.fromkeys(t.issue_id for t in near)) or [t for t, _ in self.context.topics(sentence)][:1]
            )
            reading = Reading(1, 0.0, 0.8, (f"'{phrase}' takes no side",), None, ("neutral",))
            quoted = self.innermost.get(head.i)
            if quoted is None:
                own = subject(head) if head.pos_ == "VERB" else None
                named = next((t for t in sentence if t.dep_ == "nsubj" and self.holders.named(t)), None)
                reading = reading._replace(holder=own if own is not None and self.holders.named(own) else named)
            for issue_id in issue_ids[:1]:
                target = next((t for t in near if t.issue_id == issue_id), Target(issue_id, head, from_context=True))
                for claim in self.attribution.claims(sentence, head, reading, quoted):
                    yield self._candidate(sentence, replace(target, token=head), reading, claim)

    def _tone(self, sentence: Span, targets: list[Target]) -> Iterator[Candidate]:
        """Last resort: all judging words of somebody's own sentence about one issue point the same way."""
        parts: dict[int, list[Token]] = {}
        for i in range(sentence.start, sentence.end):
            if i in self.innermost:
                parts.setdefault(id(self.innermost[i]), []).append(self.doc[i])
        for quoted in self.quotations if parts else ():
            inside = parts.get(id(quoted))
            if quoted.actor_id is None or not inside or is_on_authority(sentence, quoted):
                continue
            tone = find_tone(inside, sentence, targets, self.context, self.holders)
            if tone is not None:
                step = f"'{tone.judgement.text}' ({side(tone.judgement.sign)}) in its words"
                reading = Reading(tone.judgement.sign, 0.6, tone.confidence, (step,), None, ("tone",))
                yield self._candidate(sentence, tone.target, reading, Claim(quoted.actor_id, 1.0, quoted))


def _is_vague(target: Target, reading: Reading) -> bool:
    """Whether a word that stands for a matter may be about anything: "drew criticism", "X's remarks", a gesture."""
    return bool(target.echo) or not {"elliptic", "gesture"}.isdisjoint(reading.flags)
