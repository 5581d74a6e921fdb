"""The notebooks in JupyterLab, as readers run them, on articles whose every text tries to run or to load something."""

import json
import re
import shutil

import pandas as pd
import pytest

from helpers import runs, tables
from helpers.pipeline import STEPS
from helpers.resources import NOTEBOOKS

MARKUP = (
    "<img src=x onerror=window.__pwned=1>", "</script><script>window.__pwned=2</script>",
    "<svg/onload=window.__pwned=3>", "<a href='javascript:window.__pwned=4'>x</a>", "[x](javascript:window.__pwned=5)",
    "![x](http://outside.example/x.png)", "$$\\href{javascript:window.__pwned=6}{x}$$", "\\(\\frac{1}{2}\\)",
    "<iframe src=http://outside.example/frame></iframe>", "<link rel=stylesheet href=http://outside.example/y.css>",
    "\"'><b onclick=window.__pwned=7>", "**bold** `code`",
)  # fmt: skip
NAMES = ("Vladimir Putin", "Angela Merkel", "Joe Biden", "Xi Jinping")
RUN_ALL = """() => Promise.race([
    jupyterapp.commands.execute("notebook:run-all-cells").then(() => true),
    new Promise((_, fail) => setTimeout(() => fail(new Error("the notebook takes longer than five minutes")), 300000)),
])"""
STOP = "async () => { await jupyterapp.shell.currentWidget.sessionContext.shutdown(); }"
CHOSEN_IN_SIGHT = """() => {
    const frame = document.querySelector("[role=document]").getBoundingClientRect();
    const chosen = document.querySelector("[data-chosen]").getBoundingClientRect();
    return frame.top <= chosen.top && chosen.top < frame.bottom;
}"""
# Chooses or types as a reader does; the seconds until the list is drawn anew and the line above it says what it holds.
SECONDS_TO_DRAW = """(field, value) => new Promise((done, fail) => {
    const line = () => document.querySelector(".widget-html [role=status]").textContent;
    const before = line();
    let drawn = false;
    const watch = new MutationObserver((changes) => {
        drawn = drawn || changes.some((change) => change.target.closest?.(".dt-container tbody"));
        if (!drawn || line() === before) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - start) / 1000)));
    });
    watch.observe(document.body, { subtree: true, childList: true });
    setTimeout(() => fail(new Error(`still ${line()}`)), 30000);
    const options = [...(field.options || [])];
    if (options.length) field.selectedIndex = options.findIndex((option) => option.text.replace(/\\s/g, " ") === value);
    else field.value = value;
    const start = performance.now();
    field.dispatchEvent(new Event(options.length ? "change" : "input", { bubbles: true }));
})"""
LIVE = "script, iframe, link, b, img[src=x], mjx-container, [onclick], [onerror]"  # nothing of ours


@pytest.fixture(scope="module")
def notebooks(workspace):
    """A copy of the notebooks whose parameters name a corpus of hostile articles."""
    corpus = workspace / "corpus"
    corpus.mkdir()
    for n, mark in enumerate(MARKUP):
        one, other = NAMES[n % 4], NAMES[(n + 1) % 4]
        text = (
            f"{mark} divides the council for day {n}\nBy {mark}\n"
            f'{one} said on Monday: "We reject the bridge {mark}, and will never accept it, number {n}." '
            f"{other} welcomed the bridge on day {n * 7} of the year. Ada {mark} Lund supported the bridge {mark}.\n"
        )
        (corpus / f"{n} {mark.replace('/', '_')}.txt").write_text(text)
    quoted = [mark.replace("'", "''") for mark in MARKUP]
    (workspace / "issues.yaml").write_text(
        f"issues:\n  - {{id: bridge, label: '{quoted[1]} {quoted[6]}', supports: '{quoted[0]}', terms: [bridge]}}\n"
    )
    (workspace / "actors.yaml").write_text(
        "actors:\n"
        + "".join(
            f"  - {{id: actor_{n}, name: '{quoted[n]} x', kind: person, role: '{quoted[-n]}', aliases: [{name}]}}\n"
            for n, name in enumerate(NAMES, start=1)
        )
    )
    values = {
        "RUN_DIR": "../runs/hostile", "CORPUS": str(corpus), "QUOTATIONS": "rules",
        "ISSUES": str(workspace / "issues.yaml"), "ACTORS": str(workspace / "actors.yaml"),
    }  # fmt: skip
    folder = workspace / "notebooks"
    folder.mkdir()
    for step in STEPS:
        text = json.loads((NOTEBOOKS / f"{step.notebook}.ipynb").read_text(encoding="utf-8"))
        for cell in text["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                cell["source"] = [_with_value(line, values) for line in cell["source"]]
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        (folder / f"{step.notebook}.ipynb").write_text(json.dumps(text), encoding="utf-8")
    shutil.copy(NOTEBOOKS / "explore.ipynb", folder)
    return folder


def _with_value(line, values):
    name = line.partition(":")[0]
    return re.sub(r'= "[^"]*"', lambda _: f"= {json.dumps(values[name])}", line) if name in values else line


def test_the_articles_would_run_and_load_something_where_they_are_not_escaped(chromium):
    with chromium.open("about:blank") as watched:
        with watched.page.expect_event("requestfailed", lambda request: "outside.example" in request.url):
            watched.page.set_content("".join(f"<div>{mark}</div>" for mark in MARKUP))
        watched.page.wait_for_function("() => window.__pwned")
        assert any("outside.example" in asked for asked in watched.outside)


def assert_harmless(watched):
    page = watched.page
    assert page.evaluate("() => window.__pwned") is None
    assert watched.outside == []
    for place in ("a[href]", "[*|href]"):
        links = page.locator(place).evaluate_all("all => all.map((a) => String(a.getAttribute('href')))")
        assert not [link for link in links if re.match(r"\s*(javascript|http://outside)", link, re.IGNORECASE)]


def outputs_without_errors(page):
    page.wait_for_function("() => !document.querySelector('.jp-Notebook .jp-InputPrompt')?.textContent.includes('*')")
    assert (
        page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").all_text_contents() == []
    )
    return page.locator(".jp-OutputArea-output")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.notebook)
def test_every_notebook_runs_and_shows_hostile_articles_as_text(lab, notebooks, step):
    from playwright.sync_api import expect

    with lab.open(f"notebooks/{step.notebook}.ipynb") as watched:
        page = watched.page
        page.evaluate(RUN_ALL)
        outputs = outputs_without_errors(page)
        shown = " ".join(outputs.all_text_contents())
        assert "window.__pwned" in shown or step in (STEPS[0], STEPS[-1])
        assert outputs.locator(LIVE).count() == 0
        if step is STEPS[-1]:
            cells = json.loads((notebooks / f"{step.notebook}.ipynb").read_text())["cells"]
            n_charts = sum("".join(cell["source"]).startswith("figures[") for cell in cells)
            assert n_charts > 10
            drawn = page.locator(".jp-OutputArea .js-plotly-plot", has=page.locator(".main-svg"))
            expect(drawn).to_have_count(n_charts, timeout=30_000)
        assert_harmless(watched)
        page.evaluate(STOP)


def test_the_report_of_hostile_articles_shows_them_as_text(chromium, notebooks, workspace):
    path = workspace / "runs/hostile/report.html"
    if not path.exists():
        pytest.fail("the notebooks before did not write the report")
    with chromium.open(path.as_uri()) as watched:
        page = watched.page
        page.wait_for_selector("html[data-charts=drawn]", state="attached")
        page.evaluate("() => { for (const list of document.querySelectorAll('details')) list.open = true; }")
        for holder in page.locator("[data-chart]").all():
            holder.hover(force=True)
        assert page.locator("#rows").text_content().count("window.__pwned") > 10
        assert watched.errors == []
        assert_harmless(watched)


@pytest.fixture(scope="module")
def explorer(lab, notebooks, workspace, sample_run):
    """The explorer on the sample's run, the newest of the workspace."""
    shutil.copytree(sample_run, workspace / "runs/sample")
    runs.write_manifest(workspace / "runs/sample", runs.read_manifest(workspace / "runs/sample"))
    with lab.open("notebooks/explore.ipynb", viewport={"width": 1280, "height": 2000}) as watched:
        watched.page.evaluate(RUN_ALL)
        watched.page.wait_for_selector(".dt-container tbody tr")
        outputs_without_errors(watched.page)
        yield watched


def field(page, label):
    return page.get_by_label(label, exact=True).first


def wait_for_status(page, text):
    page.locator(".widget-html [role=status]", has_text=text).wait_for()


def choose_karvenia_on_the_treaty(page, run):
    """Choose in both menus, and wait until the kernel has answered."""
    (statements,) = runs.read_tables(run, "statements")
    wanted = statements[(statements["actor_id"] == "karvenia") & (statements["issue_id"] == "sarn_treaty")]
    field(page, "Actor").select_option(label="Karvenia")
    field(page, "Issue").select_option(label=runs.read_issue_labels(run)["sarn_treaty"])
    wait_for_status(page, f"{len(wanted)} of ")


def test_the_explorer_opens_on_the_newest_run_and_lists_what_was_said(explorer, workspace):
    assert field(explorer.page, "Run folder").input_value() == str(workspace / "runs/sample")
    wait_for_status(explorer.page, "the 100 surest are listed")
    assert explorer.page.locator("[role=document] span").count() > 10


def test_the_explorer_filters_while_one_types_and_chooses(explorer, workspace):
    page = explorer.page
    choose_karvenia_on_the_treaty(page, workspace / "runs/sample")
    field(page, "Words").press_sequentially("no such words")
    wait_for_status(page, "0 of ")
    page.get_by_role("button", name="Clear").click()
    wait_for_status(page, "the 100 surest are listed")


def test_the_explorer_has_no_serious_accessibility_violation(explorer, severe_violations):
    assert severe_violations(explorer.page, ".jp-OutputArea-output") == []


def test_a_click_on_a_row_shows_it_in_its_article(explorer):
    page = explorer.page
    row = page.locator(".dt-container tbody tr").nth(2)
    said = row.locator("td").nth(2).text_content()
    row.click()
    page.wait_for_function(
        "said => document.querySelector('[role=document]')?.textContent.replace(/\\s+/g, ' ').includes(said)",
        arg=said[:40],
    )
    page.wait_for_function("said => document.body.textContent.includes('Chosen: ' + said)", arg=said[:40])
    page.wait_for_function(CHOSEN_IN_SIGHT)


def test_a_correction_is_saved_beside_the_run_and_a_wrong_value_is_told(explorer, workspace):
    page, path = explorer.page, workspace / "runs/sample.corrections.csv"
    choose_karvenia_on_the_treaty(page, workspace / "runs/sample")
    field(page, "Correct").select_option(label="Statement: its agreement (-1 … 1)")
    value = field(page, "It should be")
    value.fill("7")
    page.get_by_role("button", name="Save the correction").click()
    wait_for_status(page, "agreement cannot be '7'")
    assert not path.exists()
    value.fill("0")
    page.get_by_role("button", name="Save the correction").click()
    wait_for_status(page, "Saved. It counts from the next run")
    assert path.read_text(encoding="utf-8-sig").splitlines()[1].startswith("statements,")


def test_another_run_can_be_chosen_and_its_hostile_articles_are_text(explorer, workspace):
    page = explorer.page
    folder = field(page, "Run folder")
    folder.fill(str(workspace / "no such run"))
    folder.press("Enter")
    wait_for_status(page, "is no run folder")
    folder.fill(str(workspace / "runs/hostile"))
    folder.press("Enter")
    page.wait_for_function("() => document.querySelector('[role=document]')?.textContent.includes('window.__pwned')")
    assert page.locator(".dt-container tbody").text_content().count("window.__pwned") > 3
    for row in range(5):
        page.locator(".dt-container tbody tr").nth(row).click()
    assert page.locator(".jp-OutputArea-output").locator(LIVE).count() == 0
    assert_harmless(explorer)


@pytest.fixture(scope="module")
def large_run(workspace):
    """100,000 quotations of 100 actors in 1,000 articles."""
    sentences = [f"“We will not sign page {n} of the treaty,” Actor {n} said on Monday. " for n in range(100)]
    text, starts = "".join(sentences), [sum(map(len, sentences[:n])) for n in range(100)]
    documents = [f"article_{n:04d}" for n in range(1000)]
    found = {
        "documents": {"document_id": documents, "source": documents, "title": documents, "text": [text] * 1000,
                      "outlet": [f"Outlet {n % 30}" for n in range(1000)], "body": [[(0, len(text))]] * 1000,
                      "published": pd.date_range("2024-01-01", periods=1000), "language": ["en"] * 1000,
                      "n_words": [1300] * 1000, "sha256": [f"{n:064x}" for n in range(1000)], "flags": [[]] * 1000},
        "actors": {"actor_id": [f"actor_{n:02d}" for n in range(100)], "name": [f"Actor {n}" for n in range(100)],
                   "kind": ["person"] * 100, "aliases": [[]] * 100, "n_mentions": [1000] * 100,
                   "n_documents": [1000] * 100},
        "quotations": {
            "quotation_id": [f"q{n:06d}" for n in range(100_000)], "flags": [[]] * 100_000,
            "document_id": [document for document in documents for _ in range(100)], "kind": ["direct"] * 100_000,
            "content": [s[1 : s.index("”")] for s in sentences] * 1000,
            "content_spans": [[(a + 1, a + s.index("”"))] for a, s in zip(starts, sentences, strict=True)] * 1000,
            "speaker_id": [f"actor_{n:02d}" for n in range(100)] * 1000, "resolution": ["named"] * 100_000,
            "actor_id": [f"actor_{n:02d}" for n in range(100)] * 1000,
            "confidence": [n % 997 / 997 for n in range(100_000)],
        },
    }  # fmt: skip
    folder = workspace / "large"
    empty = {name: tables.SCHEMAS[name].empty() for name in ("mentions", "statements")}
    runs.write_tables(folder, **empty, **{name: tables.SCHEMAS[name].frame(rows) for name, rows in found.items()})
    (folder / "tables/issues.yaml").write_text(
        "issues:\n  - {id: treaty, label: The treaty, supports: signing it, terms: [treaty]}\n"
    )
    return folder


def test_the_list_is_drawn_at_once_among_100_000_quotations(explorer, large_run):
    """The aim is 0.3 s. On a busy machine a choice cost 0.2 s of computing and words 0.3 s; the bounds leave room."""
    page = explorer.page
    folder = field(page, "Run folder")
    folder.fill(str(large_run))
    folder.press("Enter")
    wait_for_status(page, "100,000 of 100,000")
    chosen = [field(page, "Actor").evaluate(SECONDS_TO_DRAW, who) for who in ("Actor 3", "all", "Actor 97", "all")]
    typed = [
        field(page, "Words").evaluate(SECONDS_TO_DRAW, words) for words in ("page 1", "page 17 treaty", "outlet 4")
    ]
    assert min(chosen) < 0.5 and min(typed) < 0.5, (chosen, typed)
    assert max(chosen + typed) < 5, (chosen, typed)
