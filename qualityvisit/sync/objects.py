"""Stores that obstore reaches over HTTP: S3 and its kin, Azure Blob, WebDAV."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from qualityvisit.errors import StoreTrouble
from qualityvisit.sync import trouble
from qualityvisit.sync.address import AZURE, BLOBS, S3, Address, is_loopback
from qualityvisit.sync.credentials import Ask, user_and_password
from qualityvisit.sync.names import FOLDER, ours

if TYPE_CHECKING:
    from obstore.store import (
        AzureAccessKey,
        AzureSASToken,
        AzureStore,
        ClientConfig,
        HTTPStore,
        ObjectStore,
        RetryConfig,
        S3Credential,
        S3Store,
    )

# What the library says where it has no kind of error for it.
DENIED = re.compile(r"status code: 40[13]|AccessDenied|not authorized")
ABSENT = re.compile(r"status code: 404")
TRIES = 2  # further ones after the first
REGION = "us-east-1"  # what S3's kin answer to where they have no regions


class HttpStore:
    """A store that is reached over HTTP. The password is asked for when it is first needed."""

    def __init__(self, address: Address, secret: Ask) -> None:
        self._where = address
        self._secret = secret
        self._client: ObjectStore | None = None
        self.address = address.text

    def list(self) -> set[str]:
        """Return the names of all files that are ours."""
        with self._asking() as client:
            return ours(set(self._all(client)))

    def _all(self, client: ObjectStore) -> Iterator[str]:
        if self._where.kind in (S3, AZURE):
            for several in client.list(chunk_size=1000):
                yield from (each["path"] for each in several)
            return
        # WebDAV servers refuse to list everything at once, so each of our folders is asked for.
        # What is found is named from the server's top, and the place itself is among it.
        for path in client.list_with_delimiter()["common_prefixes"]:
            folder = path.rpartition("/")[2]
            if FOLDER.fullmatch(folder):
                for found in client.list_with_delimiter(folder)["objects"]:
                    yield f"{folder}/{found['path'].rpartition('/')[2]}"

    def get(self, name: str) -> bytes | None:
        """Return a file's bytes, or None."""
        with self._asking() as client:
            try:
                return bytes(client.get(name).bytes())
            except FileNotFoundError:
                return None

    def put(self, name: str, data: bytes) -> None:
        """Keep a file. In parts it is never sent: a file cut short is then never kept."""
        from obstore.exceptions import BaseError  # noqa: PLC0415 start-up time is measured

        with self._asking() as client:
            try:
                client.put(name, data, use_multipart=False)
            except BaseError as problem:
                if "MKCOL" not in str(problem):
                    raise
                # The folder was missing, and somebody else made it in the same moment.
                client.put(name, data, use_multipart=False)

    def drop(self, name: str) -> None:
        """Delete a file."""
        with self._asking() as client:
            try:
                client.delete(name)
            except FileNotFoundError:
                return

    @contextmanager
    def _asking(self) -> Iterator[ObjectStore]:
        """Give the client for one question; what goes wrong is told as StoreTrouble."""
        from obstore.exceptions import (  # noqa: PLC0415 start-up time is measured
            AlreadyExistsError,
            BaseError,
            PermissionDeniedError,
            UnauthenticatedError,
        )

        place = self._where.place
        try:
            if self._client is None:
                self._client = self._connect()
            yield self._client
        # What the libraries say is not repeated: it may name an address with its signature.
        except UnauthenticatedError as problem:
            raise self._refused(trouble.not_let_in(place)) from problem
        except PermissionDeniedError as problem:
            raise self._refused(trouble.not_allowed(place)) from problem
        except (FileNotFoundError, AlreadyExistsError) as problem:  # 404 and 409: of the place
            raise trouble.absent(place) from problem
        except (BaseError, ValueError, OSError) as problem:
            raise self._told(str(problem)) from problem

    def _told(self, said: str) -> StoreTrouble:
        """Return what to tell where the library has no kind of error."""
        place = self._where.place
        if DENIED.search(said):
            return self._refused(trouble.not_allowed(place))
        return trouble.absent(place) if ABSENT.search(said) else trouble.unreachable(place)

    def _refused(self, told: StoreTrouble) -> StoreTrouble:
        """Forget the password, so that another one is asked for next time."""
        self._client = None
        return told

    def _connect(self) -> ObjectStore:
        secret = self._secret()
        if not secret:
            raise trouble.no_password(self._where.place)
        given = user_and_password(self._where, secret)
        if self._where.kind == S3:
            return self._s3(*given)
        return self._azure(*given) if self._where.kind == AZURE else self._webdav(*given)

    def _s3(self, user: str, password: str) -> S3Store:
        from obstore.store import S3Store  # noqa: PLC0415 start-up time is measured

        region = self._where.options.get("region", REGION)
        endpoint = self._where.options.get("endpoint", f"https://s3.{region}.amazonaws.com")
        key, _colon, token = password.partition(":")

        def credential() -> S3Credential:
            return {"access_key_id": user, "secret_access_key": key, "token": token or None,
                    "expires_at": None}  # fmt: skip

        return S3Store(
            self._where.host,
            prefix=self._where.path or None,
            # All is said here, or the libraries look for it in the environment.
            config={"region": region, "endpoint": endpoint, "aws_endpoint_url_s3": endpoint,
                    "skip_signature": False, "virtual_hosted_style_request": False,
                    "disable_bulk_delete": True},  # which not all of S3's kin know
            client_options=self._options(endpoint),
            retry_config=_retry(),
            credential_provider=credential,
        )  # fmt: skip

    def _azure(self, _user: str, password: str) -> AzureStore:
        from obstore.store import AzureStore  # noqa: PLC0415 start-up time is measured

        account = self._where.host
        container, _slash, prefix = self._where.path.partition("/")
        endpoint = self._where.options.get("endpoint", f"https://{account}{BLOBS}")

        def credential() -> AzureAccessKey | AzureSASToken:
            if "sig=" in password:
                pairs = parse_qsl(password.removeprefix("?"))
                return {"sas_token": pairs, "expires_at": None}
            return {"access_key": password, "expires_at": None}

        return AzureStore(
            container,
            prefix=prefix or None,
            config={"account_name": account, "endpoint": endpoint, "use_emulator": False,
                    "use_fabric_endpoint": False, "skip_signature": False},
            client_options=self._options(endpoint),
            retry_config=_retry(),
            credential_provider=credential,
        )  # fmt: skip

    def _webdav(self, user: str, password: str) -> HTTPStore:
        from obstore.store import HTTPStore  # noqa: PLC0415 start-up time is measured

        url = f"{self._where.scheme.removeprefix('webdav+')}://{self._where.host}"
        proof = base64.b64encode(f"{user}:{password}".encode()).decode()
        options = self._options(url)
        options["default_headers"] = {"authorization": f"Basic {proof}"}
        return HTTPStore(
            f"{url}/{quote(self._where.path)}", client_options=options, retry_config=_retry()
        )

    def _options(self, endpoint: str) -> ClientConfig:
        rest = endpoint.partition("://")[2]
        return {
            "connect_timeout": timedelta(seconds=trouble.CONNECT),
            "timeout": timedelta(seconds=trouble.WHOLE),
            "allow_http": endpoint.startswith("http://") and is_loopback(rest),
            "allow_invalid_certificates": False,
        }


def _retry() -> RetryConfig:
    """Return how often and how long a request is tried again: little, a round comes again soon."""
    return {
        "max_retries": TRIES,
        "retry_timeout": timedelta(seconds=trouble.WHOLE / 2),
        "backoff": {"init_backoff": timedelta(seconds=0.1), "max_backoff": timedelta(seconds=1)},
    }
