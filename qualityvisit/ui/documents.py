"""The committee's documents: chosen, looked at, masked for release, saved or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qualityvisit import dossier
from qualityvisit.model import official, planning, records
from qualityvisit.reports import plain
from qualityvisit.reports.masking import Mask
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.discreet import Check
from qualityvisit.ui.export import PaperDialog
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.preview import PagesView
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import minutes_standing
from qualityvisit.words import _, count, day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from qualityvisit.reports.outline import Outline
    from qualityvisit.ui.screen import Desk

EVER = (dossier.TERM, dossier.YEAR, dossier.UNIT_YEAR)  # can be chosen wherever one is


class DocumentsDialog(PaperDialog):
    """Shows a document of a visit, a meeting, a unit, a half year or a year."""

    def __init__(
        self, desk: Desk, window: QWidget, *, visit: str = "", meeting: str = "", first: str = ""
    ) -> None:
        self._visit, self._meeting, self._masks = visit, meeting, list[Mask]()
        super().__init__(desk, window, _("Documents"), "")
        own = {dossier.VISIT} if visit else {dossier.MEETING} if meeting else set()
        kinds = [k for k in dossier.kinds() if k.of in own]
        kinds += [k for k in dossier.kinds() if k.of in EVER]
        self._kinds = {k.key: k for k in kinds}
        words = [(k, dossier.kind_word(k)) for k in self._kinds]
        self.kind = kit.Choice(words, first or kinds[0].key)
        self.unit = kit.Choice([(u.id, u.name) for u in self._units()], self._own_unit())
        self.time = kit.Choice([], "")
        self.pages = PagesView(_("The document"))
        self.pages.setMinimumHeight(px(160))
        self._mask = kit.button(_("Mask words …"), self.choose_masks, "eye", "small")
        self._masked = kit.pill("", "warn")
        self._standing = kit.label("", "muted", 0.95, wrap=True)
        self._sent = kit.link(_("Note that it was sent …"), self.note_dispatch)
        self.kind.setAccessibleName(_("Document"))
        self.unit.setAccessibleName(_("Unit"))
        self.time.setAccessibleName(_("Half year or year"))
        self.setLayout(
            kit.col(
                self._head, kit.box(kit.flow(self.kind, self.unit, self.time, self._mask)),
                kit.row(self._masked, None), (kit.Surface(kit.col(self.pages, margins=1)), 1),
                kit.row((self._standing, 1), self._sent, gap=14), self._said, self.ways(),
                gap=12, margins=24,
            )
        )  # fmt: skip
        self.kind.currentIndexChanged.connect(self._turn)
        self.unit.currentIndexChanged.connect(self.read)
        self.time.currentIndexChanged.connect(self.read)
        self._turn()

    # --- what it is of

    def _units(self) -> list[records.Unit]:
        return [u for u in self._desk.ws.all(records.Unit) if not u.merged]

    def _own_unit(self) -> str:
        visit = self._desk.ws.find(records.Visit, self._visit)
        return visit.unit if visit else ""

    def _times(self, of: str) -> list[tuple[str, str]]:
        """Return the half years or years to choose among, with the visit's own first."""
        ws = self._desk.ws
        if of == dossier.TERM:
            return [(t, dossier.term_words(t)) for t in dossier.terms(ws)]
        years = dossier.years(ws) or [self._desk.today()[:4]]
        return [(y, y) for y in years]

    def _turn(self) -> None:
        """Show the fields that a kind of document asks for."""
        of = self._kinds[self.kind.value()].of
        self.unit.setVisible(of == dossier.UNIT_YEAR)
        self.time.setVisible(of in EVER)
        if of in EVER:
            times = self._times(of)
            visit = self._desk.ws.find(records.Visit, self._visit)
            own = planning.day_of(visit) if visit else self._desk.today()
            near = [key for key, _words in times if key <= own]
            self.time.offer(times, near[0] if near else "")
        self._masks = []
        self.read()

    def _of(self) -> str:
        of = self._kinds[self.kind.value()].of
        return {
            dossier.VISIT: self._visit, dossier.MEETING: self._meeting,
            dossier.UNIT_YEAR: f"{self.unit.value()}/{self.time.value()}",
        }.get(of) or self.time.value()  # fmt: skip

    # --- the paper

    def paper(self) -> Outline:
        """Return the document, masked where words are to be. Raise KnownError."""
        made = dossier.outline(self._desk.ws, self.kind.value(), self._of())
        return dossier.masked(made, self._masks)

    def name(self) -> str:
        """Return what it is called."""
        return self.paper().title

    def of(self) -> str:
        """Return what its file's name says besides."""
        masked = _("masked") if self._masks else ""
        return f"{masked} {day(self._desk.today())}".strip()

    def read(self) -> None:
        """Show the document's pages, or why there are none."""
        self.tell("")
        if not self.attempt(lambda: self.pages.show_pdf(self.data("pdf"))):
            self.pages.say(self._said.text())
        number = len(self._masks)
        retitle(self._mask, _("Change what is masked …") if number else _("Mask words …"))
        self._masked.setText(count("{n} wording masked", "{n} wordings masked", number))
        self._masked.setVisible(bool(number))
        self._show_standing()

    def _show_standing(self) -> None:
        """Say how the document stands as an official one, and offer to note that it was sent."""
        stands = dossier.standing(self._desk.ws, self.kind.value(), self._of())
        told = f"{stands.reason} ({stands.law})" if stands.law else stands.reason
        self._standing.setText(f"{minutes_standing(stands.status)}. {told}")
        own = self._kinds[self.kind.value()].of == dossier.VISIT
        self._sent.setVisible(own and self._desk.ws.may_write(f"visit/{self._visit}"))

    def note_dispatch(self) -> None:
        """Note that the document was sent out."""
        from qualityvisit.ui.dispatches import DispatchDialog  # noqa: PLC0415 seldom needed

        what = dossier.kind_word(self.kind.value())
        named = _("{document}, masked", document=what) if self._masks else what
        asked = DispatchDialog(self._desk, self, self._visit, named)
        asked.accepted.connect(self._show_standing)
        asked.open()

    def choose_masks(self) -> None:
        """Choose words that are masked wherever they stand."""
        self.attempt(self._ask_masks)

    def _ask_masks(self) -> None:
        made = dossier.outline(self._desk.ws, self.kind.value(), self._of())
        MaskDialog(self._desk, self, made, self._masks, self._take).open()

    def _take(self, masks: Sequence[Mask]) -> None:
        self._masks = list(masks)
        self.read()


class MaskDialog(FormDialog):
    """Asks which words are masked, with those proposed that may point somebody out."""

    def __init__(
        self, desk: Desk, window: QWidget, made: Outline, masks: Sequence[Mask],
        take: Callable[[list[Mask]], object],
    ) -> None:  # fmt: skip
        form = kit.Form()
        super().__init__(
            window, _("Mask words for release"), form, _("Mask"), self._done,
            about=_("The words are replaced wherever they stand as whole words, in every letter"
                    " case. Read the whole document afterwards: what points somebody out may be"
                    " said in other words."),
        )  # fmt: skip
        self._take = take
        text = plain.write(made)
        self.proposed = _proposed(desk, text)
        said = "\n".join(m.words for m in masks)
        self.words = kit.writing(said, lines=7)
        form.add(_("Words to mask, one wording a line"), self.words)
        if self.proposed:
            number = count("Add {n} that may point somebody out",
                           "Add {n} that may point somebody out", len(self.proposed))  # fmt: skip
            add = kit.button(number, self.add_proposed, "plus", "small")
            add.setToolTip(", ".join(self.proposed))
            form.put(kit.box(kit.row(add, None)))
        provisions = [official.provision("FS"), official.provision("GR"), _("OSL 21 kap. 7 §"), ""]
        names = [(p, p or _("None given")) for p in provisions]
        self.provision = kit.Choice(names, masks[0].provision if masks else provisions[1])
        form.add(_("By which provision"), self.provision, _("Stands on every page."))

    def add_proposed(self) -> None:
        """Add the words that may point somebody out."""
        there = self.words.toPlainText().splitlines()
        self.words.setPlainText("\n".join(dict.fromkeys([*filter(None, there), *self.proposed])))
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self) -> None:
        lines = dict.fromkeys(" ".join(w.split()) for w in self.words.toPlainText().splitlines())
        self._take([Mask(w, self.provision.value()) for w in lines if w])


def _proposed(desk: Desk, text: str) -> list[str]:
    found = Check(desk.ws).in_text(text, records.PUPILS)
    return list(dict.fromkeys(f.words(text) for f in found))
