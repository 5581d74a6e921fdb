"""Web pages to raw articles: the main text by trafilatura, the rest from the page's own statements."""

import re
from copy import deepcopy
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from helpers.corpus.articles import RawArticle, Rejected, printable
from helpers.corpus.decoding import clean_text
from helpers.corpus.headers import read_byline
from helpers.corpus.markup import BLOCKS, has_too_many_elements, head_of, text_of_markup
from helpers.corpus.pagedates import is_elsewhere, published

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:\-]{2,40})", re.IGNORECASE
)
_WEBPAGE = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_TAG = re.compile(
    r"</?(?:p|div|br|a|span|h[1-6]|ul|ol|li|strong|b|em|i|img|table|section|article|blockquote)\b[^<>]{0,2000}>", re.I
)
_REFERENCE = re.compile(r"&(?:quot|nbsp|amp|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-f]{2,4});", re.I)
_HEADLINE_CLASS = re.compile(r"\b(?:(?:entry|post|article|story)[-_]{0,2}(?:title|headline)|headline)\b", re.I)
_SITE_CLASS = re.compile(r"site|logo|brand|mast", re.I)
_WHITE_SPACE = re.compile(r"\s+")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that no tree may hold
# The class of every element; lxml's own lookup, which gives forms and the like theirs, calls Python for each of them.
_ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_LEFT_OUT = frozenset("script style noscript form nav aside iframe template button select svg head".split())


def declared_encoding(data: bytes) -> str | None:
    """The `charset` that a page names in its head."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii").lower() if match else None


def is_webpage(text: str) -> bool:
    """Whether a text is a saved web page, whatever its file is called."""
    return _WEBPAGE.match(text) is not None


def has_markup(text: str) -> bool:
    """Whether a text contains real markup: several tags, one of them closing or `<br>`, or character references."""
    tags = _TAG.findall(text)
    if len(tags) > 1 and any(t.startswith("</") or t.lower().startswith("<br") for t in tags):
        return True
    return len(_REFERENCE.findall(text)) > 1


def markup_text(text: str) -> str:
    """The text of a piece of HTML, its blocks on lines of their own.

    Raises:
        Rejected: `empty` if it holds no text.
    """
    try:
        if re.search(r"<(?:html|body)\b", text, re.I):
            found = _main_text(_parse(text))
        else:
            found = _block_text(_parse(f"<html><body><div>{text}</div></body></html>"))
    except _TooMuch:
        found = text_of_markup(text)
    if not found.strip():
        raise Rejected("empty", "no text but markup")
    return found


def read_webpage(raw: RawArticle) -> RawArticle:
    """Replace a page by its main text, with its headline first, and add what the page says about itself.

    Raises:
        Rejected: `empty` if there is no main text, `too_large`, or `unreadable` if the page cannot be parsed.
    """
    try:
        return _read_page(raw)
    except Rejected:
        raise
    except Exception as error:
        # Extraction can fail in any way on a page that is broken enough; that must not end the run.
        raise Rejected("unreadable", f"the page cannot be parsed: {printable(repr(error))[:200]}") from None


def _read_page(raw: RawArticle) -> RawArticle:
    try:
        return _read_tree(raw, _parse(raw.text), None)
    except _TooMuch:
        text = text_of_markup(raw.text)
        return _read_tree(raw._replace(flags=(*raw.flags, "markup_removed")), _parse(head_of(raw.text)), text)


def _read_tree(raw: RawArticle, tree: Any, found: str | None) -> RawArticle:
    """What a page says about itself, and its text where that is not yet `found`."""
    import trafilatura  # imports for a fifth of a second, and most corpora hold no page

    metadata = trafilatura.extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    text, flags = clean_text(_main_text(tree) if found is None else found)
    named = printable(metadata.title or "")
    headline = _headline(tree, named)
    title = (printable(headline.text_content()) if headline is not None else named) or None
    return raw._replace(
        text=_with_headline(text, title),
        title=title,
        outlet=printable(metadata.sitename or "") or None,
        byline=_byline(tree) or _author(metadata.author or ""),
        date=published(tree, headline),
        url=metadata.url,
        flags=tuple(dict.fromkeys(raw.flags + flags)),
    )


class _TooMuch(Exception):
    """A page has too many elements, or too many inside each other, to be looked at as a tree."""


def _parse(text: str) -> Any:
    if has_too_many_elements(text):
        raise _TooMuch
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = html.document_fromstring(_NO_XML.sub(" ", text).encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        if _is_too_deep(parser):
            raise _TooMuch from None
        raise Rejected("empty", f"no text in the page: {printable(str(error))[:200]}") from None
    if _is_too_deep(parser):
        raise _TooMuch
    return tree


def _is_too_deep(parser: Any) -> bool:
    return any("depth" in error.message for error in parser.error_log.filter_from_errors())


def _main_text(tree: Any) -> str:
    """Trafilatura's text; where it finds none, that of the article's or the body's blocks."""
    import trafilatura

    document: Any = trafilatura.bare_extraction(tree, include_comments=False)
    if document is not None and document.text and document.text.strip():
        return str(document.text)
    articles = tree.xpath("//article") or tree.xpath("//main") or tree.xpath("//body")
    return _block_text(articles[0]) if articles else ""


def _block_text(element: Any) -> str:
    """The text of an element, with a line for each block, without scripts, forms and side matter."""
    element = deepcopy(element)
    etree.strip_elements(element, *sorted(_LEFT_OUT), etree.Comment, with_tail=False)
    for node in element.iter(etree.Element):
        line_break = "\n" if node.tag in BLOCKS else ""
        node.text = line_break + _WHITE_SPACE.sub(" ", node.text or "")
        node.tail = line_break + _WHITE_SPACE.sub(" ", node.tail or "")
    lines = (line.strip() for line in "".join(element.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)


def _headline(tree: Any, title: str) -> Any:
    """The element of the headline that readers see, or none; never that with the name of the site."""
    marked = [h for h in tree.xpath("//h1 | //h2") if _HEADLINE_CLASS.search(h.get("class") or "")]
    headings = marked or tree.xpath("//article//h1") or tree.xpath("//main//h1") or tree.xpath("//h1[not(.//img)]")
    for heading in headings[:3]:
        shown = printable(heading.text_content())
        of_the_site = _SITE_CLASS.search(f"{heading.get('class')} {heading.get('id')}")
        if not of_the_site and (len(shown.split()) > 2 or (shown and shown in title)):
            return heading
    return None


def _byline(tree: Any) -> str | None:
    """A line "By …" in an element marked as the byline, as readers see it."""
    for node in tree.xpath('//*[contains(@class, "byline") or contains(@class, "author")]')[:20]:
        line = printable(node.text_content()[:200])
        if line.lower().startswith("by ") and not is_elsewhere(node):
            header = read_byline(line)
            return header.byline if header else line[3:].strip() or None
    return None


def _author(names: str) -> str | None:
    """Authors from the metadata, without the accounts that pages are filed under."""
    known = [
        name for name in names.split("; ") if name.casefold() not in ("admin", "administrator", "editor", "webmaster")
    ]
    return printable(", ".join(known)) or None


def _with_headline(text: str, title: str | None) -> str:
    """The text, its headline first: headlines often say who said what, and some extractions leave them out."""
    if not title:
        return text
    head = [printable(line) for line in text[:2000].split("\n")[:6]]
    return text if title in head else f"{title}\n{text}"
