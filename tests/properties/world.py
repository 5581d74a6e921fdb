"""What the arguments of one call are taken from: a few Docs, the run that was made of them, and what rules see there.

Everything is drawn when it is first asked for, and then stays the same, so that the arguments of a call fit together.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from spacy.tokens import Doc, Span, Token
from tests.properties.docs import doc_lists
from tests.properties.tables import Run
from tests.properties.texts import NAMES, TEXTS

from helpers import parses, runs
from helpers.actors.catalogue import ActorCatalogue, load_catalogue
from helpers.actors.matcher import ActorMatcher
from helpers.actors.mentions import Mention
from helpers.actors.persons import Person
from helpers.comparison.briefing import Names
from helpers.model import load_model
from helpers.quotations.cues import Cues, load_cues
from helpers.quotations.learned import decode
from helpers.quotations.learned.model import SETTINGS, WEIGHTS, LearnedModel, load_learned_model
from helpers.quotations.learned.words import Words, read_words
from helpers.quotations.marks import QuotedSpan, quoted_spans
from helpers.quotations.rules import CONFIDENCE
from helpers.quotations.tree import Candidate, Range, Tree
from helpers.statements import candidates
from helpers.statements.climb import Climb
from helpers.statements.context import Context
from helpers.statements.holders import Holders
from helpers.statements.issues import IssueCatalogue, parse_issues, write_issues
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.matching import IssueMatch, IssueMatcher
from helpers.statements.pointing import Target
from helpers.statements.quoted import Quoted, read_quoted
from helpers.statements.targets import iter_targets

ISSUES = (
    """issues:
  - {id: bridge, label: "<planted onload=x> & the bridge", terms: [bridge], supports: =1+1}
  - {id: tax, label: The sugar tax, terms: [sugar tax, tax, tariff]}
  - {id: ban_a, label: The ban for Norland, terms: [ban, plan], object: norland, principle: ban}
  - {id: ban_b, label: The ban for Estavia, terms: [ban, plan], object: estavia, principle: ban}
  - {id: accord, label: The accord, terms: [accord, ratify], con_terms: [null and void], pro_terms: [free and fair]}
""",
    'issues: [{id: x, label: "\\u202e$x$", terms: [said, "-", US]}]',
)
_FLAGS = ("past", "conceded", "issue_word", "neutral", "elliptic")


class Fresh(NamedTuple):
    """An argument that a call may use up or change, or that lies in its folder: made anew for each call."""

    make: Callable[[Path], Any]


@cache
def issue_catalogues() -> list[IssueCatalogue]:
    return [parse_issues(text) for text in ISSUES]


@cache
def catalogues() -> list[ActorCatalogue]:
    """A few of the built-in actors, and none."""
    full = load_catalogue()
    ids = ("RUS", "UKR", "USA", "JOR", *(i for i, actor in full.actors.items() if actor.offices))
    few = replace(
        full,
        actors={i: actor for i, actor in full.actors.items() if i in ids},
        aliases={name: alias for name, alias in full.aliases.items() if alias.actor_id in ids},
    )
    return [few, ActorCatalogue({}, {})]


@cache
def matcher(number: int) -> ActorMatcher:
    return ActorMatcher(catalogues()[number], load_model())


@cache
def model() -> LearnedModel:
    return load_learned_model(WEIGHTS, "fast")


class Judge:
    """Says of any words what it was told to."""

    def __init__(self, shares: tuple[float, float, float]) -> None:
        self.shares = shares

    def judge(self, text: str, start: int, end: int) -> tuple[float, float, float]:
        """The shares, whatever the words are."""
        assert 0 <= start < end <= len(text)
        return self.shares


class World:
    """The things that arguments are."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self.draw = draw

    def index(self, size: int) -> int:
        """A place among so many."""
        return self.draw(st.integers(0, size - 1))

    def one_of(self, things: Sequence[Any]) -> Any:
        """One of some things; a call without any is not made."""
        assume(len(things))
        return things[self.index(len(things))]

    def some(self, make: Callable[[], Any], most: int = 3) -> list[Any]:
        """Several of what is made."""
        return [make() for _ in range(self.draw(st.integers(0, most)))]

    def maybe(self, make: Callable[[], Any]) -> Any:
        """What is made, or nothing."""
        return make() if self.draw(st.booleans()) else None

    # Docs and what stands in them

    @cached_property
    def docs(self) -> list[Doc]:
        return self.draw(doc_lists(), label="docs")

    @cached_property
    def doc(self) -> Doc:
        return self.docs[0]

    @cached_property
    def document_id(self) -> str:
        return self.doc.user_data["document_id"]

    @cached_property
    def number(self) -> int:
        """A token's place."""
        return self.index(len(self.doc))

    @property
    def token(self) -> Token:
        return self.doc[self.index(len(self.doc))]

    @cached_property
    def sentence(self) -> Span:
        sentences = list(self.doc.sents)
        return sentences[self.index(len(sentences))]

    @property
    def word(self) -> Token:
        """A token of the sentence."""
        return self.sentence[self.index(len(self.sentence))]

    def range(self, size: int | None = None) -> Range:
        """A stretch that holds something."""
        start = self.index(size or len(self.doc))
        return start, min(size or len(self.doc), start + 1 + self.draw(st.integers(0, 6)))

    def characters(self, text: str) -> Range:
        """A stretch of a text."""
        start = self.index(len(text) + 1)
        return start, min(len(text), start + self.draw(st.integers(0, 9)))

    def bools(self) -> list[bool]:
        """For each token, whether it is so."""
        size = len(self.doc)
        return self.draw(st.lists(st.booleans(), min_size=size, max_size=size))

    # Quotations as rules see them

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.doc)

    @cached_property
    def cues(self) -> Cues:
        return load_cues()

    @cached_property
    def quoted_spans(self) -> list[QuotedSpan]:
        return quoted_spans(self.doc, self.tree.paragraphs)

    @property
    def quoted_span(self) -> QuotedSpan:
        """A span between marks in a paragraph, perhaps without its marks."""
        start, end = self.one_of(self.tree.paragraphs)
        first = start + self.index(end - start)
        last = first + 1 + self.index(end - first)
        outer = max(start, first - self.index(2)), min(end, last + self.index(2))
        made = QuotedSpan(first, last, *outer, *(self.draw(st.booleans()) for _ in range(3)))
        return self.draw(st.sampled_from((made, *self.quoted_spans)))

    @property
    def candidate(self) -> Candidate:
        """Contents in order and apart, a cue and a source anywhere."""
        places = sorted({self.number, *self.range()})
        contents = [self.range()]
        if len(places) > 2 and contents[0][0] >= places[1]:
            contents.insert(0, (places[0], places[1]))
        return Candidate(
            tuple(contents),
            self.maybe(self.range),
            self.maybe(self.range),
            self.draw(st.sampled_from(sorted(CONFIDENCE))),
            self.draw(st.booleans()),
            tuple(self.draw(st.lists(st.sampled_from(("nested", "unbalanced_marks", "carried")), unique=True))),
        )

    def complements(self) -> dict[int, Candidate]:
        """What verbs govern, by the place of their cue."""
        found = {}
        for each in self.some(lambda: self.candidate):
            place = self.index(len(self.doc))
            found[place] = each._replace(cue=(place, place + 1))
        return found

    # Quotations as the model sees them

    @cached_property
    def words(self) -> Words:
        found = read_words(self.doc)
        assume(len(found.texts))
        return found

    def scores(self, rows: int) -> np.ndarray:
        """Log-probabilities of four roles."""
        given = self.draw(st.lists(st.floats(-9, 9, width=32), min_size=4 * rows, max_size=4 * rows))
        odds = np.array(given, np.float32).reshape(rows, 4)
        return odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))

    def view(self) -> decode.View:
        low, high = self.range(len(self.words.texts))
        return decode.View(low + self.index(high - low), self.draw(st.floats(0, 1)), low, self.scores(high - low))

    def decoded(self) -> tuple[float, decode.Candidate]:
        """A possible quotation and how likely it is."""
        size = len(self.words.texts)
        found = decode.Candidate(self.index(size), (self.range(size),), None, self.maybe(lambda: self.range(size)), ())
        return self.draw(st.floats(0, 1)), found

    # Actors

    @cached_property
    def catalogue_number(self) -> int:
        return self.index(len(catalogues()))

    @cached_property
    def catalogue(self) -> ActorCatalogue:
        return catalogues()[self.catalogue_number]

    @cached_property
    def mentions(self) -> list[Mention]:
        """Names in the Doc that are of known actors, of others, or of nobody."""
        return self.mentions_of(None, "lena_holm", *sorted(self.catalogue.actors), "norland")

    def mentions_of(self, *actor_ids: str | None) -> list[Mention]:
        """Names of some actors in the Doc, in order, not overlapping."""
        found = []
        for span in self.doc.ents if self.draw(st.booleans()) else self._spans():
            label = self.draw(st.sampled_from(("PERSON", "ORG", "GPE", "NORP", "LOC")))
            actor_id = self.draw(st.sampled_from(actor_ids))
            found.append(Mention(span.start_char, span.end_char, span.text, label, actor_id, 0.9))
        return found

    def _spans(self) -> Iterator[Span]:
        after = 0
        for _ in range(self.draw(st.integers(0, 4))):
            if after >= len(self.doc):
                break
            start = after + self.index(min(4, len(self.doc) - after))
            after = min(len(self.doc), start + 1 + self.index(3))
            yield self.doc[start:after]

    def persons(self) -> list[Person]:
        return [
            Person(i, self.draw(NAMES), self.draw(st.none() | TEXTS), self.draw(st.sampled_from((None, "norland"))), 1)
            for i in ("lena_holm", "piet_ost")[: self.index(3)]
        ]

    # Statements

    @cached_property
    def stance_words(self) -> StanceWords:
        return default_stance_words()

    @cached_property
    def issues(self) -> IssueCatalogue:
        return self.draw(st.sampled_from(issue_catalogues()))

    @cached_property
    def matches(self) -> list[IssueMatch]:
        return IssueMatcher(self.issues).find(self.doc)

    def context(self) -> Context:
        """What was spoken of, and told, before the sentence."""
        context = Context(self.doc, self.matches, self.stance_words, self.holders())
        context.spoken = {i: quoted for quoted in self.quoted for i in quoted.tokens}
        told = st.tuples(self.run.actor_ids, self.run.issue_ids, st.sampled_from((-1.0, 0.0, 0.6)))
        for sentence in self.doc.sents:
            if sentence.start < self.sentence.start:
                context.remember(sentence, self.draw(st.lists(told, max_size=2)))
        return context

    def holders(self) -> Holders:
        rows = [m._asdict() | {"document_id": self.document_id} for m in self.mentions if m.actor_id]
        persons, roles = (
            frozenset({"lena_holm"}),
            {"lena_holm": self.draw(st.sampled_from(("foreign minister", "", "x")))},
        )
        return Holders(self.doc, rows, {"lena_holm": "norland"}, persons, self.stance_words, roles)

    def climb(self) -> Fresh:
        """A way up that has met with some carriers and negators."""
        token = self.token
        steps = self.some(lambda: self.carrier(self.token), 2)
        passed = self.draw(st.lists(st.sampled_from(("ban", "decision", "vote", "call")), max_size=2))
        flags = self.draw(st.lists(st.sampled_from(("hedged", "past", "conceded", "reported")), max_size=2))

        def make(_: Path) -> Climb:
            climb = Climb(token, self.stance_words)
            for word, carrier in steps:
                climb.decide(carrier, word)
            climb.path += passed
            for flag in flags:
                climb.flag(flag)
            return climb

        return Fresh(make)

    def carrier(self, token: Token) -> tuple[Token, Any]:
        """A token and a carrier that it might be."""
        kinds = self.stance_words._carriers
        return token, self.draw(st.sampled_from(sorted(kinds)).map(lambda key: kinds[key][0]))

    @cached_property
    def quoted(self) -> list[Quoted]:
        return [read_quoted(self.doc, row) for row in self.rows("quotations")]

    def targets(self) -> list[Target]:
        return list(iter_targets(self.sentence, self.context(), self.stance_words))

    def possible_statement(self) -> candidates.Candidate:
        return candidates.Candidate(
            self.draw(self.run.actor_ids),
            self.draw(self.run.issue_ids),
            self.draw(st.sampled_from((-1.0, -0.6, 0.0, 0.6, 1.0))),
            self.draw(st.sampled_from((0.2, 0.9))),
            self.draw(TEXTS),
            self.sentence,
            self.word.i,
            self.draw(st.sampled_from((None, *self.quoted))),
            tuple(
                self.draw(
                    st.lists(st.sampled_from(("past", "conceded", "issue_word", "neutral", "elliptic")), max_size=2)
                )
            ),
        )

    # The run

    @cached_property
    def run(self) -> Run:
        return Run(self.draw, self.docs, self.issues.ids)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table that belong to the Doc."""
        return [row for row in self.run.rows(name) if row["document_id"] == self.document_id]

    @property
    def names(self) -> Names:
        return Names(self.actor_names, self.labels)

    @property
    def actor_names(self) -> dict[str, str]:
        """The names of the actors, one perhaps missing."""
        rows = self.run.rows("actors")
        return {row["actor_id"]: row["name"] for row in rows[self.index(2) :]}

    @property
    def labels(self) -> dict[str, str]:
        """What issues are called."""
        return {issue.id: issue.label for issue in self.issues.issues}

    def run_folder(self) -> Fresh:
        """A finished run."""
        return Fresh(lambda folder: Path(shutil.copytree(self._written.name, folder / "run", dirs_exist_ok=True)))

    @cached_property
    def _written(self) -> TemporaryDirectory:
        """A finished run, to be copied: writing one takes longer."""
        kept = TemporaryDirectory()
        run_dir = Path(kept.name)
        runs.write_tables(run_dir, **self.run.all())
        (run_dir / "tables" / "issues.yaml").write_text(write_issues(self.issues), encoding="utf-8")
        parses.write_part(run_dir / "parses", 0, parses.pack(self.docs))
        return kept


def model_settings() -> Path:
    """Where the learned model says how it was made."""
    return WEIGHTS / SETTINGS
