import csv
import json
import re

import networkx as nx
import pandas as pd
import pytest

from helpers.charts import plot_all
from helpers.exports import spreadsheet_safe, write_charts, write_exports


@pytest.fixture(scope="module")
def folder(tmp_path_factory, world, issues):
    path = tmp_path_factory.mktemp("exports")
    write_exports(path, world, issues=issues)
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_there_with_all_rows_and_columns(folder, world):
    for name, table in world.items():
        rows = rows_of(folder / f"{name}.csv")
        assert len(rows) == len(table)
        assert list(rows[0]) == list(table.columns)


def test_values_come_back(folder, world):
    rows = rows_of(folder / "quotations.csv")
    table = world["quotations"].to_dict("records")
    for row, original in zip(rows, table, strict=True):
        assert row["content"] == original["content"]
        assert json.loads(row["content_spans"]) == [list(span) for span in original["content_spans"]]
        assert int(row["cue_start"]) == original["cue_start"]
    statements = rows_of(folder / "statements.csv")
    assert {"", "1.0", "-1.0", "0.0"} >= {row["agreement"] for row in statements}
    assert "" in {row["published"] for row in statements}
    assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row["published"]) for row in statements)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_defused(text):
    safe = spreadsheet_safe(pd.DataFrame({"text": [text, "plain", None]}))
    assert list(safe["text"])[:2] == ["'" + text, "plain"]
    assert pd.isna(safe["text"][2])


def test_numbers_and_lists_are_not_touched_by_defusing():
    table = pd.DataFrame({"agreement": [-1.0], "n": [-3], "spans": [[(1, 2)]], "words": [["=a", "é"]]})
    safe = spreadsheet_safe(table)
    assert safe["agreement"][0] == -1.0
    assert safe["n"][0] == -3
    assert safe["spans"][0] == "[[1, 2]]"
    assert safe["words"][0] == '["=a", "é"]'


def test_line_breaks_and_quotes_survive_csv(tmp_path, world):
    odd = world["actors"].assign(role='one\r\ntwo, "three"\rfour;\u2028')
    write_exports(tmp_path, {**world, "actors": odd})
    assert {row["role"] for row in rows_of(tmp_path / "actors.csv")} == {'one\r\ntwo, "three"\rfour;\u2028'}


READERS = {"graphml": nx.read_graphml, "gexf": lambda path: nx.read_gexf(path, version="1.2draft")}


@pytest.mark.parametrize("suffix", READERS)
def test_graphs_read_back_with_names_kinds_and_weights(folder, world, issues, suffix):
    read = READERS[suffix]
    networks = world["networks"].set_index(["kind", "from_id", "to_id"])["weight"]
    graph = read(folder / f"actor_issue.{suffix}")
    assert graph.nodes["karvenia"]["label"] == "Karvenia"
    assert graph.nodes["karvenia"]["kind"] == "state"
    assert graph.nodes["issue:sanctions"]["label"] == issues["sanctions"]
    assert graph["belmora"]["issue:sanctions"]["weight"] == networks["affiliation", "belmora", "sanctions"]
    for kind in ("congruence", "conflict", "subtract"):
        graph = read(folder / f"actor_{kind}.{suffix}")
        assert graph.number_of_edges() == len(networks[kind])
        for one, other, weight in graph.edges(data="weight"):
            assert weight == networks[kind].get((one, other), networks[kind].get((other, one)))


def test_an_actor_and_an_issue_may_share_an_id(tmp_path, world):
    twin = world["networks"].head(1).assign(kind="affiliation", from_id="sanctions", to_id="sanctions")
    write_exports(tmp_path, {**world, "networks": twin})
    assert nx.read_graphml(tmp_path / "actor_issue.graphml").number_of_nodes() == 2


def test_characters_that_xml_forbids_are_left_out(tmp_path, world):
    write_exports(tmp_path, {**world, "actors": world["actors"].assign(name="A\x00\x08<&>\ufffeB\U0001f30a")})
    for suffix, read in READERS.items():
        graph = read(tmp_path / f"actor_conflict.{suffix}")
        assert graph.nodes["karvenia"]["label"] == "A<&>B\U0001f30a"


def test_gexf_carries_no_day_of_writing(folder):
    text = (folder / "actor_issue.gexf").read_text(encoding="utf-8")
    assert "<gexf" in text and "lastmodifieddate" not in text


def test_empty_tables_give_headings_and_empty_graphs(tmp_path, empty_world):
    write_exports(tmp_path, empty_world)
    assert (tmp_path / "positions.csv").read_text().startswith("actor_id,issue_id,n_statements")
    assert all(len(read(tmp_path / f"actor_issue.{suffix}")) == 0 for suffix, read in READERS.items())


def test_equal_tables_give_equal_files(tmp_path, world, table_maker, issues):
    for name, found in (("a", world), ("b", table_maker())):
        write_exports(tmp_path / name, found, issues=issues)
        write_charts(tmp_path / name, plot_all(found, issues))
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert len(names) == len(world) + 4 * 2 + len(plot_all(world, issues)) + 1
    assert not [n for n in names if n.startswith(".")]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_charts_share_one_plotly_and_ask_for_nothing_outside(tmp_path, world, issues):
    figures = plot_all(world, issues)
    write_charts(tmp_path, figures)
    assert (tmp_path / "plotly.min.js").stat().st_size > 1_000_000
    for name in figures:
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert len(page) < 200_000
        assert re.findall(r'src="([^"]*)"', page) == ["plotly.min.js"]
        assert "default-src 'none'" in page
        assert "mathjax.js" not in page.lower()
        assert f'id="chart-{name}"' in page


def test_chart_titles_and_names_are_inert(tmp_path, world, issues):
    figure = plot_all(world, issues)["quotation_kinds"]
    figure.layout.meta = {**figure.layout.meta, "question": "</title><script>alert(1)</script>"}
    figure.data[0].name = "</script><script>alert(2)</script>"
    write_charts(tmp_path, {"odd name": figure})
    page = (tmp_path / "odd name.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert 'id="chart-odd-name"' in page
