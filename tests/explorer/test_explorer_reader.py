from html.parser import HTMLParser

import pytest

from helpers.explorer.reader import MAX_CHARACTERS, STYLES, render_article

NAMES = {"karvenia": "Karvenia", "belmora": "Belmora", "elka_varossi": "Elka Varossi"}
ISSUES = {"sarn_treaty": "The treaty"}
HOSTILE = "</span><img src=x onerror=alert(1)><script>alert(2)</script> $$x$$ & \"'"


class Pieces(HTMLParser):
    """The pieces of the article with their styles and titles, and all names of elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.pieces, self._on, self._inside = set(), [], [{}], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        attributes = dict(attrs)
        self._inside = self._inside or attributes.get("role") == "document"
        if tag == "span":
            self._on.append(attributes)

    def handle_endtag(self, tag):
        if tag == "span":
            self._on.pop()
        self._inside = self._inside and tag != "div"

    def handle_data(self, data):
        if self._inside:
            self.pieces.append((data, self._on[-1]))

    @property
    def text(self):
        return "".join(text for text, _ in self.pieces)

    def styled(self, name):
        return "".join(text for text, on in self.pieces if STYLES[name] in on.get("style", ""))


def rendered(found, *, document_id="one", names=NAMES, issues=ISSUES, chosen=None):
    of = {name: table[table["document_id"] == document_id] for name, table in found.items() if name != "actors"}
    document = of["documents"].to_dict("records")[0]
    return render_article(
        document, mentions=of["mentions"], quotations=of["quotations"], statements=of["statements"], names=names,
        issues=issues, chosen=chosen,
    )  # fmt: skip


def test_marks_names_quotations_and_statements_where_they_stand(tables_of):
    found = tables_of()
    page = Pieces(rendered(found))
    assert page.text == found["documents"]["text"][0]
    assert page.styled("mention") == page.styled("source") == "Elka Varossi"
    assert page.styled("quotation") == "We will not sign,"
    assert page.styled("opposes") == "“We will not sign,” Elka Varossi said on Monday."
    assert page.styled("supports") == "Belmora welcomed the treaty."
    titles = {on["title"] for _, on in page.pieces if "title" in on}
    assert "Belmora on The treaty: agreement +1.00" in titles
    assert any("direct quotation, speaker: Elka Varossi" in title for title in titles)


def test_points_out_what_is_chosen(tables_of):
    assert Pieces(rendered(tables_of(), chosen=(0, 8))).styled("chosen") == "Karvenia"


def test_an_article_of_which_little_is_known_is_shown(tables_of):
    page = rendered(tables_of(), document_id="two")
    assert "<strong>two</strong>" in page and "no outlet, no date" in page


def test_a_long_article_is_shown_around_what_is_chosen(tables_of):
    text = tables_of()["documents"]["text"][0]
    found = tables_of(f"{'x' * 50_000}{text}{'y' * 50_000}")
    page = Pieces(rendered(found, chosen=(50_000, 50_008)))
    assert page.styled("chosen") == "Karvenia"
    assert page.text.startswith("…x") and page.text.endswith("y…")
    assert len(page.text) == MAX_CHARACTERS + 2


@pytest.mark.parametrize("where", ["text", "title", "outlet", "source", "names", "issues"])
def test_hostile_texts_are_shown_as_they_are_written(tables_of, where):
    found = tables_of(f"{HOSTILE} {tables_of()['documents']['text'][0]}") if where == "text" else tables_of()
    names = {actor: HOSTILE for actor in NAMES} if where == "names" else NAMES
    issues = {"sarn_treaty": HOSTILE} if where == "issues" else ISSUES
    if where in ("title", "outlet", "source"):
        found["documents"] = found["documents"].assign(**{where: HOSTILE})
    page = Pieces(rendered(found, names=names, issues=issues))
    assert page.tags == {"div", "span", "strong", "br", "small"}
    shown = page.text if where == "text" else rendered(found, names=names, issues=issues)
    assert "alert(1)" in shown
