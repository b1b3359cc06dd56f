"""A trial page: one of each thing that a report may hold, to see how a template looks."""

from qualityvisit.reports.outline import (
    ASIDE,
    QUOTE,
    STRONG,
    Bullets,
    Fact,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    runs,
)
from qualityvisit.words import _, day


def trial(municipality: str, committee: str, made: str) -> Outline:
    """Return a page under the names given, written at an ISO moment."""
    text = _("Running text looks like this. It stands for what is written in the minutes.")
    item = _("A line of a list")
    return Outline(
        title=_("Trial page"),
        language="sv-SE",
        kind=_("Visit record"),
        municipality=municipality,
        committee=committee,
        registry_number="2028/1",
        mark=_("Working material"),
        author=committee,
        made=made,
        facts=(Fact(_("Registry number"), ("2028/1",)),),
        blocks=(
            Heading(_("A heading of the first level")),
            Paragraph(runs(text, Run(" " + _("This is strong."), STRONG))),
            Heading(_("A heading of the second level"), 2),
            Paragraph(runs(_("About the text, muted.")), ASIDE),
            Paragraph(runs(text)),
            Bullets((runs(item), runs(item), Bullets((runs(item),)))),
            Heading(_("A heading of the third level"), 3),
            Paragraph(runs(_("“This is how a quotation looks.”")), QUOTE),
            Bullets((runs(item), runs(item)), numbered=True),
            Table(_("A table"), (_("What"), _("Responsible"), _("When")),
                  ((item, committee, day(made[:10])), (item, committee, day(made[:10]))),
                  (50, 25, 25)),
        ),
    )  # fmt: skip
