"""What strangers wrote is text wherever it is shown: pages, charts, notebooks, spreadsheets, network files."""

import csv
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest

from helpers import runs
from helpers.charts import plot_all
from helpers.exports import FORMULA_STARTS, spreadsheet_safe, write_charts, write_exports
from helpers.report import write_report
from helpers.wording import escaped, wrapped

MARKUP = (
    "<script>mark()</script>", "</script><script>mark()</script>", "<img src=x onerror=mark()>", "<svg/onload=mark()>",
    "<a href='javascript:mark()'>x</a>", "[x](javascript:mark())", "![x](http://mark.example/x)", "{{mark}}",
    "{% mark %}", "$$\\href{javascript:mark()}{x}$$", "\\(mark\\)", "%{mark}", "<!--mark", "]]>mark",
    "&lt;script&gt;mark()", "=HYPERLINK(\"http://mark.example\")", "\u202emark", "\x1b[31mmark", "\"'><b>mark",
    "<style>*{display:none}</style>mark",
)  # fmt: skip
NAMES = ("Vladimir Putin", "Angela Merkel", "Joe Biden", "Xi Jinping")


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory):
    """A run of articles, file names and catalogues that are full of live markup; its home is a folder to look at."""
    folder = tmp_path_factory.mktemp("markup")
    corpus, home = folder / "corpus", folder / "home"
    corpus.mkdir()
    home.mkdir()
    for n, mark in enumerate(MARKUP):
        one, other = NAMES[n % 4], NAMES[(n + 1) % 4]
        text = (
            f"{mark} divides the council for day {n}\nBy {mark}\n"
            f'{one} said on Monday: "We reject the bridge {mark}, and will never accept it, number {n}." '
            f"{other} welcomed the bridge on day {n * 7} of the year. Ada {mark} Lund supported the bridge {mark}.\n"
        )
        (corpus / f"{n} {mark.replace('/', '_')}.txt").write_text(text)
    quoted = [mark.replace("\x1b", "").replace("\u202e", "").replace("'", "''") for mark in MARKUP]
    (folder / "issues.yaml").write_text(
        f"issues:\n  - {{id: bridge, label: '{quoted[1]} {quoted[9]}', supports: '{quoted[2]}', terms: [bridge]}}\n"
    )
    (folder / "actors.yaml").write_text(
        "actors:\n"
        + "".join(
            f"  - {{id: actor_{n}, name: '{quoted[n]} x', kind: person, role: '{quoted[-n]}', aliases: [{name}]}}\n"
            for n, name in enumerate(NAMES, start=1)
        )
    )
    command = [sys.executable, "-m", "helpers", "extract", str(corpus), "--out", str(folder / "run"), "--quotations",
               "rules", "--issues", str(folder / "issues.yaml"), "--actors", str(folder / "actors.yaml")]  # fmt: skip
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=folder, timeout=300)
    assert done.returncode == 0, done.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", done.stdout + done.stderr)
    tables, issues = runs.read_all_tables(folder / "run"), runs.read_issue_labels(folder / "run")
    assert len(tables["statements"]) > 10
    write_charts(folder / "run/charts", plot_all(tables, issues))
    write_exports(folder / "run/exports", tables, issues=issues)
    write_report(folder / "run/report.html", tables=tables, issues=issues, run=runs.read_manifest(folder / "run"))
    return folder / "run"


class Elements(HTMLParser):
    """All elements of a page with their attributes, and what stands in its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements += [(tag, name, value or "") for name, value in attrs or [("", "")]]


def test_pages_hold_no_element_and_no_attribute_that_comes_from_an_article(run_dir):
    pages = [run_dir / "report.html", *sorted((run_dir / "charts").glob("*.html"))]
    assert len(pages) > 5
    for path in pages:
        for tag, name, value in Elements(path.read_text(encoding="utf-8")).elements:
            assert not name.startswith("on"), (path.name, tag, name)
            if name in ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc"):
                assert "javascript" not in value.lower() and "mark.example" not in value, (path.name, tag, value)
            assert not (tag == "script" and "mark" in value)


def test_spreadsheets_see_no_formula_in_any_cell(run_dir):
    for path in sorted((run_dir / "exports").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    numeric = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
                    assert numeric or not cell.startswith(FORMULA_STARTS), (path.name, cell[:50])


@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\u00a0", "\u200b", "\ufeff", "\u2066", " \u200b "])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_formula_is_text_whatever_stands_unseen_before_it(before, sign):
    safe = spreadsheet_safe(pd.DataFrame({"x": [f"{before}{sign}1+1", "a=1"]}))
    assert list(safe["x"]) == [f"'{before}{sign}1+1", "a=1"]


def test_network_files_are_well_formed_and_their_labels_plain_text(run_dir):
    for path in sorted((run_dir / "exports").glob("*.graphml")):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
        assert tags <= {"graphml", "graph", "node", "edge", "key", "data"}


def test_plotly_sees_neither_tags_nor_formulas():
    for mark in MARKUP:
        for shown in (escaped(mark), wrapped(mark, 30)):
            assert "<" not in shown.replace("<br>", "") and "$" not in shown
    assert escaped("costs $5") == "costs &#36;5"


def test_nothing_is_written_outside_the_run_folder(run_dir):
    assert list((run_dir.parent / "home").rglob("*")) == []
    assert sorted(p.name for p in run_dir.parent.iterdir()) == ["actors.yaml", "corpus", "home", "issues.yaml", "run"]
    assert len(list((run_dir.parent / "corpus").iterdir())) == len(MARKUP)
