"""Units that are entered twice: what looks so, and making two units one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qualityvisit.model import records
from qualityvisit.model.merged import CODE, NAME, doubles
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import Choice, Form, Item, box, col, label
from qualityvisit.ui.trade import forms_words
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from qualityvisit.model.merged import Double
    from qualityvisit.ui.screen import Desk


class MergeUnits(FormDialog):
    """Makes two units one; ``unit`` is the one that is kept when the dialog is accepted."""

    def __init__(self, desk: Desk, window: QWidget, keep: str = "", other: str = "") -> None:
        self._desk, self.unit = desk, keep
        units = [u for u in desk.ws.all(records.Unit) if not u.invented]
        self._found = doubles(units)
        if not keep and self._found:
            keep, other = self._found[0].keep.id, self._found[0].other.id
        form = Form()
        about = _("Visits, actions and key figures of both are shown under the unit that is kept."
                  " Nothing is erased, and you can part them again.")  # fmt: skip
        super().__init__(window, _("Make two units one"), form, _("Make them one"), self._merge,
                         about=about)  # fmt: skip
        if self._found:
            self.proposals = Choice(
                [
                    ("", _("Choose yourself")),
                    *((str(n), _said(d)) for n, d in enumerate(self._found)),
                ],
                "0" if not self.unit else "",
            )
            self.proposals.activated.connect(self._did_propose)
            form.add(_("Units that look like one"), self.proposals)
        else:
            form.put(label(_("No units look as if they were entered twice."), "muted", wrap=True))
        named = [("", _("Choose a unit")), *((u.id, _named(u)) for u in units)]
        self.keep, self.other = Choice(named, keep), Choice(named, other)
        form.add(_("Keep"), self.keep, check=lambda: _chosen(self.keep))
        form.add(_("Becomes a part of it"), self.other, check=self._check_other)
        self._told = col(gap=4)
        form.put(box(self._told))
        for choice in (self.keep, self.other):
            choice.currentIndexChanged.connect(self._tell)
        self._tell()

    def _did_propose(self) -> None:
        if self.proposals.value():
            double = self._found[int(self.proposals.value())]
            self.keep.setCurrentIndex(self.keep.findData(double.keep.id))
            self.other.setCurrentIndex(self.other.findData(double.other.id))

    def _tell(self) -> None:
        """Say what follows along."""
        from qualityvisit.ui.kit import refill  # noqa: PLC0415

        unit, items = self.other.value(), list[Item]()
        if unit:
            ws = self._desk.ws
            visits = ws.count(records.Visit, parent=unit)
            figures = ws.count(records.KeyFigure, parent=unit)
            told = (count("{n} visit", "{n} visits", visits),
                    count("{n} key figure", "{n} key figures", figures))  # fmt: skip
            words = _("Follows along: {things}", things=", ".join(told))
            items.append(label(words, "muted", wrap=True))
        refill(self._told, items)

    def _check_other(self) -> str:
        if self.other.value() and self.other.value() == self.keep.value():
            return _("Choose two different units.")
        return _chosen(self.other)

    def _merge(self) -> None:
        self.unit = self.keep.value()
        self._desk.ws.register.merge_unit(self.other.value(), self.unit)


def _chosen(choice: Choice) -> str:
    return "" if choice.value() else _("Choose a unit.")


def _named(unit: records.Unit) -> str:
    return "  ·  ".join(filter(None, (unit.name, unit.code, forms_words((unit.form,)))))


def _said(double: Double) -> str:
    """Return two units and why they look like one."""
    why = {CODE: _("the same code"), NAME: _("the same name")}.get(
        double.why, _("the same address")
    )
    return f"{double.keep.name} = {double.other.name} ({why})"
