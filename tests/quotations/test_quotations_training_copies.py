"""Dirty copies of articles keep their annotations."""

import random

from helpers.training.annotations import Attribution
from helpers.training.copies import apply_edits, dirty_copy

TEXT = '"We go," Ann Lee said.\nShe left.\n'
SAID = Attribution(content=((0, 8),), source=((9, 16),), cue=((17, 21),))


def test_edits_move_the_annotations() -> None:
    text, (moved,) = apply_edits(TEXT, [SAID], [(0, 1, ""), (9, 12, "Olga"), (22, 22, "\nAdvertisement")])
    assert text == 'We go," Olga Lee said.\nAdvertisement\nShe left.\n'
    spans = [text[a:b] for role in moved for a, b in role]
    assert spans == ['We go,"', "Olga Lee", "said"]


def test_an_attribution_without_content_is_left_out() -> None:
    assert apply_edits(TEXT, [SAID], [(0, 8, "")])[1] == []


def test_copies_differ_by_seed_only() -> None:
    def copy(seed: int) -> tuple[str, list[Attribution]]:
        return dirty_copy(TEXT, [SAID], [(9, 16)], ["A title"], random.Random(seed))

    assert copy(1) == copy(1)
    assert len({copy(seed)[0] for seed in range(12)}) > 3
    for seed in range(40):
        text, found = copy(seed)
        assert all(text[a:b] == "said" for attribution in found for a, b in attribution.cue)
