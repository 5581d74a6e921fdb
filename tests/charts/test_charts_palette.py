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


def test_communities_differ_in_symbol_and_luminance():
    marks = (*palette.COMMUNITY_MARKS, palette.OTHER_COMMUNITY)
    assert len({symbol for symbol, _ in palette.COMMUNITY_MARKS}) == len(palette.COMMUNITY_MARKS)
    tones = sorted(palette.luminance(colour) for _, colour in marks)
    assert all(b - a > 0.04 for a, b in pairwise(tones))


def test_communities_do_not_look_like_sides():
    assert not {colour for _, colour in palette.COMMUNITY_MARKS} & set(palette.SIDE_COLOURS.values()) - {palette.MIXED}


def test_shares_grow_darker_step_by_step():
    tones = [palette.luminance(stop) for stop in palette.SHARE_STOPS]
    assert tones == sorted(tones, reverse=True)


@pytest.mark.parametrize("kind", ["protanopia", "deuteranopia"])
def test_support_and_oppose_stay_apart_for_colour_blind_eyes(kind):
    # Viénot, Brettel and Mollon (1999), on linear red, green and blue: dichromats see red and green as one value.
    weights = {"protanopia": (0.11238, 0.88762), "deuteranopia": (0.29275, 0.70725)}[kind]
    seen = []
    for colour in (palette.SUPPORT, palette.OPPOSE):
        red, green, blue = ((v / 255) ** 2.2 for v in palette.channels(colour))
        seen.append((weights[0] * red + weights[1] * green, blue))
    assert abs(seen[0][0] - seen[1][0]) > 0.15
