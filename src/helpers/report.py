"""report.html: one page with charts, findings, tables and the evidence behind every mark; usable offline.

Everything that comes from data reaches the page escaped by jinja2, or as JSON that the page's script puts into
text nodes. The page's content security policy lets its own two scripts run, by their hashes, and no request out.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from helpers.charts import plot_all
from helpers.charts.heatmap import order_issues, position_state
from helpers.charts.layout import for_picture
from helpers.charts.pair import fiercest_pair
from helpers.evidence import NO_ARTICLE, describe_article, evidence_table, records, rows_by_id
from helpers.files import write_text
from helpers.findings import evidence_filter, iter_findings
from helpers.wording import actor_names, counted, name_of, signed

TEMPLATES = Path(__file__).parent / "templates"
MAX_POSITIONS, MAX_TURNS = 500, 40
PICTURE_WIDTH = 1000  # pixels, as in the page's script
DEFAULT_TITLE = "Who stands where"


def write_report(
    path: Path,
    *,
    tables: Mapping[str, pd.DataFrame],
    issues: Mapping[str, str],
    run: Mapping[str, Any],
    figures: Mapping[str, go.Figure] | None = None,
) -> None:
    """Write the report of a run as one self-contained page, whole or not at all.

    Equal arguments give equal bytes.

    Args:
        path: The file to write, usually `report.html` in the run folder.
        tables: All tables of the run by name.
        issues: Issue ids and their labels.
        run: What to say about the run: `title` (text), `counts` and `versions` (names and values); each may be
            missing.
        figures: What `charts.plot_all` made of these tables, where that is there already.
    """
    write_text(path, render_report(tables=tables, issues=issues, run=run, figures=figures))


def render_report(
    *,
    tables: Mapping[str, pd.DataFrame],
    issues: Mapping[str, str],
    run: Mapping[str, Any],
    figures: Mapping[str, go.Figure] | None = None,
) -> str:
    """The page that `write_report` writes."""
    figures = figures or plot_all(tables, issues)
    evidence = evidence_table(tables)
    scripts = [_script(get_plotlyjs()), _script((TEMPLATES / "report.js").read_text(encoding="utf-8"))]
    return environment().get_template("report.html").render(
        title=run.get("title") or DEFAULT_TITLE,
        summary=_summary(tables),
        counts=dict(run.get("counts") or {}),
        versions=dict(run.get("versions") or {}),
        findings=list(iter_findings(tables, issues)),
        charts=[_chart(name, figure) for name, figure in figures.items()],
        positions=_positions(tables, issues),
        n_left_out_positions=max(0, len(tables["positions"]) - MAX_POSITIONS),
        turns=_turns(tables, issues),
        n_left_out_turns=max(0, len(tables["position_shifts"]) - MAX_TURNS),
        has_pairs=len(_first_pair(tables)) == 2,
        figures=embedded_json({name: _bare(figure) for name, figure in figures.items() if not _is_empty(figure)}),
        evidence=embedded_json(
            {**evidence, "names": _names(tables), "issues": _labels(tables, issues), "pair": _first_pair(tables)}
        ),
        n_left_out=evidence["n_left_out"],
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
        scripts=scripts,
        script_hashes=" ".join(_hash(script) for script in scripts),
    )  # fmt: skip


def environment() -> Environment:
    """The templates' environment: everything is escaped, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def embedded_json(value: object) -> Markup:
    """`value` as JSON that can stand in a script element: nothing in it ends or comments out the element.

    Raises:
        ValueError: If a number in it is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _script(text: str) -> Markup:
    r"""A script as the page holds it: HTML reads `\r\n` as `\n`, which would change its hash."""
    return Markup(text.replace("\r\n", "\n").replace("\r", "\n"))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _is_empty(figure: go.Figure) -> bool:
    return "empty" in figure.layout.meta


def _chart(name: str, figure: go.Figure) -> dict[str, Any]:
    """What the page says around a figure."""
    meta = figure.layout.meta
    return {
        "name": name,
        "question": meta["question"],
        "finding": meta["finding"],
        "note": meta["note"],
        "empty": meta.get("empty"),
        "min_width": meta["min_width"],
        "height": figure.layout.height - meta["top"],
    }


def _bare(figure: go.Figure) -> dict[str, Any]:
    """The figure as JSON data without its title, which the page shows as text; `meta` has one for saved pictures."""
    bare: dict[str, Any] = json.loads(plotly.io.to_json(figure, validate=False, engine="json"))
    layout, top = bare["layout"], figure.layout.meta["top"]
    alone = for_picture(figure, PICTURE_WIDTH).layout
    layout["meta"] = {"title": {**layout.pop("title"), "text": alone.title.text}, "top": alone.meta["top"]}
    layout["height"] -= top
    layout["margin"]["t"] -= top
    return bare


def _summary(tables: Mapping[str, pd.DataFrame]) -> str:
    documents, statements = tables["documents"], tables["statements"]
    positions, dated = tables["positions"], documents["published"].dropna()
    copies = int(documents["duplicate_of"].notna().sum())
    span = f" published from {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}" if len(dated) else ""
    return (
        f"{counted(len(documents), 'article')}{span} ({counted(copies, 'copy', 'copies')} of another article among"
        f" them), {counted(len(tables['quotations']), 'quotation')}, {counted(len(statements), 'statement')} by"
        f" {counted(positions['actor_id'].nunique(), 'actor')} on {counted(positions['issue_id'].nunique(), 'issue')}."
    )


def _names(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Names of the actors that the evidence refers to."""
    names = actor_names(tables["actors"])
    used = {*tables["statements"]["actor_id"].unique(), *tables["quotations"]["actor_id"].dropna().unique()}
    return {a: name_of(a, names) for a in sorted(used, key=lambda a: (name_of(a, names).casefold(), a))}


def _first_pair(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The two actors that the page shows face to face before the reader chooses."""
    busiest = tables["statements"]["actor_id"].value_counts(sort=False).reset_index(name="n")
    ranked = busiest.sort_values(["n", "actor_id"], ascending=[False, True])["actor_id"]
    return list(fiercest_pair(tables["actor_pairs"]) or ranked.head(2))


def _labels(tables: Mapping[str, pd.DataFrame], issues: Mapping[str, str]) -> dict[str, str]:
    return {i: name_of(i, issues) for i in order_issues(tables["statements"])}


def _positions(tables: Mapping[str, pd.DataFrame], issues: Mapping[str, str]) -> list[dict[str, Any]]:
    """The table of positions, issue by issue and supporters first; those with fewest statements are left out."""
    names, table = actor_names(tables["actors"]), tables["positions"]
    most = table.sort_values(["n_statements", "actor_id", "issue_id"], ascending=[False, True, True])
    ordered = most.head(MAX_POSITIONS).sort_values(
        ["agreement", "n_statements", "actor_id"], ascending=[False, False, True]
    )
    return [
        {"issue": name_of(issue_id, issues), "rows": [_position(row, names) for row in rows]}
        for issue_id in order_issues(table)
        if (rows := ordered[ordered["issue_id"] == issue_id].to_dict("records"))
    ]


def _position(row: Mapping[Any, Any], names: Mapping[str, str]) -> dict[Any, Any]:
    return {
        **row,
        "actor": name_of(row["actor_id"], names),
        "state": position_state(row),
        "agreement": signed(row["agreement"]),
        "interval": f"{signed(row['ci_low'])} to {signed(row['ci_high'])}",
        "share": f"{row['salience']:.0%}",
        "link": evidence_filter(actor=row["actor_id"], issue=row["issue_id"]),
    }


def _turns(tables: Mapping[str, pd.DataFrame], issues: Mapping[str, str]) -> list[dict[str, Any]]:
    """Shifts and contradictions with both pieces of evidence."""
    names = actor_names(tables["actors"])
    ranked = tables["position_shifts"].sort_values("confidence", ascending=False, kind="stable").head(MAX_TURNS)
    both = [*ranked["evidence_before"], *ranked["evidence_after"]]
    wanted = {i for statement_ids in both for i in (statement_ids, *statement_ids.replace(",", " ").split())}
    statements = rows_by_id(tables["statements"], "statement_id", wanted)
    documents = rows_by_id(tables["documents"], "document_id", {s["document_id"] for s in statements.values()})

    def side(statement_ids: str) -> list[dict[str, Any]]:
        found = [statement_ids] if statement_ids in statements else statement_ids.replace(",", " ").split()
        return [
            {
                "sentence": s["evidence"],
                "document_id": s["document_id"],
                **describe_article(documents.get(s["document_id"], NO_ARTICLE)),
            }
            for s in (statements[i] for i in found if i in statements)
        ]

    return [
        {
            "kind": row["kind"],
            "actor": name_of(row["actor_id"], names),
            "issue": name_of(row["issue_id"], issues),
            "date": None if row["date"] is None else f"{row['date']:%Y-%m-%d}",
            "numbers": f"{signed(row['before'])} to {signed(row['after'])}, confidence {row['confidence']:.2f}",
            "before": side(row["evidence_before"]),
            "after": side(row["evidence_after"]),
            "link": evidence_filter(actor=row["actor_id"], issue=row["issue_id"]),
        }
        for row in records(ranked)
    ]
