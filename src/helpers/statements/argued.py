"""What each document argues about: the phrases of its quotations and of sentences in which a position is taken."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

import pyarrow as pa
from spacy.tokens import Doc, Span

from helpers import parses
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.phrases import covered_tokens, is_carrier, is_held, iter_phrases
from helpers.statements.tree import lemma

type Spans = list[tuple[int, int]]

_STRINGS = pa.list_(pa.string())
ARGUED = pa.schema(
    [
        ("document_id", pa.string()),
        # Of each sentence the phrases, whether each is itself what a stance word is about, and the words beside them.
        (
            "sentences",
            pa.list_(pa.struct([("phrases", _STRINGS), ("held", pa.list_(pa.bool_())), ("words", _STRINGS)])),
        ),
        # The capitalised names, and their last words: "Selm River Treaty", "treaty".
        ("names", pa.list_(pa.struct([("word", pa.string()), ("name", pa.string())]))),
    ]
)


class Reading(NamedTuple):
    """Some documents to be read: by id, the spans of what is said in them and of the actors' names.

    `keys` are those under which it is kept what they argue about.
    """

    keys: Mapping[str, str]
    parses: bytes
    documents: Mapping[str, tuple[Spans, Spans]]

    def without(self, document_ids: Collection[str]) -> "Reading":
        """The same for fewer documents."""
        return self._replace(documents={i: own for i, own in self.documents.items() if i not in document_ids})


def start() -> Callable[[Reading], pa.Table]:
    """What a worker prepares once; what it returns makes a table that follows `ARGUED`."""
    words = default_stance_words()

    def read(task: Reading) -> pa.Table:
        docs = parses.unpack(task.parses, parses.plain_vocab(), only=task.documents)
        return read_argued(docs, task.documents, words)

    return read


def read_argued(docs: Iterable[Doc], places: Mapping[str, tuple[Spans, Spans]], words: StanceWords) -> pa.Table:
    """A table that follows `ARGUED`, with a row for each document, in their order.

    Args:
        docs: Parses, read once.
        places: By document the spans of what is said and of the actors' names; one that is missing has none.
        words: What says that somebody takes a position.
    """
    rows = []
    for doc in docs:
        document_id = str(doc.user_data["document_id"])
        rows.append({"document_id": document_id, **_read(doc, *places.get(document_id, ([], [])), words)})
    return pa.Table.from_pylist(rows, ARGUED)


def _read(doc: Doc, contents: Spans, names: Spans, words: StanceWords) -> dict[str, Any]:
    quoted, actors = covered_tokens(doc, contents), covered_tokens(doc, names)
    named: set[tuple[str, str]] = set()
    sentences = []
    for sentence in doc.sents:
        named.update(_names(sentence, actors))
        if not (any(t.i in quoted for t in sentence) or any(is_carrier(t, words) for t in sentence)):
            continue
        phrases = dict(iter_phrases(sentence, actors, words))
        if phrases:
            beside = [lemma(t) for t in sentence if t.pos_ in ("NOUN", "VERB", "ADJ") and t.i not in actors]
            held = [is_held(head, words) for head in phrases.values()]
            sentences.append({"phrases": list(phrases), "held": held, "words": beside})
    return {"sentences": sentences, "names": [{"word": word, "name": name} for word, name in sorted(named)]}


def _names(sentence: Span, actors: set[int]) -> Iterable[tuple[str, str]]:
    """The last word of each capitalised name that is no actor's, and the name: ("treaty", "Selm River Treaty")."""
    for token in sentence:
        start = token.i
        while (
            start > sentence.start and sentence.doc[start - 1].dep_ == "compound" and sentence.doc[start - 1].is_title
        ):
            start -= 1
        if start < token.i and token.i not in actors and token.dep_ != "compound" and token.pos_ in ("NOUN", "PROPN"):
            yield lemma(token).lower(), sentence.doc[start : token.i + 1].text
