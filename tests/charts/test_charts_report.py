import html
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest

from helpers.charts import plot_all
from helpers.charts.layout import LINE_HEIGHT
from helpers.charts.pair import fiercest_pair
from helpers.evidence import COLUMNS, CONTEXT, evidence_table, paragraph_around
from helpers.exports import write_charts
from helpers.findings import iter_findings
from helpers.report import write_report
from helpers.wording import name_of

HOSTILE = "</script><!--<script>alert('MARK')</script><img src=https://evil.example/x onerror=alert(1)>{{7*7}}\u2028"
RUN = {"title": "Who stands where", "counts": {"articles": 30}, "versions": {"plotly": "7"}}


class Page(HTMLParser):
    """Elements with their attributes, scripts by id, and the text outside of scripts."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.scripts, self.words = [], [], []
        self._script = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self._script = dict(attrs).get("id", "")

    def handle_endtag(self, tag):
        self._script = None if tag == "script" else self._script

    def handle_data(self, data):
        if self._script is None:
            self.words.append(data)
        else:
            self.scripts.append((self._script, data))

    def data(self, identifier):
        return json.loads("".join(text for key, text in self.scripts if key == identifier))

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def written(path, world, issues, run=RUN):
    write_report(path, tables=world, issues=issues, run=run)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def report(tmp_path_factory, world, issues):
    return Page(written(tmp_path_factory.mktemp("report") / "report.html", world, issues))


def test_figures_that_are_shown_and_saved_before_give_the_same_page(tmp_path, world, issues):
    figures = plot_all(world, issues)
    write_charts(tmp_path / "charts", figures)
    write_report(tmp_path / "given.html", tables=world, issues=issues, run=RUN, figures=figures)
    assert (tmp_path / "given.html").read_text(encoding="utf-8") == written(tmp_path / "own.html", world, issues)


def hostile(world):
    found = dict(world)
    found["actors"] = world["actors"].assign(name=HOSTILE)
    found["documents"] = world["documents"].assign(title=HOSTILE, outlet=HOSTILE, source=HOSTILE)
    found["statements"] = world["statements"].assign(evidence=HOSTILE, rationale=HOSTILE)
    found["quotations"] = world["quotations"].assign(source=HOSTILE, cue=HOSTILE)
    return found


def test_page_asks_for_nothing_outside(report):
    for tag, attributes in report.elements:
        assert "src" not in attributes, (tag, attributes)
        assert not attributes.get("href", "#").startswith(("http", "//")), attributes
        assert tag not in {"link", "iframe", "img", "base", "object"}
    policy = next(m["content"] for m in report.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == 2
    assert "http" not in policy


def test_plotly_is_there_once_and_mathjax_is_not(report):
    scripts = [text for key, text in report.scripts if key == ""]
    assert sum("plotly.js v" in text[:500] for text in scripts) == 1
    assert not any("MathJax.js" in str(attrs) for _, attrs in report.elements)


def test_equal_tables_give_equal_bytes(tmp_path, world, table_maker, issues):
    first, second = written(tmp_path / "a.html", world, issues), written(tmp_path / "b.html", table_maker(), issues)
    assert first == second
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_hostile_texts_are_inert_and_complete(tmp_path, world, issues):
    run = {"title": HOSTILE, "counts": {HOSTILE: HOSTILE}, "versions": {}}
    page = Page(written(tmp_path / "report.html", hostile(world), dict.fromkeys(issues, HOSTILE), run))
    assert len(page.all("script")) == 4
    assert not page.all("img")
    assert "".join(page.words).count("alert('MARK')") > 10
    assert "49" not in next(w for w in page.words if "alert('MARK')" in w)
    assert page.data("evidence-data")["names"]["karvenia"] == HOSTILE
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_embedded_data_cannot_end_its_script(tmp_path, world, issues):
    text = written(tmp_path / "report.html", hostile(world), issues)
    for block in re.findall(r'<script type="application/json" id="[a-z-]+">(.*?)</script>', text, re.DOTALL):
        assert "<" not in block
        assert json.loads(block)


def test_script_puts_data_into_text_nodes_only():
    from helpers.report import TEMPLATES

    script = (TEMPLATES / "report.js").read_text()
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("):
        assert sink not in script


def test_every_chart_has_data_question_and_description(report):
    figures = report.data("figures")
    holders = [d for d in report.all("div") if "data-chart" in d]
    assert [d["data-chart"] for d in holders] == list(figures)
    assert len(figures) == 16
    assert [d["role"] for d in holders] == ["img"] * 16
    for holder in holders:
        question, finding = holder["aria-label"].split("? ", 1)
        assert question and re.search(r"\d", finding) and finding.endswith("."), holder
    groups = [d["aria-label"] for d in report.all("div") if d.get("role") == "group"]
    assert sum(label.startswith("Chart: ") and label.endswith("?") for label in groups) == 16


def test_every_chart_has_its_marks_as_a_list_and_can_be_saved_from_the_keyboard(report):
    names = list(report.data("figures"))
    assert [d["data-marks"] for d in report.all("details")] == names
    saved = [(b["data-save"], b["data-format"]) for b in report.all("button") if "data-save" in b]
    assert saved == [(name, format_) for name in names for format_ in ("png", "svg")]
    labels = [b["aria-label"] for b in report.all("button") if "data-save" in b]
    assert len(set(labels)) == len(labels)


def test_saved_pictures_get_a_title_with_the_finding(report, world, issues):
    whole = plot_all(world, issues)
    for name, figure in report.data("figures").items():
        layout, meta = figure["layout"], whole[name].layout.meta
        assert layout["height"] + meta["top"] == whole[name].layout.height
        assert "title" not in layout
        title = html.unescape(re.sub("<[^>]+>", " ", layout["meta"]["title"]["text"].replace("<br>", " ")))
        said = f"{meta['question']} {meta['finding']} {meta['note']}"
        assert " ".join(title.split()) == " ".join(said.split())
        assert layout["meta"]["top"] == (layout["meta"]["title"]["text"].count("<br>") + 1) * LINE_HEIGHT + 18


def test_marks_use_filters_that_the_page_knows(report):
    from helpers.report import TEMPLATES

    known = set(json.loads(re.search(r"KEYS = (\[.*?\]);", (TEMPLATES / "report.js").read_text())[1]))
    keys = {
        key
        for figure in report.data("figures").values()
        for trace in figure["data"]
        for key in (trace.get("meta") or {}).get("keys", [])
    }
    assert {"actor", "other", "issue", "side", "from", "to"} <= keys <= known


def test_the_page_opens_face_to_face_with_the_fiercest_opponents(report, world):
    assert tuple(report.data("evidence-data")["pair"]) == fiercest_pair(world["actor_pairs"]) == ("belmora", "karvenia")
    assert {"actor", "other"} <= {s["name"] for s in report.all("select")}


def test_without_opponents_it_opens_with_those_who_say_most(tmp_path, world, issues):
    friends = {**world, "actor_pairs": world["actor_pairs"].assign(conflict=0.0)}
    pair = Page(written(tmp_path / "report.html", friends, issues)).data("evidence-data")["pair"]
    n = world["statements"]["actor_id"].value_counts()
    assert len(set(pair)) == 2
    assert n[pair[0]] >= n[pair[1]] >= n.drop(pair).max()


def test_contents_lead_to_places_that_exist(report):
    ids = {attributes["id"] for _, attributes in report.elements if "id" in attributes}
    anchors = [a["href"][1:] for a in report.all("a") if "=" not in a["href"]]
    assert len(anchors) > 10
    assert set(anchors) <= ids


def test_landmarks_and_labels(report):
    tags = [tag for tag, _ in report.elements]
    assert [tags.count(t) for t in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]
    assert report.all("html")[0]["lang"] == "en"
    assert tags.count("label") == tags.count("select") + tags.count("input")


def test_each_position_leads_to_its_evidence(report, world):
    rows = report.data("evidence-data")["rows"]
    found = {(row[COLUMNS.index("actor")], row[COLUMNS.index("issue")]) for row in rows}
    links = [parse_qs(a["href"][1:]) for a in report.all("a") if a.get("aria-label", "").startswith("show evidence:")]
    assert len(links) == len(world["positions"])
    assert {(link["actor"][0], link["issue"][0]) for link in links} == found


def test_evidence_shows_sentence_cue_speaker_and_article(report, world):
    data = report.data("evidence-data")
    assert len(data["rows"]) == len(world["statements"])
    statements = world["statements"].set_index("statement_id")
    for values in data["rows"]:
        row = dict(zip(data["columns"], values, strict=True))
        statement = statements.loc[row["id"]]
        assert row["text"] == statement["evidence"]
        assert row["before"].startswith("Rain fell on the \U0001f30a river")
        assert row["after"] == " Nobody was hurt."
        assert row["agreement"] == statement["agreement"]
        assert data["documents"][row["document"]]["title"].startswith("Talks on the river")
        assert (row["cue"] is None) == (row["kind"] == "reporter's sentence")
    speakers = {values[COLUMNS.index("speaker")] for values in data["rows"]}
    assert "Petra Lindqvar (“the minister”)" in speakers


def test_quotations_without_statement_are_evidence_too(world):
    fewer = {**world, "statements": world["statements"].head(20)}
    rows = evidence_table(fewer)["rows"]
    kept = set(fewer["statements"]["quotation_id"].dropna())
    assert len(rows) == 20 + sum(q not in kept for q in world["quotations"]["quotation_id"])
    assert {row[COLUMNS.index("issue")] for row in rows[20:]} == {None}


def test_statements_coded_elsewhere_need_no_articles(tmp_path, world, empty_world, issues):
    alone = {**empty_world, **{k: world[k] for k in ("actors", "positions", "networks", "actor_pairs")}}
    alone["statements"] = world["statements"].assign(quotation_id=None)
    alone["position_shifts"] = world["position_shifts"]
    page = Page(written(tmp_path / "report.html", alone, issues))
    rows = page.data("evidence-data")["rows"]
    assert [row[COLUMNS.index("text")] for row in rows] == list(world["statements"]["evidence"])


def test_a_large_run_stays_small_and_keeps_evidence_for_every_position(tmp_path, table_maker, issues):
    large = table_maker(n_statements=8000, n_documents=300)
    text = written(tmp_path / "report.html", large, issues)
    assert (tmp_path / "report.html").stat().st_size < 8_000_000
    small = evidence_table(large, max_bytes=40_000)
    assert small["n_left_out"] > 5000
    cells = {(r[COLUMNS.index("actor")], r[COLUMNS.index("issue")]) for r in small["rows"]}
    assert cells == set(zip(large["positions"]["actor_id"], large["positions"]["issue_id"], strict=True))
    assert "of them, the least sure ones" in text


def test_an_empty_run_says_so(tmp_path, empty_world):
    page = Page(written(tmp_path / "report.html", empty_world, {}, {}))
    words = " ".join(page.words)
    assert "Positions: no data." in words
    assert "No shift of position and no contradiction was found." in words
    assert page.data("figures") == {}
    assert "fewer than two actors take positions" in words


@pytest.mark.parametrize(("text", "span", "paragraphs", "expected"), [
    ("One. Two. Three.\nFour.", (5, 9), [(0, 16), (17, 22)], ("One. ", "Two.", " Three.")),
    ("One.\nTwo. Three.", (5, 9), [], ("", "Two.", " Three.")),
    ("One\nwrapped. Two.", (13, 17), [(0, 17)], ("One wrapped. ", "Two.", "")),
    ("Title\nBody.", (0, 5), [(6, 11)], ("", "Title", "")),
], ids=["paragraph", "line_without_paragraphs", "wrapped_lines", "outside_the_body"])  # fmt: skip
def test_paragraph_around(text, span, paragraphs, expected):
    assert paragraph_around(text, *span, paragraphs) == expected


def test_long_paragraphs_are_cut_on_both_sides():
    before, text, after = paragraph_around("a" * 2000 + "X" + "b" * 2000, 2000, 2001, [(0, 4001)])
    assert (before, text, after) == ("…" + "a" * CONTEXT, "X", "b" * CONTEXT + "…")


def test_findings_name_sides_opposition_and_turns(world, issues):
    findings = list(iter_findings(world, issues))
    texts = [f.text for f in findings]
    assert any(t.startswith("Sanctions against Karvenia: Belmora supports it most clearly") for t in texts)
    assert any(t.startswith("Largest opposition: Belmora and Karvenia") and "5 shared issues" in t for t in texts)
    assert any(t.startswith("Shift: Karvenia moved around 2024-") for t in texts)
    assert any(t.startswith("Contradiction: Tesmark takes both sides") for t in texts)
    assert any(t.startswith("Communities: ") and "(n = " in t for t in texts)
    assert any(t.startswith("Polarization: Over all articles") and "what chance gives" in t for t in texts)
    principle = next(t for t in texts if t.startswith("Principle"))
    assert principle == (
        "Principle “Integrity of territory”: Karvenia supports it for Velm (agreement +1.00, 3 statements) and opposes"
        " it for Upper Selm (agreement −1.00, 2 statements)."
    )
    assert all(set(parse_qs(f.evidence)) <= {"actor", "other", "issue"} for f in findings)


def test_two_statements_do_not_outdo_twenty(world, issues):
    positions = world["positions"][world["positions"]["issue_id"] == "sanctions"].head(2).copy()
    positions["actor_id"] = ["iskara", "orvane"]
    positions["n_statements"] = [2, 20]
    positions["agreement"] = positions["ci_high"] = [1.0, 0.9]
    positions["ci_low"] = [1.0, 0.7]
    positions["label"] = "support"
    texts = [f.text for f in iter_findings({**world, "positions": positions}, issues)]
    assert texts[0].startswith("Sanctions against Karvenia: Orvane supports it most clearly")


def test_findings_do_not_call_an_unclear_position_a_side(world, issues):
    unclear = {**world, "positions": world["positions"].assign(label="unclear")}
    texts = [f.text for f in iter_findings(unclear, issues)]
    assert sum("no actor clearly takes a side" in t for t in texts) == 5
    assert not any("most clearly" in t for t in texts)


def test_ids_without_a_name_are_shown_as_they_are():
    assert name_of("XYZ", {}) == "XYZ"
