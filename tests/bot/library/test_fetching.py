"""What is fetched is of the hosts that the operator allows, and of the public web, in bounds."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.errors import FetchError, NotAllowedError
from bot.library import fetching
from bot.library.fetching import EVERYWHERE, Fetcher, is_public
from index.errors import InputError
from tests.bot.web_server import Page, WebServer, serving


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as server:
        yield server


@pytest.fixture
def fetcher(server: WebServer) -> Fetcher:
    return Fetcher([EVERYWHERE], allows=server.allows)


# --- which addresses ---


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_of_no_public_machine(address: str) -> None:
    assert not is_public(address, 443)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_public_web(address: str) -> None:
    assert is_public(address, 443)
    assert is_public(address, 80)
    assert not is_public(address, 22)
    assert not is_public(address, 6379)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.fr", "file:///etc/passwd", "a.fr", "https://", "http:///a", "http://[::1", "",
        "http://a.fr:port", "http://a.fr:99999", "gopher://a.fr", "javascript:alert(1)",
        "http://a.fr/" + "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_address(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(InputError, match="must be an address such as"):
        fetcher.fetch(url)


def test_a_password_is_refused_and_not_shown(fetcher: Fetcher) -> None:
    with pytest.raises(InputError, match="must have no user and password") as caught:
        fetcher.fetch("https://me:very-secret@a.fr/")
    assert "very-secret" not in str(caught.value)


def test_without_hosts_nothing_is_fetched(server: WebServer) -> None:
    with pytest.raises(NotAllowedError) as caught:
        Fetcher([], allows=server.allows).fetch(f"{server.url}/a")
    assert str(caught.value) == (
        f"'{server.url}/a': must be an address that FETCH_HOSTS allows, of the public web; "
        "nothing may be fetched"
    )
    assert server.asked == []


@pytest.mark.parametrize("host", ["journal.example", "www.journal.example", "a.b.journal.example"])
def test_a_host_and_those_below_it_are_allowed(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = []

    def look_up(name: str, *_: object, **__: object) -> Any:
        looked_up.append(name)
        raise socket.gaierror(8, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(FetchError, match="must be an address that answers; Name or service"):
        Fetcher(["Journal.example"]).fetch(f"https://{host.upper()}/a")
    assert looked_up == [host]


@pytest.mark.parametrize(
    "host", ["evil-journal.example", "journal.example.evil", "example", "journal.example@evil.fr"]
)
def test_other_hosts_are_not(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("looked up"))
    with pytest.raises((NotAllowedError, InputError)):
        Fetcher(["journal.example"]).fetch(f"https://{host}/a")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "0", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_never_fetched_from(server: WebServer, host: str) -> None:
    names = {"0", "2130706433", "0x7f.1", "::ffff:127.0.0.1"}
    lookup = socket.getaddrinfo
    with pytest.MonkeyPatch().context() as patch:
        if host.strip("[]") in names:  # which the guard of the tests takes for another machine's
            patch.setattr(
                socket,
                "getaddrinfo",
                lambda *_, **options: lookup("127.0.0.1", server.port, **options),
            )
        with pytest.raises(NotAllowedError, match="not of the public web"):
            Fetcher([EVERYWHERE]).fetch(f"http://{host}:{server.port}/a")
    assert server.asked == []


def test_a_name_that_means_this_machine_as_well_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [(socket.AF_INET, 1, 6, "", (ip, 80)) for ip in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(NotAllowedError, match=r"a\.fr is 127\.0\.0\.1, port 80"):
        Fetcher([EVERYWHERE]).fetch("http://a.fr/")


def test_a_name_is_looked_up_once_so_that_it_cannot_change(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/a"] = Page(b"oui")
    looked_up = []

    def look_up(name: str, port: int, *_: object, **__: object) -> Any:
        looked_up.append(name)
        address = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    fetcher = Fetcher([EVERYWHERE], allows=server.allows)
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda a, **o: _direct(connect, a, **o))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetcher.fetch(f"http://journal.example:{server.port}/a").content == b"oui"
    assert looked_up == ["journal.example"]
    assert server.asked[0][1]["Host"] == f"journal.example:{server.port}"


def _direct(_: object, address: tuple[str, int], timeout: float) -> socket.socket:
    """Connect without a look-up, even of what is an address already."""
    connection = socket.socket()
    connection.settimeout(timeout)
    connection.connect(address)
    return connection


# --- redirects ---


def test_redirects_are_followed_and_the_last_address_is_given(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/a"] = Page(status=301, headers={"Location": "/b?x=é y"})
    server.pages["/b?x=%C3%A9%20y"] = Page("été".encode(), "text/plain; charset=UTF-8")
    fetched = fetcher.fetch(f"{server.url}/a")
    assert fetched.url == f"{server.url}/b?x=é y"
    assert (fetched.content, fetched.media_type, fetched.charset) == (
        "été".encode(), "text/plain", "utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/", "http://localhost:1/x"])
def test_a_redirect_to_a_private_machine_is_not_followed(
    server: WebServer, fetcher: Fetcher, location: str
) -> None:
    server.pages["/a"] = Page(status=302, headers={"Location": location})
    with pytest.raises(NotAllowedError, match="not of the public web"):
        fetcher.fetch(f"{server.url}/a")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://a.fr/", "http://u:p@a.fr/"])
def test_a_redirect_to_what_is_no_address(
    server: WebServer, fetcher: Fetcher, location: str
) -> None:
    server.pages["/a"] = Page(status=307, headers={"Location": location})
    with pytest.raises(InputError):
        fetcher.fetch(f"{server.url}/a")


def test_a_redirect_to_a_host_that_is_not_allowed(server: WebServer) -> None:
    server.pages["/a"] = Page(status=302, headers={"Location": "http://evil.example/"})
    with pytest.raises(NotAllowedError, match=r"evil\.example is none of FETCH_HOSTS"):
        Fetcher(["127.0.0.1"], allows=server.allows).fetch(f"{server.url}/a")


def test_redirects_without_end(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="it redirects more than 5 times"):
        fetcher.fetch(f"{server.url}/a")
    assert len(server.asked) == 6


# --- bounds ---


def test_only_what_is_there_is_taken(server: WebServer, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="the server answers 404"):
        fetcher.fetch(f"{server.url}/nothing")


def test_too_large(server: WebServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_FETCHED", 1024 * 1024)
    server.pages["/a"] = Page(b"x" * (1024 * 1024 + 1))
    server.pages["/b"] = Page(b"x" * (1024 * 1024))
    packed = gzip.compress(b"x" * (1024 * 1024 + 1))
    server.pages["/c"] = Page(packed, headers={"Content-Encoding": "gzip"})
    for path in ("/a", "/c"):
        with pytest.raises(FetchError, match="it has more than 1 MB"):
            fetcher.fetch(server.url + path)
    assert len(fetcher.fetch(f"{server.url}/b").content) == 1024 * 1024


def test_packed(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = Page(gzip.compress(b"oui" * 9_999), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(f"{server.url}/a").content == b"oui" * 9_999
    server.pages["/b"] = Page(b"damaged", headers={"Content-Encoding": "gzip"})
    server.pages["/c"] = Page(b"?", headers={"Content-Encoding": "br"})
    for path in ("/b", "/c"):
        with pytest.raises(FetchError):
            fetcher.fetch(server.url + path)


def test_what_ends_too_soon(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = Page(b"ou", headers={"Content-Length": "3"})
    server.pages["/b"] = Page(gzip.compress(b"oui")[:-9], headers={"Content-Encoding": "gzip"})
    for path in ("/a", "/b"):
        with pytest.raises(FetchError, match="it ends before its end"):
            fetcher.fetch(server.url + path)


def test_too_slow(server: WebServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(stream: Any) -> None:
        for _ in range(100):
            stream.write(b"x")
            stream.flush()
            time.sleep(0.05)

    monkeypatch.setattr(fetching, "MAX_SECONDS", 0.3)
    server.pages["/a"] = Page(send=drip)
    with pytest.raises(FetchError, match=r"it takes more than 0\.3 seconds"):
        fetcher.fetch(f"{server.url}/a")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    fetcher = Fetcher([EVERYWHERE], allows=lambda *_: True)
    with pytest.raises(FetchError, match="Connection refused"):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


def test_a_server_that_does_not_speak_tls(server: WebServer, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="must be an address that answers"):
        fetcher.fetch(server.url.replace("http:", "https:") + "/a")
    assert server.asked == []
