"""Terms that an issue catalogue may lack: phrases that keep an issue's company and mean something similar."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from spacy.tokens import Doc
from spacy.vocab import Vocab

from helpers import tables
from helpers.statements.company import COMPANY, read_company
from helpers.statements.issues import Issue, IssueCatalogue
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.matching import IssueMatcher, split_term
from helpers.statements.phrases import actor_places

MAX_TERMS = 10  # suggestions per issue
_LEAST_TOGETHER = 2  # sentences in which, or beside which, a phrase and an issue are named together
_LEAST_DOCUMENTS = 2
_LEAST_SCORE = 0.03
_WITHOUT_MEANING = 0.3  # what company alone counts, against company and like meaning
_MAX_EVIDENCE = 300
_ROWS = 100  # documents that are looked at together


@dataclass
class _Phrase:
    """Where a phrase stands outside all terms: its sentences, documents and, by issue, a sentence beside that issue."""

    n_sentences: int = 0
    documents: set[str] = field(default_factory=set)
    beside: Counter[str] = field(default_factory=Counter)
    example: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    close: set[str] = field(default_factory=set)

    def keep_example(self, issue_id: str, place: tuple[str, int, int], *, close: bool) -> None:
        """Keep the first sentence that names the issue itself, else the first that stands beside one."""
        if issue_id not in self.example or (close and issue_id not in self.close):
            self.example[issue_id] = place
        if close:
            self.close.add(issue_id)


def suggest_terms(
    docs: Iterable[Doc],
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    issues: IssueCatalogue,
    *,
    vocab: Vocab | None = None,
    words: StanceWords | None = None,
) -> pd.DataFrame:
    """Suggest terms for the issues of a catalogue.

    A phrase stands beside an issue when a term of the issue is in its sentence or the next one on either side. The
    score is the phi coefficient of "holds the phrase" and "beside the issue" over all sentences, times the likeness in
    meaning to the issue's terms. Each phrase is suggested for one issue: the one of its highest score.

    Args:
        docs: Parses, read once.
        mentions: Table following `tables.MENTIONS`: names of actors are no terms.
        documents: Table following `tables.DOCUMENTS`, for the evidence.
        issues: The catalogue.
        vocab: Word vectors; without them company alone decides.
        words: By default the stance words that come with the package.

    Returns:
        Table following `tables.ISSUE_SUGGESTIONS`: of each issue, in the catalogue's order, at most `MAX_TERMS` terms,
        the likeliest first.
    """
    matcher, names, words = IssueMatcher(issues), actor_places(mentions), words or default_stance_words()
    rows = []
    for doc in docs:
        document_id = str(doc.user_data["document_id"])
        sentences = read_company(doc, matcher.find(doc), names.get(document_id, []), words)
        rows.append({"document_id": document_id, "sentences": sentences})
    return rank_terms(pa.Table.from_pylist(rows, COMPANY), documents, issues, vocab=vocab)


def rank_terms(
    company: pa.Table, documents: pd.DataFrame, issues: IssueCatalogue, *, vocab: Vocab | None = None
) -> pd.DataFrame:
    """Suggest terms as `suggest_terms` does, from a table that follows `COMPANY`; its first sentences are shown."""
    phrases: dict[str, _Phrase] = defaultdict(_Phrase)
    beside: Counter[str] = Counter()
    n_sentences = 0
    for batch in company.to_batches(max_chunksize=_ROWS):
        for row in batch.to_pylist():
            n_sentences += len(row["sentences"])
            _collect(row, phrases, beside)
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    best = _best_issues(phrases, beside, n_sentences, issues, vocab)
    rows = [
        _row(issue, phrase, score, phrases[phrase], texts)
        for issue in issues.issues
        for phrase, score in sorted(best[issue.id], key=lambda found: (-found[1], found[0]))[:MAX_TERMS]
    ]
    return tables.ISSUE_SUGGESTIONS.table(rows)


def format_terms(suggestions: pd.DataFrame, *, n: int = 4) -> str:
    """The likeliest suggestions of each issue, with their scores, as lines of text."""
    if suggestions.empty:
        return "No term to suggest."
    lines = []
    ranked = suggestions.sort_values(["score", "term"], ascending=[False, True])
    for issue_id, rows in ranked.groupby("issue_id", sort=True):
        terms = (f"{row['term']} ({row['score']:.2f})" for row in rows.head(n).to_dict("records"))
        lines.append(f"{issue_id}: {', '.join(terms)}")
    return "\n".join(lines)


def _collect(row: Mapping[str, Any], phrases: dict[str, _Phrase], beside: Counter[str]) -> None:
    """Count the phrases and issues of one document."""
    document_id, sentences = row["document_id"], row["sentences"]
    named = [set(sentence["issues"]) for sentence in sentences]
    for n, sentence in enumerate(sentences):
        around = set[str]().union(*named[max(0, n - 1) : n + 2])
        beside.update(around)
        for phrase in sentence["phrases"]:
            found = phrases[phrase]
            found.n_sentences += 1
            found.documents.add(document_id)
            found.beside.update(around)
            for issue_id in around:
                place = (document_id, sentence["start"], sentence["end"])
                found.keep_example(issue_id, place, close=issue_id in named[n])


def _best_issues(
    phrases: Mapping[str, _Phrase],
    beside: Counter[str],
    n_sentences: int,
    issues: IssueCatalogue,
    vocab: Vocab | None,
) -> dict[str, list[tuple[str, float]]]:
    """For each issue, the phrases whose highest score is there, with that score."""
    meanings = {issue.id: _Meaning(issue, vocab) for issue in issues.issues}
    best: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for phrase, found in sorted(phrases.items()):
        scores = {
            issue.id: round(
                _phi(found.beside[issue.id], found.n_sentences, beside[issue.id], n_sentences)
                * (_WITHOUT_MEANING + (1 - _WITHOUT_MEANING) * meanings[issue.id].likeness(phrase)),
                3,
            )
            for issue in issues.issues
            if found.beside[issue.id] >= _LEAST_TOGETHER and len(found.documents) >= _LEAST_DOCUMENTS
        }
        issue_id = max(scores, key=lambda i: scores[i], default=None)
        if issue_id is not None and scores[issue_id] >= _LEAST_SCORE:
            best[issue_id].append((phrase, scores[issue_id]))
    return best


def _phi(both: int, one: int, other: int, n: int) -> float:
    """The correlation of two properties of `n` sentences, `one` and `other` of which have them (-1 to 1)."""
    spread = one * (n - one) * other * (n - other)
    return (both * n - one * other) / math.sqrt(spread) if spread else 0.0


class _Meaning:
    """The word vectors of an issue's terms."""

    def __init__(self, issue: Issue, vocab: Vocab | None) -> None:
        self._vocab = vocab if vocab is not None and vocab.vectors_length else None
        self._terms = [self._direction(split_term(term)) for term in issue.terms] if self._vocab is not None else []

    def likeness(self, phrase: str) -> float:
        """The highest cosine with a term, at least 0."""
        own = self._direction(phrase.split()) if self._vocab is not None else None
        return max(0.0, *(float(term @ own) for term in self._terms)) if own is not None else 0.0

    def _direction(self, words: list[str]) -> np.ndarray:
        assert self._vocab is not None
        vector = np.mean(np.array([self._vocab[word.lower()].vector for word in words], dtype=np.float64), axis=0)
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector


def _row(issue: Issue, phrase: str, score: float, found: _Phrase, texts: Mapping[str, str]) -> dict[str, Any]:
    document_id, start, end = found.example[issue.id]
    evidence = " ".join(texts[document_id][start:end].split())
    return {
        "issue_id": issue.id,
        "term": phrase,
        "score": score,
        "n_documents": len(found.documents),
        "evidence": evidence if len(evidence) <= _MAX_EVIDENCE else evidence[: _MAX_EVIDENCE - 1] + "…",
        "line": f"terms: {json.dumps([*issue.terms, phrase], ensure_ascii=False)}",
    }
