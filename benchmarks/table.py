"""What was measured, as a table with budgets and verdicts, as JSON, and as a chart."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line: `value` in `unit`, which must not be more than `most`, or less than `least`.

    `wide`: how many times past that a ratio fails `--check`, which may run on a machine that does other things, too.
    """

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    wide: float = 2

    @property
    def verdict(self) -> str:
        if self.most is None and self.least is None:
            return ""
        is_met = (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)
        return "met" if is_met else "MISSED"

    @property
    def is_far_past(self) -> bool:
        """Whether a ratio is; milliseconds are never: every machine has its own."""
        if self.unit != "x":
            return False
        is_more = self.most is not None and self.value > self.most * self.wide
        return is_more or (self.least is not None and self.value < self.least / self.wide)

    @property
    def budget(self) -> str:
        if self.most is not None:
            return f"<= {self.most:g}"
        return f">= {self.least:g}" if self.least is not None else ""

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "verdict": self.verdict}


def as_text(lines: Sequence[TableLine]) -> str:
    """A table for a terminal."""
    rows = [("what", "measured", "", "budget", "verdict")]
    rows += [(each.what, f"{each.value:.3g}", each.unit, each.budget, each.verdict) for each in lines]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def as_chart(lines: Sequence[TableLine], title: str) -> str:
    """Bars, as SVG: green within the budget, red past it, grey without one."""
    colors = {"met": "#0b6e4f", "MISSED": "#b3261e", "": "#6b7280"}
    highest = max((each.value for each in lines), default=1) or 1
    bars = []
    for place, each in enumerate(lines):
        top, width = 40 + place * 22, max(1, 420 * each.value / highest)
        mark = 260 + 420 * each.most / highest if each.most is not None and each.most <= highest else None
        bars.append(f'<text x="250" y="{top + 12}" text-anchor="end">{escape(each.what)}</text>')
        bars.append(f'<rect x="260" y="{top}" width="{width:.1f}" height="16" fill="{colors[each.verdict]}"/>')
        bars.append(f'<text x="{265 + width:.1f}" y="{top + 12}">{each.value:.3g} {escape(each.unit)}</text>')
        if mark is not None:
            bars.append(f'<path d="M{mark:.1f} {top - 2}v20" stroke="#111827" stroke-width="2"/>')
    height = 60 + len(lines) * 22
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{height}" font-family="sans-serif"'
    return f'{head} font-size="12"><text x="10" y="20" font-size="15">{escape(title)}</text>{"".join(bars)}</svg>\n'
