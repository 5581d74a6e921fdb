"""Statements of one document: who takes which side on which issue, in which sentence, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd
from spacy.tokens import Doc, Span, Token

from helpers.statements.climb import Reading
from helpers.statements.context import Context, Target, iter_targets
from helpers.statements.holders import Holders, speaks_for
from helpers.statements.identification import identify_statements
from helpers.statements.issues import IssueCatalogue
from helpers.statements.judgements import judge
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.matching import IssueMatch, IssueMatcher
from helpers.statements.neutrality import find_neutral
from helpers.statements.objects import choose_by_object
from helpers.statements.stance import read_stance

_KIND_CONFIDENCE = {"direct": 1.0, "indirect": 1.0, "mixed": 1.0, "unmarked": 0.9, "thought": 0.75}
_VERBATIM = ("direct", "unmarked")  # kinds in which each word is the speaker's
_CLOSING = " \n\"'”’»"
_DECIDING_TERM, _BY_TONE = 0.8, 0.45  # confidence of pro_terms/con_terms, and of judging words without syntax


class Quoted(NamedTuple):
    """What coding needs to know of a quotation."""

    quotation_id: str
    actor_id: str | None
    kind: str
    tokens: frozenset[int]
    cues: frozenset[int]
    source: frozenset[int]


@dataclass(frozen=True)
class Candidate:
    """A possible statement."""

    actor_id: str
    issue_id: str
    agreement: float
    confidence: float
    rationale: str
    sentence: Span
    position: int
    quoted: Quoted | None
    flags: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


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

    Returns:
        Rows of `tables.STATEMENTS`, in order of position: at most one per quotation (or sentence of the
        reporter), actor and issue.
    """
    document_id = document_id or str(doc.user_data["document_id"])
    coder = _Coder(doc, quotations, mentions, actors, issues, words or default_stance_words())
    chosen = _choose(list(coder.candidates()), coder.words)
    objects = {issue.id: issue.object for issue in issues.issues}
    rows = [_row(c, text or doc.text, document_id, published, objects[c.issue_id]) for c in chosen]
    return identify_statements(rows, quotations)


class _Coder:
    """One document and what is known of it."""

    def __init__(
        self,
        doc: Doc,
        quotations: pd.DataFrame,
        mentions: pd.DataFrame,
        actors: pd.DataFrame,
        issues: IssueCatalogue,
        words: StanceWords,
    ) -> None:
        self.doc, self.words = doc, words
        persons = frozenset(actors.loc[actors["kind"] == "person", "actor_id"])
        self.holders = Holders(doc, mentions, speaks_for(actors), persons, words)
        for speaker, source in zip(quotations["speaker_id"], quotations["source"], strict=True):
            if isinstance(speaker, str) and isinstance(source, str):
                self.holders.learn_pronoun(speaker, source)
        self.quotations = [_quoted(doc, row) for row in quotations.to_dict("records")]
        self.matches = choose_by_object(IssueMatcher(issues).find(doc), doc, mentions, issues)
        self.context = Context(doc, self.matches, words)
        self.innermost: dict[int, Quoted] = {}
        for quoted in sorted(self.quotations, key=lambda q: -len(q.tokens)):
            self.innermost.update(dict.fromkeys(quoted.tokens, quoted))

    def candidates(self) -> Iterator[Candidate]:
        """All that can be read, sentence by sentence."""
        for sentence in self.doc.sents:
            if not sentence.text.strip() or sentence.text.rstrip(_CLOSING).endswith("?"):
                continue
            found = list(self._sentence(sentence))
            yield from found
            self.context.remember(sentence, [(c.issue_id, c.agreement) for c in found])

    def _sentence(self, sentence: Span) -> Iterator[Candidate]:
        targets = list(iter_targets(sentence, self.context, self.words))
        read: list[Candidate] = []
        for target in targets:
            read.extend(self._read(sentence, target))
        yield from read
        yield from self._neutral(sentence, targets)
        done = {(c.quoted, c.issue_id) for c in read}
        yield from self._deciding_terms(sentence)
        yield from (c for c in self._tone(sentence, targets) if (c.quoted, c.issue_id) not in done)

    def _read(self, sentence: Span, target: Target) -> Iterator[Candidate]:
        quoted = self.innermost.get(target.token.i)
        cues = quoted.cues if quoted is not None else frozenset()
        reading = read_stance(target.token, self.words, cues=cues, act=target.act)
        if reading is None or ("attribute" in reading.flags and quoted is not None and quoted.kind not in _VERBATIM):
            return  # "so-called" in indirect speech may be the reporter's
        if target.echo:
            step = f"{target.note} ({'for' if target.echo > 0 else 'against'})"
            reading = reading._replace(sign=reading.sign * target.echo, steps=(step, *reading.steps))
        for actor, confidence, of in self._holders(sentence, target.token, reading, quoted):
            yield self._candidate(sentence, target, reading, actor, confidence, of)

    def _candidate(
        self, sentence: Span, target: Target, reading: Reading, actor: str, confidence: float, of: Quoted | None
    ) -> Candidate:
        about = f" on '{target.token.text}'" + (f" ({target.note})" if target.note else "")
        flags = [*reading.flags]
        kind = of.kind if of is not None else "direct"
        if kind == "thought":
            flags.append("thought")
        if target.from_context:
            flags.append("issue_from_context")
        confidence *= reading.confidence * target.confidence * _KIND_CONFIDENCE[kind]
        head = target.token.head
        return Candidate(
            actor, target.issue_id, round(reading.sign * reading.strength, 2), round(confidence, 3),
            ", ".join(reading.steps) + about, sentence, target.token.i, of, tuple(flags),
            tuple(a for a in self.holders.targets(head) if a != actor),
        )  # fmt: skip

    def _holders(
        self, sentence: Span, target: Token, reading: Reading, quoted: Quoted | None
    ) -> Iterator[tuple[str, float, Quoted | None]]:
        """Whose stance it is: `(actor, confidence, quotation)`; nobody if that is not clear."""
        holder = reading.holder
        if quoted is not None:
            if quoted.actor_id is None:
                return
            indirect = quoted.kind in ("indirect", "mixed", "thought")
            if (
                holder is None
                or holder.i in quoted.source
                or self.holders.is_speaker(holder, quoted.actor_id, indirect=indirect)
            ):
                yield quoted.actor_id, 1.0, quoted
            return
        if holder is None:
            return
        beside = [
            q for q in self.quotations if q.actor_id and any(sentence.start <= i < sentence.end for i in q.tokens)
        ]
        by_source = next((q for q in beside if holder.i in q.source), None)
        if by_source is not None and by_source.actor_id is not None:
            yield by_source.actor_id, 1.0, by_source
            return
        named = self.holders.all_named(holder)
        if not named and (carried := self.holders.pronoun(holder)) is not None:
            yield carried, 0.75, next((q for q in beside if q.actor_id == carried), None)
        for actor in named:
            yield actor, 0.95, next((q for q in beside if q.actor_id == actor), None)

    def _neutral(self, sentence: Span, targets: list[Target]) -> Iterator[Candidate]:
        for phrase, head in find_neutral(sentence, self.words):
            near = sorted(targets, key=lambda t: abs(t.token.i - head.i))
            issue_ids = (
                list(dict.fromkeys(t.issue_id for t in near)) or [t for t, _ in self.context.topics(sentence)][:1]
            )
            reading = Reading(1, 0.0, 0.8, (f"'{phrase}' takes no side",), None, ("neutral",))
            quoted = self.innermost.get(head.i)
            if quoted is None:
                subject = next((t for t in sentence if t.dep_ == "nsubj" and self.holders.named(t)), None)
                reading = reading._replace(holder=subject)
            for issue_id in issue_ids[:1]:
                target = next((t for t in near if t.issue_id == issue_id), Target(issue_id, head, from_context=True))
                for actor, confidence, of in self._holders(sentence, head, reading, quoted):
                    yield self._candidate(sentence, replace(target, token=head), reading, actor, confidence, of)

    def _in_condition(self, token: Token) -> bool:
        marks = (c for node in (token, *token.ancestors) for c in node.children if c.dep_ == "mark")
        return any(self.words.among(mark, "conditions") for mark in marks)

    def _deciding_terms(self, sentence: Span) -> Iterator[Candidate]:
        """Words that by themselves decide, in somebody's own words, where the issue is spoken about."""
        for match in self.matches:
            quoted = self.innermost.get(match.start)
            if match.kind == "term" or not sentence.start <= match.start < sentence.end or quoted is None:
                continue
            if quoted.actor_id is None or match.issue_id not in self.context.near(sentence):
                continue
            yield from self._term(sentence, match, quoted)

    def _term(self, sentence: Span, match: IssueMatch, quoted: Quoted) -> Iterator[Candidate]:
        span = self.doc[match.start : match.end]
        before = [t for t in self.doc[max(sentence.start, match.start - 3) : match.start]]
        if any(self.words.among(t, "judging") for t in before):  # "whoever calls it a …": not the speaker's word
            return
        close = [t for t in before if t.lower_ not in ("a", "an", "the") and not t.is_quote][-1:]
        negator = next((t for t in close if self.words.among(t, "negators")), None)
        sign = (1 if match.kind == "pro" else -1) * (-1 if negator is not None else 1)
        steps = [f"'{span.text}' ({match.kind}_term of the issue)"]
        if negator is not None:
            steps.append(f"negated by '{negator.text}'")
        reading = Reading(sign, 1.0, _DECIDING_TERM, tuple(steps), None, ("issue_word",))
        yield self._candidate(sentence, Target(match.issue_id, span.root), reading, str(quoted.actor_id), 1.0, quoted)

    def _tone(self, sentence: Span, targets: list[Target]) -> Iterator[Candidate]:
        """Last resort: all judging words of somebody's own sentence about one issue point the same way."""
        for quoted in self.quotations:
            inside = [t for t in sentence if self.innermost.get(t.i) is quoted]
            about = [t for t in targets if not t.from_context]
            if quoted.actor_id is None or not inside or len({t.issue_id for t in about}) != 1:
                continue
            judgement = judge(inside, self.words)
            if judgement is not None and not self._in_condition(judgement.token):
                side = "for" if judgement.sign > 0 else "against"
                reading = Reading(
                    judgement.sign, 0.6, _BY_TONE, (f"'{judgement.text}' ({side}) in its words",), None, ("tone",)
                )
                yield self._candidate(sentence, about[0], reading, quoted.actor_id, 1.0, quoted)


def _turns_between(first: Candidate, last: Candidate, words: StanceWords) -> bool:
    """Whether a "but" stands between two candidates."""
    tokens = first.sentence.doc[first.position : last.position]
    return any(words.among(token, "turns") for token in tokens)


def _quoted(doc: Doc, row: Mapping[Any, Any]) -> Quoted:
    def tokens(start: Any, end: Any) -> frozenset[int]:
        if pd.isna(start) or pd.isna(end):
            return frozenset()
        span = doc.char_span(int(start), int(end), alignment_mode="expand")
        return frozenset(range(span.start, span.end)) if span is not None else frozenset()

    content = frozenset[int]().union(*(tokens(start, end) for start, end in row["content_spans"]))
    return Quoted(
        row["quotation_id"],
        row["actor_id"] if isinstance(row["actor_id"], str) else None,
        row["kind"],
        content,
        tokens(row["cue_start"], row["cue_end"]) - content,
        tokens(row["source_start"], row["source_end"]) - content,
    )


def _choose(candidates: list[Candidate], words: StanceWords) -> list[Candidate]:
    """One statement per quotation (or sentence), actor and issue: the surest; ties go to the last."""
    groups: dict[tuple[object, str, str], list[Candidate]] = {}
    for c in candidates:
        where: object = c.quoted.quotation_id if c.quoted is not None else c.sentence.start
        groups.setdefault((where, c.actor_id, c.issue_id), []).append(c)
    chosen = [best for group in groups.values() if (best := _surest(group, words)) is not None]
    return sorted(chosen, key=lambda c: (c.sentence.start, c.position, c.actor_id, c.issue_id))


def _surest(group: list[Candidate], words: StanceWords) -> Candidate | None:
    """The surest candidate; None when an equally sure one says the opposite, and no "but" parts them."""
    terms = [c for c in group if "issue_word" in c.flags]
    main = [c for c in group if "conceded" not in c.flags]  # "although it is imperfect, we support it"
    best = max(terms or main or group, key=lambda c: (c.confidence, c.position))
    if terms:  # the user's own words about the issue win
        return best
    against = [c for c in main if c.agreement * best.agreement < 0 and c.confidence == best.confidence]
    return best if all(_turns_between(c, best, words) for c in against) else None


def _row(c: Candidate, text: str, document_id: str, published: object, target: str | None) -> dict[str, Any]:
    sentence = c.sentence.text
    start = c.sentence.start_char + len(sentence) - len(sentence.lstrip())
    end = start + len(sentence.strip())
    targets = list(dict.fromkeys([*c.targets, *([target] if target and target != c.actor_id else [])]))
    return {
        "document_id": document_id,
        "quotation_id": c.quoted.quotation_id if c.quoted is not None else None,
        "actor_id": c.actor_id,
        "issue_id": c.issue_id,
        "target_ids": targets,
        "agreement": c.agreement,
        "confidence": c.confidence,
        "published": published,
        "evidence": text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "rationale": c.rationale,
        "flags": list(c.flags),
    }
