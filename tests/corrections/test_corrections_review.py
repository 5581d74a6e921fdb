"""Which statements a reader is asked to check, in which file, and what the answers say."""

import csv

import pandas as pd
import pytest

from helpers import runs, tables
from helpers.corrections.precision import measure_precision, read_checked, report_precision
from helpers.corrections.review import COLUMNS, rank_for_review, write_review
from helpers.errors import CatalogueError


def statements(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Statements on one issue: actor, agreement, confidence."""
    return tables.STATEMENTS.table(
        {
            "statement_id": f"s{number}", "document_id": "d", "actor_id": actor, "issue_id": "tax", "target_ids": [],
            "agreement": agreement, "confidence": confidence, "evidence": "=1+1", "evidence_start": 0,
            "evidence_end": 4, "rationale": "@said", "flags": [],
        }
        for number, (actor, agreement, confidence) in enumerate(rows, 1)
    )  # fmt: skip


def ranked(*rows: tuple[str, float, float], **options) -> list[str]:
    return rank_for_review(statements(*rows), **options)["statement_id"].tolist()


def test_of_equally_decisive_statements_the_least_certain_comes_first():
    assert ranked(("a", 1, 0.9), ("b", 1, 0.5), ("c", 1, 0.7)) == ["s2", "s3", "s1"]


def test_a_statement_that_decides_a_side_comes_before_one_among_many():
    assert ranked(("a", 1, 0.6), ("a", 1, 0.7), ("a", 1, 0.7), ("b", 1, 0.8))[0] == "s4"
    assert rank_for_review(statements(("a", 1, 0.6), ("a", 1, 0.7), ("b", 1, 0.7)))["decides"].tolist() == [
        "yes", "no", "no",
    ]  # fmt: skip


def test_a_statement_that_tips_the_balance_decides():
    table = rank_for_review(statements(("a", 1, 0.6), ("a", 1, 0.6), ("a", -1, 0.6)))
    assert set(table.loc[table["decides"] == "yes", "statement_id"]) == {"s1", "s2"}


def test_a_statement_too_unsure_to_count_has_the_influence_it_would_have():
    table = rank_for_review(statements(("a", 1, 0.4), ("b", 1, 0.4), ("b", 1, 0.9)), min_confidence=0.5)
    assert table["statement_id"].tolist() == ["s1", "s2", "s3"] and table["decides"].tolist() == ["yes", "no", "yes"]


def test_what_a_reader_has_checked_is_not_asked_again():
    table = statements(("a", 1, 0.4), ("b", 1, 0.4))
    table["flags"] = [["hedged", "confirmed"], []]
    assert rank_for_review(table)["statement_id"].tolist() == ["s2"]
    assert rank_for_review(tables.STATEMENTS.empty()).empty


@pytest.fixture
def run_dir(tmp_path):
    document = {
        "document_id": "d", "source": "d", "language": "en", "text": '=1+1 is "true"\n', "body": [(0, 14)],
        "n_words": 3, "sha256": "0", "flags": [], "title": "@title",
    }  # fmt: skip
    rows = statements(*[("a", 1, 0.5 + n / 100) for n in range(20)])
    runs.write_tables(tmp_path / "run", statements=rows, documents=tables.DOCUMENTS.table([document]))
    return tmp_path / "run"


def lines_of(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_holds_no_formula_and_what_a_reader_needs(run_dir, tmp_path):
    assert write_review(run_dir, tmp_path / "r.csv", n=3) == 3
    lines = lines_of(tmp_path / "r.csv")
    assert tuple(lines[0]) == COLUMNS
    assert lines[0] | {"before": ""} == {
        "table": "statements", "id": "s1", "column": "agreement", "value": "", "note": "", "actor_id": "a",
        "issue_id": "tax", "agreement": "1.0", "before": "", "evidence": "'=1+1", "after": ' is "true"',
        "confidence": "0.5", "decides": "no", "rationale": "'@said", "published": "", "outlet": "", "title": "'@title",
        "chosen": "uncertain",
    }  # fmt: skip


def test_a_file_that_may_be_filled_in_is_never_overwritten(run_dir, tmp_path):
    write_review(run_dir, tmp_path / "r.csv", n=3)
    with pytest.raises(CatalogueError, match=r"r\.csv exists"):
        write_review(run_dir, tmp_path / "r.csv", n=3)


def test_a_sample_is_drawn_by_its_seed_and_a_larger_one_begins_with_the_smaller(run_dir, tmp_path):
    def drawn(name: str, n: int, seed: int) -> list[str]:
        write_review(run_dir, tmp_path / name, n=n, sample=True, seed=seed)
        assert {line["chosen"] for line in lines_of(tmp_path / name)} == {"random"}
        return [line["id"] for line in lines_of(tmp_path / name)]

    first = drawn("1.csv", 8, 0)
    assert first == drawn("2.csv", 8, 0) == drawn("3.csv", 12, 0)[:8] != drawn("4.csv", 8, 1)
    assert sorted(drawn("5.csv", 99, 0)) == sorted(f"s{n}" for n in range(1, 21))


def fill(path, *values: str) -> None:
    lines = lines_of(path)
    for line, value in zip(lines, values, strict=False):
        line["value"] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def test_a_statement_is_right_if_its_actor_issue_and_side_are(run_dir, tmp_path):
    write_review(run_dir, tmp_path / "r.csv", n=6)
    fill(tmp_path / "r.csv", "right", "remove", "0.3", "-1", "0")
    assert [(c.statement_id, c.right) for c in read_checked(tmp_path / "r.csv")] == [
        ("s1", True), ("s2", False), ("s3", True), ("s4", False), ("s5", False),
    ]  # fmt: skip
    with (tmp_path / "r.csv").open("a") as file:
        file.write("statements,s6,actor_id,b,,a,tax,1.0,,,,0.55,no,,,,,uncertain\n")
        file.write("statements,s7,target_ids,b,,a,tax,1.0,,,,0.56,no,,,,,uncertain\n")
        file.write("statements,s8,agreement,-1,,,,,,,,,,,,,,\n")
    assert [(c.statement_id, c.right) for c in read_checked(tmp_path / "r.csv")][5:] == [("s6", False), ("s7", True)]


def test_precision_comes_with_wilsons_interval_by_confidence():
    class Checked:
        def __init__(self, confidence, right):
            self.confidence, self.right = confidence, right

    table = measure_precision(
        [*[Checked(0.95, True)] * 8, *[Checked(0.9, False)] * 2, Checked(1.0, True), Checked(0.2, False)]
    )
    assert table[["confidence", "n_checked", "n_right"]].to_numpy().tolist() == [
        ["all", 12, 9], ["0.9 to 1.0", 11, 9], ["0.0 to 0.5", 1, 0],
    ]  # fmt: skip
    # Wilson's interval for 9 of 12, by the formula: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.959964
    assert table.loc[0, ["precision", "ci_low", "ci_high"]].tolist() == pytest.approx(
        [0.75, 0.467695, 0.911059], abs=1e-4
    )


def test_the_report_says_how_the_statements_were_chosen_and_what_is_open(run_dir, tmp_path):
    write_review(run_dir, tmp_path / "r.csv", n=4)
    with pytest.raises(CatalogueError, match="holds no checked statement"):
        report_precision(tmp_path / "r.csv")
    fill(tmp_path / "r.csv", "right", "right", "remove")
    text = report_precision(tmp_path / "r.csv")
    assert text.startswith("3 statements checked, the least certain first") and text.endswith("1 not filled in yet.")
    write_review(run_dir, tmp_path / "s.csv", n=4, sample=True)
    fill(tmp_path / "s.csv", "right", "right", "right", "right")
    text = report_precision(tmp_path / "s.csv")
    assert "drawn at random" in text and "not filled in" not in text and "the least certain" not in text


def test_a_damaged_cell_of_the_review_is_named(run_dir, tmp_path):
    write_review(run_dir, tmp_path / "r.csv", n=1)
    fill(tmp_path / "r.csv", "right")
    (tmp_path / "r.csv").write_text((tmp_path / "r.csv").read_text().replace(",0.5,", ",###,"))
    with pytest.raises(CatalogueError, match=r"r\.csv, row 2: .*'###'"):
        read_checked(tmp_path / "r.csv")
