"""Where the labels of points go, so that they cover one another and other points as little as possible."""

from collections.abc import Sequence

# Preferred first; Plotly's names, and the direction in which the label lies from its point.
_SIDES = (
    ("top center", 0, 1),
    ("bottom center", 0, -1),
    ("middle right", 1, 0),
    ("middle left", -1, 0),
    ("top right", 1, 1),
    ("bottom left", -1, -1),
    ("top left", -1, 1),
    ("bottom right", 1, -1),
)
Box = tuple[float, float, float, float]  # left, bottom, right, top


def place_labels(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    diameters: Sequence[float],
    *,
    width: float,
    font_size: int = 12,
) -> list[str]:
    """The side of its point on which each label goes, one of Plotly's `textposition`s.

    Labels are placed in the given order, each where it covers least of points, of labels placed before and of what
    lies beyond the edges.

    Args:
        points: Centres in pixels, y upwards.
        texts: Labels, lines parted by `<br>`.
        diameters: Of the points' marks, in pixels.
        width: Of the drawing, in pixels.
        font_size: In pixels.
    """
    marks = [
        (x - d / 2, y - d / 2, x + d / 2, y + d / 2) for (x, y), d in zip(points, diameters, strict=True)
    ]  # fmt: skip
    taken: list[Box] = []
    sides = []
    for at, text in enumerate(texts):
        options = []
        for rank, (side, right, up) in enumerate(_SIDES):
            box = _box(points[at], text, diameters[at] / 2, right, up, font_size)
            covered = sum(_overlap(box, other) for n, other in enumerate(marks) if n != at)
            covered += sum(_overlap(box, other) for other in taken) * 2
            beyond = max(0.0, -box[0]) + max(0.0, box[2] - width)
            options.append((round(covered + beyond * font_size, 3), rank, side, box))
        best = min(options)
        sides.append(best[2])
        taken.append(best[3])
    return sides


def _box(point: tuple[float, float], text: str, radius: float, right: int, up: int, font_size: int) -> Box:
    lines = text.split("<br>")
    width, height = max(map(len, lines)) * font_size * 0.56, len(lines) * font_size * 1.3
    x = point[0] + right * radius - (width / 2 if right == 0 else 0 if right > 0 else width)
    y = point[1] + up * radius - (height / 2 if up == 0 else 0 if up > 0 else height)
    return (x, y, x + width, y + height)


def _overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)
