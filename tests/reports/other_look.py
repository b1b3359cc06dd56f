"""A look unlike the shipped one: letter size, Times, a logo, lines of its own in the margins."""

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from qualityvisit.reports.look import SERIF, SHIPPED, Logo, Look, Manner, font


def _logo() -> bytes:
    shown = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(shown)
    draw.polygon([(20, 20), (220, 20), (220, 130), (120, 225), (20, 130)], fill=(140, 28, 19, 255))
    draw.ellipse([80, 50, 160, 130], fill=(255, 205, 0, 160))
    out = io.BytesIO()
    shown.save(out, "PNG")
    return out.getvalue()


def _serif(manner: Manner) -> Manner:
    face = manner.font.partition("-")[2]
    return replace(manner, font=font(SERIF, bold=face == "Bold", italic=face == "Italic"))


def _red(manner: Manner) -> Manner:
    return replace(_serif(manner), colour="8C1C13")


LOGO = Logo(_logo(), 44, 44, "Exempelköpings kommunvapen")
OTHER = Look(
    page_width=612,
    page_height=792,
    left=72,
    right=72,
    top=110,
    bottom=90,
    header=36,
    footer=30,
    body=_serif(SHIPPED.body),
    aside=_serif(SHIPPED.aside),
    quote=_serif(SHIPPED.quote),
    item=_serif(SHIPPED.item),
    title=_serif(SHIPPED.title),
    fact=_serif(SHIPPED.fact),
    fact_label=_serif(SHIPPED.fact_label),
    cell=_serif(SHIPPED.cell),
    cell_heading=_serif(SHIPPED.cell_heading),
    margin=_serif(SHIPPED.margin),
    margin_strong=_serif(SHIPPED.margin_strong),
    mark=_serif(SHIPPED.mark),
    headings=(_red(SHIPPED.headings[0]), _red(SHIPPED.headings[1]), _red(SHIPPED.headings[2])),
    accent="8C1C13",
    logo=LOGO,
    header_lines=("Exempelköpings kommun", "Utbildningsförvaltningen\tSida {page} av {pages}"),
    footer_lines=(
        "Box 1, 000 00 Exempelköping\t0000-00 00 00",
        "namnd@example.se\twww.example.se",
    ),
)
