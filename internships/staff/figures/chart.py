"""A table as bars, drawn by the server: SVG without a style, a script or a colour of its own."""

from dataclasses import dataclass

from internships.staff.figures.tables import Table

LABEL, WIDTH, BAR, STEP = 180, 560, 20, 30  # units of the drawing: room for labels, the longest bar, its height, a row


@dataclass(frozen=True)
class Part:
    label: str
    number: int
    x: float
    width: float
    opacity: float


@dataclass(frozen=True)
class Bar:
    label: str
    total: int
    y: int
    end: float
    parts: list[Part]

    @property
    def baseline(self) -> int:
        return self.y + BAR - 5


@dataclass(frozen=True)
class Chart:
    """legend: each column that has anything, with how dark it is."""

    table: Table
    bars: list[Bar]
    legend: list[tuple[str, float]]
    width: int
    height: int
    label_width: int = LABEL
    bar_height: int = BAR


def chart_of(table: Table) -> Chart:
    longest = max((total for _label, _numbers, total in table.totals()), default=1)
    shades = [round(1 - 0.85 * place / max(len(table.columns) - 1, 1), 2) for place in range(len(table.columns))]
    bars = [
        bar(label, numbers, table.columns, shades, scale=WIDTH / longest, y=place * STEP)
        for place, (label, numbers, _total) in enumerate(table.totals())
    ]
    used = [any(numbers[place] for _label, numbers in table.rows) for place in range(len(table.columns))]
    legend = [(column, shade) for column, shade, is_used in zip(table.columns, shades, used, strict=True) if is_used]
    return Chart(table, bars, legend, width=LABEL + WIDTH + 60, height=max(len(bars), 1) * STEP)


def bar(label: str, numbers: list[int], columns: list[str], shades: list[float], *, scale: float, y: int) -> Bar:  # noqa: PLR0913 (what a bar is made of)
    parts, x = [], float(LABEL)
    for column, number, shade in zip(columns, numbers, shades, strict=True):
        if number:
            parts.append(Part(column, number, round(x, 1), round(number * scale, 1), shade))
            x += number * scale
    return Bar(label, sum(numbers), y, round(x + 6, 1), parts)
