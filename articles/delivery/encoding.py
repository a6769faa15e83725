"""Compressed bodies: which one a client takes (RFC 9110, 12.5.3), and how it is made."""

import gzip
from functools import lru_cache

import brotli

# Bytes; below this a compressed body saves no packet.
SMALLEST = 512
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/problem+json")
PARTS = ("+json", "+xml", "yaml")


@lru_cache(maxsize=256)
def encoding_for(accept_encoding: str) -> str:
    """`br`, `gzip`, or `""` for the plain body: the best that the header allows; `br` on a tie."""
    weights: dict[str, float] = {}
    for item in accept_encoding[:500].lower().split(","):
        name, _, parameter = (part.strip() for part in item.partition(";"))
        _, _, value = parameter.partition("=")
        try:
            weights[name] = float(value) if parameter else 1.0
        except ValueError:
            weights[name] = 0.0
    others = weights.get("*", 0.0)
    best, best_weight = "", max(0.0, weights.get("identity", 0.0))
    for name in ("gzip", "br"):
        weight = weights.get(name, others)
        if 0 < weight <= 1 and weight >= best_weight:
            best, best_weight = name, weight
    return best


def is_compressible(content_type: str, size: int) -> bool:
    return size >= SMALLEST and (
        content_type.startswith(COMPRESSIBLE) or any(part in content_type for part in PARTS)
    )


def compress(body: bytes, encoding: str) -> bytes:
    """The same bytes for the same body, whenever."""
    if encoding == "br":
        compressed: bytes = brotli.compress(body, quality=5)
        return compressed
    return gzip.compress(body, compresslevel=6, mtime=0)
