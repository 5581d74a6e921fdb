"""The colours of all charts: told apart with colour-blind eyes and in a grey print.

Support is a dark blue and opposition a mid orange, so that they differ in luminance as well as in hue; every
chart that uses them also tells them apart by sign, symbol, dash or hatching.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

SUPPORT = "#0b3c7d"
OPPOSE = "#d9730d"
MIXED = "#8e3b82"
UNCLEAR = "#7a7a7a"
NEUTRAL = "#454545"

SIDE_COLOURS: Mapping[str, str] = MappingProxyType(
    {"support": SUPPORT, "oppose": OPPOSE, "mixed": MIXED, "unclear": UNCLEAR, "neutral": NEUTRAL}
)
SIDE_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "support": "triangle-up",
        "oppose": "triangle-down",
        "mixed": "diamond",
        "unclear": "circle-open",
        "neutral": "square",
    }
)

# Agreement from -1 to 1, in even steps.
AGREEMENT_STOPS = (OPPOSE, "#f4bd83", "#f7f7f5", "#86aed8", SUPPORT)

# From "speaker named" to "speaker unknown": lighter means less certain.
RESOLUTION_COLOURS: Mapping[str, str] = MappingProxyType(
    {"named": "#0b3c7d", "pronoun": "#3569a8", "nominal": "#6f9fce", "carried": "#b3cfe8", "none": "#f1f1ef"}
)

# Kinds of actors: symbol and colour, so that either of them tells them apart.
KIND_MARKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "state": ("square", "#0b3c7d"),
        "organisation": ("diamond", "#d9730d"),
        "person": ("circle", "#b3cfe8"),
        "media": ("triangle-up", "#454545"),
        "group": ("hexagon", "#8e3b82"),
    }
)

# Communities by size, told apart by symbol and luminance too; those beyond are OTHER_COMMUNITY.
COMMUNITY_MARKS: tuple[tuple[str, str], ...] = (
    ("circle", "#333333"),
    ("square", "#f2cf5b"),
    ("diamond", "#8e3b82"),
    ("triangle-up", "#c3e9e4"),
    ("hexagon", "#3f8f5b"),
)
OTHER_COMMUNITY = ("circle", "#f1f1ef")

# From never to always: lighter means less often.
SHARE_STOPS = ("#f7f7f5", "#b3cfe8", "#0b3c7d")

COUNTED, REPEATED, REJECTED = "#3569a8", "#b3cfe8", "#d9730d"
INK, NOTE, GRID, PAPER = "#1a1a1a", "#555555", "#d8d8d8", "#ffffff"
HATCH = "#8c8c8c"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white), as defined by WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 (equal) to 21 (black on white), as defined by WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def agreement_colour(agreement: float, *, stops: Sequence[str] = AGREEMENT_STOPS) -> str:
    """The colour of an agreement from -1 to 1, interpolated between `stops`."""
    place = (min(max(agreement, -1.0), 1.0) + 1) / 2 * (len(stops) - 1)
    index = min(int(place), len(stops) - 2)
    share = place - index
    pairs = zip(channels(stops[index]), channels(stops[index + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def text_colour_on(background: str) -> str:
    """Black or white ink, whichever reads better on `background`."""
    return max(("#000000", PAPER), key=lambda ink: contrast(ink, background))
