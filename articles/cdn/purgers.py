"""How each kind of cache is told to drop what has some surrogate keys: one request each.

A purger says what its request looks like; `purge` sends it. Add one of your own by giving its
dotted path as `CDN_PURGER`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import httpcore
import orjson
from django.conf import settings
from django.utils.module_loading import import_string

# Seconds for each of connecting, writing and reading.
TIMEOUT = 5.0


class PurgeError(Exception):
    """The cache did not answer, or refused.

    `status` and `retry_after` are the answer's, if there was one.
    """

    def __init__(self, reason: str, *, status: int = 0, retry_after: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


class Call(NamedTuple):
    """The request that purges."""

    method: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Purger:
    """One cache."""

    url: str
    token: str = ""

    # The keys that one request takes at most.
    batch: ClassVar[int]

    def call(self, keys: Sequence[str]) -> Call:
        """The request that drops all that has one of `keys`."""
        raise NotImplementedError

    def is_done(self, body: bytes) -> bool:
        """Whether an answer of 2xx with this body means what it says."""
        return True

    def purge(self, keys: Sequence[str]) -> None:
        """Drop all that has one of `keys`; at most `batch` of them.

        Raises:
            PurgeError: nobody knows whether it was dropped.
        """
        method, headers, content = self.call(keys)
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)
        try:
            answer = httpcore.request(
                method,
                self.url,
                headers=list(headers.items()),
                content=content or None,
                extensions={"timeout": timeout},
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise PurgeError(f"{type(error).__name__}: {error}") from error
        if not 200 <= answer.status < 300 or not self.is_done(answer.content):  # noqa: PLR2004
            told = answer.content[:200].decode(errors="replace")
            raise PurgeError(
                f"it answered {answer.status}: {told}",
                status=answer.status,
                retry_after=_header(answer, b"retry-after"),
            )


def _header(answer: httpcore.Response, name: bytes) -> str:
    values = (value for key, value in answer.headers if key.lower() == name)
    return next(values, b"").decode("latin-1")


class Varnish(Purger):
    """PURGE with the keys in a header, for the xkey module: see the README's VCL."""

    # Some 45 bytes each, and Varnish takes headers of 8 KiB.
    batch = 100

    def call(self, keys: Sequence[str]) -> Call:
        return Call("PURGE", {"xkey-purge": " ".join(keys)})


class VarnishBan(Purger):
    """BAN with the keys in a header, for a Varnish without the xkey module: see the README."""

    batch = 100

    def call(self, keys: Sequence[str]) -> Call:
        return Call("BAN", {"ban-keys": "|".join(keys)})


class Fastly(Purger):
    """The batch purge of a Fastly service."""

    batch = 256

    def call(self, keys: Sequence[str]) -> Call:
        headers = {"Fastly-Key": self.token, "Content-Type": "application/json"}
        return Call("POST", headers, orjson.dumps({"surrogate_keys": keys}))


class Cloudflare(Purger):
    """The purge by tags of a Cloudflare zone."""

    batch = 100

    def call(self, keys: Sequence[str]) -> Call:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return Call("POST", headers, orjson.dumps({"tags": keys}))

    def is_done(self, body: bytes) -> bool:
        try:
            return orjson.loads(body)["success"] is True
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return False


KINDS: dict[str, type[Purger]] = {
    "varnish": Varnish,
    "varnish-ban": VarnishBan,
    "fastly": Fastly,
    "cloudflare": Cloudflare,
}


def purgers() -> list[Purger]:
    """The caches that the settings name."""
    name = settings.CDN_PURGER
    if not name:
        return []
    kind = KINDS.get(name) or import_string(name)
    return [kind(url, settings.CDN_PURGE_TOKEN) for url in settings.CDN_PURGE_URLS]
