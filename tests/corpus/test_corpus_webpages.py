"""Web pages: main text, headline, author, site and date."""

import pytest

from helpers.corpus.articles import RawArticle, Rejected
from helpers.corpus.dates import parse_date
from helpers.corpus.webpages import declared_encoding, has_markup, is_webpage, markup_text, read_webpage

PARAGRAPHS = [
    "The crews of the ferries have ended their strike after nine days, the harbour board said on Monday morning.",
    "“We are going back to work,” said Ilse Maar, who speaks for the crews, “but we shall not forget this winter.”",
    "Short one.",
    "Dues will stay as they were until the autumn, and the owners will pay for the days that were lost in the strike.",
    "Nobody on the quay could say for sure who had won, but the first boat left at noon with all its flags up.",
]
LD = '<script type="application/ld+json">{}</script>'
SIDEBAR = """<aside class="sidebar"><h3>Latest news</h3><ul>
<li><time datetime="2031-01-01">1 January 2031</time> <a href="/n/1">Cranes at last</a></li>
<li><span class="date">2 January 2031</span> <a href="/n/2">Bell for the pier</a></li></ul></aside>"""


def page(head="", above="", below="", wrap="<article>{}</article>", lead="<h1>Ferry crews end strike</h1>"):
    body = "\n".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    article = wrap.format(f"{lead}{above}<div class='text'>{body}</div>{below}")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ferry crews end strike | Harbour Mail</title>
<meta property="og:site_name" content="Harbour Mail">{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/ports">Ports</a></li></ul></nav>{SIDEBAR}
<main>{article}</main>
<section id="comments"><h3>Comments</h3><p>I was there and the captain is right about everything.</p></section>
<footer><p>© 2031 Harbour Mail. All rights reserved.</p></footer></body></html>"""


def read(html):
    return read_webpage(RawArticle("a.html", "a", html))


@pytest.mark.parametrize(
    "wrap",
    [
        "<article>{}</article>",
        "<div class='content'><div class='post-body'>{}</div></div>",
        "<div id='main'><section>{}</section></div>",
        "<table><tr><td>{}</td></tr></table>",
    ],
    ids=["article", "divs", "section", "table"],
)
def test_main_text_keeps_all_paragraphs_on_lines_of_their_own(wrap):
    lines = read(page(wrap=wrap)).text.split("\n")
    assert lines[0] == "Ferry crews end strike"
    assert [line for line in lines if line in PARAGRAPHS] == PARAGRAPHS
    text = "\n".join(lines)
    assert "Cranes at last" not in text and "captain is right" not in text and "All rights" not in text


def test_headline_comes_first_and_once():
    raw = read(page())
    assert raw.title == "Ferry crews end strike"
    assert raw.text.count("Ferry crews end strike") == 1


def test_headline_that_readers_see_is_preferred_to_the_short_title():
    raw = read(page(lead="<h1>Ferry crews end strike — owners: “We paid enough”</h1>"))
    assert raw.title == "Ferry crews end strike — owners: “We paid enough”"
    assert raw.text.startswith(raw.title)


def test_name_of_the_site_is_no_headline():
    site = '<h1 class="site-title"><a href="/">The Harbour Mail</a></h1>'
    raw = read(page(lead=site + '<h2 class="entry-title">Ferry crews end strike</h2>'))
    assert raw.title == "Ferry crews end strike"


def test_account_that_files_pages_is_no_author():
    assert read(page(head='<meta name="author" content="admin">')).byline is None


def test_page_names_its_site_and_author():
    raw = read(page(above='<div class="byline">By Ilse Brandt and Tam Orlo</div>'))
    assert (raw.outlet, raw.byline) == ("Harbour Mail", "Ilse Brandt and Tam Orlo")
    assert read(page(head='<meta name="author" content="Ilse Brandt">')).byline == "Ilse Brandt"


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ('<meta property="article:published_time" content="2024-03-12T23:10:00+04:00">', ""),
        ('<meta name="date" content="12 March 2024">', ""),
        ('<meta itemprop="datePublished" content="2024-03-12">', ""),
        (LD.format('{"@type":"NewsArticle","datePublished":"2024-03-12T10:00:00Z"}'), ""),
        (LD.format('{"@graph":[{"@type":"WebSite"},{"@type":"Article","datePublished":"2024-03-12"}]}'), ""),
        ("", '<time datetime="2024-03-12T10:00">12 March</time>'),
        ("", "<p>By Ilse Brandt</p><time>March 12, 2024</time>"),
        ("", '<div class="meta"><span class="published">12 March 2024</span></div>'),
        ('<meta property="article:modified_time" content="2024-05-01">', '<time datetime="2024-03-12">12 March</time>'),
    ],
)  # fmt: skip
def test_date_is_what_the_page_states(head, above):
    assert [d.isoformat() for d in parse_date(read(page(head=head, above=above)).date)] == ["2024-03-12"]


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("", ""),
        ('<meta property="article:modified_time" content="2024-05-01T10:00:00Z">', ""),
        ("", '<p class="note">See what we wrote on 12 March 2024.</p>'),
        ("", '<ul class="related"><li><time datetime="2024-03-12">12 March</time> Other news</li></ul>'),
        ("", '<time datetime="2024-03-12">12 March 2024</time>'),
        ('<script type="application/ld+json">{"@type":"ItemList","datePublished":"2024-03-12"}</script>', ""),
        ('<script type="application/ld+json">{broken</script>', ""),
        ("", '<article><h2>Bell</h2><meta itemprop="datePublished" content="2024-03-12"></article>'),
        ("", '<aside><time itemprop="datePublished" datetime="2024-03-12">12 March</time></aside>'),
    ],
)
def test_date_of_something_else_is_not_taken(head, below):
    assert read(page(head=head, below=below)).date is None


def test_day_of_the_visit_is_not_the_date():
    today = '<h1 class="site-title">The Harbour Mail</h1><div class="date">Friday, 1 March 2030</div>'
    assert (
        read(page(wrap=today + "<div>{}</div>", lead='<h2 class="entry-title">Ferry crews end strike</h2>')).date
        is None
    )


def test_date_of_an_update_is_not_the_date():
    assert read(page(above='<time class="updated" datetime="2024-05-01">1 May 2024</time>')).date is None


def test_page_without_text_is_empty():
    for html in ("<html><head><title>x</title></head><body></body></html>", "<html><script>var a;</script></html>"):
        with pytest.raises(Rejected, match="empty"):
            read(html)


def test_short_or_broken_page_still_gives_its_text():
    assert "The crews went home." in read("<html><body><div>The crews went home.<br>Nobody said why.").text
    assert "The crews went home." in read("<p>The crews <b>went</b> home.<p>Nobody said why.</i></div>").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><html><body>x", True),
        (' \n<?xml version="1.0"?><html lang="en">', True),
        ("He wrote <html> in the margin.", False),
        ("The crews went home.", False),
    ],
)
def test_saved_page_is_recognised_under_any_name(text, expected):
    assert is_webpage(text) is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'<meta charset="windows-1252">', "windows-1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-2">', "iso-8859-2"),
        (b"<html><p>charset</p>", None),
    ],
)
def test_declared_encoding_is_read(data, expected):
    assert declared_encoding(data) == expected


def test_markup_is_more_than_an_angle_bracket():
    assert has_markup("<p>One</p>") and has_markup("one<br>two<br/>") and has_markup("&ldquo;x&rdquo;")
    assert not has_markup("a < b > c") and not has_markup("Fish &amp; chips") and not has_markup("<sic> <laughs>")


def test_blocks_of_a_fragment_become_lines():
    fragment = (
        "Lead <em>text</em> here.<h2>Part</h2><ul><li>one</li><li>two</li></ul><table><tr><td>a</td></tr></table>"
    )
    assert markup_text(fragment).split("\n") == ["Lead text here.", "Part", "one", "two", "a"]


def test_deeply_nested_page_does_not_stop_the_program():
    html = "<html><body>" + "<div>" * 3000 + "The crews went home." + "</div>" * 3000
    try:
        assert "crews" in read(html).text
    except Rejected as rejected:
        assert rejected.reason in ("empty", "unreadable")
