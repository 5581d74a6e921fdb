"""The word list of cues and what is refused in it."""

import pytest

from helpers.errors import CatalogueError
from helpers.quotations.cues import FRAMES, cues_from, load_cues


def test_the_built_in_words_fill_every_frame():
    cues = load_cues()
    assert set(cues.kinds) == set(FRAMES)
    assert all(cues.kinds.values())


def test_a_lemma_has_one_kind_in_each_frame():
    cues = load_cues()
    assert cues.kind("clause", "say") == "speech"
    assert cues.kind("clause", "believe") == "thought"
    assert cues.kind("clause", "walk") is None


@pytest.mark.parametrize(
    ("listed", "word"),
    [
        ({"rumour": {"clause": "say"}}, "rumour"),
        ({"speech": {"sentence": "say"}}, "sentence"),
        ({"speech": {"clause": "say, tell"}, "thought": {"clause": "say"}}, "say"),
    ],
    ids=["unknown_kind", "unknown_frame", "listed_twice"],
)
def test_a_wrong_entry_is_named(listed, word):
    with pytest.raises(CatalogueError, match=word):
        cues_from(listed)
