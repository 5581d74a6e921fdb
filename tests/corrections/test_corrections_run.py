"""Corrections given to a run: what follows from them, what becomes of them in later runs."""

import csv
from pathlib import Path

import pytest

from helpers import pipeline, runs, stages
from helpers.cli import main
from helpers.errors import CatalogueError

ARTICLES = {
    "talks": """The harbour talks

Norland rejects the sugar tax. "We oppose the sugar tax," said Ada Lund, the foreign minister of Norland.

"The pipeline is welcome," a visitor said. Estavia supports the pipeline.
""",
    "later": """Estavia speaks

"We support the sugar tax and reject the pipeline," said Piet Ost, Estavia's foreign minister.
""",
}
ACTORS = """actors:
  - {id: norland, name: Norland, kind: state}
  - {id: estavia, name: Estavia, kind: state}
  - {id: sudmark, name: Sudmark, kind: state}
  - {id: ada_lund, name: Ada Lund, kind: person, affiliation: norland, role: foreign minister}
  - {id: piet_ost, name: Piet Ost, kind: person, affiliation: estavia, role: foreign minister}
"""
TAX = "  - {id: tax, label: Tax, terms: [sugar tax]}\n"
PIPELINE = "  - {id: pipeline, label: Pipeline, terms: [pipeline]}\n"
HEADER = "table,id,column,value,note\n"


class Work:
    """A corpus, its catalogues, and runs of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "corpus").mkdir()
        for name, text in ARTICLES.items():
            (folder / "corpus" / f"{name}.txt").write_text(text)
        (folder / "actors.yaml").write_text(ACTORS)
        self.lines: list[str] = []

    def run(self, name: str, *corrections: str, issues: str = TAX + PIPELINE) -> Path:
        files = {"CORPUS": "corpus", "ACTORS": "actors.yaml", "ISSUES": "issues.yaml", "CORRECTIONS": "mine.csv"}
        (self.folder / "issues.yaml").write_text("issues:\n" + issues)
        (self.folder / "mine.csv").write_text(HEADER + "".join(f"{line}\n" for line in corrections))
        self.lines = []
        pipeline.run_pipeline(
            self.folder / name,
            parameters={key: str(self.folder / file) for key, file in files.items()},
            inputs={key: [self.folder / file] for key, file in files.items()},
            execute=stages.run_stage,
            n_steps=3,
            report=self.lines.append,
        )
        return self.folder / name


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return Work(tmp_path_factory.mktemp("corrections"))


@pytest.fixture(scope="module")
def plain(work):
    return work.run("plain")


def rows(run_dir: Path, table: str, **where) -> list[dict]:
    found = runs.read_tables(run_dir, table)[0].to_dict("records")
    return [row for row in found if all(row[key] == value for key, value in where.items())]


def content(run_dir: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((run_dir / "tables").iterdir())}


def test_a_corrected_speaker_moves_its_statements_and_positions(work, plain):
    (quotation,) = rows(plain, "quotations", document_id="later")
    run_dir = work.run("speaker", f"quotations,{quotation['quotation_id']},speaker_id,ada_lund,")
    (corrected,) = rows(run_dir, "quotations", document_id="later")
    assert (corrected["speaker_id"], corrected["actor_id"]) == ("ada_lund", "norland")
    before, after = (rows(run, "statements", document_id="later") for run in (plain, run_dir))
    assert {row["actor_id"] for row in before} == {"estavia"} and {row["actor_id"] for row in after} == {"norland"}
    assert [row["statement_id"] for row in before] == [row["statement_id"] for row in after]
    assert rows(run_dir, "positions", actor_id="norland", issue_id="pipeline")


def test_a_statements_correction_survives_that_of_its_speaker(work, plain):
    (quotation,) = rows(plain, "quotations", document_id="later")
    (statement,) = rows(plain, "statements", document_id="later", issue_id="tax")
    run_dir = work.run(
        "both",
        f"quotations,{quotation['quotation_id']},speaker_id,ada_lund,",
        f"statements,{statement['statement_id']},agreement,-1,a slip",
    )
    (corrected,) = rows(run_dir, "statements", document_id="later", issue_id="tax")
    assert (corrected["actor_id"], corrected["agreement"]) == ("norland", -1)


def test_a_corrected_name_in_the_text_moves_the_reporters_statement(work, plain):
    (mention,) = [
        row for row in rows(plain, "mentions", document_id="talks", text="Estavia") if row["actor_id"] == "estavia"
    ]
    run_dir = work.run("name", f"mentions,{mention['mention_id']},actor_id,sudmark,")
    assert rows(plain, "statements", document_id="talks", actor_id="estavia")
    assert not rows(run_dir, "statements", document_id="talks", actor_id="estavia")
    assert rows(run_dir, "statements", document_id="talks", actor_id="sudmark", issue_id="pipeline")
    assert rows(run_dir, "actors", actor_id="sudmark")[0]["n_mentions"] == 1


def test_an_actor_whom_nobody_names_may_have_spoken(work, plain):
    quotation = next(row for row in rows(plain, "quotations", document_id="talks") if "welcome" in row["content"])
    run_dir = work.run("unnamed", f"quotations,{quotation['quotation_id']},speaker_id,USA,")
    assert rows(run_dir, "actors", actor_id="USA")[0]["n_mentions"] == 0
    assert rows(run_dir, "statements", actor_id="USA", issue_id="pipeline")


def test_a_corrected_date_reaches_the_statements(work):
    run_dir = work.run("date", "documents,later,published,2024-05-06,")
    assert {f"{row['published']:%Y-%m-%d}" for row in rows(run_dir, "statements", document_id="later")} == {
        "2024-05-06"
    }


def test_a_second_run_with_corrections_is_the_same_byte_for_byte(work, plain):
    (statement,) = rows(plain, "statements", document_id="later", issue_id="tax")
    line = f"statements,{statement['statement_id']},agreement,-1,"
    first = content(work.run("one", line))
    assert first == content(work.run("two", line)) != content(plain)
    assert content(work.run("one")) == content(plain)
    assert "corrections" in runs.read_manifest(plain) and runs.read_manifest(plain)["corrections"] == {}


def test_correcting_a_statement_does_not_parse_the_corpus_again(work, plain):
    (statement,) = rows(plain, "statements", document_id="later", issue_id="tax")
    work.run("steps")
    work.run("steps", f"statements,{statement['statement_id']},agreement,-1,")
    assert ["up to date" in line for line in work.lines[:2]] == [True, True] and len(work.lines) == 4
    work.run("steps", f"statements,{statement['statement_id']},agreement,-1,")
    assert all("up to date" in line for line in work.lines)


def test_corrections_survive_a_changed_catalogue_and_never_move_to_another_statement(work, plain):
    (statement,) = rows(plain, "statements", document_id="later", issue_id="pipeline")
    line = f"statements,{statement['statement_id']},agreement,0.5,"
    more = work.run("catalogue", line, issues=PIPELINE + TAX + "  - {id: talks, label: Talks, terms: [harbour talk]}\n")
    (corrected,) = rows(more, "statements", document_id="later", issue_id="pipeline")
    assert (corrected["agreement"], corrected["flags"]) == (0.5, ["corrected"])
    fewer = work.run("catalogue", line, issues=TAX)
    assert all(row["flags"] != ["corrected"] for row in rows(fewer, "statements"))
    assert runs.read_manifest(fewer)["corrections"] == {
        "statements": {"given": 1, "applied": 0, "without_target": [statement["statement_id"]]}
    }


def test_run_json_counts_the_corrections_of_every_table(work, plain):
    (quotation,) = rows(plain, "quotations", document_id="later")
    run_dir = work.run(
        "counted",
        "documents,later,title,none,",
        f"quotations,{quotation['quotation_id']},kind,mixed,",
        "quotations,gone:q000000-000001,,remove,",
        "mentions,gone:m000000-000001,actor_id,none,",
    )
    assert runs.read_manifest(run_dir)["corrections"] == {
        "documents": {"given": 1, "applied": 1, "without_target": []},
        "mentions": {"given": 1, "applied": 0, "without_target": ["gone:m000000-000001"]},
        "quotations": {"given": 2, "applied": 1, "without_target": ["gone:q000000-000001"]},
    }


def test_an_unknown_actor_stops_the_run_with_its_row(work, plain):
    (quotation,) = rows(plain, "quotations", document_id="later")
    with pytest.raises(CatalogueError, match="row 2: there is no actor 'ada_lunt' in this run; there are ada_lund"):
        work.run("unknown", f"quotations,{quotation['quotation_id']},speaker_id,ada_lunt,")


def test_a_review_is_filled_in_given_back_and_measured(work, plain, tmp_path, capsys):
    review = tmp_path / "review.csv"
    with pytest.raises(SystemExit) as ended:
        main(["review", str(plain), "--out", str(review), "-n", "3"])
    assert ended.value.code == 0
    with review.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 3 and all(line["evidence"] in ARTICLES[line["id"].partition(":")[0]] for line in lines)
    for line, value in zip(lines, ("right", "remove", ""), strict=True):
        line["value"] = value
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(lines)
    (work.folder / "issues.yaml").write_text("issues:\n" + TAX + PIPELINE)
    arguments = ["extract", str(work.folder / "corpus"), "--out", str(tmp_path / "run"), "--corrections", str(filled)]
    arguments += ["--actors", str(work.folder / "actors.yaml"), "--issues", str(work.folder / "issues.yaml")]
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0 and "  2 of 2 corrections applied\n" in capsys.readouterr().out
    (confirmed,) = rows(tmp_path / "run", "statements", statement_id=lines[0]["id"])
    assert (confirmed["flags"][-1], confirmed["confidence"]) == ("confirmed", 1)
    assert not rows(tmp_path / "run", "statements", statement_id=lines[1]["id"])
    with pytest.raises(SystemExit):
        main(["precision", str(filled)])
    assert "2 statements checked, the least certain first" in capsys.readouterr().out
