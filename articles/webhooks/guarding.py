"""Which addresses may be posted to: none that lies inside, whatever a name resolves to."""

import ipaddress
import socket
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_INNER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "168.63.129.16/32",  # public by its number, yet Azure's host agent
        "192.0.0.0/24",  # IETF's, where Oracle's cloud has its metadata; old Pythons call it global
    )
)
# IPv6 addresses that stand for an IPv4 address in their last 32 bits (NAT64, RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefusedError(Exception):
    """The host may not be posted to; the text says why."""


def is_public(address: Address) -> bool:
    """Whether an address lies outside: not private, loopback, link-local, shared, reserved or
    multicast, nor an IPv6 form of an IPv4 address that is.

    >>> [is_public(ipaddress.ip_address(text)) for text in ("93.184.216.34", "169.254.169.254")]
    [True, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        embedded = _embedded(address)
        if embedded is not None:
            return is_public(embedded)
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved)
        and not any(address in network for network in _INNER)
    )


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def is_allowed(host: str, address: Address, allowed: Sequence[str]) -> bool:
    """Whether the setting names this host, address, or a network that it is in."""
    for entry in allowed:
        if entry.lower() == host.lower():
            return True
        try:
            if address in ipaddress.ip_network(entry, strict=False):
                return True
        except ValueError:  # A name.
            continue
    return False


def addresses_of(host: str, port: int, *, allowed: Sequence[str] = ()) -> list[str]:
    """The addresses of `host` to connect to, each of them checked.

    Connect to one of these, not to the name: a second look-up may give another answer.

    Raises:
        AddressRefusedError: it has no address, or one that lies inside.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefusedError(f"The name {host} can't be resolved ({error}).") from error
    texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in texts:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not is_public(address) and not is_allowed(host, address, allowed):
            raise AddressRefusedError(
                f"{host} leads to {text}, which is not a public address. "
                "WEBHOOKS_ALLOWED_HOSTS can allow it."
            )
    return texts
