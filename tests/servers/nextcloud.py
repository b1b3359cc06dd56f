"""A server that answers as Nextcloud is documented to, enough for a store.

Names have the prefix ``d:``, a path may stand under ``/remote.php/dav/files/<user>``, a missing
collection is 404 or 409, and a file that somebody else is writing is 423.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

TOP = "/remote.php/dav/files/eva/Besök"
RESPONSE = """<d:response><d:href>{href}</d:href><d:propstat><d:prop>
<d:getlastmodified>{now}</d:getlastmodified>{more}<d:getetag>&quot;65f2&quot;</d:getetag>
</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"""
FOLDER = """<d:resourcetype><d:collection/></d:resourcetype>
<d:quota-used-bytes>9</d:quota-used-bytes>
<d:quota-available-bytes>-3</d:quota-available-bytes>"""
FILE = """<d:resourcetype/><d:getcontentlength>{size}</d:getcontentlength>
<d:getcontenttype>application/octet-stream</d:getcontenttype>"""
WHOLE = """<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"
xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">{all}</d:multistatus>"""


class Nextcloud(ThreadingHTTPServer):
    """What lies on the server, and how it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files: dict[str, bytes] = {}
        self.folders = {TOP}
        self.missing = 409  # what is said of a collection that is not there
        self.locked = 0  # so many further puts are refused
        self.asked: list[str] = []  # depths

    @property
    def address(self) -> str:
        """The address of Eva's folder."""
        return f"http://eva@127.0.0.1:{self.server_address[1]}{quote(TOP)}"


class Answer(BaseHTTPRequestHandler):
    """One request."""

    server: Nextcloud
    protocol_version = "HTTP/1.1"

    def do_PROPFIND(self) -> None:
        here = self._path
        self.server.asked.append(self.headers["Depth"])
        if here not in self.server.folders:
            self._say(404)
            return
        inside = [p for p in [*self.server.folders, *self.server.files] if _parent(p) == here]
        found = "".join(self._told(path) for path in [here, *inside])
        self._say(207, WHOLE.format(all=found).encode())

    def do_GET(self) -> None:
        found = self.server.files.get(self._path)
        self._say(404 if found is None else 200, found or b"")

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.locked:
            self.server.locked -= 1
            self._say(423)
        elif _parent(self._path) not in self.server.folders:
            self._say(self.server.missing)
        else:
            self.server.files[self._path] = data
            self._say(201)

    def do_MKCOL(self) -> None:
        if _parent(self._path) not in self.server.folders:
            self._say(409)
        elif self._path in self.server.folders:
            self._say(405)
        else:
            self.server.folders.add(self._path)
            self._say(201)

    def do_DELETE(self) -> None:
        self._say(204 if self.server.files.pop(self._path, None) is not None else 404)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    @property
    def _path(self) -> str:
        return unquote(self.path).rstrip("/")

    def _told(self, path: str) -> str:
        is_folder = path in self.server.folders
        more = FOLDER if is_folder else FILE.format(size=len(self.server.files[path]))
        href = quote(path) + "/" * is_folder
        return RESPONSE.format(href=href, now=formatdate(usegmt=True), more=more)

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


@contextmanager
def running() -> Iterator[Nextcloud]:
    """Give a server that ends with the block."""
    with Nextcloud() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
