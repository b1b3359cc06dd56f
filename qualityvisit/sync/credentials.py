"""Passwords of stores: in the keyring, or in the environment of a computer that has none."""

import contextlib
import os
from collections.abc import Callable

from qualityvisit.errors import NoKeyring, StoreRefused
from qualityvisit.journal import ring
from qualityvisit.sync.address import Address
from qualityvisit.words import _

Ask = Callable[[], str]  # gives a password, asked for when it is needed
VARIABLE = "QUALITYVISIT_STORE_SECRET"


def secret_of(address: Address) -> str:
    """Return the password of a store, or "" where none is kept. Raise StoreRefused."""
    given = os.environ.get(VARIABLE, "")
    if given:
        return given
    try:
        return ring.secret(address.entry)
    except NoKeyring as problem:
        raise _no_keyring(address) from problem


def keep(address: Address, secret: str) -> None:
    """Keep the password of a store. Raise StoreRefused where there is no keyring."""
    try:
        ring.keep(address.entry, secret)
    except NoKeyring as problem:
        if os.environ.get(VARIABLE) != secret:
            raise _no_keyring(address) from problem


def kept(address: Address) -> str:
    """Return the password that the keyring has for a store, "" where there is none, or no ring."""
    with contextlib.suppress(NoKeyring):
        return ring.secret(address.entry)
    return ""


def put_back(address: Address, secret: str) -> None:
    """Let the keyring have what it had before: a password, or "" for none."""
    with contextlib.suppress(NoKeyring):
        if secret:
            ring.keep(address.entry, secret)
        else:
            ring.forget(address.entry)


def user_and_password(address: Address, secret: str) -> tuple[str, str]:
    """Return both: where the address names no user, the secret is ``user:password``."""
    if address.user:
        return address.user, secret
    user, colon, password = secret.partition(":")
    return (user, password) if colon else ("", secret)


def _no_keyring(address: Address) -> StoreRefused:
    return StoreRefused(
        _("The keyring does not answer, or is locked: it keeps the password for {place}.",
          place=address.place),
        _("Everything is safe on this computer. Unlock the keyring; where there is none, give the"
          " password in the environment variable {variable}.", variable=VARIABLE),
    )  # fmt: skip
