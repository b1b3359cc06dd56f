"""Pictures of units, their key figures and their imports."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from qualityvisit import imports
from qualityvisit.model import records
from qualityvisit.ui.figure_cards import Bars, theme_card
from qualityvisit.ui.import_dialog import ImportDialog
from qualityvisit.ui.kit import box, col
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.theme import px
from qualityvisit.ui.unit_dialogs import EditUnit
from qualityvisit.ui.unit_doubles import MergeUnits
from qualityvisit.ui.unit_import import PasteTable
from qualityvisit.ui.units import Units
from qualityvisit.workspace import Workspace
from tests.showing import Show


def unit_scenes(ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured of units."""
    found: dict[str, Show] = {
        "units": _unit,
        "unit-new": _new_unit,
        "import": _import,
        "import-paste": _paste,
    }
    if ws.count(records.Unit):
        found |= {
            "unit-change": _change_unit,
            "unit-figures": _figures,
            "unit-figures-all": _all_figures,
            "unit-figures-theme": _theme_figures,
            "unit-merge": _merge,
            "import-figures": _import_figures,
        }
    return found


def _unit(window: MainWindow) -> QWidget:
    figures = window.ws.all(records.KeyFigure)
    window.go("units", **({"id": figures[0].unit} if figures else {}))
    return window


def _new_unit(window: MainWindow) -> QWidget:
    _unit(window)
    dialog = EditUnit(window.desk, window, None)
    dialog.open()
    dialog.name.setText("Förskolan Vinden")
    dialog.code.setText("123")
    dialog.try_it()
    return dialog


def _units(window: MainWindow) -> Units:
    _unit(window)
    current = window.current()
    assert isinstance(current, Units)
    return current


def _import(window: MainWindow) -> QWidget:
    units = _units(window)
    units.show_import(str(Path(__file__).parent / "ui/units.csv"))
    window.desk.tasks.wait(3000)
    dialog = units.window().findChildren(ImportDialog)[-1]
    QApplication.processEvents()
    dialog.list.turn("new/1")
    return dialog


def _import_figures(window: MainWindow) -> QWidget:
    data = Path(__file__).parent / "data"
    units = _units(window)
    names = ("slutbetyg-2025-hela.csv", "survey/nestedsurveys_custodiansgr.json")
    units.show_figures([str(data / name) for name in names])
    window.desk.tasks.wait(3000)
    QApplication.processEvents()
    dialog = units.window().findChildren(ImportDialog)[-1]
    dialog.list.choose("who/")
    dialog.did_choose("who/")
    return dialog


def _figures(window: MainWindow) -> QWidget:
    """Show a unit with figures of several sources, of which some are kept secret."""
    data, ws = Path(__file__).parent / "data", window.ws
    unit = next(u for u in ws.all(records.Unit) if u.name == "Baldersskolan 7-9")
    ws.register.change_unit(unit.id, code="10661388")
    names = ("planned/statistics-gr_10661388.json", "survey/nestedsurveys_custodiansgr.json")
    imports.import_figures(ws, [data / name for name in names], unit=unit.id)
    window.go("units", id=unit.id)
    return window


def _all_figures(window: MainWindow) -> QWidget:
    """Show all figures of that unit, down to those with bars."""
    _figures(window)
    QApplication.processEvents()
    screen = window.current()
    assert isinstance(screen, Units)
    more = [b for b in screen._detail.findChildren(QPushButton) if b.text().startswith("Visa alla")]
    more[-1].click()
    QApplication.processEvents()
    bars = screen._detail.findChildren(Bars)
    screen._detail.ensureWidgetVisible(bars[len(bars) // 2])
    return window


def _theme_figures(window: MainWindow) -> QWidget:
    """Show what stands beside the questions of a theme."""
    _figures(window)
    unit = next(u for u in window.ws.all(records.Unit) if u.code == "10661388")
    theme = next(t for t in window.ws.all(records.Theme) if t.name.startswith("Kunskaper"))
    made = theme_card(window.desk, unit.id, theme)
    assert made is not None
    held = box(col(made, None, margins=8))
    held.resize(px(340), px(560))
    held.show()
    return held


def _paste(window: MainWindow) -> QWidget:
    units = _units(window)
    units.paste_units()
    return units.window().findChildren(PasteTable)[-1]


def _change_unit(window: MainWindow) -> QWidget:
    units = _units(window)
    unit = next(u for u in window.ws.all(records.Unit) if "FKLASS" in " ".join(u.forms))
    units._edit(unit.id)
    return units.window().findChildren(EditUnit)[-1]


def _merge(window: MainWindow) -> QWidget:
    units = _units(window)
    if not any(u.name == "Hagalid" for u in window.ws.all(records.Unit)):
        window.ws.register.add_unit("Hagalidskolan", ("GR",), pupils="300")
    units.merge_units()
    return units.window().findChildren(MergeUnits)[-1]
