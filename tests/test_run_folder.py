"""What a run of the sample leaves behind: the contract, span by span, and the same again byte for byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from helpers import runs, tables
from helpers.pipeline import STEPS


@pytest.fixture(scope="module")
def run(sample_run):
    return runs.read_all_tables(sample_run)


def test_everything_that_the_contract_names_is_there(sample_run):
    names = {p.relative_to(sample_run).as_posix() for p in sample_run.rglob("*") if p.is_file()}
    assert {f"tables/{name}.parquet" for name in tables.SCHEMAS} <= names
    assert {f"notebooks/{step.notebook}.ipynb" for step in STEPS} <= names
    assert {f"exports/{name}.csv" for name in tables.SCHEMAS} <= names
    assert {"run.json", "report.html", "tables/issues.yaml", "charts/plotly.min.js"} <= names
    assert "parses/order.json" in names
    assert any(name.startswith("parses/part-") and name.endswith(".spacy") for name in names)
    assert not [name for name in names if name.endswith(".tmp")]


def test_the_command_ends_with_the_report_and_three_lines_of_what_was_found(sample_run):
    lines = (sample_run.parent / "stdout.txt").read_text().splitlines()
    assert lines[0] == f"Report: {sample_run / 'report.html'}" and len(lines) == 4
    assert all(line.startswith("  ") for line in lines[1:])


def test_the_manifest_counts_rows_and_names_what_was_used(sample_run, run):
    manifest = runs.read_manifest(sample_run)
    assert manifest["counts"] == {name: len(table) for name, table in run.items()}
    assert {"parameters", "versions", "corpus_fingerprint", "stages"} <= set(manifest)
    assert {"python", "spacy"} <= set(manifest["versions"])
    assert all(stage["seconds"] > 0 for stage in manifest["stages"].values())


def test_every_stored_text_is_the_text_at_its_offsets(run):
    texts = dict(zip(run["documents"]["document_id"], run["documents"]["text"], strict=True))
    for row in run["mentions"].to_dict("records"):
        assert texts[row["document_id"]][row["start"] : row["end"]] == row["text"]
    for row in run["quotations"].to_dict("records"):
        text = texts[row["document_id"]]
        assert " ".join(text[start:end] for start, end in row["content_spans"]) == row["content"]
        for part in ("cue", "source"):
            if isinstance(row[part], str):
                assert text[row[f"{part}_start"] : row[f"{part}_end"]] == row[part]
    for row in run["statements"].to_dict("records"):
        assert texts[row["document_id"]][row["evidence_start"] : row["evidence_end"]] == row["evidence"]


def test_only_titles_and_body_are_analysed(run):
    bodies = dict(zip(run["documents"]["document_id"], run["documents"]["body"], strict=True))
    spans = [
        *((r["document_id"], s) for r in run["quotations"].to_dict("records") for s in r["content_spans"]),
        *((r["document_id"], (r["start"], r["end"])) for r in run["mentions"].to_dict("records")),
        *((r["document_id"], (r["evidence_start"], r["evidence_end"])) for r in run["statements"].to_dict("records")),
    ]
    for document_id, (start, end) in spans:
        assert any(a <= start < b for a, b in bodies[document_id]), (document_id, start)
        assert any(a < end <= b for a, b in bodies[document_id]), (document_id, end)


def test_ids_point_to_rows_that_exist(run):
    actors, quotations = set(run["actors"]["actor_id"]), set(run["quotations"]["quotation_id"])
    for name, column in (
        ("mentions", "actor_id"), ("quotations", "speaker_id"), ("quotations", "actor_id"), ("statements", "actor_id"),
        ("positions", "actor_id"), ("actor_pairs", "actor_id"), ("actor_pairs", "other_actor_id"),
        ("actors", "affiliation"), ("actor_issues", "actor_id"), ("communities", "actor_id"),
        ("community_pairs", "actor_id"), ("community_pairs", "other_actor_id"), ("window_networks", "from_id"),
        ("principles", "actor_id"),
    ):  # fmt: skip
        assert set(run[name][column].dropna()) <= actors, (name, column)
    assert set(run["statements"]["quotation_id"].dropna()) <= quotations
    shifts = run["position_shifts"]
    assert {*shifts["evidence_before"], *shifts["evidence_after"]} <= set(run["statements"]["statement_id"])


def test_windows_are_parts_of_the_whole(run):
    polarization = run["polarization"].set_index("window")
    windows = polarization.drop(index="all")
    assert len(windows) == 4 and windows["n_statements"].sum() <= polarization.loc["all", "n_statements"]
    assert set(run["window_networks"]["window"]) == set(windows.index)
    assert set(run["issue_consensus"]["window"]) == set(polarization.index)
    camps = polarization.loc["all", ["camp", "other_camp"]]
    assert sorted([*camps["camp"], *camps["other_camp"]]) == sorted(set(run["positions"]["actor_id"]))


def test_copies_are_not_counted(run):
    copies = set(run["documents"].dropna(subset=["duplicate_of"])["document_id"])
    assert len(copies) == 2
    for name in ("mentions", "quotations", "statements"):
        assert not copies & set(run[name]["document_id"])


def test_an_actor_that_never_speaks_has_no_position(run):
    assert "pellonia" in set(run["actors"]["actor_id"])
    assert "pellonia" not in set(run["positions"]["actor_id"])


def test_the_notebooks_were_run_with_no_error(sample_run):
    for path in (sample_run / "notebooks").glob("*.ipynb"):
        outputs = [o for c in json.loads(path.read_text())["cells"] for o in c.get("outputs", [])]
        assert outputs and all(o["output_type"] != "error" for o in outputs)


def test_graphml_opens_with_labels_and_weights(sample_run):
    for name in ("actor_issue", "actor_congruence", "actor_conflict"):
        graph = nx.read_graphml(sample_run / f"exports/{name}.graphml")
        assert graph.number_of_edges() > 0
        assert all("label" in data for _, data in graph.nodes(data=True))
        assert all("weight" in data for *_, data in graph.edges(data=True))


def test_tables_are_the_same_without_notebooks_for_other_workers_hash_seed_locale_and_time_zone(sample_run, tmp_path):
    environment = os.environ | {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    command = [sys.executable, "-m", "helpers", "extract", "--out", "again", "--workers", "2"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stderr
    for path in sorted((sample_run / "tables").iterdir()):
        assert path.read_bytes() == (tmp_path / "again/tables" / path.name).read_bytes(), path.name


def test_a_second_run_finds_everything_up_to_date(sample_run):
    command = [sys.executable, "-m", "helpers", "run", "--out", str(sample_run)]
    result = subprocess.run(command, cwd=Path.home(), capture_output=True, text=True, timeout=300)
    assert result.returncode == 0 and result.stderr.count("up to date") == len(STEPS)
