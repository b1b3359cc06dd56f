"""Addresses of stores: what kind, where, and never a password in what is kept or shown."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from qualityvisit.errors import BadInput
from qualityvisit.words import _

FOLDER, S3, AZURE, WEBDAV, POSTGRESQL = "folder", "s3", "azure", "webdav", "postgresql"
SCHEMES = {
    "file": FOLDER,
    "s3": S3,
    "azure": AZURE,
    "http": WEBDAV,
    "https": WEBDAV,
    "webdav+http": WEBDAV,
    "webdav+https": WEBDAV,
    "postgres": POSTGRESQL,
    "postgresql": POSTGRESQL,
}
OPTIONS = {
    S3: {"endpoint", "region"},
    AZURE: {"endpoint"},
    WEBDAV: set[str](),
    POSTGRESQL: {"sslmode", "sslrootcert"},
}
BLOBS = ".blob.core.windows.net"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store on a network is. Holds no password."""

    kind: str
    text: str  # the whole address, to be kept and shown
    scheme: str = ""
    user: str = ""
    host: str = ""  # with the port, if one is given; the bucket, or Azure's account
    path: str = ""  # as people read it, without a slash at either end
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def entry(self) -> str:
        """The name under which the keyring keeps the password."""
        return f"store {self.text}"

    @property
    def place(self) -> str:
        """The address as it is shown: without its options."""
        return unquote(self.text.partition("?")[0])


def kind_of(text: str) -> str:
    """Return the kind of store that an address names. Raise BadInput where it is not known."""
    scheme, found, rest = text.strip().partition("://")
    if not found:
        return FOLDER
    kind = SCHEMES.get(scheme.lower(), "")
    if kind == WEBDAV and _host(rest).endswith(BLOBS):
        return AZURE
    if not kind:
        raise BadInput(
            _("This kind of address is not known: {scheme}.", scheme=f"{scheme[:20]}://"),
            _("Give the path of a folder, or an address that begins with https://, s3://,"
              " azure:// or postgresql://."),
        )  # fmt: skip
    return kind


def read(text: str) -> tuple[Address, str]:
    """Return an address on a network, and the password that stood in it, or "".

    Raise BadInput for one that cannot be used; what is told never repeats what stood in it.
    """
    kind = kind_of(text)
    try:
        parts = urlsplit(text.strip())
        port = parts.port  # raises for what is no number: half of a password, perhaps
    except ValueError as problem:
        raise _unreadable() from problem
    torn = port is not None and parts.username is None and "@" in parts.path
    if torn or "#" in text:
        raise _unreadable()  # a password with such characters as they are is torn apart by them
    if kind == AZURE and parts.scheme.lower() != "azure":
        parts = _as_azure(parts)
    options, secret = _options(kind, parts.query)
    host = parts.netloc.rpartition("@")[2]
    if not host.strip(":"):
        raise _unreadable()
    user = unquote(parts.username or "")
    found = Address(
        kind=kind,
        text=_text(parts.scheme.lower(), user, host, parts.path, options),
        scheme=parts.scheme.lower(),
        user=user,
        host=host,
        path=unquote(parts.path).strip("/"),
        options=options,
    )
    _check(found)
    return found, unquote(parts.password or "") or secret


def with_secret(text: str, secret: str) -> str:
    """Return an address with a password in it, as ``read`` takes it out again.

    Where the address names no user, the secret may be ``user:password``. Raise BadInput.
    """
    if not secret or kind_of(text) == FOLDER:
        return text
    found, _inside = read(text)
    user, password = found.user, secret
    if not user and found.kind != AZURE and ":" in secret:
        user, _colon, password = secret.partition(":")
    who = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return without_user(text).replace("://", f"://{who}@", 1)


def without_user(text: str) -> str:
    """Return an address without the name of its user: as it is handed to somebody else."""
    if kind_of(text) == FOLDER:
        return text
    found, _secret = read(text)
    return _text(found.scheme, "", found.host, quote(f"/{found.path}"), found.options)


def is_loopback(host: str) -> bool:
    """Tell whether a host, with or without port, is this computer."""
    name = _host(host)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _host(rest: str) -> str:
    """Return the bare name of the host at the beginning of what follows ``://``."""
    try:
        return urlsplit(f"//{rest}").hostname or ""
    except ValueError:
        return ""


def _text(scheme: str, user: str, host: str, path: str, options: Mapping[str, str]) -> str:
    netloc = f"{quote(user, safe='')}@{host}" if user else host
    return urlunsplit((scheme, netloc, path.rstrip("/"), urlencode(options, safe="/:"), ""))


def _as_azure(parts: SplitResult) -> SplitResult:
    """Return the address that Azure's portal shows as one of ours."""
    account = (parts.hostname or "").removesuffix(BLOBS)
    return parts._replace(scheme="azure", netloc=account)


def _options(kind: str, query: str) -> tuple[dict[str, str], str]:
    """Return what stands after the question mark, and the password if one stood there."""
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    secret = ""
    if kind == POSTGRESQL:
        secret = pairs.pop("password", "")
    if kind == AZURE and "sig" in pairs:  # a shared access signature: all of it is the password
        secret = urlencode({k: v for k, v in pairs.items() if k not in OPTIONS[AZURE]})
        pairs = {k: v for k, v in pairs.items() if k in OPTIONS[AZURE]}
    if set(pairs) - OPTIONS[kind]:
        raise BadInput(
            _("The address says something after the question mark that is not known."),
            _("Known are: {options}.", options=", ".join(sorted(OPTIONS[kind])) or "-"),
        )
    return pairs, secret


def _check(found: Address) -> None:
    """Refuse an address by which words would travel where others can listen."""
    here = is_loopback(found.host)
    endpoint = found.options.get("endpoint", "")
    scheme, _sep, rest = endpoint.partition("://")
    plain = found.scheme.removeprefix("webdav+") == "http" and not here
    plain = plain or (bool(endpoint) and scheme != "https" and not is_loopback(rest))
    plain = plain or (found.options.get("sslmode", "verify-full") != "verify-full" and not here)
    if plain:
        raise BadInput(
            _("The address has no secured connection: {place}.", place=found.place),
            _("Use https://, or sslmode=verify-full for a database."),
        )
    missing = {S3: not found.path and not found.host, AZURE: not found.path,
               POSTGRESQL: not found.path or "/" in found.path}  # fmt: skip
    if missing.get(found.kind):
        raise _unreadable()


def _unreadable() -> BadInput:
    return BadInput(
        _("The address cannot be read."),
        _("Write it as in the instructions, with the characters @ : / # ? of a password as %40"
          " %3A %2F %23 %3F, or give the password by itself."),
    )  # fmt: skip
