"""Every form of an address that must not be asked, and every way to write one down that two readers could read in two ways."""

import re
from ipaddress import ip_address, ip_network

import pytest

from server.outside import addresses
from server.outside.addresses import networks, public
from server.outside.errors import Unreached
from server.outside.target import follow, target

CLOSED = re.findall(
    r"\S+",
    """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.8.8.8 168.63.129.16
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1
192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:7f00:1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::7f00:1 64:ff9b:1::808:808
2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001::1 2001:2::1 2001:10::1
2001:db8::1 3fff::1 2620:4f:8000::1 2a00:1450::5efe:7f00:1 2a00:1450::200:5efe:a00:1
fc00::1 fd00:ec2::254 fdff::1 fe80::1 febf::1 fec0::1 ff02::1 ff0e::1 100::1 4000::1 5f00::1
""",
)
OPEN = re.findall(
    r"\S+",
    """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.32.0.1 192.167.255.255 198.17.255.255 223.255.255.255 93.184.215.14
2606:4700:4700::1111 2a00:1450:4001:830::200e ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
""",
)


@pytest.mark.parametrize("address", CLOSED)
def test_closed(address: str) -> None:
    assert not public(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_open(address: str) -> None:
    assert public(ip_address(address))


@pytest.mark.parametrize(
    ("guard", "without", "let_in"),
    [
        ("CARRIERS", (), "64:ff9b::7f00:1"),
        ("CLOSED_4", (), "224.0.0.1"),
        ("CLOSED_4", (), "168.63.129.16"),
        ("CLOSED_6", (), "3fff::1"),
        ("OPEN_6", ip_network("::/0"), "fec0::1"),
        ("ISATAP", frozenset(), "2a00:1450::5efe:7f00:1"),
    ],
)
def test_without_a_guard_somebody_gets_in(
    monkeypatch: pytest.MonkeyPatch, guard: str, without: object, let_in: str
) -> None:
    assert not public(ip_address(let_in))
    monkeypatch.setattr(addresses, guard, without)
    if guard == "CARRIERS":  # what carries is then outside of OPEN_6 and stays closed: take both away
        monkeypatch.setattr(addresses, "OPEN_6", ip_network("::/0"))
    assert public(ip_address(let_in))


def test_what_an_operator_opens_is_open_in_every_form_and_nothing_else() -> None:
    allowed = networks("10.1.0.0/16, fd00:1::/32")
    assert all(public(ip_address(each), allowed) for each in ("10.1.2.3", "::ffff:10.1.2.3", "fd00:1::1", "8.8.8.8"))
    assert not any(public(ip_address(each), allowed) for each in ("10.2.0.1", "fd00:2::1", "127.0.0.1"))
    with pytest.raises(ValueError, match="nonsense"):
        networks("nonsense")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        *((f"http://{host}/", "host") for host in (
            "2130706433", "0x7f000001", "017700000001", "0x7f.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "127.0.0.0x1",
            "127.0.0.01", "1.2.3.4.5", "256.1.1.1", "example.com.0x7f", "a..b", "-a.com", "exa$mple.com",
            "localhost%00", "a" * 64 + ".com", "%31%32%37.0.0.1", "127.0.0.1%0a",
        )),
        ("http://[::1/", "url"),
        ("http://[fe80::1%25eth0]/", "host"),
        ("http://127.0.0.1.:99999/", "url"),
        ("http://①②⑦.0.0.1/", "url"),
        ("http://１２７.0.0.1/", "url"),
        ("http://exam\u200bple.com/", "url"),
        ("http://a.com\\@127.0.0.1/", "url"),
        ("http://a.com/\r\nHost: b", "url"),
        ("http://a.com /", "url"),
        (" http://a.com/", "url"),
        ("", "url"),
        ("http:///x", "host"),
        ("http://", "host"),
        ("//a.com/", "scheme"),
        ("http:a.com", "scheme"),
        ("ftp://a.com/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://a.com/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("unix:///run/x", "scheme"),
        ("http://user@a.com/", "userinfo"),
        ("http://user:secret@a.com/", "userinfo"),
        ("http://@a.com/", "userinfo"),
        ("http://a.com:0/", "port"),
        ("http://a.com:/", "port"),
        ("http://a.com:99999/", "url"),
        ("http://a.com:-1/", "url"),
        ("http://a.com/" + "x" * 2000, "url"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_one_way_only_is_refused(url: str, why: str) -> None:
    with pytest.raises(Unreached) as unreached:
        target(url)
    assert unreached.value.why == why


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://Shop.Example/hook?a=1#part", "shop.example", "/hook?a=1"),
        ("https://shop.example.:8443", "shop.example:8443", "/"),
        ("HTTP://8.8.8.8:80/x", "8.8.8.8", "/x"),
        ("http://[2606:4700:4700:0:0::1111]:8080/", "[2606:4700:4700::1111]:8080", "/"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", "/"),
    ],
)
def test_what_is_read(url: str, authority: str, path: str) -> None:
    found = target(url)
    assert (found.authority, found.path) == (authority, path)


def test_redirects_are_read_as_strictly() -> None:
    here = target("https://shop.example/a/b")
    assert follow(here, "../c").url == "https://shop.example/c"
    assert follow(here, "//other.example/").url == "https://other.example/"
    for location, why in (
        ("http://shop.example/", "downgrade"),
        ("file:///etc/passwd", "scheme"),
        ("//u@a.com", "userinfo"),
        ("https://0x7f.1/", "host"),
        ("https://[::1/", "url"),
    ):
        with pytest.raises(Unreached) as unreached:
            follow(here, location)
        assert unreached.value.why == why
