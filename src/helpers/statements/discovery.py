"""Issues found without a catalogue: what is spoken about where positions are taken.

Key phrases of quotations and position sentences, counted by documents, are grouped by how alike they are (average
linkage); each group becomes an issue named by its commonest phrase.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
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
_ROWS = 100  # documents that are looked at together
_LEAST_ALIKE = 0.45  # mean likeness (0 to 1) from which two groups of phrases are one issue

type Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


class _Found(NamedTuple):
    documents: dict[str, Counter[str]]  # how often a phrase takes part in a position, by document
    held: Counter[str]  # how often it is itself what a stance word is about
    names: dict[str, Counter[str]]  # the capitalised names that end in it, by documents: "Selm River Treaty"

    def n_documents(self, phrase: str) -> int:
        return len(self.documents[phrase])

    def weight(self, phrase: str) -> float:
        """How much a phrase is argued about: it recurs, and positions are taken on it, not only beside it."""
        return round(math.sqrt(self.n_documents(phrase) * self.held[phrase]), 6)


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
    found = _collect(argued)
    phrases = _key_phrases(found)
    if not phrases:
        return IssueCatalogue(issues=[])
    weight = {phrase: found.weight(phrase) for phrase in phrases}
    groups = _group(phrases, _likeness(phrases, found, _company(phrases, argued), vocab))
    groups.sort(key=lambda group: (-sum(weight[p] for p in group), group))
    issues: dict[str, Issue] = {}
    for group in groups[:max_issues]:
        issue = _issue(sorted(group, key=lambda p: (-weight[p], p)), found)
        issues.setdefault(issue.id, issue)
    return IssueCatalogue(issues=list(issues.values()))


def _collect(argued: pa.Table) -> _Found:
    found = _Found(defaultdict(Counter), Counter(), defaultdict(Counter))
    for row in _rows(argued):
        for sentence in row["sentences"]:
            for phrase, held in zip(sentence["phrases"], sentence["held"], strict=True):
                found.documents[phrase][row["document_id"]] += 1
                found.held[phrase] += held
        for name in row["names"]:
            found.names[name["word"]][name["name"]] += 1
    return found


def _company(phrases: Sequence[str], argued: pa.Table) -> list[Counter[str]]:
    """The words beside each phrase."""
    company: dict[str, Counter[str]] = {phrase: Counter() for phrase in phrases}
    for row in _rows(argued):
        for sentence in row["sentences"]:
            for phrase in company.keys() & sentence["phrases"]:
                company[phrase].update(sentence["words"])
    return list(company.values())


def _rows(argued: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows, a few at a time: as dictionaries they take much room."""
    for batch in argued.to_batches(max_chunksize=_ROWS):
        yield from batch.to_pylist()


def _key_phrases(found: _Found) -> list[str]:
    """The phrases that recur, the most frequent first; a two-word phrase replaces a word it nearly always holds."""
    counts = {phrase: found.n_documents(phrase) for phrase in found.documents}
    n_documents = len({document_id for documents in found.documents.values() for document_id in documents})
    often = {
        p: n
        for p, n in counts.items()
        if found.held[p] > 0 and (n > 1 or (n_documents < _FEW_DOCUMENTS and found.documents[p].total() > 1))
    }
    pairs = {p: n for p, n in often.items() if " " in p}
    kept = [p for p in often if p in pairs or all(n < 0.9 * often[p] for q, n in pairs.items() if q.split()[-1] == p)]
    return sorted(kept, key=lambda p: (-found.weight(p), p))[:_MAX_PHRASES]


def _likeness(phrases: list[str], found: _Found, beside: list[Counter[str]], vocab: Vocab | None) -> Matrix:
    """How alike phrases are, from 0 to 1: a symmetric matrix in their order."""
    shared = _cosines([dict.fromkeys(phrase.split(), 1) for phrase in phrases], rare_counts_more=False)
    company = _cosines(beside)
    documents = _cosines([found.documents[phrase] for phrase in phrases])
    return (shared + company + documents + _meaning(phrases, vocab)) / 4


def _cosines(profiles: Sequence[Mapping[str, int]], *, rare_counts_more: bool = True) -> Matrix:
    """Cosines of rows of logarithmic counts, weighted by how few rows hold what is counted (smoothed tf-idf)."""
    from scipy.sparse import csr_matrix  # scipy takes most of a second to import, and only discovery needs it

    columns = {name: number for number, name in enumerate(sorted({name for profile in profiles for name in profile}))}
    rows = np.repeat(np.arange(len(profiles)), [len(profile) for profile in profiles])
    places = np.array([columns[name] for profile in profiles for name in profile], dtype=np.int64)
    weights = 1 + np.log([float(n) for profile in profiles for n in profile.values()])
    if rare_counts_more:
        weights *= (np.log((1 + len(profiles)) / (1 + np.bincount(places))) + 1)[places]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(profiles)))
    matrix = csr_matrix((weights / lengths[rows], (rows, places)), shape=(len(profiles), len(columns)))
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


def _issue(phrases: list[str], found: _Found) -> Issue:
    """An issue named by its commonest phrase; of a word and a phrase that mostly stands for it, the phrase."""
    name = phrases[0]
    longer = [
        p
        for p in phrases
        if p.split()[-1] == name and p != name and 2 * found.n_documents(p) >= found.n_documents(name)
    ]
    name = longer[0] if longer else name
    label = _label(name, found)
    return Issue(
        id=re.sub(r"\W+", "_", name).strip("_") or "issue",
        label=label,
        supports=f"supporting: {label}",
        opposes=f"opposing: {label}",
        terms=[name, *(p for p in phrases if p != name)][:_MAX_TERMS],
    )


def _label(phrase: str, found: _Found) -> str:
    """The phrase as a title, or the capitalised name that it mostly stands for."""
    names = found.names[phrase] if phrase in found.names else Counter[str]()
    best = min(names, key=lambda name: (-names[name], name), default="")
    if names[best] > 1 and 3 * names[best] >= found.n_documents(phrase):
        return best
    return phrase[0].upper() + phrase[1:]
