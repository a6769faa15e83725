"""One POST to a checked address: pinned, no redirect followed, bounded in time and size."""

import ssl
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore

from .guarding import AddressRefusedError, addresses_of

# Bytes of an answer that are read; the rest is left unread.
ANSWER_READ = 64 * 1024


class NoAnswerError(Exception):
    """The receiver could not be reached or did not answer in time; the text says how."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def post(
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    seconds: float,
    allowed_hosts: Sequence[str] = (),
) -> Answer:
    """Post `body` and give the answer, whatever its status; a redirect is an answer like others.

    Args:
        seconds: for all of it, from the look-up of the name to the last byte that is read.
        allowed_hosts: hosts, addresses and networks that may be inner ones.

    Raises:
        NoAnswerError: there is none.
        AddressRefusedError: the address lies inside.
    """
    deadline = time.monotonic() + seconds
    backend = _PinnedBackend(deadline, allowed_hosts)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_ssl_context(), network_backend=backend) as pool,
            pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
        ):
            return Answer(response.status, _readable(response.headers), _beginning_of(response))
    except httpcore.TimeoutException as error:
        raise NoAnswerError(f"There was no complete answer within {seconds:g} s.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise NoAnswerError(f"The connection failed: {error or type(error).__name__}.") from error
    except (OSError, UnicodeError, ValueError) as error:
        raise NoAnswerError(f"The address can't be used: {error}.") from error


@cache
def _ssl_context() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than a request."""
    return httpcore.default_ssl_context()


def _readable(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _beginning_of(response: Any) -> str:
    read = bytearray()
    for chunk in response.iter_stream():
        read += chunk
        if len(read) >= ANSWER_READ:
            break
    return bytes(read[:ANSWER_READ]).decode("utf-8", "replace").replace("\0", "")


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to a checked address of the host, and gives each step what is left of the time."""

    def __init__(self, deadline: float, allowed_hosts: Sequence[str]) -> None:
        self.deadline = deadline
        self.allowed_hosts = allowed_hosts
        self.sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        addresses = addresses_of(host, port, allowed=self.allowed_hosts)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, socket_options)

    def _connect(self, address: str, port: int, options: Any) -> httpcore.NetworkStream:
        left = _left(self.deadline, httpcore.ConnectTimeout)
        stream = self.sockets.connect_tcp(address, port, timeout=left, socket_options=options)
        return _HurriedStream(stream, self.deadline)


class _HurriedStream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline: an answer in drops doesn't prolong it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout=_left(self.deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout=_left(self.deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self.deadline, httpcore.ConnectTimeout)
        stream = self.stream.start_tls(ssl_context, server_hostname, timeout=left)
        return _HurriedStream(stream, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _left(deadline: float, late: type[httpcore.TimeoutException]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise late
    return left


__all__ = ["AddressRefusedError", "Answer", "NoAnswerError", "post"]
