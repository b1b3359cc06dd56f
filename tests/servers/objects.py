"""Servers that keep objects: moto for S3, where signatures are checked, and Azurite for Azure."""

import base64
import hmac
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import boto3

from tests.servers import base

BUCKET = "kvalitetsbesok"
PREFIX = "besok"
PEOPLE = ("eva", "lena")
CALLS = 1 + 3 * len(PEOPLE)  # that are made before signatures are asked for
VERSION = "2021-08-06"  # of Azure's interface
ACCOUNT = "devstoreaccount1"
# Azurite's account, the same everywhere and told in its documentation.
ACCOUNT_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)


@dataclass(frozen=True)
class Server:
    """A running server: where it is, and each person's keys."""

    url: str
    keys: dict[str, str]


@contextmanager
def moto(*, signed: bool = True) -> Iterator[Server]:
    """Give an S3 server with a bucket; Eva may do everything there, Lena may read."""
    words = [sys.executable, "-m", "moto.server", "--port", "0"]
    calls = str(CALLS) if signed else "1000000"
    says = r"Running on (http://127\.0\.0\.1:\d+)"
    with base.listening(words, says, {"INITIAL_NO_AUTH_ACTION_COUNT": calls}) as url:
        client, people = (
            boto3.client(
                name, endpoint_url=url, region_name="us-east-1", aws_access_key_id="-",
                aws_secret_access_key="-",
            )
            for name in ("s3", "iam")
        )  # fmt: skip
        client.create_bucket(Bucket=BUCKET)
        keys = {}
        readme = base.from_readme('{"Version"', BUCKET=BUCKET, PREFIX=PREFIX)
        for name in PEOPLE:
            people.create_user(UserName=name)
            made = people.create_access_key(UserName=name)["AccessKey"]
            keys[name] = f"{made['AccessKeyId']}:{made['SecretAccessKey']}"
            rights = json.loads(readme)
            if name == "lena":
                rights["Statement"][1]["Action"] = ["s3:GetObject"]
            people.put_user_policy(
                UserName=name, PolicyName="store", PolicyDocument=json.dumps(rights)
            )
        yield Server(url, keys)


@contextmanager
def azurite(program: str) -> Iterator[Server]:
    """Give an Azure Blob server with a container: Eva has its key, Lena a signature to read."""
    words = [program, "--blobPort", "0", "--inMemoryPersistence", "--silent", "--disableTelemetry"]
    words.append("--skipApiVersionCheck")
    says = r"successfully listens on (http://127\.0\.0\.1:\d+)"
    with base.listening(words, says, {}) as url:
        made = Server(f"{url}/{ACCOUNT}", {"eva": ACCOUNT_KEY, "lena": signature("rl")})
        _make_container(made.url)
        yield made


def signature(rights: str, *, hours: int = 1) -> str:
    """Return a shared access signature for the container, for so many hours from now."""
    ends = f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"
    fields = [rights, "", ends, f"/blob/{ACCOUNT}/{BUCKET}", "", "", "", VERSION, "c", *[""] * 7]
    pairs = {"sv": VERSION, "sr": "c", "sp": rights, "se": ends, "sig": _sign("\n".join(fields))}
    return urlencode(pairs)


def _make_container(url: str) -> None:
    now = format_datetime(datetime.now(UTC), usegmt=True)
    headers = f"x-ms-date:{now}\nx-ms-version:{VERSION}\n"
    place = f"/{ACCOUNT}/{ACCOUNT}/{BUCKET}\nrestype:container"
    proof = _sign("PUT" + "\n" * 12 + headers + place)
    request = Request(  # noqa: S310 our own server on loopback
        f"{url}/{BUCKET}?restype=container",
        method="PUT",
        headers={"x-ms-date": now, "x-ms-version": VERSION, "Content-Length": "0",
                 "Authorization": f"SharedKey {ACCOUNT}:{proof}"},
    )  # fmt: skip
    with urlopen(request, timeout=30) as answer:  # noqa: S310 our own server on loopback
        assert answer.status == 201


def _sign(text: str) -> str:
    key = base64.b64decode(ACCOUNT_KEY)
    return base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
