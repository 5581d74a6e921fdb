"""From one document to its rows: holders, quotations, context, conflicts."""

import time

from helpers import tables
from helpers.model import parse_text, text_to_parse


def brief(rows):
    return [(r["actor_id"], r["issue_id"], round(r["agreement"])) for r in rows]


def test_the_speaker_holds_what_is_quoted_and_speaks_for_an_affiliation(parse, code, quote):
    doc = parse("“The merger is a mistake,” Lena Holm said.")
    rows = code(doc, [quote(doc, "The merger is a mistake,", cue="said", source="Lena Holm", actor="norland")])
    assert brief(rows) == [("norland", "merger", -1)]
    assert rows[0]["quotation_id"] == "d:q000"
    assert rows[0]["target_ids"] == ["sudmark"]


def test_the_cue_itself_decides_about_what_follows(parse, code, quote):
    doc = parse("Lena Holm urged Estavia to ratify the fishing accord.")
    row = quote(doc, "to ratify the fishing accord", kind="indirect", cue="urged", source="Lena Holm", actor="norland")
    assert brief(code(doc, [row])) == [("norland", "accord", 1)]


def test_a_quotation_of_nobody_known_gives_nothing(parse, code, quote):
    doc = parse("“The merger is a mistake,” somebody said.")
    assert code(doc, [quote(doc, "The merger is a mistake,", cue="said")]) == []


def test_somebody_elses_position_in_a_quotation_is_not_the_speakers(parse, code, quote):
    doc = parse("“Estavia rejects the merger,” Lena Holm said.")
    assert code(doc, [quote(doc, "Estavia rejects the merger,", cue="said", source="Lena Holm", actor="norland")]) == []


def test_a_thought_is_flagged_and_less_sure(parse, code, quote):
    doc = parse("Norland believes that the merger is a mistake.")
    args = {"cue": "believes", "source": "Norland", "actor": "norland"}
    said = code(doc, [quote(doc, "that the merger is a mistake", kind="indirect", **args)])[0]
    thought = code(doc, [quote(doc, "that the merger is a mistake", kind="thought", **args)])[0]
    assert "thought" in thought["flags"]
    assert thought["confidence"] < said["confidence"]


def test_one_quotation_on_two_issues_gives_two_statements(parse, code, quote):
    content = "We support the pipeline, but the sugar tax is a mistake."
    doc = parse(content)
    rows = code(doc, [quote(doc, content, actor="norland")])
    assert brief(rows) == [("norland", "pipeline", 1), ("norland", "tax", -1)]


def test_one_quotation_gives_one_statement_on_an_issue(parse, code, quote):
    content = "We support the pipeline. The pipeline is a blessing. Nobody can stop the pipeline."
    doc = parse(content)
    assert brief(code(doc, [quote(doc, content, actor="norland")])) == [("norland", "pipeline", 1)]


def test_a_pronoun_takes_up_the_only_issue_of_the_sentence_before(parse, code, quote):
    doc = parse("The fishing accord runs to ninety pages. “It must be signed before June,” Lena Holm said.")
    rows = code(doc, [quote(doc, "It must be signed before June,", cue="said", source="Lena Holm", actor="norland")])
    assert brief(rows) == [("norland", "accord", 1)]
    assert "issue_from_context" in rows[0]["flags"]
    assert rows[0]["confidence"] < 0.7


def test_a_definite_noun_takes_up_the_issue_of_the_sentence_before(parse, code):
    doc = parse("The fishing accord runs to ninety pages. Estavia has rejected the document.")
    rows = code(doc)
    assert brief(rows) == [("estavia", "accord", -1)]
    assert "issue_from_context" in rows[0]["flags"]


def test_it_is_not_taken_for_an_issue_where_it_only_fills_a_place(parse, code, quote):
    doc = parse("The fishing accord runs to ninety pages. “It is wrong to hurry,” Lena Holm said.")
    assert code(doc, [quote(doc, "It is wrong to hurry,", cue="said", source="Lena Holm", actor="norland")]) == []


def test_an_echo_takes_over_the_sign_of_what_was_told(parse, code):
    doc = parse("Norland rejected the merger on Monday.", "Estavia welcomed the decision.")
    assert brief(code(doc)) == [("norland", "merger", -1), ("estavia", "merger", -1)]


def test_a_pronoun_holder_is_the_last_fitting_subject(parse, code):
    doc = parse("Norland held talks in the capital. It opposes the sugar tax.")
    assert brief(code(doc)) == [("norland", "tax", -1)]


def test_a_person_is_not_it(parse, code):
    doc = parse("Piet Ost spoke in the capital. It opposes the sugar tax.")
    assert code(doc) == []


def test_a_paragraph_ends_what_a_pronoun_can_reach(parse, code):
    doc = parse("Norland held talks in the capital.", "It opposes the sugar tax.")
    assert code(doc) == []


def test_opposite_words_of_equal_weight_give_nothing_unless_a_but_parts_them(parse, code, quote):
    open_case = "The merger is good. The merger is bad."
    doc = parse(open_case)
    assert code(doc, [quote(doc, open_case, actor="norland")]) == []
    turned = "The merger is good for us, but the merger is bad for Sudmark."
    doc = parse(turned)
    assert brief(code(doc, [quote(doc, turned, actor="norland")])) == [("norland", "merger", -1)]


def test_ids_follow_the_position_and_evidence_is_cut_from_the_document(nlp, code, actors, issues):
    from helpers.statements import code_statements

    text = "Norland supports the\npipeline.\nEstavia rejects the sugar tax."
    doc = parse_text(nlp, text_to_parse(text, [(0, 30), (31, len(text))]), "d")
    mentions = tables.MENTIONS.table(
        {"mention_id": f"m{n}", "document_id": "d", "start": s, "end": s + 7, "text": a, "label": "GPE", "actor_id": a,
         "confidence": 1.0}
        for n, (s, a) in enumerate([(0, "norland"), (31, "estavia")])
    )  # fmt: skip
    rows = code_statements(doc, tables.QUOTATIONS.empty(), mentions, actors, issues, text=text)
    assert [r["statement_id"].partition("-")[0] for r in rows] == ["d:s000000", "d:s000031"]
    assert [r["evidence"] for r in rows] == ["Norland supports the\npipeline.", "Estavia rejects the sugar tax."]
    assert all(text[r["evidence_start"] : r["evidence_end"]] == r["evidence"] for r in rows)
    tables.STATEMENTS.validate(tables.STATEMENTS.table(rows))


def test_an_empty_document_has_no_statements(nlp, code):
    assert code(nlp("")) == []
    assert code(nlp("   \n  ")) == []


def test_time_grows_with_the_length_of_a_text_and_not_with_its_square(parse, code):
    def seconds(n: int) -> float:
        doc = parse(*["Norland rejected the merger. Estavia welcomed the decision. It is a mistake."] * n)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            code(doc)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(320) < 12 * seconds(80)  # 4 times the text; quadratic time would be 16 times as much
