from itertools import pairwise

import pytest

from helpers.charts import palette


def test_colours_of_the_two_sides_differ_in_luminance_and_stand_out_on_paper():
    assert palette.contrast(palette.SUPPORT, palette.OPPOSE) >= 3
    for colour in palette.SIDE_COLOURS.values():
        assert palette.contrast(colour, palette.PAPER) >= 3, colour


def test_agreement_stops_grow_darker_away_from_the_middle():
    tones = [palette.luminance(stop) for stop in palette.AGREEMENT_STOPS]
    assert tones[0] < tones[1] < tones[2] > tones[3] > tones[4]


def test_resolutions_grow_lighter_step_by_step():
    tones = [palette.luminance(c) for c in palette.RESOLUTION_COLOURS.values()]
    assert tones == sorted(tones)
    assert all(b - a > 0.05 for a, b in pairwise(tones))


@pytest.mark.parametrize("hundredth", range(-100, 101, 5))
def test_numbers_read_well_on_every_cell_colour(hundredth):
    colour = palette.agreement_colour(hundredth / 100)
    assert palette.contrast(palette.text_colour_on(colour), colour) >= 4.5


def test_agreement_colour_ends_on_the_sides_and_ignores_what_lies_beyond():
    assert palette.agreement_colour(1) == palette.agreement_colour(7) == palette.SUPPORT
    assert palette.agreement_colour(-1) == palette.OPPOSE
    assert palette.agreement_colour(0) == palette.AGREEMENT_STOPS[2]


def test_luminance_follows_wcag():
    assert palette.luminance("#ffffff") == pytest.approx(1)
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.luminance("#ff0000") == pytest.approx(0.2126)
