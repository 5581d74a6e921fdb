"""What training makes of texts: any annotations are read or refused in one line, and copies keep what they say."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.texts import RAW_TEXTS

from helpers.errors import ParameterError
from helpers.training.annotations import Attribution, iter_articles, read_attributions
from helpers.training.copies import apply_edits, boilerplate_edits, dirty_copy, mark_edits, name_edits
from helpers.training.prepare import lines_to_parse

QUICK = settings(max_examples=40, deadline=None, derandomize=True, database=None)
BRAT = ("T1\tContent 0 3\tabc", "T2\tSource 4 9;1 2\tx", "E1\tContent:T1 Source:T2", "E2\tContent:T9", "T3\tCue 9")
LINES = st.lists(st.sampled_from(BRAT) | RAW_TEXTS, max_size=6)
PIECES = st.sampled_from(
    ("“", "”", '"', "''", "Ada Lund ", "said ", "that it rains", ". ", "\n\n", "«", "»", "the Harbour ")
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def spans_in(text: str) -> st.SearchStrategy:
    place = st.integers(0, len(text))
    return st.tuples(place, place).map(lambda span: tuple(sorted(span)))


@st.composite
def annotated(draw) -> tuple[str, list[Attribution]]:
    text = draw(TEXTS)
    spans = spans_in(text).filter(lambda span: span[0] < span[1])
    content, role = (st.lists(spans, min_size=n, max_size=2).map(lambda s: tuple(sorted(s))) for n in (1, 0))
    return text, draw(st.lists(st.builds(Attribution, content, role, role), max_size=3)) if text else []


@QUICK
@given(lines=LINES)
def test_any_annotations_are_read_or_refused_in_one_line(lines, tmp_path_factory):
    folder = tmp_path_factory.mktemp("brat")
    for name in ("text", "attributions"):
        (folder / name).mkdir()
    (folder / "text" / "a.txt").write_text("Ada said so", encoding="utf-8")
    path: Path = folder / "attributions" / "a_one.ann"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    try:
        found = read_attributions(path)
    except ParameterError as error:
        assert "\n" not in str(error)
        with pytest.raises(ParameterError):
            list(iter_articles(folder))
        return
    assert list(iter_articles(folder)) == [("a", "Ada said so", found)]
    assert all(attribution.content for attribution in found)


@QUICK
@given(drawn=annotated(), seed=st.integers(0, 99))
def test_a_damaged_copy_has_its_annotations_inside_and_is_the_same_for_the_same_seed(drawn, seed):
    text, attributions = drawn
    persons = [(found, found + 8) for found in range(len(text)) if text.startswith("Ada Lund", found)]
    copy, moved = dirty_copy(text, attributions, persons, ["More news"], random.Random(seed))
    assert dirty_copy(text, attributions, persons, ["More news"], random.Random(seed)) == (copy, moved)
    assert len(moved) <= len(attributions)
    assert all(0 <= a < b <= len(copy) for attribution in moved for role in attribution for a, b in role)


@QUICK
@given(drawn=annotated(), seed=st.integers(0, 99))
def test_edits_lie_inside_the_text_and_none_of_them_changes_nothing(drawn, seed):
    text, attributions = drawn
    rng = random.Random(seed)
    persons = [(found, found + 8) for found in range(len(text)) if text.startswith("Ada Lund", found)]
    edits = [
        *mark_edits(text, rng),
        *name_edits(text, persons, rng),
        *boilerplate_edits(text, attributions, ["x"], rng),
    ]
    assert all(0 <= start <= end <= len(text) for start, end, _ in edits)
    assert apply_edits(text, attributions, []) == (text, attributions)


@QUICK
@given(text=RAW_TEXTS)
def test_lines_to_parse_keep_every_offset(text):
    assert len(lines_to_parse(text)) == len(text)
