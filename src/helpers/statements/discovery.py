"""Issues found without a catalogue: what is spoken about where positions are taken.

Key phrases of quotations and position sentences, counted by documents, are grouped by the company they keep
(average-linkage clustering of TF-IDF profiles); each group becomes an issue named by its commonest phrase.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from spacy.tokens import Doc, Span, Token

from helpers.statements.issues import Issue, IssueCatalogue
from helpers.statements.lexicon import StanceWords, default_stance_words
from helpers.statements.tree import lemma

MAX_ISSUES = 12
_MAX_PHRASES = 120  # phrases that are grouped
_MAX_TERMS = 8  # phrases kept as terms of one issue
_MAX_DISTANCE = 0.75  # cosine distance up to which phrases are one issue
_OWN_WORD = 1.0  # weight of a phrase's own words in its profile, against one for a word beside it
_NUMBERS = ("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY")
_NAMED = (*_NUMBERS, "PERSON", "LANGUAGE", "NORP", "GPE", "LOC", "ORG", "FAC")
_MODIFIERS = ("amod", "compound", "nmod")


class _Found(NamedTuple):
    documents: Counter[str]  # in how many documents a phrase takes part in a position
    held: Counter[str]  # how often it is itself what a stance word is about
    profiles: dict[str, Counter[str]]  # the words beside it


def discover_issues(
    docs: Iterable[Doc],
    quotations: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    max_issues: int = MAX_ISSUES,
    words: StanceWords | None = None,
) -> IssueCatalogue:
    """Find what a corpus is arguing about.

    Args:
        docs: Parses, in any number; read once, in order.
        quotations: Table following `tables.QUOTATIONS`.
        mentions: Table following `tables.MENTIONS`: names of actors are no issues.
        max_issues: At most so many issues, those of most documents.
        words: By default the stance words that come with the package.

    Returns:
        A catalogue to be edited, the issue of most documents first; without issues when no phrase recurs.
    """
    found = _collect(
        docs, _spans(quotations, "content_spans"), _mention_spans(mentions), words or default_stance_words()
    )
    phrases = _key_phrases(found)
    if not phrases:
        return IssueCatalogue(issues=[])
    groups = _group(phrases, found)
    weight = {phrase: found.documents[phrase] + found.held[phrase] for phrase in phrases}
    groups.sort(key=lambda group: (-sum(weight[p] for p in group), group))
    issues: dict[str, Issue] = {}
    for group in groups[:max_issues]:
        issue = _issue(sorted(group, key=lambda p: (-weight[p], p)), found)
        issues.setdefault(issue.id, issue)
    return IssueCatalogue(issues=list(issues.values()))


def _spans(table: pd.DataFrame, column: str) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document_id, values in zip(table["document_id"], table[column], strict=True):
        spans[document_id].extend((int(start), int(end)) for start, end in values)
    return spans


def _mention_spans(mentions: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    known = mentions.dropna(subset=["actor_id"])
    for document_id, start, end in zip(known["document_id"], known["start"], known["end"], strict=True):
        spans[document_id].append((int(start), int(end)))
    return spans


def _collect(
    docs: Iterable[Doc],
    contents: dict[str, list[tuple[int, int]]],
    names: dict[str, list[tuple[int, int]]],
    words: StanceWords,
) -> _Found:
    found = _Found(Counter(), Counter(), defaultdict(Counter))
    for doc in docs:
        document_id = str(doc.user_data["document_id"])
        quoted = _tokens(doc, contents.get(document_id, []))
        actors = _tokens(doc, names.get(document_id, []))
        seen: set[str] = set()
        for sentence in doc.sents:
            if not (any(t.i in quoted for t in sentence) or any(_is_carrier(t, words) for t in sentence)):
                continue
            phrases = dict(_phrases(sentence, actors, words))
            seen.update(phrases)
            company = [lemma(t) for t in sentence if t.pos_ in ("NOUN", "VERB", "ADJ") and t.i not in actors]
            for phrase, head in phrases.items():
                found.profiles[phrase].update(company)
                found.held[phrase] += _is_held(head, words)
        found.documents.update(sorted(seen))
    return found


def _tokens(doc: Doc, spans: list[tuple[int, int]]) -> set[int]:
    covered: set[int] = set()
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            covered.update(range(span.start, span.end))
    return covered


def _is_carrier(token: Token, words: StanceWords) -> bool:
    return token.pos_ == "VERB" and any(words.phrases(kind, lemma(token)) for kind in ("attitudes", "demands"))


def _is_held(noun: Token, words: StanceWords) -> bool:
    """Whether a stance word governs the noun, directly or through a preposition."""
    head = _governor(noun)
    kinds = ("attitudes", "demands", "actions") if head.pos_ == "VERB" else ("nouns",)
    return noun.dep_ in ("dobj", "pobj", "nsubjpass") and any(words.phrases(kind, lemma(head)) for kind in kinds)


def _governor(noun: Token) -> Token:
    """The word a noun hangs on, looking through a preposition."""
    return noun.head.head if noun.dep_ == "pobj" else noun.head


def _phrases(sentence: Span, actors: set[int], words: StanceWords) -> Iterator[tuple[str, Token]]:
    """Nouns with and without the word before them, in lemmas: "dam", "river treaty"."""
    for token in sentence:
        if not _is_key_noun(token, actors, words):
            continue
        generic = words.among(token, "generic")  # no issue alone, but perhaps with a noun before it: "toll road"
        if not generic:
            yield lemma(token), token
        before = token.nbor(-1) if token.i > sentence.start else None
        if before is None or before.dep_ not in _MODIFIERS or before.head != token or before.i in actors:
            continue
        telling = before.pos_ in ("NOUN", "PROPN") and not words.among(before, "generic")
        if before.is_alpha and not before.is_stop and before.ent_type_ not in _NUMBERS and (telling or not generic):
            yield f"{before.lower_} {lemma(token)}", token


def _is_key_noun(token: Token, actors: set[int], words: StanceWords) -> bool:
    if token.pos_ != "NOUN" or not token.is_alpha or len(token) < 3 or token.is_stop or token.i in actors:
        return False
    if token.ent_type_ in _NAMED:
        return False
    name = lemma(token)
    return not (name in words.lists["bodies"] or bool(words.phrases("nouns", name)))


def _key_phrases(found: _Found) -> list[str]:
    """The phrases that recur, the most frequent first; a two-word phrase replaces a word it nearly always holds."""
    least = 2 if max(found.documents.values(), default=0) > 1 else 1
    often = {p: n for p, n in found.documents.items() if n >= least and found.held[p] > 0}
    pairs = {p: n for p, n in often.items() if " " in p}
    kept = [p for p in often if p in pairs or all(n < 0.9 * often[p] for q, n in pairs.items() if q.split()[-1] == p)]
    return sorted(kept, key=lambda p: (-often[p] - found.held[p], p))[:_MAX_PHRASES]


def _group(phrases: list[str], found: _Found) -> list[list[str]]:
    """Phrases that share words or company, each group sorted."""
    if len(phrases) == 1:
        return [phrases]
    profiles: list[dict[str, Any]] = []
    for phrase in phrases:
        total = sum(found.profiles[phrase].values())
        profile = {word: n / total for word, n in sorted(found.profiles[phrase].items())}
        for word in phrase.split():
            profile[word] = profile.get(word, 0.0) + _OWN_WORD / len(phrase.split())
        profiles.append(profile)
    matrix = TfidfTransformer().fit_transform(DictVectorizer().fit_transform(profiles)).toarray()
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=_MAX_DISTANCE
    )
    groups: dict[int, list[str]] = defaultdict(list)
    for phrase, label in zip(phrases, clustering.fit_predict(matrix).tolist(), strict=True):
        groups[label].append(phrase)
    return [sorted(group) for group in groups.values()]


def _issue(phrases: list[str], found: _Found) -> Issue:
    """An issue named by its commonest phrase; of a word and a phrase that mostly stands for it, the phrase."""
    name = phrases[0]
    longer = [
        p for p in phrases if p.split()[-1] == name and p != name and 2 * found.documents[p] >= found.documents[name]
    ]
    name = longer[0] if longer else name
    label = name[0].upper() + name[1:]
    return Issue(
        id=re.sub(r"\W+", "_", name).strip("_") or "issue",
        label=label,
        supports=f"supporting: {name}",
        opposes=f"opposing: {name}",
        terms=[name, *(p for p in phrases if p != name)][:_MAX_TERMS],
    )
