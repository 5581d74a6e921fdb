"""The default variant: what the learned model and the rules find together."""

import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import ParameterError
from helpers.model import parse_text
from helpers.quotations import VARIANTS, find_variant
from helpers.quotations.learned.model import WEIGHTS

NAMES = ("Ada Lund", "the ministry", "she", "Orlo Venn")


def found(nlp, text):
    """Kind, source and content of each quotation."""
    doc = parse_text(nlp, text)
    return [
        (q.kind, q.source.text if q.source is not None else None, " | ".join(c.text for c in q.contents))
        for q in find_variant("default")(doc)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "source", "content"),
    [
        ("“We will not sign,” Ada Lund said on Monday.", "direct", "Ada Lund", "We will not sign"),
        (
            "Ada Lund said that the bridge would stay closed.",
            "indirect",
            "Ada Lund",
            "that the bridge would stay closed",
        ),
        ("The mayor called the toll “a tax on the poor”.", "mixed", "The mayor", "the toll “a tax on the poor”"),
        ("According to the ministry, the dam is safe.", "indirect", "the ministry", "the dam is safe"),
        ("We will never pay this toll, Ada Lund declared.", "unmarked", "Ada Lund", "We will never pay this toll"),
        ("Ada Lund hopes to open the bridge in May.", "thought", "Ada Lund", "to open the bridge in May"),
    ],
    ids=["direct", "indirect", "mixed", "according", "marks_missing", "thought"],
)
def test_one_of_each_kind(nlp, text, kind, source, content):
    assert (kind, source, content) in found(nlp, text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "“The toll is a mistake of people who never drove. We will drive round it,” Ada Lund said.",
            "The toll is a mistake of people who never drove. We will drive round it",
        ),
        (
            "“I said no while the paper was against us,” Ada Lund said. “It has been rewritten, and now I say yes.”",
            "I said no while the paper was against us | It has been rewritten, and now I say yes.",
        ),
    ],
)
def test_all_sentences_between_the_marks_of_one_speech_are_kept(nlp, text, content):
    assert [c for kind, _, c in found(nlp, text) if kind == "direct"] == [content]


def test_a_quoted_paragraph_after_a_speaker_needs_no_cue_of_its_own(nlp):
    text = "“This toll must not be raised,” Ada Lund said.\n“It must not be raised in May or in March.”\nNobody left."
    assert [source for kind, source, _ in found(nlp, text) if kind == "direct"] == ["Ada Lund", None]


def test_what_somebody_is_said_to_have_said_is_kept_and_flagged(nlp):
    doc = parse_text(nlp, "The ministry said that the analyst had claimed that the dam was unsafe.")
    flags = [q.flags for q in find_variant("default")(doc)]
    assert len(flags) == 2 and sum("nested" in f for f in flags) == 1


def test_confidence_is_a_share_with_two_decimals(nlp):
    doc = parse_text(nlp, "“We go,” she said. Ada Lund warned that it was late. Some think otherwise.")
    for quotation in find_variant("default")(doc):
        assert 0 < quotation.confidence < 1 and quotation.confidence == round(quotation.confidence, 2)


def test_the_same_text_gives_the_same_quotations_whatever_came_before(nlp):
    text = "“The vote is void,” the ministry said. It added that nobody would recognise it."
    alone = found(nlp, text)
    found(nlp, "Something else, she said, “entirely”. " * 20)
    assert found(nlp, text) == alone


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*NAMES, "said", "that", "“", "”", '"', "'", "we go", ".", ",", "\n", "warned of"])))
def test_no_text_raises_and_every_span_is_inside(nlp, words):
    doc = parse_text(nlp, " ".join(words))
    for quotation in find_variant("default")(doc):
        assert quotation.contents and all(0 <= c.start < c.end <= len(doc) for c in quotation.contents)


def test_an_unknown_variant_names_the_known_ones():
    with pytest.raises(ParameterError, match="'best'; allowed are default, fast, rules"):
        find_variant("best")


def test_any_pipeline_can_add_it(nlp):
    with nlp.select_pipes(disable=[]):
        nlp.add_pipe("quotations", name="trial", config={"variant": "rules"})
        try:
            doc = nlp("“We will not sign,” Ada Lund said.")
        finally:
            nlp.remove_pipe("trial")
    assert [q.contents[0].text for q in doc._.quotations] == ["We will not sign"]


def test_a_doc_without_a_parse_raises_nothing():
    doc = spacy.blank("en")("“We go,” she said.")
    for variant in VARIANTS:
        list(find_variant(variant)(doc))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_higher_threshold_only_takes_quotations_away(nlp, variant):
    doc = parse_text(
        nlp,
        "“We go,” she said. Ada Lund warned that it was late. Some think otherwise. Orlo Venn backs the toll, which "
        "the mayor, according to two of his aides, has long opposed. It is seen as a test for the ministry.",
    )
    everything = list(find_variant(variant, threshold=0.0)(doc))
    sure = list(find_variant(variant, threshold=0.7)(doc))
    assert [q.contents for q in sure] == [q.contents for q in everything if q.confidence >= 0.7]
    assert 0 < len(sure) <= len(everything)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    "text",
    [
        "The council condemned Norland's “sham elections” in the region.",
        "Norland's “sham elections” have been condemned by the council.",
        "The council rejected the so-called “referendums”.",
    ],
    ids=["possessive", "passive", "so_called"],
)
def test_a_name_with_distancing_marks_is_nobody_s_quotation(nlp, variant, text):
    assert list(find_variant(variant)(parse_text(nlp, text))) == []


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("verb", ["called", "has called"])
def test_a_word_that_somebody_used_is_a_quotation(nlp, variant, verb):
    doc = parse_text(nlp, f"Ada Lund {verb} the elections a “sham”.")
    assert [q.source.text for q in find_variant(variant)(doc)] == ["Ada Lund"]


@pytest.mark.parametrize("threshold", [-0.1, 1.5])
def test_a_threshold_out_of_range_is_named(threshold):
    with pytest.raises(ParameterError, match=f"from 0 to 1; it is {threshold}"):
        find_variant("default", threshold=threshold)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ParameterError, match=r"holds no model for quotations: pieces\.npz is missing"):
        find_variant("fast", model=tmp_path)


@pytest.mark.parametrize("variant", VARIANTS)
def test_stray_marks_raise_nothing_and_stay_cheap(nlp, variant):
    find = find_variant(variant)

    def seconds(text):
        doc = parse_text(nlp, text)
        times = []
        for _ in range(3):
            start = time.process_time()
            list(find(doc))
            times.append(time.process_time() - start)
        return min(times)

    prose = "The dam is old, the mayor said, and the river rose for days. " * 300
    assert seconds('the “ dam " is ” old ' * 860) <= 3 * seconds(prose)


def test_the_shipped_model_is_at_most_25_megabytes():
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 25_000_000
