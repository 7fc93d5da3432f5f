"""The address policy, as a table of forms that have fooled others."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.intake.addresses import are_public_addresses, is_public_address

DENIED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a00:1450::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2a00:1450:4001::5efe:10.0.0.1",
    "2a00:1450:4001::200:5efe:192.168.1.1",
    "127.1",
    "0177.0.0.1",
    "0x7f000001",
    "2130706433",
    "0",
    "127.0.0.01",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "localhost",
    "",
    " 8.8.8.8",
    "8.8.8.8/32",
    "[2a00::1]",
    "1.2.3.4.5",
]
ALLOWED = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "100.63.255.254",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "192.167.255.255",
    "192.169.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2a00:1450:4001:81b::200e",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "2a00:1450:4001::5efe:8.8.8.8",
]


@pytest.mark.parametrize("address", DENIED)
def test_it_denies(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_it_allows(address: str) -> None:
    assert is_public_address(address)


def test_one_private_address_spoils_the_host() -> None:
    assert are_public_addresses(["8.8.8.8", "2606:4700::1111"])
    assert not are_public_addresses(["8.8.8.8", "127.0.0.1"])
    assert not are_public_addresses([])


@given(st.ip_addresses())
def test_it_never_allows_what_python_calls_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_loopback or address.is_multicast or address.is_link_local:
        assert not is_public_address(str(address))


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:", "::", "64:ff9b::", "2002:", "2001:0:"]))
def test_it_looks_through_forms_that_hold_an_ipv4_address(inner: ipaddress.IPv4Address, prefix: str) -> None:
    number = int(inner)
    groups = f"{number >> 16:x}:{number & 0xFFFF:x}"
    form = f"{prefix}{groups}::" if prefix.startswith("200") else f"{prefix}{groups}"
    if not is_public_address(str(inner)):
        assert not is_public_address(form)
