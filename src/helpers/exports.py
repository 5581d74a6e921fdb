"""Files for other programs: CSV that is safe in spreadsheets, networks as GraphML and GEXF, charts as pages."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from helpers.files import replacing, write_text
from helpers.report import environment
from helpers.wording import actor_names, name_of

# What a spreadsheet may take for a formula; the full-width forms are read like the ASCII ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# The only button saves a picture: others of Plotly's lead to its web service.
CHART_CONFIG = {"responsive": True, "displaylogo": False, "modeBarButtons": [["toImage"]], "typesetMath": False}

_AT_ONCE = 20_000  # rows of a CSV that are made at a time

_UNSEEN = re.compile("^[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_exports(folder: Path, tables: Mapping[str, pd.DataFrame], *, issues: Mapping[str, str] | None = None) -> None:
    r"""Write every table as CSV, and the networks as GraphML and as GEXF.

    CSV is UTF-8 with `\n` line ends; missing values are empty, lists are JSON (spans as `[[start, end], …]`),
    and text that a spreadsheet would take for a formula has an apostrophe before it.

    Args:
        folder: Where the files go, usually `exports` in the run folder; made if needed.
        tables: The tables of a run by name; `networks`, `actors` and `positions` also give the networks.
        issues: Issue ids and their labels.
    """
    for name, table in tables.items():
        with replacing(folder / f"{name}.csv") as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
            for start in range(0, max(1, len(table)), _AT_ONCE):
                some = spreadsheet_safe(table[start : start + _AT_ONCE])
                some.to_csv(file, index=False, header=start == 0, lineterminator="\n")
    for name, graph in build_graphs(tables, issues=issues or {}).items():
        with replacing(folder / f"{name}.graphml") as temporary:
            nx.write_graphml_xml(graph, temporary, prettyprint=True)
        write_text(folder / f"{name}.gexf", _gexf(graph))


def write_charts(folder: Path, figures: Mapping[str, go.Figure]) -> None:
    """Write each figure as `<name>.html`, with one `plotly.min.js` beside them; they work offline.

    Args:
        folder: Where the files go, usually `charts` in the run folder; made if needed.
        figures: Figures by file name without suffix.
    """
    write_text(folder / "plotly.min.js", get_plotlyjs())
    template = environment().get_template("chart.html")
    for name, figure in figures.items():
        meta = figure.layout.meta or {}
        body = figure.to_html(
            full_html=False,
            include_plotlyjs="directory",
            include_mathjax=False,
            div_id=f"chart-{re.sub(r'[^A-Za-z0-9_-]', '-', name)}",
            config=CHART_CONFIG,
        )
        page = template.render(
            title=meta.get("question", name), min_width=meta.get("min_width", 320), chart=Markup(body)
        )
        write_text(folder / f"{name}.html", page)


def spreadsheet_safe(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with lists as JSON and no text that starts like a formula; numbers and dates as they are."""
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]) and not pd.api.types.is_datetime64_any_dtype(safe[name]):
            safe[name] = pd.Series([_safe_cell(value) for value in safe[name]], index=safe.index, dtype=object)
    return safe


def build_graphs(tables: Mapping[str, pd.DataFrame], *, issues: Mapping[str, str]) -> dict[str, nx.Graph]:
    """The networks table as graphs, by file name.

    Nodes are actor ids, and issue ids after "issue:" (an actor may have the same id); they carry `label` (the
    name), `kind` and `n_statements`; edges carry `weight`.
    """
    networks, positions = tables["networks"], tables["positions"]
    names, kinds = (
        actor_names(tables["actors"]),
        dict(zip(tables["actors"]["actor_id"], tables["actors"]["kind"], strict=True)),
    )
    sizes = {key: positions.groupby(key)["n_statements"].sum().to_dict() for key in ("actor_id", "issue_id")}

    def actor(actor_id: str) -> tuple[str, dict[str, Any]]:
        return _node(
            actor_id, name_of(actor_id, names), kinds.get(actor_id, "actor"), sizes["actor_id"].get(actor_id, 0)
        )

    def issue(issue_id: str) -> tuple[str, dict[str, Any]]:
        return _node(f"issue:{issue_id}", name_of(issue_id, issues), "issue", sizes["issue_id"].get(issue_id, 0))

    graphs = {}
    for file_name, kind, ends in (
        ("actor_issue", "affiliation", issue),
        ("actor_congruence", "congruence", actor),
        ("actor_conflict", "conflict", actor),
        ("actor_subtract", "subtract", actor),
    ):
        graph = nx.Graph(name=file_name)
        for row in networks[networks["kind"] == kind].sort_values(["from_id", "to_id"]).to_dict("records"):
            one, other = actor(row["from_id"]), ends(row["to_id"])
            graph.add_nodes_from([one, other])
            graph.add_edge(one[0], other[0], weight=float(row["weight"]))
        graphs[file_name] = graph
    return graphs


def _gexf(graph: nx.Graph) -> str:
    """The graph as Gephi's own format, without the day of writing: equal graphs give equal bytes."""
    text = "\n".join(nx.generate_gexf(graph, version="1.2draft")) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)


def _node(identifier: str, label: str, kind: str, n_statements: int) -> tuple[str, dict[str, Any]]:
    return _xml_text(identifier), {"label": _xml_text(label), "kind": kind, "n_statements": int(n_statements)}


def _xml_text(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _safe_cell(value: Any) -> Any:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return json.dumps(list(value), ensure_ascii=False)
    if isinstance(value, str) and (
        value.startswith(FORMULA_STARTS) or _UNSEEN.sub("", value).startswith(FORMULA_STARTS)
    ):
        return "'" + value
    return value
