"""Charts as inline SVG, made on the server: small, without scripts, each with its figures in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP, HEIGHT = 4, 24  # units of one bar of a sparkline
WIDE, TALL, FOOT = 24, 72, 18  # of one bar of a chart, and of the line of its labels
MANY = 14  # bars: with more of them only some are labelled


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how much, which part of that is marked, and where it leads."""

    label: str
    value: int
    title: str  # the figures in words
    marked: int = 0
    href: str | None = None


def sparkline(label: str, values: Sequence[int], marked: Sequence[int] = ()) -> Markup:
    """Bars as high as a line of text; `marked` (failures) stand on top of `values`."""
    over = list(marked) or [0] * len(values)
    top = max((a + b for a, b in zip(values, over, strict=True)), default=0) or 1
    plain = [_scale(value, top) for value in values]
    above = [_scale(value, top) for value in over]
    return Markup(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 {} {}">'
        "<title>{}</title>{}{}{}</svg>"
    ).format(
        label, len(values) * STEP, HEIGHT, label,
        _strokes("ground", [0] * len(values), [1] * len(values)),
        _strokes("plain", [0] * len(values), plain), _strokes("marked", plain, above),
    )  # fmt: skip


def chart(label: str, bars: Sequence[Bar]) -> Markup:
    """Bars with labels; those that lead somewhere are links."""
    top = max((bar.value for bar in bars), default=0) or 1
    drawn = Markup("").join(_draw(bar, k, top, len(bars)) for k, bar in enumerate(bars))
    width = max(len(bars), 1) * WIDE
    role = "group" if any(bar.href for bar in bars) else "img"
    return Markup(
        '<svg class="chart" role="{}" aria-label="{}" viewBox="0 0 {} {}"'
        ' preserveAspectRatio="xMinYMax meet">'
        '<path class="ground" d="M0 {}h{}"/>{}</svg>'
    ).format(role, label, width, TALL + FOOT, TALL, width, drawn)


def _draw(bar: Bar, k: int, top: int, count: int) -> Markup:
    left = k * WIDE
    shapes = Markup("<title>{}</title>").format(bar.title)
    if bar.href:  # the whole column can be hit
        shapes += Markup('<rect class="field" x="{}" y="0" width="{}" height="{}"/>').format(
            left, WIDE, TALL + FOOT
        )
    shapes += Markup("").join(_rects(bar, left, top))
    if count <= MANY or k % (count // MANY + 1) == 0:
        shapes += Markup('<text x="{}" y="{}">{}</text>').format(
            left + WIDE / 2, TALL + FOOT - 5, bar.label
        )
    if bar.href:
        return Markup('<a href="{}" aria-label="{}">{}</a>').format(bar.href, bar.title, shapes)
    return Markup("<g>{}</g>").format(shapes)


def _rects(bar: Bar, left: int, top: int) -> Iterator[Markup]:
    whole = _scale(bar.value, top, TALL - 4)
    marked = _scale(bar.marked, top, TALL - 4)
    rect = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
    if whole:
        yield rect.format("plain", left + 3, TALL - whole, WIDE - 6, whole)
    if marked:
        yield rect.format("marked", left + 3, TALL - marked, WIDE - 6, marked)


def _scale(value: int, top: int, height: int = HEIGHT - 2) -> int:
    """At least one unit for anything at all."""
    return max(1, round(value / top * height)) if value else 0


def _strokes(name: str, starts: Sequence[int], heights: Sequence[int]) -> Markup:
    moves = "".join(
        f"M{k * STEP + STEP // 2} {HEIGHT - start}v-{height}"
        for k, (start, height) in enumerate(zip(starts, heights, strict=True))
        if height
    )
    return Markup('<path class="{}" d="{}"/>').format(name, moves) if moves else Markup("")
