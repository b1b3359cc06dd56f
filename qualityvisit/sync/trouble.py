"""What is told of a store that does not do as it is asked, and how long it may take."""

from qualityvisit.errors import StoreRefused, StoreUnreachable
from qualityvisit.words import _

CONNECT = 5.0  # seconds until a server has let us connect
WHOLE = 30.0  # seconds for one request, connecting included


def unreachable(place: str) -> StoreUnreachable:
    """Return what to tell of a store that does not answer, or not in time."""
    return StoreUnreachable(
        _("{place} cannot be reached.", place=place),
        _("Everything is safe on this computer and is shared as soon as there is an answer. If it"
          " lasts: check the network and the address."),
    )  # fmt: skip


def absent(place: str) -> StoreUnreachable:
    """Return what to tell where the server answers but has no such place."""
    return StoreUnreachable(
        _("There is no such place: {place}.", place=place),
        _("Everything is safe on this computer. Check the address, or let whoever runs the server"
          " prepare the place."),
    )  # fmt: skip


def no_password(place: str) -> StoreRefused:
    """Return what to tell where a password is needed and none is kept."""
    return StoreRefused(
        _("A password is needed for {place}.", place=place),
        _("Everything is safe on this computer and is shared as soon as the password is given:"
          " under Settings, Sharing."),
    )  # fmt: skip


def not_let_in(place: str) -> StoreRefused:
    """Return what to tell where the user name or the password is not accepted."""
    return StoreRefused(
        _("{place} does not let you in.", place=place),
        _("The user name or the password is wrong or has expired, or you have no right to come in"
          " there. Everything is safe on this computer and is shared as soon as the right password"
          " is given: under Settings, Sharing."),
    )  # fmt: skip


def not_allowed(place: str) -> StoreRefused:
    """Return what to tell where we are known but may not do this."""
    return StoreRefused(
        _("{place} does not allow this.", place=place),
        _("The password is wrong or has expired, or you may read there but not write. Everything"
          " is safe on this computer; ask whoever runs the server."),
    )  # fmt: skip


def another_login(place: str) -> StoreRefused:
    """Return what to tell where this computer was first seen under another user name."""
    return StoreRefused(
        _("{place} knows this computer under another user name.", place=place),
        _("Everything is safe on this computer. Use the same user name as before, or join anew."),
    )  # fmt: skip
