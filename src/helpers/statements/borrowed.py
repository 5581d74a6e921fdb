"""Words of an issue's terms that name something else in an article: part of a name, or the article's own "deal"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, Token

from helpers.statements.issues import IssueCatalogue
from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.tree import PREFIXES, lemma

_INSTITUTIONS = frozenset(
    "Center Centre Foundation Hotel Institute Journal Library Organization Organisation Plaza School Street Tower "
    "Towers University".split()
)
_SHARE = 2  # so many times as often the article names its own issue


def without_borrowed(
    matches: Sequence[IssueMatch], doc: Doc, mentions: Sequence[Mapping[str, Any]], words: StanceWords
) -> list[IssueMatch]:
    """Leave out the matches that name no issue.

    "Reform" is no reform in "the Reform Party", "cut" no cut in "cut off". And "the deal", where an article is about
    a merger and never names the issue with that term in any other way, is the merger.

    Args:
        matches: What was found in the document.
        doc: The parsed document.
        mentions: Its rows of `tables.MENTIONS` with an actor.
        words: Their generic nouns name nothing by themselves.

    Returns:
        The matches that remain, in their order.
    """
    if not matches:
        return []
    names = [span for row in mentions if (span := doc.char_span(row["start"], row["end"])) is not None]
    names = [span for span in names if len(span) > 1 and span[0].lower_ not in PREFIXES]  # "anti-Varr" names Varr
    inside = {i for span in names for i in range(span.start, span.end)}
    kept = [m for m in matches if m.end - m.start > 1 or not (m.start in inside or _is_phrasal(doc[m.start]))]
    counts = Counter(m.issue_id for m in kept if m.kind == "term")
    telling = {m.issue_id for m in kept if m.kind == "term" and not _is_bare(doc, m, words)}
    own = max((counts[i] for i in telling), default=0)
    borrowed = {i for i, n in counts.items() if i not in telling and n * _SHARE <= own}
    return [m for m in kept if m.issue_id not in borrowed]


def without_names(matches: Sequence[IssueMatch], doc: Doc, issues: IssueCatalogue) -> list[IssueMatch]:
    """Leave out common words that begin a longer name: "Wall Street" is no wall, but "the Estavian Pipeline" is one.

    Args:
        matches: What was found in the document.
        doc: The parsed document.
        issues: Their terms; those of one word in lower case are common words.

    Returns:
        The matches that remain, in their order.
    """
    common = {issue.id for issue in issues.issues if any(term.islower() and " " not in term for term in issue.terms)}
    return [
        m
        for m in matches
        if not _is_of_institution(doc, m)
        and (m.issue_id not in common or m.end - m.start > 1 or not _begins_name(doc[m.start]))
    ]


def _is_of_institution(doc: Doc, match: IssueMatch) -> bool:
    """Whether a name goes on as that of a house or a body: "Varr University", "the Varr Tower"."""
    last = doc[match.end - 1]
    return last.is_title and match.end < len(doc) and last.nbor(1).text in _INSTITUTIONS and last.head.i == match.end


def _begins_name(word: Token) -> bool:
    """Whether a capitalised word begins a name, in a sentence that is no headline in capitals."""
    if word.i + 1 >= len(word.doc) or not word.is_title:
        return False
    after = word.nbor(1)
    joined = after.is_title and after.pos_ == "PROPN" and word.pos_ == "PROPN" and word.head.i >= after.i
    return joined and any(t.is_lower and t.pos_ in ("NOUN", "VERB", "ADJ") for t in word.sent)


def _is_phrasal(word: Token) -> bool:
    """Whether a word is half of another verb ("cut off", "left behind"), or tells of somebody's vote on a matter."""
    if word.lower_ == "according":
        return True
    if word.pos_ == "VERB" and lemma(word) == "vote":  # what somebody does about a matter, not its name
        return True
    return word.pos_ == "VERB" and any(c.dep_ == "prt" and c.i == word.i + 1 for c in word.children)


def _is_bare(doc: Doc, match: IssueMatch, words: StanceWords) -> bool:
    """Whether a match is a single word that may name any matter."""
    return match.end - match.start == 1 and words.among(doc[match.start], "generic")
