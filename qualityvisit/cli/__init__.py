"""The command line: the workspace's verbs without a screen. Its words are a contract."""

import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from qualityvisit import settings, words
from qualityvisit.cli.base import Call, fail
from qualityvisit.errors import KnownError

GROUPS = {
    "workspace": "people",
    "unit": "units",
    "figures": "units",
    "visit": "visits",
    "guide": "visits",
    "note": "visits",
    "search": "documents",
    "minutes": "steps",
    "phrase": "minutes",
    "document": "dossier",
    "action": "documents",
    "template": "word",
    "box": "box",
    "sync": "safety",
    "store": "stores",
    "backup": "safety",
    "check": "safety",
    "demo": "safety",
}


class Root(click.Group):
    """The commands, each brought in when it is called: the window needs none of them."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(GROUPS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return a command, or None where there is no such."""
        if name not in GROUPS:
            return None
        found: click.Command = getattr(import_module(f"qualityvisit.cli.{GROUPS[name]}"), name)
        return found


@click.group(cls=Root, invoke_without_command=True)
@click.option("--profile", type=click.Path(path_type=Path), help="One person's device: a folder.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.option("--lang", type=click.Choice(words.LANGUAGES), help="Language of the answers.")
@click.version_option(package_name="qualityvisit")
@click.pass_context
def root(
    context: click.Context, profile: Path | None, as_json: bool, lang: str | None
) -> tuple[Path, str]:
    """Plan, record and follow up quality visits. Without a command the window opens."""
    folder = (profile or settings.default_profile()).absolute()
    words.use(lang or settings.Settings.load(folder).language)
    context.obj = Call(folder, as_json)
    return folder, lang or ""


def main() -> tuple[Path, str]:
    """Run the command line, which ends the program: 0 done, 1 a known failure, 2 wrong usage.

    Return profile and language where no command is given: the window is to be opened.
    """
    as_json = "--json" in sys.argv[1:]
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the system's habit is
    try:
        found = root(standalone_mode=False)
        if isinstance(found, tuple):
            return found
        sys.exit(found or 0)  # a command that exits gives its code here
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.Abort:
        sys.exit(1)
    except KnownError as problem:
        fail(type(problem).__name__, problem.title, problem.advice, as_json=as_json)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as problem:  # noqa: BLE001 one of the two places that own what is a bug
        from qualityvisit.crash import report  # noqa: PLC0415

        fail(*report(problem, _folder()), as_json=as_json)


def _folder() -> Path:
    """Return the profile that the command line names, also where a bug came before it was read."""
    words_given = sys.argv[1:-1]
    if "--profile" in words_given:
        return Path(sys.argv[words_given.index("--profile") + 2])
    return settings.default_profile()
