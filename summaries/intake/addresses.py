"""Which network addresses are public: the policy that every connection has to pass."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

# own lists: ``is_global`` lets multicast, NAT64 and 6to4 forms pass and differs between Python releases
_DENIED_V4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_UNICAST_V6: Final = IPv6Network("2000::/3")
_DENIED_V6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # IETF protocols: Teredo, ORCHID, benchmarking
            "2001:db8::/32",
            "2002::/16",  # 6to4 reaches whatever IPv4 address is inside
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})


def is_public_address(address: str) -> bool:
    """Tell whether an address literal is a public unicast address.

    IPv4 addresses inside IPv6 count as what they lead to.  Scoped, shortened, octal and other odd notations
    are not public: a resolver never returns them.
    """
    try:
        return _is_public_v6(IPv6Address(address)) if ":" in address else _is_public_v4(IPv4Address(address))
    except AddressValueError:
        return False


def are_public_addresses(addresses: Sequence[str]) -> bool:
    """Tell whether there is an address and all of them are public: one bad one spoils the host."""
    return bool(addresses) and all(map(is_public_address, addresses))


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in network for network in _DENIED_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    number = int(address)
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return _is_public_v4(IPv4Address(number & 0xFFFFFFFF))
    if address not in _UNICAST_V6 or any(address in network for network in _DENIED_V6):
        return False
    if (number >> 32) & 0xFFFFFFFF in _ISATAP:
        return _is_public_v4(IPv4Address(number & 0xFFFFFFFF))
    return True
