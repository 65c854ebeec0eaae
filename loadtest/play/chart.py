"""Lines over the time of a run, as inline SVG; the words in it are as large on a phone as they are elsewhere."""

import math
from collections.abc import Callable, Sequence
from html import escape

from msgspec import Struct

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 520, 220, 56, 12, 26
COLOURS = ("#1098ad", "#f76707", "#845ef7", "#e64980", "#74b816", "#868e96", "#4dabf7", "#be4bdb")


class Curve(Struct, frozen=True):
    """A name and its points (second, value)."""

    name: str
    points: Sequence[tuple[float, float]]


def chart(title: str, unit: str, curves: Sequence[Curve], seconds: float, *, steep: bool = False) -> str:
    """A figure with its legend; `steep` draws powers of ten, so that a stall does not hide the usual."""
    values = [value for curve in curves for _, value in curve.points]
    most = max(values, default=0.0) or 1.0
    height = _steep(most) if steep else _even(most)
    parts = [_tick(value, height(value), unit) for value in (_powers(most) if steep else (0.0, most / 2, most))]
    parts += [_second(at, seconds) for at in _times(seconds)]
    parts += [_line(curve, number, height, seconds) for number, curve in enumerate(curves)]
    legend = "".join(
        f'<li><i style="background:{COLOURS[number % len(COLOURS)]}"></i>{escape(curve.name)}</li>'
        for number, curve in enumerate(curves)
    )
    box = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    return f"<figure><figcaption>{escape(title)}</figcaption>{box}<ul>{legend}</ul></figure>"


def _even(most: float) -> Callable[[float], float]:
    return lambda value: TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most)


def _steep(most: float) -> Callable[[float], float]:
    top = math.log10(max(most, 10.0))
    return lambda value: TOP + (HEIGHT - TOP - BOTTOM) * (1 - max(0.0, math.log10(max(value, 1.0))) / top)


def _powers(most: float) -> list[float]:
    return [
        10.0**power for power in range(max(1, math.ceil(math.log10(max(most, 10.0)))) + 1) if 10.0**power <= most * 1.01
    ]


def _times(seconds: float) -> list[float]:
    return [seconds * share / 4 for share in range(5)]


def _across(at: float, seconds: float) -> float:
    return LEFT + (WIDTH - LEFT - 12) * min(at, seconds) / max(seconds, 1.0)


def _tick(value: float, y: float, unit: str) -> str:
    text = f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"
    line = f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - 12}"/>'
    return line + f'<text class="pale" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{text} {escape(unit)}</text>'


def _second(at: float, seconds: float) -> str:
    said = f"{int(at) // 60}:{int(at) % 60:02}"
    return f'<text class="pale" x="{_across(at, seconds):.1f}" y="{HEIGHT - 6}" text-anchor="middle">{said}</text>'


def _line(curve: Curve, number: int, height: Callable[[float], float], seconds: float) -> str:
    points = " ".join(f"{_across(at, seconds):.1f},{height(value):.1f}" for at, value in curve.points)
    stroke = f'stroke="{COLOURS[number % len(COLOURS)]}" stroke-width="2" stroke-linejoin="round"'
    return f'<polyline fill="none" {stroke} points="{points}"><title>{escape(curve.name)}</title></polyline>'
