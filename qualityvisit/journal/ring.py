"""The operating system's keyring: asked on a thread of its own, with a time limit."""

import threading
from collections.abc import Callable
from typing import Any

from qualityvisit.errors import NoKeyring
from qualityvisit.words import _

SERVICE = "qualityvisit"
PATIENCE = 20.0  # seconds that a keyring may take, a question to its owner included


def secret(name: str) -> str:
    """Return what is kept under a name, or "". Raise NoKeyring."""
    found: str | None = _ask(lambda kept: kept.get_password(SERVICE, name))
    return found or ""


def keep(name: str, value: str) -> None:
    """Keep a secret under a name. Raise NoKeyring where it cannot be read back."""
    _ask(lambda kept: kept.set_password(SERVICE, name, value))
    if secret(name) != value:
        raise _none_here()


def forget(name: str) -> None:
    """Take away what is kept under a name. Raise NoKeyring where it cannot be, or is not there."""
    _ask(lambda kept: kept.delete_password(SERVICE, name))


def _ask(question: Callable[[Any], Any]) -> Any:  # noqa: ANN401 whatever keyring answers
    """Ask the keyring on a thread of its own: some of them never answer. Raise NoKeyring."""
    import keyring  # noqa: PLC0415 start-up time is measured
    from keyring.errors import KeyringError  # noqa: PLC0415

    answers: list[Any] = []

    def work() -> None:
        backend = keyring.get_keyring()
        # Priority below 1 marks the backends that fail, do nothing or write plaintext.
        if backend.priority >= 1:
            try:
                answers.append(question(backend))
            except (KeyringError, OSError, RuntimeError):
                return

    thread = threading.Thread(target=work, daemon=True, name="keyring")
    thread.start()
    thread.join(PATIENCE)
    if not answers:
        raise _none_here()
    return answers[0]


def _none_here() -> NoKeyring:
    """Return what to tell where there is no keyring."""
    return NoKeyring(
        _("This computer has no keyring that the program can use."),
        _("Nothing has been written. Choose a passphrase instead."),
    )
