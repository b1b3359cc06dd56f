"""A wire that can be cut: forwards to a server, until told otherwise."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

Plug = socket.socket


class Proxy:
    """Forwards what comes in at ``port`` to another port of this computer."""

    def __init__(self, to: int) -> None:
        self._to = to
        self.cut_after = -1  # bytes from the client; then the wire is cut, for good
        self.cut_answer_after = -1  # the same of what the server says
        self.said = self.answered = 0  # bytes that have gone through
        self.silent = False  # let everybody in and answer nobody
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._bell, self._ear = socket.socketpair()
        self._plugs = selectors.DefaultSelector()
        self._clients: set[Plug] = set()

    def run(self) -> None:
        """Forward until stopped."""
        self._plugs.register(self._server, selectors.EVENT_READ)
        self._plugs.register(self._ear, selectors.EVENT_READ)
        while True:
            for key, _events in self._plugs.select():
                if key.fileobj is self._ear:
                    return
                if key.fileobj is self._server:
                    self._let_in()
                elif isinstance(key.fileobj, Plug):
                    self._forward(key.fileobj, key.data)

    def _let_in(self) -> None:
        client, _address = self._server.accept()
        server = client if self.silent else socket.create_connection(("127.0.0.1", self._to))
        self._clients.add(client)
        self._plugs.register(client, selectors.EVENT_READ, server)
        if not self.silent:
            self._plugs.register(server, selectors.EVENT_READ, client)

    def _forward(self, found: Plug, other: Plug) -> None:
        try:
            data = found.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._part(found, other)
        elif found is not other:
            whole, data = len(data), self._let_through(found, data)
            with suppress(OSError):
                other.sendall(data)
            if len(data) < whole:
                self._part(found, other)

    def _let_through(self, found: Plug, data: bytes) -> bytes:
        """Return as much as the wire lets through."""
        if found in self._clients:
            if self.cut_after >= 0:
                data = data[: self.cut_after]
                self.cut_after -= len(data)
            self.said += len(data)
        else:
            if self.cut_answer_after >= 0:
                data = data[: self.cut_answer_after]
                self.cut_answer_after -= len(data)
            self.answered += len(data)
        return data

    def _part(self, *plugs: Plug) -> None:
        for plug in set(plugs):
            with suppress(KeyError, ValueError):
                self._plugs.unregister(plug)
            plug.close()
            self._clients.discard(plug)

    def stop(self) -> None:
        """End everything."""
        self._bell.send(b".")

    def close(self) -> None:
        """Let go of what is left."""
        for key in list(self._plugs.get_map().values()):
            if isinstance(key.fileobj, Plug):
                key.fileobj.close()
        self._plugs.close()
        self._bell.close()


@contextmanager
def before(port: int) -> Iterator[Proxy]:
    """Give a wire to a port of this computer, for the length of a block."""
    proxy = Proxy(port)
    thread = threading.Thread(target=proxy.run)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
        proxy.close()
