"""A word that is a term of one issue and ends a longer term of another: "the mission" beside "the naval mission"."""

from collections.abc import Sequence

from spacy.tokens import Doc

from helpers.statements.matching import IssueMatch
from helpers.statements.tree import lemma


def with_shared_heads(matches: Sequence[IssueMatch], doc: Doc) -> list[IssueMatch]:
    """Let a bare word mean the issue that the article names with a longer term that ends with it.

    Where an article speaks of a naval mission, "the mission" is that one, and not the monitoring mission of another
    issue that the article never names in any other way.

    Args:
        matches: What was found in the document.
        doc: The parsed document.

    Returns:
        The matches in their order, some with another issue.
    """
    longer: dict[str, set[str]] = {}
    for match in matches:
        if match.kind == "term" and match.end - match.start > 1:
            longer.setdefault(lemma(doc[match.end - 1]), set()).add(match.issue_id)
    if not longer:
        return list(matches)
    bare = {m: owners for m in matches if (owners := _owners(m, doc, longer))}
    telling = {m.issue_id for m in matches if m.kind == "term" and m not in bare}
    moved = {m: next(iter(owners)) for m, owners in bare.items() if len(owners) == 1 and m.issue_id not in telling}
    return list(dict.fromkeys(m._replace(issue_id=moved[m]) if m in moved else m for m in matches))


def _owners(match: IssueMatch, doc: Doc, longer: dict[str, set[str]]) -> set[str]:
    """The other issues that a match of one word may be meant for."""
    if match.kind != "term" or match.end - match.start > 1:
        return set()
    owners = longer.get(lemma(doc[match.start]), set())
    return owners if match.issue_id not in owners else set()
