"""A new guide: its name and the school forms that it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import Check, Field, Form, box, flow, line
from qualityvisit.ui.trade import form_word
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class NewGuide(FormDialog):
    """Begins a draft. ``guide`` is its id when the dialog is accepted."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._register, self.guide = desk.ws.register, ""
        form = Form()
        about = _("It begins as a draft. Visits can take it when it is published.")
        super().__init__(window, _("New guide"), form, _("Begin to write"), self._save, about=about)
        self.name = line()
        self.forms = {code: Check(form_word(code)) for code in records.FORMS}
        form.add(_("Name"), self.name, check=self._check_name)
        forms = Field(_("School forms"), box(flow(*self.forms.values(), gap=4)))
        form.put(forms)
        form.check(forms, self._check_forms)

    def _chosen(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self.forms.items() if tick.isChecked())

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else _("Write the guide's name.")

    def _check_forms(self) -> str:
        return "" if self._chosen() else _("Choose at least one school form.")

    def _save(self) -> None:
        first = [(_("New theme"), "", "")]
        name = self.name.text().strip()
        self.guide = self._register.add_guide(name, self._chosen(), first, [], draft=True)
