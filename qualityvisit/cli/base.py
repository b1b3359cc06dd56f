"""What all commands share: the open workspace, and one way to answer."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from qualityvisit.model.records import Record

if TYPE_CHECKING:
    from qualityvisit.workspace import Workspace


@dataclass(slots=True)
class Call:
    """One call of the command line: whose profile, and how to answer."""

    profile: Path
    as_json: bool

    @property
    def passphrase(self) -> str:
        """The passphrase, where the environment gives one; else the keyring is asked."""
        return os.environ.get("QUALITYVISIT_PASSPHRASE", "")

    @contextlib.contextmanager
    def workspace(self) -> Iterator["Workspace"]:
        """Open the profile's workspace for the length of a command."""
        from qualityvisit.workspace import Workspace  # noqa: PLC0415 help needs none

        workspace = Workspace.open(self.profile, self.passphrase)
        try:
            yield workspace
        finally:
            workspace.close()

    def answer(self, result: dict[str, Any], *lines: str) -> None:
        """Answer with a JSON object, or with lines for people."""
        if self.as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            for line in lines or (str(v) for v in result.values()):
                click.echo(line)


call = click.make_pass_decorator(Call)


def fail(kind: str, title: str, advice: str, *, as_json: bool) -> NoReturn:
    """End with exit code 1 and tell why."""
    if as_json:
        found = {"error": kind, "title": title, "advice": advice}
        click.echo(json.dumps(found, ensure_ascii=False))
    click.echo(f"{title}\n{advice}".strip(), err=True)
    sys.exit(1)


def plain(record: Record, kind: str) -> dict[str, Any]:
    """Return a record as JSON values; its id stands under the name of its kind."""
    values = asdict(record)
    return {kind: values.pop("id")} | values
