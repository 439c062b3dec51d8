"""Fetch a page, a file or a feed from the web, where the operator allows it, and only there.

Addresses come from people, and those in feeds and redirects from anybody: each is looked up once,
checked, and connected to as it was checked, so that no name can come to mean a machine of this
network in between. Proxies of the environment are not used: they would look names up anew.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from bot.errors import FetchError, NotAllowedError
from index.errors import InputError, show

MAX_FETCHED = 50 * 1024 * 1024  # bytes, as of the largest file that is read
MAX_SECONDS = 60.0  # for one address, redirects included
EVERYWHERE = "*"

_PATIENCE = 10.0  # seconds without a sign of the server
_MAX_REDIRECTS = 5
_MAX_URL = 2_000  # characters
_CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": "MotPourMot (an operator's `motpourmot add`)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,application/atom+xml,"
    "application/rss+xml,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was at `url`, the address after all redirects; `media_type` in lower case, or ""."""

    url: str
    media_type: str
    charset: str
    content: bytes


def is_public(address: str, port: int) -> bool:
    """Return whether `address` is one of the public internet, and `port` one of the web.

    An address that stands for another, as IPv6 has them for IPv4, is what it stands for.
    """
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast and port in _PORTS.values()


class Fetcher:
    """Fetches from `hosts` and what is below them; from everywhere for `EVERYWHERE`.

    allows: whether an address, with its port, may be connected to; tests have a server of their own
    """

    def __init__(
        self, hosts: Sequence[str], *, allows: Callable[[str, int], bool] = is_public
    ) -> None:
        self._hosts = tuple(host.lower().strip(".") for host in hosts)
        self._allows = allows

    def fetch(self, url: str) -> Fetched:
        """Return what is at `url`.

        Raises `InputError` for what is no web address, `NotAllowedError` for one that may not be
        fetched, itself or after a redirect, `FetchError` where it cannot be.
        """
        deadline = time.monotonic() + MAX_SECONDS
        for _ in range(_MAX_REDIRECTS + 1):
            parts = self._checked(url)
            with self._answer(parts, url, deadline) as answer:
                if answer.status not in _REDIRECTS:
                    return self._read(answer, url)
                target = urljoin(url, answer.headers.get("Location", ""))
            if parts.scheme == "https" and not target.startswith("https:"):
                raise NotAllowedError(url, f"it redirects from https to {show(target)}")
            url = target
        raise FetchError(url, f"it redirects more than {_MAX_REDIRECTS} times")

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port, parts = "", None, urlsplit("")
        if parts.scheme not in _PORTS or not host or port == 0 or len(url) > _MAX_URL:
            raise InputError("URL", "must be an address such as https://example.org/a", show(url))
        if parts.username is not None or parts.password is not None:
            raise InputError("URL", "must have no user and password", show(parts.hostname))
        if not self._hosts:
            raise NotAllowedError(url, "nothing may be fetched")
        if EVERYWHERE not in self._hosts and not any(
            host == allowed or host.endswith(f".{allowed}") for allowed in self._hosts
        ):
            raise NotAllowedError(url, f"{host} is none of FETCH_HOSTS")
        return parts

    @contextlib.contextmanager
    def _answer(
        self, parts: SplitResult, url: str, deadline: float
    ) -> Iterator[http.client.HTTPResponse]:
        """Connect, ask, and give the answer; all is closed at the deadline, or when it is read."""
        port = parts.port or _PORTS[parts.scheme]
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        path += f"?{quote(parts.query, safe='/%:@!$&()*+,;=?~[]')}" if parts.query else ""
        late = threading.Event()
        opened: list[socket.socket] = []  # with TLS, the second is what is used

        def end() -> None:
            late.set()
            with contextlib.suppress(OSError):
                opened[-1].shutdown(socket.SHUT_RDWR)

        left = deadline - time.monotonic()
        timer = threading.Timer(max(0.0, left), end)
        try:
            host = str(parts.hostname).encode("idna").decode("ascii")
            address = self._address(host, port, url)
            opened.append(socket.create_connection((address, port), timeout=_PATIENCE))
            timer.start()
            if parts.scheme == "https":
                opened.append(secure := _with_tls(opened[0], host))
                secure.do_handshake()
            connection = _Connection(host, port)
            connection.sock = opened[-1]
            connection.request("GET", path, headers=_HEADERS)
            yield connection.getresponse()
            if late.is_set():  # else what ended at the deadline would look whole
                raise TimeoutError
        except (OSError, http.client.HTTPException, UnicodeError, zlib.error) as error:
            reason = f"it takes more than {MAX_SECONDS:g} seconds" if late.is_set() else _why(error)
            raise FetchError(url, reason) from None
        finally:
            timer.cancel()
            for one in opened:
                one.close()

    def _address(self, host: str, port: int, url: str) -> str:
        """Return the address to connect to. All that the name has must be allowed."""
        found = [
            str(address[0])
            for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        for address in found:
            if not self._allows(address, port):
                raise NotAllowedError(
                    url, f"{host} is {address}, port {port}: not of the public web"
                )
        return found[0]

    def _read(self, answer: http.client.HTTPResponse, url: str) -> Fetched:
        if answer.status != 200:
            raise FetchError(url, f"the server answers {answer.status}")
        content = b"".join(_bounded(answer, url))
        message = Message()
        message["Content-Type"] = answer.headers.get("Content-Type", "")
        return Fetched(
            url=url,
            media_type=message.get_content_type() if message["Content-Type"] else "",
            charset=str(message.get_content_charset() or ""),
            content=content,
        )


class _Connection(http.client.HTTPConnection):
    """A connection whose socket is made elsewhere, to an address that was checked."""

    def connect(self) -> None:
        """Refuse: the name would be looked up anew."""
        raise ConnectionError("the connection was closed")


def _bounded(answer: http.client.HTTPResponse, url: str) -> Iterator[bytes]:
    """Yield what is answered, unpacked where it is packed, up to `MAX_FETCHED` bytes."""
    packed = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip"):
        raise FetchError(url, f"it is packed as {show(packed)}, which was not asked for")
    unpacker = zlib.decompressobj(wbits=31) if packed.endswith("gzip") else None
    size = 0
    while chunk := answer.read(_CHUNK):
        if unpacker:
            chunk = unpacker.decompress(chunk, MAX_FETCHED + 1 - size)
        size += len(chunk)
        if size > MAX_FETCHED or (unpacker and unpacker.unconsumed_tail):
            raise FetchError(url, f"it has more than {MAX_FETCHED // 1024**2} MB")
        yield chunk
    if answer.length or (unpacker and not unpacker.eof):
        raise FetchError(url, "it ends before its end")


def _with_tls(connection: socket.socket, host: str) -> ssl.SSLSocket:
    """Return `connection` for TLS, before anything is sent: its certificate must be `host`'s."""
    context = ssl.create_default_context()
    return context.wrap_socket(connection, server_hostname=host, do_handshake_on_connect=False)


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return show(f"{type(error).__name__}: {error}", limit=120)
