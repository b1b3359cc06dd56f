"""Whether a database keeps what its store promises, as seen and tried by one login."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualityvisit.errors import StoreTrouble
from qualityvisit.sync.checking import Finding, trouble_of
from qualityvisit.sync.postgres import PostgresStore
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.sync.postgres import Link

OLDEST = 150_000  # as PostgreSQL counts its versions
POLICIES = {"read", "write", "found", "drop"}
LOOK = """
SELECT current_setting('server_version_num')::int,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),
       coalesce((SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user), true)
         OR EXISTS (SELECT FROM pg_class WHERE relnamespace = space AND
                    pg_has_role(session_user, relowner, 'MEMBER')),
       EXISTS (SELECT FROM pg_roles WHERE rolname = left(current_database(), 40) || '_member'
               AND pg_has_role(session_user, oid, 'MEMBER')),
       EXISTS (SELECT FROM pg_roles WHERE rolname = left(current_database(), 40)
               || '_administrator' AND pg_has_role(session_user, oid, 'MEMBER')),
       (SELECT count(*) FROM pg_class WHERE relnamespace = space
               AND relname IN ('file', 'device') AND relrowsecurity),
       (SELECT array_agg(polname::text) FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
               WHERE relnamespace = space),
       (SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
               WHERE relnamespace = space AND tgname IN ('bind', 'tell')
               AND tgenabled IN ('O', 'A'))
  FROM (SELECT to_regnamespace('qualityvisit')::oid AS space) AS ours
"""
# What nobody may do; the last is for administrators. None touches a row, even where allowed.
FORBIDDEN = {
    "update": "UPDATE qualityvisit.file SET bytes = '' WHERE false",
    "truncate": "TRUNCATE qualityvisit.file",
    "sign": "INSERT INTO qualityvisit.file (name, bytes, written_by) VALUES ('x/0', '', 'x')",
    "bind": "INSERT INTO qualityvisit.device (id, login) VALUES ('x', 'x')",
    "delete": "DELETE FROM qualityvisit.file WHERE false",
}
PUT = "INSERT INTO qualityvisit.file (name, bytes) VALUES ('check/0', '')"


class Seen(NamedTuple):
    """What ``LOOK`` answers, in its order."""

    version: int
    tls: bool
    mighty: bool  # may do everything, whatever the rules say
    member: bool
    administrator: bool
    guarded: int  # tables with rules for their rows
    policies: list[str] | None
    triggers: int


def findings(store: PostgresStore) -> Iterator[Finding]:
    """Give what is found; stop where the database does not let us in."""
    try:
        seen = store.ask(_look)
        yield from _setting(seen)
        yield _login(seen)
        if seen.member and not seen.mighty:
            yield from store.ask(lambda link: list(_try(link, seen)))
    except StoreTrouble as problem:
        yield trouble_of(problem)


def _look(link: Link) -> Seen:
    from psycopg.rows import args_row  # noqa: PLC0415 start-up time is measured

    with link.cursor(row_factory=args_row(Seen)) as rows:
        return rows.execute(LOOK).fetchall()[0]


def _setting(seen: Seen) -> Iterator[Finding]:
    """Tell of the server and of what was prepared."""
    major = seen.version // 10_000
    yield Finding("version", seen.version >= OLDEST,
                  _("PostgreSQL {version}; 15 or newer is needed.", version=major))  # fmt: skip
    yield _either("tls", seen.tls,
                  _("The connection is encrypted and the server's certificate is checked."),
                  _("The connection is not encrypted."))  # fmt: skip
    ruled = seen.guarded == 2 and set(seen.policies or ()) == POLICIES
    yield _either(
        "rules",
        ruled,
        _("The tables have their rules, and no others."),
        _("The tables or their rules are not as they should be. Run the SQL again."),
    )
    yield _either("triggers", seen.triggers == 2,
                  _("Devices are bound to logins, and colleagues hear of what is new."),
                  _("The triggers are missing or switched off. Run the SQL again."))  # fmt: skip


def _login(seen: Seen) -> Finding:
    """Tell what the login is that we came in with."""
    if seen.mighty:
        text = _("This login may do everything, so the rules do not hold for it. People need"
                 " logins of their own: check with one of those.")  # fmt: skip
    elif seen.administrator:
        text = _("This login is an administrator's.")
    elif seen.member:
        text = _("This login is a member's.")
    else:
        text = _("This login is in neither of the groups.")
    return Finding("login", seen.member and not seen.mighty, text)


def _try(link: Link, seen: Seen) -> Iterator[Finding]:
    """Try what nobody may do, and what all may; nothing of it remains."""
    for name, sql in FORBIDDEN.items():
        if name != "delete" or not seen.administrator:
            yield _either(name, not _goes(link, sql),
                          _("Refused, as it should be: {sql}", sql=sql),
                          _("Allowed, and should not be: {sql}", sql=sql))  # fmt: skip
    yield _either("put", _goes(link, PUT), _("A file can be put."), _("No file can be put."))


def _either(name: str, good: bool, well: str, ill: str) -> Finding:
    return Finding(name, good, well if good else ill)


def _goes(link: Link, sql: str) -> bool:
    """Tell whether something is allowed, and take it back."""
    from psycopg.errors import InsufficientPrivilege  # noqa: PLC0415 start-up time is measured

    try:
        with link.transaction(force_rollback=True):
            link.execute(sql.encode())
    except InsufficientPrivilege:
        return False
    return True
