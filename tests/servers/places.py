"""One place of each kind of store, empty at the beginning of a test."""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from qualityvisit.sync import address as addresses
from qualityvisit.sync import store as stores
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.store import Store
from tests.servers import base, objects
from tests.servers.apache import USER, Apache
from tests.servers.objects import Server
from tests.servers.postgres import Postgres

NAME = "en mapp å"  # of the place, where the server of the tests can do that


class Place(ABC):
    """A place with a store in it: Eva may write there, Lena may only read."""

    port = 0  # of the server, where there is one

    def store(self, who: str = "eva", *, port: int = 0, secret: str | None = None) -> Store:
        """Open the store as somebody, through another port perhaps."""
        where, _inside = addresses.read(self.address(who, port or self.port))
        given = self.secret(who) if secret is None else secret
        return stores.connect(where, lambda: given)

    def writers(self) -> list[str]:
        """Return fifteen who may write at once."""
        return ["eva"] * 15

    @abstractmethod
    def address(self, who: str, port: int) -> str:
        """Return the address for somebody, without a password."""

    @abstractmethod
    def secret(self, who: str) -> str:
        """Return somebody's password."""

    @abstractmethod
    def plant(self, name: str) -> None:
        """Leave a file there as another program would, if it can."""


class FolderPlace(Place):
    """A folder on this computer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / NAME
        self.folder.mkdir()

    def store(self, who: str = "eva", *, port: int = 0, secret: str | None = None) -> Store:
        del who, port, secret  # whoever may write the folder
        return FolderStore(str(self.folder))

    def address(self, who: str, port: int) -> str:
        del who, port
        return str(self.folder)

    def secret(self, who: str) -> str:
        del who
        return ""

    def plant(self, name: str) -> None:
        _write(self.folder / name)


class WebdavPlace(Place):
    """A folder of Apache's."""

    def __init__(self, server: Apache) -> None:
        self.server, self.port = server, server.port
        self.folder = server.files / f"{NAME} {os.urandom(4).hex()}"
        self.folder.mkdir()
        _give(self.folder)

    def address(self, who: str, port: int) -> str:
        return f"webdav+http://{who}@127.0.0.1:{port}/visits/{quote(self.folder.name)}"

    def secret(self, who: str) -> str:
        del who
        return base.PASSWORD

    def plant(self, name: str) -> None:
        _write(self.folder / name)
        _give(self.folder / name)
        _give((self.folder / name).parent)


class ObjectPlace(Place):
    """A prefix in a bucket or a container."""

    def __init__(self, server: Server, start: str) -> None:
        self.server, self._start = server, start
        self.port = urlsplit(server.url).port or 0
        self._prefix = f"{start}/{os.urandom(4).hex()}"

    def address(self, who: str, port: int) -> str:
        del who  # the keys tell
        return f"{self._prefix}?endpoint={self.server.url.replace(str(self.port), str(port))}"

    def secret(self, who: str) -> str:
        return self.server.keys[who]

    def plant(self, name: str) -> None:
        self.store().put(name, b"x")


def s3(server: Server) -> Place:
    """Return a prefix in moto's bucket. Its check of signatures stumbles over spaces and å."""
    return ObjectPlace(server, f"s3://{objects.BUCKET}/{objects.PREFIX}")


def azure(server: Server) -> Place:
    """Return a prefix in Azurite's container."""
    return ObjectPlace(server, f"azure://{objects.ACCOUNT}/{objects.BUCKET}/{quote(NAME)}")


class DatabasePlace(Place):
    """A database of PostgreSQL's."""

    def __init__(self, server: Postgres) -> None:
        self.server, self.port = server, server.port
        server.empty()

    def writers(self) -> list[str]:
        return [f"person{n}" for n in range(15)]

    def address(self, who: str, port: int) -> str:
        return self.server.address(who, port)

    def secret(self, who: str) -> str:
        del who
        return base.PASSWORD

    def plant(self, name: str) -> None:
        """Leave nothing: no other program writes there, and the table takes our names only."""


def place_of(request: pytest.FixtureRequest, kind: str) -> Place:
    """Return an empty place of a kind; its server is started if it is the first."""
    make: dict[str, tuple[str, Callable[..., Place]]] = {
        "folder": ("tmp_path", FolderPlace),
        "webdav": ("apache", WebdavPlace),
        "s3": ("moto", s3),
        "azure": ("azurite", azure),
        "postgresql": ("postgres", DatabasePlace),
    }
    server, made = make[kind]
    return made(request.getfixturevalue(server))


def _write(file: Path) -> None:
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_text("x", "utf-8")


def _give(path: Path) -> None:
    if base.IS_ROOT:
        shutil.chown(path, USER)
