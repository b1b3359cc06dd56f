"""Charts drawn, once for the screen, PDF and Word: values stand beside what shows them.

Nothing is told by colour alone: each bar, share, line and mark has its words.
"""

import io

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from qualityvisit.reports.chart_pen import DARK, LIGHT, MARKERS, Align, Pen
from qualityvisit.reports.charts import BARS, LINES, MATRIX, SHARES, Chart, Series, source_of, told
from qualityvisit.reports.look import SHIPPED, Look
from qualityvisit.reports.pdf.fonts import face
from qualityvisit.words import _

_BAR = 11  # points: the height of a bar
_DASHES: tuple[list[int], ...] = ([], [5, 2], [1, 2], [6, 2, 1, 2])


def drawing(chart: Chart, width: float, look: Look = SHIPPED, *, dark: bool = False) -> Drawing:
    """Return a chart as reportlab's shapes, ``width`` points wide, as high as it needs to be."""
    pen = Pen(width, look, DARK if dark else LIGHT)
    pen.y += pen.column(chart.title, 0, pen.y, width, pen.ink(bold=True, size=pen.size * 1.12)) + 6
    if chart.labels and chart.series:
        _KINDS[chart.kind](pen, chart)
    else:
        pen.y += pen.column(_("no figure"), 0, pen.y, width, pen.ink(pen.palette.muted))
    if source := source_of(chart):
        ink = pen.ink(pen.palette.muted, size=pen.size * 0.9)
        pen.y += 5 + pen.column(source, 0, pen.y + 5, width, ink)
    pen.y += 2
    return pen.drawing()


def picture(chart: Chart, width: int, look: Look = SHIPPED, *, dark: bool = False) -> bytes:
    """Return a chart as a PNG file, ``width`` pixels wide: on white, or ``dark`` on no ground."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 seldom needed

    shapes = drawing(chart, look.width, look, dark=dark)
    file, out = io.BytesIO(), io.BytesIO()
    first = look.body.font
    face(first)
    canvas = Canvas(
        file,
        (shapes.width, shapes.height),
        invariant=1,
        initialFontName=first,  # type: ignore[arg-type]
    )
    renderPDF.draw(shapes, canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    ground = (0, 0, 0, 0) if dark else (255, 255, 255, 255)
    document = pypdfium2.PdfDocument(file.getvalue())
    try:
        bitmap = document[0].render(
            scale=(width - 0.5) / shapes.width, fill_color=ground, force_bitmap_format=_BGRA
        )
        bitmap.to_pil().save(out, "PNG")
    finally:
        document.close()
    return out.getvalue()


_BGRA = 4  # pdfium's FPDFBitmap_BGRA


# --- Bars


def _bars(pen: Pen, chart: Chart) -> None:
    """Draw a bar for each value, which stands after it; before it its label or its series."""
    several = len(chart.series) > 1
    names = [series.name for series in chart.series] if several else list(chart.labels)
    left = _room(pen, names, 0.38) + 8
    values = [told(chart, s, n) for s in chart.series for n in range(len(chart.labels))]
    right = _room(pen, values, 0.3) + 6
    low, high = _span(chart)
    scale = (pen.width - left - right) / (high - low)
    zero = left - low * scale
    for n, label in enumerate(chart.labels):
        if several:
            pen.y += pen.column(label, 0, pen.y, pen.width, pen.ink(bold=True)) + 2
        top = pen.y
        for k, series in enumerate(chart.series):
            words = series.name if several else label
            height = pen.column(words, 0, pen.y, left - 8, pen.ink())
            middle = pen.y + max(height, pen.leading) / 2
            _bar(pen, series.values[n], told(chart, series, n), (zero, middle, scale, k))
            pen.y += max(height, _BAR + 2) + 3
        pen.rule(zero, top, zero, pen.y)
        pen.y += 5 if several else 0


def _bar(pen: Pen, value: float | None, words: str, place: tuple[float, float, float, int]) -> None:
    zero, middle, scale, k = place
    top = middle - pen.leading / 2
    if value is None:
        pen.write(words, zero + 2, top, pen.ink(pen.palette.muted))
        return
    length = value * scale
    colour = pen.palette.series[k % len(pen.palette.series)]
    if length:
        pen.box(min(zero, zero + length), middle - _BAR / 2, abs(length), _BAR, colour)
    pen.write(words, max(zero, zero + length) + 5, top, pen.ink(bold=True))


def _span(chart: Chart) -> tuple[float, float]:
    """Return the least and the greatest value that bars must reach, with 0 between them."""
    known = [value for series in chart.series for value in series.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    if chart.unit.strip() == "%" and low == 0:
        high = max(high, 100)
    return low, high if high > low else low + 1


def _room(pen: Pen, words: list[str], most: float) -> float:
    """Return the width that words need beside a chart, at most a share of its own."""
    return min(max(pen.measure(word, pen.ink()) for word in words) + 4, pen.width * most)


# --- Shares


def _shares(pen: Pen, chart: Chart) -> None:
    """Draw a bar for each label, parted among the series; a letter ties each part to its name."""
    _key(pen, chart)
    left = _room(pen, list(chart.labels), 0.34) + 8
    for n, label in enumerate(chart.labels):
        values = [series.values[n] or 0 for series in chart.series]
        height = pen.column(label, 0, pen.y + 4, left - 8, pen.ink())
        if whole := sum(values):
            lower = _parted(pen, chart, n, (left, (pen.width - left) / whole))
        else:
            pen.write(_("no figure"), left, pen.y + 4, pen.ink(pen.palette.muted))
            lower = 0
        pen.y += max(height + 4, _BAR + 9 + lower) + 5


def _key(pen: Pen, chart: Chart) -> None:
    x = 0.0
    for k, series in enumerate(chart.series):
        name = f"{_letter(k)} {series.name}"
        width = pen.measure(name, pen.ink()) + 28
        if x and x + width - 14 > pen.width:
            x = 0
            pen.y += pen.leading + 3
        pen.box(x, pen.y + 2, 9, 9, pen.palette.shares[k % len(pen.palette.shares)])
        lines = pen.column(name, x + 14, pen.y, pen.width - x - 14, pen.ink())
        pen.y += max(lines - pen.leading, 0)
        x += width
    pen.y += pen.leading + 7


def _letter(k: int) -> str:
    return chr(ord("A") + k) if k < 26 else str(k)


def _parted(pen: Pen, chart: Chart, n: int, place: tuple[float, float]) -> float:
    """Draw the parts of a bar; return the height of what stands under it, where parts are thin."""
    x, scale = place
    outside: list[str] = []
    for k, series in enumerate(chart.series):
        words = f"{_letter(k)} {told(chart, series, n)}"
        width = (series.values[n] or 0) * scale
        colour = pen.palette.shares[k % len(pen.palette.shares)]
        pen.box(x, pen.y, max(width - 1, 0.4 if width else 0), _BAR + 9, colour)
        if pen.measure(words, pen.ink(bold=True)) + 6 <= width:
            ink = pen.ink(pen.palette.on, bold=True)
            pen.write(words, x + width / 2, pen.y + (_BAR + 9 - pen.leading) / 2, ink, "middle")
        else:
            outside.append(words)
        x += width
    if not outside:
        return 0
    ink = pen.ink(pen.palette.muted, size=pen.size * 0.92)
    return pen.column(", ".join(outside), place[0], pen.y + _BAR + 11, pen.width - place[0], ink)


# --- Lines


def _lines(pen: Pen, chart: Chart) -> None:
    """Draw points over time, with gaps where values are missing, and names where lines end."""
    known = [value for series in chart.series for value in series.values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = (high - low) or abs(high) or 1
    low, high = low - room * 0.22, high + room * 0.1  # values stand under points too
    height, top = 118.0, pen.y + 8
    names = [series.name for series in chart.series]
    right = 0 if names == [chart.title] else _room(pen, names, 0.3) + 12
    step = (pen.width - right) / len(chart.labels)
    pen.rule(0, top + height, pen.width - right, top + height)
    for n, label in enumerate(chart.labels):
        pen.rule(step * (n + 0.5), top, step * (n + 0.5), top + height)
        pen.y = max(pen.y, top + height + 4 + _under(pen, chart, n, label, top + height + 4, step))
    places = [
        [
            None if v is None else (step * (n + 0.5), top + (high - v) / (high - low) * height)
            for n, v in enumerate(series.values)
        ]
        for series in chart.series
    ]
    _values(pen, chart, places, step)
    for k, points in enumerate(places):
        _line(pen, k, points)
    if right:
        _names(pen, chart, places, pen.width - right + 6)


Points = list[tuple[float, float] | None]


def _under(pen: Pen, chart: Chart, n: int, label: str, y: float, step: float) -> float:
    """Write a label under its place, and whose value is missing there; return the height."""
    height = pen.column(label, step * n + 2, y, step - 4, pen.ink(), "middle")
    missing = [series.name for series in chart.series if series.values[n] is None]
    if missing:
        words = _("no figure")
        if len(chart.series) > 1:
            words = f"{', '.join(missing)}: {words}"
        ink = pen.ink(pen.palette.muted, size=pen.size * 0.88)
        height += pen.column(words, step * n + 2, y + height, step - 4, ink, "middle")
    return height


def _line(pen: Pen, k: int, points: Points) -> None:
    colour = pen.palette.series[k % len(pen.palette.series)]
    run: list[tuple[float, float]] = []
    for point in (*points, None):
        if point:
            run.append(point)
            continue
        if len(run) > 1:
            pen.path(run, colour, _DASHES[k % len(_DASHES)])
        run = []
    for point in filter(None, points):
        pen.marker(MARKERS[k % len(MARKERS)], *point, colour)


def _values(pen: Pen, chart: Chart, places: list[Points], step: float) -> None:
    """Write the value of each point over or under it; where they crowd, of each line's ends."""
    ink = pen.ink(bold=True)
    every = range(len(chart.labels))
    widest = max(pen.measure(told(chart, s, n), ink) for s in chart.series for n in every)
    crowded = len(chart.series) > 3 or widest + 4 > step
    for n in every:
        shown = [
            (point, k)
            for k, points in enumerate(places)
            if (point := points[n]) and (not crowded or n in _ends(points))
        ]
        _column(pen, [(point, told(chart, chart.series[k], n)) for point, k in sorted(shown)])


def _ends(points: Points) -> tuple[int, int]:
    """Return the places of a line's first and last point."""
    known = [n for n, point in enumerate(points) if point]
    return known[0], known[-1]


def _column(pen: Pen, shown: list[tuple[tuple[float, float], str]]) -> None:
    """Write values over one another, from the top: the upper ones over their points."""
    half = max(len(shown) // 2, 1)
    taken = float("inf")
    for (x, y), words in reversed(shown[:half]):
        taken = min(y - pen.leading - 4, taken - pen.leading + 1)
        _value(pen, words, x, taken)
    taken = float("-inf")
    for (x, y), words in shown[half:]:
        taken = max(y + 4, taken + pen.leading - 1)
        _value(pen, words, x, taken)


def _value(pen: Pen, words: str, x: float, top: float) -> None:
    ink = pen.ink(bold=True)
    width = pen.measure(words, ink)
    x = min(max(x, width / 2), pen.width - width / 2)
    pen.box(x - width / 2 - 1, top + 1, width + 2, pen.leading - 2, pen.palette.ground)
    pen.write(words, x, top, ink, "middle")


def _names(pen: Pen, chart: Chart, places: list[Points], x: float) -> None:
    """Write the name of each line at its end, none over another."""
    ends: list[tuple[float, int]] = []
    for k, points in enumerate(places):
        known = [point for point in points if point]
        if known:
            ends.append((known[-1][1], k))
    y = 0.0
    for end, k in sorted(ends):
        y = max(y, end - pen.leading / 2)
        colour = pen.palette.series[k % len(pen.palette.series)]
        pen.marker(MARKERS[k % len(MARKERS)], x + 2, y + pen.leading / 2, colour)
        y += pen.column(chart.series[k].name, x + 9, y, pen.width - x - 9, pen.ink()) + 2
    pen.y = max(pen.y, y)


# --- A matrix


def _matrix(pen: Pen, chart: Chart) -> None:
    """Draw a row for each label: discs that grow with the marks, each with its words."""
    left = _room(pen, list(chart.labels), 0.36) + 8
    step = (pen.width - left) / len(chart.series)
    heads = [
        pen.column(series.name, left + k * step + 2, pen.y, step - 4, pen.ink(bold=True), "middle")
        for k, series in enumerate(chart.series)
    ]
    pen.y += max(heads) + 4
    pen.rule(0, pen.y, pen.width, pen.y, pen.palette.series[0])
    for n, label in enumerate(chart.labels):
        top = pen.y + 5
        heights = [pen.column(label, 0, top, left - 8, pen.ink())]
        for k, series in enumerate(chart.series):
            heights.append(_mark(pen, chart, series, n, (left + k * step, top, step)))
        pen.y = top + max(heights) + 5
        pen.rule(0, pen.y, pen.width, pen.y)


def _mark(
    pen: Pen, chart: Chart, series: Series, n: int, place: tuple[float, float, float]
) -> float:
    x, top, step = place
    value = series.values[n]
    colour = pen.palette.series[0]
    if value:
        pen.dot(x + step / 2, top + 6, 1.6 + 1.5 * min(value, 3), colour)
    elif value is not None:
        pen.ring(x + step / 2, top + 6, 2.6)
    ink = pen.ink("" if value else pen.palette.muted, size=pen.size * 0.88)
    align: Align = "middle"
    return 14 + pen.column(told(chart, series, n), x + 2, top + 14, step - 4, ink, align)


_KINDS = {BARS: _bars, SHARES: _shares, LINES: _lines, MATRIX: _matrix}
