"""Commands for whoever sets up the place where a workspace is shared."""

import click

from qualityvisit.cli.base import Call, call
from qualityvisit.settings import RESOURCES
from qualityvisit.words import _


@click.group()
def store() -> None:
    """Set up and check the place where the team shares."""


@store.command("sql")
def store_sql() -> None:
    """Print the SQL that prepares a PostgreSQL database, for psql."""
    click.echo((RESOURCES / "store" / "postgresql.sql").read_text("utf-8"), nl=False)


@store.command("check")
@click.argument("address")
@call
def store_check(call: Call, address: str) -> None:
    """Try a store: what it lets you do, and what a database keeps you from."""
    from qualityvisit.sync.checking import check  # noqa: PLC0415 help needs none

    found = list(check(address))
    call.answer(
        {
            "good": all(f.good for f in found),
            "findings": [{"name": f.name, "good": f.good, "text": f.text} for f in found],
        },
        *(f"{'+' if f.good else '-'} {f.text}" for f in found),
    )
    if not all(f.good for f in found):
        raise click.exceptions.Exit(1)


@store.command("secret")
@click.argument("address")
@call
def store_secret(call: Call, address: str) -> None:
    """Ask for the password of a store and put it in this computer's keyring."""
    from qualityvisit.sync import address as addresses  # noqa: PLC0415 help needs none
    from qualityvisit.sync import credentials  # noqa: PLC0415

    where, inside = addresses.read(address)
    secret = inside or click.prompt(_("Password"), hide_input=True, err=True)
    credentials.keep(where, secret)
    call.answer({"address": where.text}, _("The password is kept for {place}.", place=where.place))
