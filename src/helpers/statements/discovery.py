"""Issues found without a catalogue: what is spoken about where positions are taken.

Key phrases of quotations and position sentences, counted by documents, are grouped by how alike they are (average
linkage); each group becomes an issue named by its commonest phrase.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from spacy.tokens import Doc
from spacy.vocab import Vocab

from helpers.statements.argued import read_argued
from helpers.statements.issues import Issue, IssueCatalogue
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.phrases import actor_places, content_places

MAX_ISSUES = 12
_MAX_PHRASES = 120  # phrases that are grouped
_MAX_TERMS = 8  # phrases kept as terms of one issue
_FEW_DOCUMENTS = 10  # with fewer, a phrase need not recur in another one
_NEARLY = 0.8  # of the weight of another phrase: about as common
_LEAST_ALIKE = 0.45  # mean likeness (0 to 1) from which two groups of phrases are one issue

type Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


class _Count(NamedTuple):
    """Of a phrase that takes part in positions: in how many documents, how often there, and how often as their object.

    An object is what a stance word is itself about.
    """

    documents: int
    times: int
    held: int

    @property
    def weight(self) -> float:
        """How much it is argued about: it recurs, and positions are taken on it, not only beside it."""
        return round(math.sqrt(self.documents * self.held), 6)


def discover_issues(
    docs: Iterable[Doc],
    quotations: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    vocab: Vocab | None = None,
    max_issues: int = MAX_ISSUES,
    words: StanceWords | None = None,
) -> IssueCatalogue:
    """Find what a corpus is arguing about.

    Phrases are alike as far as they share words, mean something similar, stand beside the same words and occur in the
    same documents: the mean of four numbers from 0 to 1.

    Args:
        docs: Parses, in any number and order; read once.
        quotations: Table following `tables.QUOTATIONS`.
        mentions: Table following `tables.MENTIONS`: names of actors are no issues.
        vocab: Word vectors, which say what is similar in meaning; without them nothing is.
        max_issues: At most so many issues, those most argued about.
        words: By default the stance words that come with the package.

    Returns:
        A catalogue to be edited, the issue most argued about first; without issues when no phrase recurs.
    """
    contents, names = content_places(quotations), actor_places(mentions)
    places = {i: (contents.get(i, []), names.get(i, [])) for i in contents.keys() | names.keys()}
    argued = read_argued(docs, places, words or default_stance_words())
    return find_issues(argued, vocab=vocab, max_issues=max_issues)


def find_issues(argued: pa.Table, *, vocab: Vocab | None = None, max_issues: int = MAX_ISSUES) -> IssueCatalogue:
    """Find the issues as `discover_issues` does, from a table that follows `ARGUED`, in any order."""
    places = _places(argued)
    counts = _count(places)
    phrases = _key_phrases(counts, n_documents=pc.count_distinct(places["document"]).as_py())
    if not phrases:
        return IssueCatalogue(issues=[])
    key = pa.array(phrases)
    places = places.filter(pc.is_in(places["phrase"], key))
    groups = _group(phrases, _likeness(phrases, places, argued, vocab))
    groups.sort(key=lambda group: (-sum(counts[p].weight for p in group), group))
    names = _names(argued, key)
    issues: dict[str, Issue] = {}
    for group in groups[:max_issues]:
        issue = _issue(sorted(group, key=lambda p: (-counts[p].weight, p)), counts, names)
        issues.setdefault(issue.id, issue)
    return IssueCatalogue(issues=list(issues.values()))


def _places(argued: pa.Table) -> pa.Table:
    """Where phrases take part in positions: each time the phrase, whether it is held, its sentence and its document."""
    sentences = argued["sentences"].combine_chunks()
    phrases, held = (sentences.flatten().field(name) for name in ("phrases", "held"))
    sentence = phrases.value_parent_indices()
    document = argued["document_id"].take(sentences.value_parent_indices().take(sentence))
    columns = {"phrase": phrases.flatten(), "held": held.flatten(), "sentence": sentence, "document": document}
    return pa.table(columns)


def _count(places: pa.Table) -> dict[str, _Count]:
    by = places.group_by("phrase", use_threads=False)
    counted = by.aggregate([("document", "count_distinct"), ("document", "count"), ("held", "sum")])
    numbers = (counted[name].to_pylist() for name in ("document_count_distinct", "document_count", "held_sum"))
    return dict(zip(counted["phrase"].to_pylist(), map(_Count, *numbers), strict=True))


def _key_phrases(counts: Mapping[str, _Count], n_documents: int) -> list[str]:
    """The phrases that recur, the most frequent first; a two-word phrase replaces a word it nearly always holds."""
    often = {
        p: count.documents
        for p, count in counts.items()
        if count.held > 0 and (count.documents > 1 or (n_documents < _FEW_DOCUMENTS and count.times > 1))
    }
    longer: dict[str, int] = defaultdict(int)  # by the last word of longer phrases, documents of the commonest of them
    for phrase, n in often.items():
        if " " in phrase:
            last = phrase.split()[-1]
            longer[last] = max(longer[last], n)
    kept = [p for p, n in often.items() if " " in p or longer[p] < 0.9 * n]
    return sorted(kept, key=lambda p: (-counts[p].weight, p))[:_MAX_PHRASES]


def _names(argued: pa.Table, words: pa.Array) -> dict[str, Counter[str]]:
    """Of some words the capitalised names that end in them, by documents: "Selm River Treaty"."""
    named = argued["names"].combine_chunks().flatten()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name in named.filter(pc.is_in(named.field("word"), words)).to_pylist():
        found[name["word"]][name["name"]] += 1
    return found


def _likeness(phrases: list[str], places: pa.Table, argued: pa.Table, vocab: Vocab | None) -> Matrix:
    """How alike phrases are, from 0 to 1: a symmetric matrix in their order."""
    own = [(phrase, word) for phrase in phrases for word in dict.fromkeys(phrase.split())]
    words = pa.table(list(zip(*own, strict=True)), names=["phrase", "beside"])
    shared = _cosines(phrases, words, rare_counts_more=False)
    company = _cosines(phrases, _company(places, argued))
    documents = _cosines(phrases, places.select(["phrase", "document"]).rename_columns(["phrase", "beside"]))
    return (shared + company + documents + _meaning(phrases, vocab)) / 4


def _company(places: pa.Table, argued: pa.Table) -> pa.Table:
    """The words beside each phrase, as often as they are."""
    words = argued["sentences"].combine_chunks().flatten().field("words").take(places["sentence"].combine_chunks())
    return pa.table({"phrase": places["phrase"].take(words.value_parent_indices()), "beside": words.flatten()})


def _cosines(phrases: list[str], beside: pa.Table, *, rare_counts_more: bool = True) -> Matrix:
    """Cosines of phrases by what is beside them: logarithms of counts, weighted by rarity (smoothed tf-idf)."""
    from scipy.sparse import csr_matrix  # scipy takes most of a second to import, and only discovery needs it

    counted = beside.group_by(["phrase", "beside"], use_threads=False).aggregate([([], "count_all")])
    rows = np.asarray(pc.index_in(counted["phrase"], pa.array(phrases)), dtype=np.int64)
    columns = np.asarray(pc.rank(counted["beside"], tiebreaker="dense"), dtype=np.int64) - 1
    weights = 1 + np.log(np.asarray(counted["count_all"], dtype=float))
    if rare_counts_more:
        weights *= (np.log((1 + len(phrases)) / (1 + np.bincount(columns))) + 1)[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(phrases)))
    matrix = csr_matrix((weights / lengths[rows], (rows, columns)), shape=(len(phrases), columns.max() + 1))
    cosines: Matrix = (matrix @ matrix.T).toarray()
    return cosines


def _meaning(phrases: list[str], vocab: Vocab | None) -> Matrix:
    """Cosines of the phrases' mean word vectors; 0 where they point apart."""
    if vocab is None or not vocab.vectors_length:
        return np.zeros((len(phrases), len(phrases)))
    vectors = np.array([np.mean([vocab[word].vector for word in phrase.split()], axis=0) for phrase in phrases])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors / np.where(lengths > 0, lengths, 1)
    return np.clip((vectors @ vectors.T).astype(np.float64), 0, 1)


def _group(phrases: list[str], likeness: Matrix) -> list[list[str]]:
    """Phrases that are alike, each group sorted."""
    if len(phrases) == 1:
        return [phrases]
    from scipy.cluster.hierarchy import fcluster, linkage  # as above

    groups: dict[int, list[str]] = defaultdict(list)
    apart = (1 - likeness[np.triu_indices(len(phrases), 1)]).round(9)
    labels = fcluster(linkage(apart, "average"), 1 - _LEAST_ALIKE, "distance")
    for phrase, label in zip(phrases, labels.tolist(), strict=True):
        groups[label].append(phrase)
    return [sorted(group) for group in groups.values()]


def _issue(phrases: list[str], counts: Mapping[str, _Count], names: Mapping[str, Counter[str]]) -> Issue:
    """An issue named by its commonest phrase; of a word and a phrase that mostly stands for it, the phrase.

    Of phrases about as common it is the first by its letters: names do not change with every few articles.
    """
    name = min(p for p in phrases if counts[p].weight >= _NEARLY * counts[phrases[0]].weight)
    longer = [
        p for p in phrases if p.split()[-1] == name and p != name and 2 * counts[p].documents >= counts[name].documents
    ]
    name = longer[0] if longer else name
    label = _label(name, counts[name].documents, names.get(name, Counter()))
    return Issue(
        id=re.sub(r"\W+", "_", name).strip("_") or "issue",
        label=label,
        supports=f"supporting: {label}",
        opposes=f"opposing: {label}",
        terms=[name, *(p for p in phrases if p != name)][:_MAX_TERMS],
    )


def _label(phrase: str, n_documents: int, names: Counter[str]) -> str:
    """The phrase as a title, or the capitalised name that it mostly stands for."""
    best = min(names, key=lambda name: (-names[name], name), default="")
    if names[best] > 1 and 3 * names[best] >= n_documents:
        return best
    return phrase[0].upper() + phrase[1:]
