"""The repository stands alone, hides nothing and speaks both languages whole."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "qualityvisit"
SOURCES = sorted(PROGRAM.rglob("*.py"))
PARTS = sorted((ROOT / "resources" / "locale" / "sv").glob("*.po"))
TEXT = {".py", ".toml", ".md", ".txt", ".json", ".po", ".svg", ".csv", ".cfg", ".yml", ""}
GENERATED = {"__pycache__", "build", "screenshots"}

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wor" + "k/", "/far" + "m/", "/tm" + "p/", "/op" + "t/pypi"]))
HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + "js", "deb" + r"\.debian"])
)
UNFINISHED = re.compile(
    r"(#|<!--).*\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b"
)
SILENCED = re.compile("|".join(["type: ign" + r"ore(?!\[)", "no" + r"qa(?!: [A-Z]+\d)"]))
# Two places own every failure: the command line's end and the window's hook. A third carries
# what fails on the worker to the thread that asked.
OWN_EVERY_FAILURE = {
    "qualityvisit/cli/__init__.py",
    "qualityvisit/app.py",
    "qualityvisit/ui/tasks.py",
}
# Swedish letters, but for names that have no English.
SWEDISH = re.compile(r"(?!elevhälsa|Kvalitetsnämnd|Skolenkät)\b\w*[åäöÅÄÖ]")
# Months and days; headings of files that are read; titles that a new committee begins with.
MAY_BE_SWEDISH = ("words.py", "intake/", "model/", "reports/docx/controls.py")


def files() -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file that is ours, written by hand or kept as data."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(p.startswith(".") and p not in (".ci", ".gitignore") for p in inside.parts)
        if hidden or GENERATED & set(inside.parts) or path.suffix not in TEXT or path.is_dir():
            continue
        yield inside.as_posix(), path.read_bytes().decode("utf-8", "replace")


def found(pattern: re.Pattern[str], suffixes: tuple[str, ...] = ()) -> list[str]:
    """Return where a pattern occurs, as "file:line: text"."""
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in files()
        if not suffixes or name.endswith(suffixes)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_a_machine_is_written_down() -> None:
    assert not found(MACHINE)


def test_no_registry_is_named() -> None:
    assert not found(HOSTS)


def test_nothing_is_unfinished() -> None:
    assert not found(UNFINISHED, (".py", ".toml", ".md", "run"))


def test_no_check_is_silenced_without_saying_which() -> None:
    assert not found(SILENCED, (".py",))


def test_no_test_is_switched_off() -> None:
    assert not found(re.compile(r"pytest\.mark\.(skip" + "|xfail)"), (".py",))


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler catches whatever it is and does not pass it on."""
    kinds = [*ast.walk(handler.type)] if handler.type else [ast.Name("Exception")]
    broad = {n.id for n in kinds if isinstance(n, ast.Name)} & {"Exception", "BaseException"}
    last = handler.body[-1]
    return bool(broad) and not (isinstance(last, ast.Raise) and last.exc is None)


def test_every_failure_is_caught_in_the_places_that_own_it_only() -> None:
    places = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node)
    }
    assert places <= OWN_EVERY_FAILURE


def test_every_lock_file_has_hashes_and_names_no_place() -> None:
    for lock in (ROOT / "packaging").glob("requirements*.txt"):
        entries = re.findall(
            r"^([a-z0-9-]+==\S+)(.*(?:\n    --hash=.*)+)?", lock.read_text(), re.MULTILINE
        )
        assert len(entries) > 30
        assert all("--hash=sha256:" in rest for _, rest in entries)
        assert "://" not in lock.read_text()


def test_both_lock_files_agree() -> None:
    run, test = (
        set(re.findall(r"^\S+==\S+", (ROOT / "packaging" / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-test.txt")
    )
    assert run < test


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = dict(
        re.findall(
            r"^([a-z0-9-]+)==([^ ;]+)",
            (ROOT / "packaging" / "requirements-test.txt").read_text(),
            re.MULTILINE,
        )
    )
    for line in project["dependencies"] + project["optional-dependencies"]["test"]:
        asked = Requirement(line)
        assert asked.name in locked, line
        assert asked.specifier.contains(locked[asked.name]), line


# --- Words


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string that is not a docstring."""
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def spoken(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Yield line and argument of each call of `_` and `count`: what is said to people."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        for argument in node.args[: {"_": 1, "count": 2}.get(node.func.id, 0)]:
            yield node.lineno, argument


def catalogue(path: Path) -> Catalog:
    """Return the part's catalogue."""
    with path.open("rb") as source:
        return read_po(source, locale="sv", abort_invalid=True)


@cache
def messages() -> tuple[tuple[str, Message], ...]:
    """Return part and message of every message there is."""
    return tuple((path.name, m) for path in PARTS for m in catalogue(path) if m.id)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return a message's one or several forms."""
    return (words,) if isinstance(words, str) else tuple(words or ("",))


def fields(text: str) -> set[str]:
    """Return the names of the placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_message_is_translated() -> None:
    missing = [
        f"{part}: {message.id}"
        for part, message in messages()
        if message.fuzzy or not all(forms(message.string))
    ]
    assert not missing


def test_no_message_stands_in_two_parts() -> None:
    where = defaultdict(list)
    for part, message in messages():
        where[forms(message.id)[0]].append(part)
    assert not {words: parts for words, parts in where.items() if len(parts) > 1}


def test_both_languages_fill_in_the_same_values() -> None:
    for part, message in messages():
        english, swedish = forms(message.id), forms(message.string)
        assert fields(swedish[-1]) == fields(english[-1]), f"{part}: {message.id}"
        # One of something may be told without its number, in either language.
        assert fields(swedish[0]) | {"n"} == fields(english[0]) | {"n"}, f"{part}: {message.id}"


def test_a_message_in_two_parts_says_the_same_in_both() -> None:
    said = defaultdict(set)
    for _part, message in messages():
        said[forms(message.id)].add(forms(message.string))
    assert not {english: swedish for english, swedish in said.items() if len(swedish) > 1}


def test_source_strings_are_english() -> None:
    assert not [m.id for _, m in messages() if SWEDISH.search(" ".join(forms(m.id)))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(PROGRAM).as_posix())
def test_what_is_said_to_people_stands_in_a_catalogue(path: Path) -> None:
    known = {form for _, message in messages() for form in forms(message.id)}
    for line, argument in spoken(ast.parse(path.read_text("utf-8"))):
        assert not isinstance(argument, ast.JoinedStr), f"line {line}: fill in by name instead"
        if isinstance(argument, ast.Constant):
            assert argument.value in known, f"line {line}: {argument.value!r} is not translated"


def test_no_translation_is_left_over() -> None:
    used = {text for path in SOURCES for _, text in literals(ast.parse(path.read_text("utf-8")))}
    left = [f"{part}: {m.id}" for part, m in messages() if not set(forms(m.id)) <= used]
    assert not left


def test_no_swedish_hides_in_the_code() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in SOURCES
        if not path.relative_to(PROGRAM).as_posix().startswith(MAY_BE_SWEDISH)
        for line, text in literals(ast.parse(path.read_text("utf-8")))
        if SWEDISH.search(text)
    ]
    assert not hidden
