import pytest

from qualityvisit.errors import BadInput
from qualityvisit.intake import table
from qualityvisit.intake.units import IncomingUnit, read_units

LIST = """Förskola;Skolform;Antal barn;Adress
Förskolan Exemplet;förskola;84;Påhittsvägen 1
Förskolan Fantasin;Förskola;96;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("apart", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_however_it_was_saved(encoding: str, apart: str, end: str) -> None:
    found = read_units(LIST.replace(";", apart).replace("\n", end).encode(encoding))
    assert not found.rejected
    assert [unit.name for unit in found.units] == ["Förskolan Exemplet", "Förskolan Fantasin"]
    assert found.units[0] == IncomingUnit(
        row=2, name="Förskolan Exemplet", forms=("FS",), pupils="84", address="Påhittsvägen 1"
    )


def test_rows_pasted_without_headings_are_understood_by_what_they_hold() -> None:
    found = read_units("Exempelskolan\tF-klass\nx".replace("F-klass", "GR").encode())
    assert [(u.name, u.forms) for u in found.units] == [("Exempelskolan", ("GR",))]
    coded = read_units(b"12345678,Exempelskolan,Grundskola")
    assert [(u.name, u.code) for u in coded.units] == [("Exempelskolan", "12345678")]


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("förskoleklass, grundskola", ("FKLASS", "GR")),
        ("Grundskola och fritidshem", ("FTH", "GR")),
        ("GRAN/GR", ("GRAN", "GR")),
        ("anpassad  grundskola", ("GRAN",)),
        ("Pedagogisk omsorg", ("PEDOMS",)),
        ("gymnasium + komvux", ("VUX", "GY")),
    ],
)
def test_school_forms_are_known_by_name_and_code(written: str, forms: tuple[str, ...]) -> None:
    text = f"Namn;Skolform\nExempelskolan;{written}\n"
    assert read_units(text.encode()).units[0].forms == forms


def test_what_cannot_be_used_is_told_row_by_row() -> None:
    text = (
        "Namn;Skolform;Skol-enhetskod;Antal elever\n"
        ";grundskola;;\n"
        "A;fsk;;\n"
        "B;högskola;;\n"
        "C;;;\n"
        "D;GR;123;\n"
        "E;GR;;många\n"
        "+SUM(A1);GR;;\n"
        f"{'x' * 201};GR;;\n"
        "F;GR;12345678;12\n"
    )
    found = read_units(text.encode())
    assert [unit.name for unit in found.units] == ["F"]
    assert [r.row for r in found.rejected] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert found.rejected[1].why.startswith("Skriv förskola eller förskoleklass")
    assert found.rejected[2].why == "Det finns ingen sådan skolform: högskola."
    assert found.rejected[3].why == "Skolformen saknas."


def test_a_unit_on_two_rows_has_the_forms_of_both() -> None:
    text = "Namn;Skolform;Kod\nA;GR;12345678\nA;förskoleklass;12345678\nB;FS;\nb;PEDOMS;\n"
    found = read_units(text.encode())
    assert [(u.name, u.forms) for u in found.units] == [
        ("A", ("FKLASS", "GR")),
        ("B", ("PEDOMS", "FS")),
    ]


def test_a_column_for_the_municipality_narrows_the_list() -> None:
    text = "Namn;Skolform;Kommunkod\nHär;GR;1230\nDär;GR;1231\n"
    assert [u.name for u in read_units(text.encode(), "1230").units] == ["Här"]


@pytest.mark.parametrize("text", ["bara ett ord\n", "a;b\nc;d\n", "Namn\nFörskolan\n"])
def test_a_table_without_names_and_forms_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="kolumner går inte att förstå"):
        read_units(text.encode())


@pytest.mark.parametrize("empty", [b"", b"\n\n", b"\xef\xbb\xbf", b"Namn;Skolform\n"])
def test_an_empty_list_is_refused(empty: bytes) -> None:
    with pytest.raises(BadInput, match="ingen enhet"):
        read_units(empty)


def test_what_is_no_text_or_far_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="ingen textfil"):
        read_units(b"\x00\x01\x02")
    with pytest.raises(BadInput, match="rad 2"):
        read_units(b'Namn;Skolform\n"' + b"x" * 140_000 + b'";GR\n')
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    with pytest.raises(BadInput, match="för stor"):
        read_units(LIST.encode())
