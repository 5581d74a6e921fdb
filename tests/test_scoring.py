"""Scores of runs that are right, wrong and half right about two small articles."""

import copy
import json

import pandas as pd
import pytest

from helpers import runs, tables
from helpers.errors import CorpusError, ParameterError, TableSchemaError
from helpers.scoring import format_scores, read_gold, score_run

PACT = (
    'Ana Reuter of Nordia said: "We will sign. It helps all." Later she warned that the dam was a danger.\n'
    "Read also: Cows"
)
STREET = 'Sudia rejects the pact. "It is bad," said one man in Nordia Street. "Quite bad."'
TEXTS = {"pact": PACT, "street": STREET}


def place(document: str, words: str) -> tuple[int, int]:
    start = TEXTS[document].index(words)
    return start, start + len(words)


def quotation(document, kind, content, source, speaker_id, actor_id):
    start, end = place(document, source) if source else (None, None)
    return {
        "document_id": document, "kind": kind, "content": content, "content_spans": [place(document, content)],
        "cue": None, "cue_start": None, "cue_end": None, "source": source, "source_start": start, "source_end": end,
        "speaker_id": speaker_id, "actor_id": actor_id, "resolution": "named",
    }  # fmt: skip


def mention(document, words, actor_id):
    start, end = place(document, words)
    return {"document_id": document, "start": start, "end": end, "text": words, "actor_id": actor_id}


def statement(document, actor_id, issue_id, agreement, target_id, evidence, from_quotation):
    start, end = place(document, evidence)
    return {
        "document_id": document, "actor_id": actor_id, "issue_id": issue_id, "agreement": agreement,
        "target_id": target_id, "evidence": evidence, "evidence_start": start, "evidence_end": end,
        "from_quotation": from_quotation,
    }  # fmt: skip


GOLD = {
    "documents": [
        {"document_id": "pact", "published": "2024-03-01", "published_from": "metadata"},
        {"document_id": "street", "published": None, "published_from": None},
    ],
    "segments": [
        {
            "document_id": "pact", "start": PACT.index("Read"), "end": len(PACT), "kind": "boilerplate",
            "text": "Read also: Cows",
        },
    ],
    "mentions": [
        mention("pact", "Ana Reuter", "ana_reuter"),
        mention("pact", "Nordia", "nordia"),
        mention("street", "Sudia", "sudia"),
        mention("street", "Nordia Street", None),
    ],
    "quotations": [
        quotation("pact", "direct", "We will sign. It helps all.", "Ana Reuter of Nordia", "ana_reuter", "nordia"),
        quotation("pact", "indirect", "that the dam was a danger", "she", "ana_reuter", "nordia"),
        quotation("street", "direct", "It is bad", "one man", None, None),
        quotation("street", "direct", "Quite bad.", None, "sudia", "sudia"),
    ],
    "statements": [
        statement("pact", "nordia", "pact", 1, None, "We will sign.", True),
        statement("pact", "nordia", "dam", -1, "sudia", "she warned that the dam was a danger", True),
        statement("street", "sudia", "pact", -1, None, "Sudia rejects the pact.", False),
    ],
}  # fmt: skip


def perfect() -> dict[str, list[dict]]:
    """The rows of a run that has everything as annotated."""
    run = {name: copy.deepcopy(GOLD[name]) for name in ("mentions", "quotations", "statements")}
    bodies = {"pact": [(0, PACT.index("\n"))], "street": [(0, len(STREET))]}
    run["documents"] = [
        {
            "document_id": document, "source": f"{document}.txt", "language": "en", "text": text, "sha256": "",
            "body": bodies[document], "n_words": len(text.split()), "flags": [],
            "published": pd.Timestamp("2024-03-01") if document == "pact" else None,
        }
        for document, text in TEXTS.items()
    ]  # fmt: skip
    for number, row in enumerate(run["mentions"]):
        row.update(mention_id=f"m{number}", label="PERSON", confidence=1.0)
    for number, row in enumerate(run["quotations"]):
        row.update(quotation_id=f"q{number}", confidence=1.0, flags=[])
    based_on = ["q0", "q1", None]
    for number, row in enumerate(run["statements"]):
        targets = [row["target_id"]] if row["target_id"] else []
        row.update(statement_id=f"s{number}", quotation_id=based_on[number], target_ids=targets, confidence=1.0)
        row.update(rationale="", flags=[])
    return run


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    for name, rows in GOLD.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "held_out.txt").write_text("street\n")
    return folder


@pytest.fixture
def score(gold, tmp_path):
    def score(run: dict[str, list[dict]], *, split: str = "all") -> dict[str, dict]:
        named = {name: tables.SCHEMAS[name].table(rows) for name, rows in run.items()}
        runs.write_tables(tmp_path / "run", **named)
        found = score_run(gold, tmp_path / "run", split=split)
        return {f"{row['table']} {row['measure']}": row for row in found.to_dict("records")}

    return score


def shares(row: dict) -> tuple:
    return tuple(None if pd.isna(row[name]) else row[name] for name in ("precision", "recall", "f1"))


def test_a_perfect_run_scores_one_everywhere(score):
    found = score(perfect())
    counts = {name: (row["n_gold"], row["n_run"]) for name, row in found.items()}
    assert counts == {
        "quotations found": (4, 4), "quotations source": (3, 3), "quotations speaker_id": (3, 3),
        "quotations actor_id": (3, 3), "quotations kind": (4, 4), "mentions actor_id": (3, 3),
        "mentions left unlinked": (1, 1), "statements stance": (3, 3), "statements sign": (3, 3),
        "statements opposite sign": (3, 3), "statements issue": (3, 3), "statements target": (1, 1),
        "segments boilerplate left out": (15, 15), "segments quotations kept": (71, 71), "documents published": (1, 1),
    }  # fmt: skip
    one_value = ("quotations kind", "mentions left unlinked", "statements sign")
    for name, row in found.items():
        if name == "statements opposite sign":
            assert shares(row) == (0, None, None)
        elif name in one_value or row["table"] == "segments":
            assert shares(row) == (1, None, None), name
        else:
            assert shares(row) == (1, 1, 1), name


def test_an_emptied_run_finds_nothing_and_has_no_precision(score):
    run = perfect()
    found = score({**{name: [] for name in run}, "documents": run["documents"]})
    for name in ("quotations found", "quotations source", "quotations actor_id", "mentions actor_id"):
        assert shares(found[name]) == (None, 0, 0), name
    assert shares(found["statements stance"]) == (None, 0, 0)
    assert shares(found["statements sign"]) == shares(found["statements issue"]) == (None, None, None)
    assert shares(found["mentions left unlinked"]) == (1, None, None)


def test_row_order_does_not_matter(score):
    reversed_run = {name: rows[::-1] for name, rows in perfect().items()}
    assert {name: shares(row) for name, row in score(reversed_run).items()} == {
        name: shares(row) for name, row in score(perfect()).items()
    }


class TestQuotations:
    @pytest.mark.parametrize(
        ("kept", "n_found"), [(27, 4), (14, 4), (13, 3), (0, 3)], ids=["all", "half", "less_than_half", "nothing"]
    )
    def test_half_of_the_content_must_be_covered(self, score, kept, n_found):
        run = perfect()
        start, _ = run["quotations"][0]["content_spans"][0]
        run["quotations"][0]["content_spans"] = [(start, start + kept)] if kept else [(0, 5)]
        row = score(run)["quotations found"]
        assert shares(row) == (n_found / 4,) * 3

    def test_a_shifted_run_finds_nothing(self, score):
        run = perfect()
        for row in run["quotations"]:
            row["content_spans"] = [(end, 2 * end - start) for start, end in row["content_spans"]]
        assert shares(score(run)["quotations found"]) == (0, 0, 0)

    def test_of_two_pieces_of_one_quotation_only_one_counts(self, score):
        run = perfect()
        run["quotations"].append({**run["quotations"][0], "quotation_id": "q9"})
        found = score(run)
        assert shares(found["quotations found"])[:2] == (0.8, 1)
        assert shares(found["quotations actor_id"])[:2] == (0.75, 1)

    def test_the_better_of_two_overlapping_quotations_is_paired(self, score):
        run = perfect()
        wide = {**run["quotations"][1], "quotation_id": "q9", "kind": "thought"}
        wide["content_spans"] = [(0, PACT.index("\n"))]
        run["quotations"].insert(0, wide)
        assert shares(score(run)["quotations kind"]) == (1, None, None)

    def test_an_actor_who_said_nothing_is_an_error_on_both_sides(self, score):
        run = perfect()
        run["quotations"][0]["actor_id"] = "sudia"
        run["quotations"][2]["actor_id"] = "nordia"
        found = score(run)
        assert shares(found["quotations actor_id"])[:2] == (0.5, pytest.approx(2 / 3))
        assert shares(found["quotations speaker_id"]) == (1, 1, 1)

    def test_a_missing_speaker_costs_recall_only(self, score):
        run = perfect()
        run["quotations"][0]["speaker_id"] = None
        assert shares(score(run)["quotations speaker_id"])[:2] == (1, pytest.approx(2 / 3))

    @pytest.mark.parametrize(
        ("words", "right"),
        [("Reuter", True), ("Nordia", True), ("of", False), ("Later", False), ("Ana Reuter of Nordia said", True)],
    )
    def test_a_source_is_right_when_it_shares_a_content_word(self, score, words, right):
        run = perfect()
        run["quotations"][0]["source_start"], run["quotations"][0]["source_end"] = place("pact", words)
        assert shares(score(run)["quotations source"])[1] == pytest.approx(1 if right else 2 / 3)

    def test_a_source_where_none_was_annotated_is_not_judged(self, score):
        run = perfect()
        run["quotations"][3].update(source="Sudia", source_start=0, source_end=5)
        assert shares(score(run)["quotations source"]) == (1, 1, 1)

    def test_a_missing_source_counts_against_precision_too(self, score):
        run = perfect()
        run["quotations"][0].update(source=None, source_start=None, source_end=None)
        assert shares(score(run)["quotations source"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))

    def test_kinds_are_judged_among_pairs(self, score):
        run = perfect()
        run["quotations"][1]["kind"] = "thought"
        del run["quotations"][0]
        assert shares(score(run)["quotations kind"]) == (pytest.approx(2 / 3), None, None)


class TestMentions:
    def test_a_wrong_actor_is_an_error_on_both_sides(self, score):
        run = perfect()
        run["mentions"][1]["actor_id"] = "sudia"
        assert shares(score(run)["mentions actor_id"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))

    def test_linking_what_must_not_be_linked_is_an_error(self, score):
        run = perfect()
        run["mentions"][3]["actor_id"] = "nordia"
        found = score(run)
        assert shares(found["mentions left unlinked"]) == (0, None, None)
        assert shares(found["mentions actor_id"])[:2] == (0.75, 1)

    def test_an_actor_named_where_nobody_is_is_an_error(self, score):
        run = perfect()
        start, end = place("pact", "dam")
        run["mentions"].append({**run["mentions"][0], "mention_id": "m9", "start": start, "end": end})
        assert shares(score(run)["mentions actor_id"])[:2] == (0.75, 1)

    def test_actors_that_nobody_annotated_are_not_judged(self, score):
        run = perfect()
        start, end = place("street", "one man")
        stranger = {**run["mentions"][2], "mention_id": "m9", "start": start, "end": end, "actor_id": "one_man"}
        run["mentions"].append(stranger)
        assert shares(score(run)["mentions actor_id"]) == (1, 1, 1)

    def test_a_mention_in_two_pieces_is_right_twice_and_found_once(self, score):
        run = perfect()
        first = run["mentions"][0]
        run["mentions"] += [{**first, "end": 3}, {**first, "mention_id": "m9", "start": 4}]
        del run["mentions"][0]
        row = score(run)["mentions actor_id"]
        assert (row["n_gold"], row["n_run"], shares(row)) == (3, 4, (1, 1, 1))


class TestStatements:
    def test_the_opposite_sign_is_an_error_and_counted_apart(self, score):
        run = perfect()
        run["statements"][2]["agreement"] = 0.8
        found = score(run)
        assert shares(found["statements stance"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))
        assert shares(found["statements opposite sign"])[0] == pytest.approx(1 / 3)
        assert shares(found["statements issue"]) == (1, 1, 1)

    def test_a_neutral_statement_takes_no_side(self, score):
        run = perfect()
        run["statements"][2]["agreement"] = 0.0
        found = score(run)
        assert shares(found["statements stance"])[:2] == (1, pytest.approx(2 / 3))
        assert shares(found["statements sign"])[0] == pytest.approx(2 / 3)
        assert shares(found["statements opposite sign"])[0] == 0

    def test_degrees_are_judged_by_their_sign(self, score):
        run = perfect()
        run["statements"][1]["agreement"] = -0.3
        assert shares(score(run)["statements stance"]) == (1, 1, 1)

    def test_a_wrong_issue_is_no_pair_but_judged_as_issue(self, score):
        run = perfect()
        run["statements"][2]["issue_id"] = "dam"
        found = score(run)
        assert shares(found["statements stance"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))
        assert shares(found["statements issue"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))
        assert shares(found["statements sign"]) == (1, None, None)

    def test_a_wrong_actor_is_no_pair_and_no_judged_issue(self, score):
        run = perfect()
        run["statements"][2]["actor_id"] = "nordia"
        found = score(run)
        assert shares(found["statements stance"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))
        assert found["statements issue"]["n_run"] == 2

    def test_evidence_elsewhere_in_the_same_quotation_is_the_same_statement(self, score):
        run = perfect()
        start, end = place("pact", "It helps all.")
        run["statements"][0].update(evidence="It helps all.", evidence_start=start, evidence_end=end)
        assert shares(score(run)["statements stance"]) == (1, 1, 1)

    def test_evidence_elsewhere_in_the_article_is_another_statement(self, score):
        run = perfect()
        start, end = place("street", "Quite bad.")
        run["statements"][2].update(evidence="Quite bad.", evidence_start=start, evidence_end=end)
        assert shares(score(run)["statements stance"])[:2] == (pytest.approx(2 / 3), pytest.approx(2 / 3))

    def test_one_quotation_coded_in_two_sentences_counts_once(self, score):
        run = perfect()
        start, end = place("pact", "It helps all.")
        twice = {**run["statements"][0], "statement_id": "s9", "evidence_start": start, "evidence_end": end}
        run["statements"].append(twice)
        assert shares(score(run)["statements stance"]) == (1, 1, 1)

    def test_targets_are_judged_where_one_was_annotated(self, score):
        run = perfect()
        run["statements"][0]["target_ids"] = ["nordia"]
        assert shares(score(run)["statements target"]) == (1, 1, 1)
        run["statements"][1]["target_ids"] = ["nordia"]
        assert shares(score(run)["statements target"]) == (0, 0, 0)
        run["statements"][1]["target_ids"] = []
        assert shares(score(run)["statements target"]) == (None, 0, 0)


class TestDocuments:
    def test_analysed_boilerplate_and_lost_quotations_are_counted_in_characters(self, score):
        run = perfect()
        run["documents"][0]["body"] = [(PACT.index("Later"), len(PACT) - 5)]
        found = score(run)
        assert shares(found["segments boilerplate left out"])[0] == pytest.approx(5 / 15)
        assert shares(found["segments quotations kept"])[0] == pytest.approx((71 - 27) / 71)

    def test_dates_are_right_wrong_missing_or_invented(self, score):
        run = perfect()
        run["documents"][0]["published"] = pd.Timestamp("2024-03-02")
        assert shares(score(run)["documents published"]) == (0, 0, 0)
        run["documents"][0]["published"] = None
        assert shares(score(run)["documents published"]) == (None, 0, 0)
        run["documents"][0]["published"] = run["documents"][1]["published"] = pd.Timestamp("2024-03-01")
        assert shares(score(run)["documents published"])[:2] == (0.5, 1)

    def test_an_article_that_the_run_lacks_is_not_found(self, score):
        run = {name: [row for row in rows if row["document_id"] == "pact"] for name, rows in perfect().items()}
        found = score(run)
        assert shares(found["quotations found"])[:2] == (1, 0.5)
        assert shares(found["segments quotations kept"])[0] == pytest.approx(52 / 71)

    def test_articles_without_annotation_are_not_judged(self, score):
        run = perfect()
        run["documents"].append({**run["documents"][1], "document_id": "other"})
        run["quotations"].append({**run["quotations"][2], "document_id": "other", "quotation_id": "q9"})
        assert shares(score(run)["quotations found"]) == (1, 1, 1)


class TestSplits:
    def test_held_out_articles_are_scored_apart(self, score):
        run = perfect()
        run["quotations"][2]["content_spans"] = [(0, 5)]
        assert shares(score(run, split="dev")["quotations found"]) == (1, 1, 1)
        assert shares(score(run, split="held_out")["quotations found"]) == (0.5, 0.5, 0.5)
        assert score(run, split="held_out")["quotations found"]["n_gold"] == 2

    def test_an_unknown_split_is_named(self, score):
        with pytest.raises(ParameterError, match=r"'test'.*all, dev, held_out"):
            score(perfect(), split="test")

    def test_a_split_needs_a_list(self, score, gold):
        (gold / "held_out.txt").unlink()
        with pytest.raises(ParameterError, match=r"'dev' needs .*held_out\.txt"):
            score(perfect(), split="dev")


class TestErrors:
    def test_a_run_of_another_corpus(self, score):
        run = perfect()
        for rows in run.values():
            for row in rows:
                row["document_id"] = "other-" + row["document_id"]
        with pytest.raises(CorpusError, match="None of the annotated articles is in the run"):
            score(run)

    def test_a_run_of_another_text_under_the_same_name(self, score):
        run = perfect()
        run["documents"][0]["text"] = "New: " + PACT
        with pytest.raises(
            CorpusError, match=r"'pact' is not the text that was annotated: at offset 28.*'We will sign"
        ):
            score(run)

    def test_a_run_without_statements(self, score, gold, tmp_path):
        score(perfect())
        (tmp_path / "run" / "tables" / "statements.parquet").unlink()
        with pytest.raises(TableSchemaError, match="'statements' is missing"):
            score_run(gold, tmp_path / "run")

    def test_a_folder_without_annotations(self, tmp_path):
        with pytest.raises(CorpusError, match="holds no annotations"):
            read_gold(tmp_path)

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("{", r"mentions\.jsonl, line 5, is not JSON"),
            ("{}", r"line 5, lacks document_id, start"),
            ("7", r"line 5, lacks document_id, start"),
            (json.dumps({**GOLD["mentions"][0], "start": "3"}), r"line 5: start cannot be '3'"),
            (json.dumps({**GOLD["mentions"][0], "end": None}), r"line 5: end cannot be None"),
            (
                json.dumps({**GOLD["mentions"][0], "document_id": "x"}),
                r"mentions\.jsonl: 'x' is not in documents\.jsonl",
            ),
        ],
        ids=["cut_off", "without_columns", "no_object", "word_for_offset", "no_offset", "of_an_unknown_article"],
    )
    def test_a_broken_line_is_named(self, gold, line, message):
        with (gold / "mentions.jsonl").open("a") as file:
            file.write(line + "\n")
        with pytest.raises(CorpusError, match=message):
            read_gold(gold)


def test_a_line_of_the_annotations_may_hold_what_other_texts_end_lines_with(gold):
    row = {**GOLD["mentions"][0], "text": "one\u2028two\x85three"}
    (gold / "mentions.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (article,) = (a for a in read_gold(gold) if a.document_id == row["document_id"])
    assert article.tables["mentions"] == [row]


class TestBrat:
    ANNOTATION = (
        "T1\tSource 0 20\tAna Reuter of Nordia\n"
        "T2\tCue 21 25\tsaid\n"
        "T3\tContent 28 41;42 55\tWe will sign. It helps all.\n"
        "T4\tAttribution 21 25\tsaid\n"
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
        "T5\tContent 74 99\tthat the dam was a danger\n"
        "T6\tAttribution 67 73\twarned\n"
        "E2\tAttribution:T6 Content1:T5\n"
        "E3\tAttribution:T6\n"
        "#1\tAnnotatorNotes T1\tsure\n"
    )

    @pytest.fixture
    def brat(self, tmp_path):
        for name, content in (("text/pact.txt", PACT), ("attributions/pact_ann1.ann", self.ANNOTATION)):
            path = tmp_path / "brat" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return tmp_path / "brat"

    def test_events_are_quotations(self, brat):
        (article,) = read_gold(brat)
        assert article.document_id == "pact"
        assert [q.content_spans for q in article.quotations] == [[(28, 41), (42, 55)], [(74, 99)]]
        assert [q.source_spans for q in article.quotations] == [[(0, 20)], []]

    def test_only_quotations_and_sources_are_scored(self, brat, score, tmp_path):
        score(perfect())
        found = score_run(brat, tmp_path / "run")
        assert found[["table", "measure"]].to_numpy().tolist() == [["quotations", "found"], ["quotations", "source"]]
        assert found[["n_gold", "n_run", "f1"]].to_numpy().tolist() == [[2, 2, 1], [1, 1, 1]]

    def test_of_two_annotators_the_first_counts(self, brat):
        (brat / "attributions" / "pact_ann2.ann").write_text("")
        assert len(read_gold(brat)[0].quotations) == 2

    @pytest.mark.parametrize("broken", ["T1\tSource x 20\tAna\n", "E1\tContent:T9\n", "T1\n", "T1\tSource 3\tAna\n"])
    def test_a_broken_annotation_is_named(self, brat, broken):
        (brat / "attributions" / "pact_ann1.ann").write_text(broken)
        with pytest.raises(CorpusError, match=r"pact_ann1\.ann is not a brat annotation"):
            read_gold(brat)

    def test_annotations_without_texts_are_an_error(self, brat):
        (brat / "text" / "pact.txt").unlink()
        with pytest.raises(CorpusError, match=r"No file in .* is named after a text"):
            read_gold(brat)


def test_scores_are_shown_aligned_in_percent(score, gold, tmp_path):
    score(perfect())
    lines = format_scores(score_run(gold, tmp_path / "run")).split("\n")
    assert len({len(line) for line in lines}) == 1
    assert lines[0].split() == ["table", "measure", "n_gold", "n_run", "precision", "recall", "f1"]
    assert lines[1].split() == ["quotations", "found", "4", "4", "100.0", "100.0", "100.0"]
    assert lines[5].split() == ["quotations", "kind", "4", "4", "100.0", "–", "–"]
