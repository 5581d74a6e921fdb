"""report.html as a reader has it: in a browser, from a file, with no network."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from helpers import runs

PHONE = {"width": 400, "height": 800}
# Where Tab starts is reset too.
TO_TOP = "() => { const b = document.body; b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex'); scrollTo(0, 0); }"
DRAWN = "html[data-charts=drawn]"
SHOWN = "#rows tr"

# The mark of a chart that leads to evidence and has most room around it: where on the screen it lies, and its filter.
FREE_MARK = """(name) => {
    const chart = document.querySelector(`[data-chart="${name}"]`);
    const marks = chart._fullData.flatMap((trace, at) => {
        const keys = trace.meta && trace.meta.keys;
        if (!keys || !trace.customdata) return [];
        const x = chart._fullLayout["xaxis" + (trace.xaxis || "x").slice(1)];
        const y = chart._fullLayout["yaxis" + (trace.yaxis || "y").slice(1)];
        const mark = (px, py, values) => values && values[0] !== null ? [{
            x: x._offset + px, y: y._offset + py, filter: Object.fromEntries(keys.map((key, n) => [key, values[n]])),
        }] : [];
        if (trace.type === "heatmap") return trace.customdata.flatMap((cells, row) =>
            cells.flatMap((values, column) => mark(x.c2p(column), y.c2p(row), values)));
        return chart.calcdata[at].flatMap((point, n) =>
            mark(...(point.ct || [x.c2p(point.x), y.c2p(point.y)]), trace.customdata[n]));
    });
    const room = (mark) => Math.min(...marks.filter((other) => other !== mark)
        .map((other) => Math.hypot(other.x - mark.x, other.y - mark.y)));
    const free = marks.reduce((best, mark) => room(mark) > room(best) ? mark : best);
    const top = () => chart.getBoundingClientRect().top;
    scrollBy(0, top() + free.y - innerHeight / 2);
    return { at: [chart.getBoundingClientRect().left + free.x, top() + free.y], filter: free.filter };
}"""


# Words that reach out of their chart, and legends that have more entries than room.
CUT_OFF = """() => [...document.querySelectorAll("[data-chart]")].flatMap((chart) => {
    const frame = chart.getBoundingClientRect();
    const beyond = ({ left, right, top, bottom }) =>
        Math.max(frame.left - left, right - frame.right, frame.top - top, bottom - frame.bottom) > 1.5;
    const words = [...chart.querySelectorAll(".main-svg text")].filter((text) => text.textContent.trim())
        .filter((text) => beyond(text.getBoundingClientRect())).map((text) => text.textContent);
    const scrolled = [...chart.querySelectorAll(".legend .scrollbar")].filter((bar) => bar.getAttribute("height") > 0);
    return [...words, ...scrolled.map(() => "the legend")].map((what) => `${chart.dataset.chart}: ${what}`);
})"""


# Charts that have to be scrolled sideways.
SIDEWAYS = """() => [...document.querySelectorAll("[data-chart]")]
    .filter((chart) => chart.parentElement.scrollWidth > chart.parentElement.clientWidth + 1)
    .map((chart) => chart.dataset.chart)"""


@pytest.fixture(scope="module")
def address(sample_run) -> str:
    return (sample_run / "report.html").as_uri()


@pytest.fixture(scope="module")
def report(chromium, address):
    with chromium.open(address) as watched:
        watched.page.wait_for_selector(DRAWN, state="attached")
        yield watched


@pytest.fixture
def page(report):
    """The report as it is first seen: no filter, at its top."""
    report.page.evaluate(TO_TOP)
    if report.page.evaluate("() => location.hash !== (location.hash = '#evidence=all')"):
        report.page.wait_for_function("() => document.activeElement.id === 'evidence-title'")
    report.page.evaluate(TO_TOP)
    return report.page


def selection(page) -> dict[str, str]:
    """The filter in the page's address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).fragment).items()}


def evidence(page) -> list[dict]:
    """The rows of evidence in the page's own data, by id."""
    data = json.loads(page.locator("#evidence-data").text_content())
    return [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]


def shown_ids(page) -> set[str]:
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    return set(page.locator(SHOWN).evaluate_all("rows => rows.map((row) => row.dataset.id)"))


def test_asks_for_nothing_and_has_no_error(report):
    assert report.outside == []
    assert report.errors == []


def test_draws_every_chart_with_marks(report):
    names = list(json.loads(report.page.locator("#figures").text_content()))
    drawn = report.page.locator("[data-chart].js-plotly-plot .main-svg:first-child")
    assert drawn.count() == len(names) > 10
    for name in names:
        assert report.page.locator(f'[data-chart="{name}"] .cartesianlayer').locator("path, image").count() > 2, name


@pytest.mark.parametrize(
    "chart",
    ["position_heatmap", "issue_balance", "agreement_bars", "actor_network", "statement_timeline", "quotation_kinds"],
)
def test_a_click_on_a_mark_shows_the_sentences_behind_it(page, chart):
    mark = page.evaluate(FREE_MARK, chart)
    page.mouse.move(*mark["at"])
    page.mouse.click(*mark["at"])
    page.wait_for_function("() => document.activeElement.id === 'evidence-title'")
    assert selection(page) == mark["filter"]
    rows = {row["id"]: row for row in evidence(page)}
    found = [rows[i] for i in shown_ids(page)]
    assert found
    for key in ("actor", "issue", "kind", "resolution"):
        if key in mark["filter"] and "other" not in mark["filter"]:
            assert {row[key] for row in found} == {mark["filter"][key]}
    page.locator("#back").click()
    assert page.evaluate("(name) => document.activeElement.closest('figure').id === `chart-${name}`", chart)


def test_a_search_finds_every_sentence_with_the_words_and_no_other(page):
    page.locator("#filters [name=words]").fill("treaty Varossi")
    page.wait_for_function("() => location.hash.includes('words')")
    found = shown_ids(page)
    assert 0 < len(found) < len(evidence(page))
    texts = page.locator(SHOWN).evaluate_all("rows => rows.map((row) => row.textContent.toLowerCase())")
    assert all("treaty" in text and "varossi" in text for text in texts)
    assert f"{len(found)} of {len(evidence(page))} shown" in page.locator("#shown").text_content()


def test_a_search_without_a_result_says_so(page):
    page.locator("#filters [name=words]").fill("no such words anywhere")
    page.wait_for_function("() => document.getElementById('shown').textContent.startsWith('No evidence')")
    assert page.locator(SHOWN).count() == 0


def test_a_link_to_a_selection_shows_that_selection(chromium, address, sample_run):
    (statements,) = runs.read_tables(sample_run, "statements")
    chosen = statements[(statements["actor_id"] == "karvenia") & (statements["issue_id"] == "sarn_treaty")]
    assert len(chosen) > 1
    with chromium.open(f"{address}#actor=karvenia&issue=sarn_treaty") as watched:
        page = watched.page
        page.wait_for_function("() => document.getElementById('shown').textContent.includes('Karvenia')")
        assert shown_ids(page) == set(chosen["statement_id"])
        assert page.locator("#filters [name=actor]").input_value() == "karvenia"
        assert page.locator("#link").get_attribute("href") == "#actor=karvenia&issue=sarn_treaty"


def test_nothing_in_a_chart_is_cut_off(page):
    assert page.evaluate(CUT_OFF) == []


def test_prints_the_charts_without_what_only_a_screen_needs(page, severe_violations):
    page.emulate_media(media="print")
    try:
        for unneeded in ("nav", "#filters", "#pair", ".tools", ".skip"):
            assert not page.locator(unneeded).first.is_visible(), unneeded
        assert page.locator("[data-chart=position_heatmap]").is_visible()
        assert page.locator("#positions table").is_visible()
        assert severe_violations(page) == []
        printed = page.pdf(format="A4")
    finally:
        page.emulate_media(media="screen")
    assert printed.startswith(b"%PDF") and printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") > 5


def test_the_keyboard_alone_leads_from_the_top_to_the_evidence_of_a_mark(page):
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash === '#main'")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.marks summary')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("details[open] ol a")
    page.keyboard.press("Tab")
    if page.evaluate("() => document.activeElement.tagName") == "OL":  # lists that scroll can be focused
        page.keyboard.press("Tab")
    wanted = page.evaluate("() => document.activeElement.hash")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'evidence-title'")
    assert wanted.startswith("#actor=") and page.url.endswith(wanted)
    assert 0 < len(shown_ids(page)) < len(evidence(page))


def test_two_actors_can_be_put_face_to_face(page):
    page.locator("#pair [name=actor]").select_option("karvenia")
    page.locator("#pair [name=other]").select_option("belmora")
    sides = page.locator("#pair-issues .pair-issue").first.locator("h4")
    assert sides.all_text_contents() == ["Karvenia", "Belmora"]
    page.locator("#pair [name=other]").select_option("karvenia")
    assert "two different actors" in page.locator("#pair-issues").text_content()


def test_fits_a_phone(chromium, address, severe_violations):
    with chromium.open(address, viewport=PHONE) as watched:
        watched.page.wait_for_selector(DRAWN, state="attached")
        assert watched.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        assert watched.page.evaluate(SIDEWAYS) == ["actor_affiliations"]
        assert watched.page.evaluate(CUT_OFF) == []
        assert severe_violations(watched.page) == []
        assert watched.errors == []


def test_has_no_serious_accessibility_violation(page, severe_violations):
    page.evaluate("() => { for (const list of document.querySelectorAll('details')) list.open = true; }")
    assert severe_violations(page) == []
