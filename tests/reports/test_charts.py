import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.graphics.shapes import Drawing, Group, String

from qualityvisit import words as spoken
from qualityvisit.reports import charts
from qualityvisit.reports.chart_pen import DARK, LIGHT, Palette
from qualityvisit.reports.charts import BARS, LINES, MATRIX, SHARES, Chart, Series, told, words
from qualityvisit.reports.charts_draw import drawing, picture
from qualityvisit.reports.look import SHIPPED, Manner
from tests.reports.reading import squeezed
from tests.reports.some_charts import ALL, BAR, GROUPED, LINE, SHARE

WIDTH = 400


def written(made: Drawing) -> list[String]:
    """Return the strings of a drawing."""
    (group,) = made.contents
    assert isinstance(group, Group)
    return [shape for shape in group.contents if isinstance(shape, String)]


def values(chart: Chart) -> list[str]:
    return [told(chart, s, n) for s in chart.series for n in range(len(chart.labels))]


@pytest.mark.parametrize("chart", ALL, ids=lambda c: c.title)
def test_the_words_tell_every_value_with_its_label_and_series(chart: Chart) -> None:
    said = words(chart)
    for told_of in (chart.title, *chart.labels, *values(chart), chart.source):
        assert told_of in said
    if len(chart.series) > 1:
        assert all(series.name in said for series in chart.series)


@pytest.mark.parametrize("chart", ALL, ids=lambda c: c.title)
def test_every_value_is_written_in_the_drawing_too(chart: Chart) -> None:
    seen = squeezed("".join(shape.text for shape in written(drawing(chart, WIDTH))))
    names = [series.name for series in chart.series] if len(chart.series) > 1 else []
    for told_of in (chart.title, *chart.labels, *values(chart), *names, chart.source):
        assert squeezed(told_of) in seen


def test_words_say_what_stands_out() -> None:
    assert "Högst: Ön (92,5 %). Lägst: Norra skolan (71 %)." in words(BAR)
    assert "Exempelskolan: uppgift saknas" in words(replace(BAR, series=(gone(BAR.series[0]),)))
    assert "Upp från 214,5 till 231." in words(LINE)
    falling = Series("Skolan", (3, 2), ("3", "2"))
    assert "Ned från 3 till 2." in words(Chart(LINES, "T", ("a", "b"), (falling,)))
    level = Series("Skolan", (3, 3), ("3", "3"))
    assert "lika med det första" in words(Chart(LINES, "T", ("a", "b"), (level,)))
    spoken.use("en")
    assert "Highest: Ön (92,5 %). Lowest: Norra skolan (71 %)." in words(BAR)
    assert "no figure" in words(SHARE)


def test_a_line_that_bears_the_title_is_not_named_twice() -> None:
    line = Series("Meritvärde", (3, 4), ("3", "4"))
    chart = Chart(LINES, "Meritvärde", ("2027", "2028"), (line,))
    assert words(chart) == "Linjediagram över tid: Meritvärde. 2027 3, 2028 4. Upp från 3 till 4."
    assert [shape.text for shape in written(drawing(chart, WIDTH))].count("Meritvärde") == 1


def test_lines_that_crowd_have_the_values_of_their_ends_only() -> None:
    years = tuple(str(year) for year in range(2010, 2030))
    row = tuple(float(n) for n in range(20))
    line = Series("Skolan", row, tuple(f"{v:.0f} procent" for v in row))
    seen = [shape.text for shape in written(drawing(Chart(LINES, "T", years, (line,)), WIDTH))]
    assert [text for text in seen if "procent" in text] == ["0 procent", "19 procent"]


def gone(series: Series) -> Series:
    return Series(series.name, (None,) * len(series.values), ("",) * len(series.values))


@pytest.mark.parametrize("chart", ALL, ids=lambda c: c.title)
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_drawn_outside_and_nothing_in_another_font(chart: Chart, dark: bool) -> None:
    made = drawing(chart, WIDTH, dark=dark)
    x, y, right, top = made.getBounds()
    assert x >= -0.5
    assert y >= -0.5
    assert right <= WIDTH + 0.5
    assert top <= made.height + 0.5
    assert {shape.fontName.partition("-")[0] for shape in written(made)} == {"Carlito"}


def test_charts_have_the_font_of_the_look() -> None:
    look = replace(SHIPPED, body=Manner(12, "LiberationSerif-Regular"))
    names = {shape.fontName for shape in written(drawing(BAR, WIDTH, look))}
    assert names == {"LiberationSerif-Regular", "LiberationSerif-Bold"}


def test_letters_that_the_font_lacks_are_drawn_by_others() -> None:
    odd = replace(BAR, title="👍 ع 中")
    fonts = [(shape.text, shape.fontName) for shape in written(drawing(odd, WIDTH))]
    assert ("👍", "NotoEmoji-Regular") in fonts
    assert ("ع", "DejaVuSans") in fonts
    assert any("[U+4E2D]" in text for text, _font in fonts)


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_as_wide_as_asked_and_the_same_each_time(dark: bool) -> None:
    file = picture(GROUPED, 640, dark=dark)
    assert file == picture(GROUPED, 640, dark=dark)
    image = Image.open(io.BytesIO(file))
    assert image.format == "PNG"
    assert image.width == 640
    assert image.getpixel((639, 0)) == ((0, 0, 0, 0) if dark else (255, 255, 255, 255))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_colours_stand_out_from_the_ground_and_words_from_theirs(palette: Palette) -> None:
    for colour in (*palette.series, *palette.shares):
        assert contrast(colour, palette.ground) >= 3
    for colour in palette.shares:
        assert contrast(colour, palette.on) >= 4.5
    for colour in (palette.ink, palette.muted):
        assert contrast(colour, palette.ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return sum(share * v for share, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("kind", [BARS, SHARES, LINES, MATRIX])
def test_a_chart_of_nothing_is_drawn(kind: str) -> None:
    for labels, series in (((), ()), (("a",), (Series("b", (None,), ("",)),)), (("a",), ())):
        chart = Chart(kind, "Titel", labels, series)
        assert drawing(chart, WIDTH).height > 0
        assert words(chart)


TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.slow
@given(
    st.sampled_from([BARS, SHARES, LINES, MATRIX]),
    st.lists(TEXT, min_size=1, max_size=4),
    st.lists(TEXT, min_size=1, max_size=7),
    st.data(),
)
def test_any_chart_is_drawn_and_told(
    kind: str, labels: list[str], names: list[str], data: st.DataObject
) -> None:
    amount = {MATRIX: st.integers(0, 3), SHARES: st.floats(0, 1e6)}.get(kind, st.floats(-1e6, 1e6))
    series = []
    for name in names:
        row = data.draw(st.lists(st.none() | amount, min_size=len(labels), max_size=len(labels)))
        shown = tuple("" if v is None else f"{v:g}" for v in row)
        series.append(Series(name, tuple(row), shown))
    chart = Chart(kind, "Titel", tuple(labels), tuple(series), "%")
    assert drawing(chart, WIDTH).height > 0
    assert charts.words(chart)
