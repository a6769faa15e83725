"""Addresses that lie inside are never posted to."""

import ipaddress
import socket

import pytest

from articles.webhooks.guarding import AddressRefusedError, addresses_of, is_public

INNER = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
    *("100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "168.63.129.16", "::1", "::", "fe80::1", "fd00:ec2::254", "fc00::1"),
    *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("2001:db8::1",),
]


@pytest.mark.parametrize("text", INNER)
def test_an_inner_address_is_not_public(text):
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_others_are(text):
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "017700000001", "127.1", "::1"]
)
def test_a_host_that_leads_inside_is_refused_however_it_is_written(host):
    with pytest.raises(AddressRefusedError):
        addresses_of(host, 80)


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    answers = [(2, 1, 6, "", (text, 80)) for text in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.1"):
        addresses_of("rebinding.example", 80)


@pytest.mark.parametrize("allowed", ["localhost", "127.0.0.0/8", "LOCALHOST"])
def test_the_setting_lets_a_host_or_network_in(allowed):
    assert "127.0.0.1" in addresses_of("localhost", 80, allowed=[allowed, "::1"])
