"""The date of publication that a web page states: in its meta tags, its JSON-LD, or the head of its article.

Dates elsewhere on a page (sidebars, lists of headlines, the day of the visit) are not the article's.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from helpers.corpus.articles import printable
from helpers.corpus.dates import find_dates, parse_date

_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate",
    "publish-date", "publish_date", "published_date", "pubdate", "publication_date", "citation_publication_date",
    "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "parsely-pub-date",
    "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "originalpublicationdate",
)  # fmt: skip
_NOT_THE_ARTICLE = ("aside", "nav", "footer", "ul", "ol", "form")
_LIST_CLASS = re.compile(
    r"sidebar|related|latest|recent|trending|popular|headlines|widget|teaser|comments|footer", re.IGNORECASE
)
_DATE_CLASS = re.compile(r"date|publish|posted|time|byline|meta", re.IGNORECASE)
_UPDATE_CLASS = re.compile(r"updat|modif", re.IGNORECASE)
_HEAD_WORDS = 40


def published(tree: Any, headline: Any) -> str | None:
    """The first trusted date of a page.

    Args:
        tree: The page, as parsed by lxml.
        headline: The element of its headline, or none.

    Returns:
        The date as the page writes it, or none.
    """
    for value in (*_meta_dates(tree, headline), *_json_dates(tree), *_head_dates(tree, headline)):
        if parse_date(value) is not None:
            return value
    return None


def is_elsewhere(node: Any) -> bool:
    """Whether an element lies in side matter: lists, menus, related articles, comments."""
    return any(_is_side_matter(around) for around in (node, *node.iterancestors()))


def _is_side_matter(node: Any) -> bool:
    if node.tag in ("body", "html"):
        return False
    return node.tag in _NOT_THE_ARTICLE or _LIST_CLASS.search(f"{node.get('class')} {node.get('id')}") is not None


def _meta_dates(tree: Any, headline: Any) -> list[str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name in _PUBLISHED_META and meta.get("content") and not _of_another(meta, headline):
            found.setdefault(name, meta.get("content"))
    return [found[name] for name in _PUBLISHED_META if name in found]


def _json_dates(tree: Any) -> list[str]:
    found = []
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        found += [node["datePublished"] for node in _nodes(data) if _is_article(node)]
    return found


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The top objects of a JSON-LD script; lists inside an article are of other articles."""
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict):
            yield node
            yield from (n for n in node.get("@graph") or () if isinstance(n, dict))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = re.search(r"Article|Posting|Report|WebPage", str(node.get("@type")))
    return kinds is not None and isinstance(node.get("datePublished"), str)


def _head_dates(tree: Any, headline: Any) -> Iterator[str]:
    """Dates marked as those of publication, and those between the top of the article and its first paragraphs."""
    own = _article_of(headline)
    top = headline if own is None else own
    in_head, n_words = False, 0
    around: dict[Any, tuple[bool, Any]] = {}  # whether an element lies in side matter, and the article that it is in
    for node in tree.iter():
        aside, article = around.get(node.getparent(), (False, None))
        around[node] = aside or _is_side_matter(node), node if node.tag == "article" else article
        in_head = in_head or (node is top and top is not None)
        if not isinstance(node.tag, str) or node.tag not in ("p", "time", "span", "div", "address"):
            continue
        of_another = own is not None and article is not None and article is not own
        if around[node][0] or of_another or _UPDATE_CLASS.search(node.get("class") or ""):
            continue
        if node.get("itemprop") == "datePublished" or node.get("pubdate") is not None:
            yield node.get("datetime") or node.get("content") or node.text_content()
        elif in_head and n_words <= _HEAD_WORDS:
            n_words += len(node.text_content().split()) if node.tag == "p" else 0
            yield from _shown_date(node)


def _shown_date(node: Any) -> Iterator[str]:
    if node.tag == "time":
        yield node.get("datetime") or node.text_content()
    elif _DATE_CLASS.search(node.get("class") or ""):
        shown = printable(node.text_content()[:200])
        if len(find_dates(shown)) == 1 and len(shown) < 80:
            yield shown


def _article_of(node: Any) -> Any:
    return None if node is None else next(node.iterancestors("article"), None)


def _of_another(node: Any, headline: Any) -> bool:
    """Whether an element belongs to another article on the page, such as a teaser."""
    own, article = _article_of(headline), _article_of(node)
    return article is not None and own is not None and article is not own
