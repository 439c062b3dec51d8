"""Requests that nobody sends who means well, each with the statuses that it must get.

Past 400 lines: a table, one line a request, by what is wrong with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.bot.http.helpers import DOCUMENT

ASKED = "q=Qui+a+cr%C3%A9%C3%A9+ChatGPT"
JSON = "Content-Type: application/json"
HTML = "Accept: text/html"
QUESTION = b'{"question": "Qui a cr\\u00e9\\u00e9 ChatGPT ?"}'
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Hostile:
    """What is sent, and the statuses of the responses, in order; none where it is only closed."""

    name: str
    sent: bytes
    gets: tuple[int, ...]


def request(
    target: str, *headers: str, method: str = "GET", body: bytes | None = None, host: str = "x"
) -> bytes:
    """Return a well-framed request, the last of its connection."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


def raw(*lines: str, then: bytes = b"") -> bytes:
    """Return a request of these lines."""
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + then


def post(body: bytes, *headers: str, path: str = "/ask", kind: str = JSON) -> bytes:
    """Return a request with a body."""
    return request(path, *([kind] if kind else []), *headers, method="POST", body=body)


def chunked(path: str, *chunks: bytes) -> bytes:
    """Return a request whose body is in chunks, and ends."""
    head = request(path, JSON, "Transfer-Encoding: chunked", method="POST")
    return head + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (*chunks, b""))


def framed(*lines: str, then: bytes) -> bytes:
    """Return a POST with these headers on the length of its body."""
    return raw("POST /ask HTTP/1.1", "Host: x", JSON, "Connection: close", *lines, then=then)


_PATHS = {
    "/../../etc/passwd": 404,
    "/..%2f..%2fetc%2fpasswd": 404,
    "/%2e%2e/%2e%2e/etc/passwd": 404,
    "/documents/../../etc/passwd": 404,
    "/documents/..%2f..%2fetc%2fpasswd/text": 404,
    "/documents/%2e%2e/text": 404,
    "/documents/%2e%2e/original": 404,
    "/documents/..%5c..%5cwindows%5cwin.ini/original": 404,
    "/documents/..%252f..%252fetc%252fpasswd": 404,
    "/documents/%c0%ae%c0%ae%c0%afetc": 404,
    f"/documents/{DOCUMENT}%2ftext": 200,  # ASGI decodes the path; nothing is guarded by its form
    f"/documents/{DOCUMENT}/text/../../../etc/passwd": 404,
    f"/documents/{DOCUMENT}%00/text": 404,
    "/documents/a%00b": 404,
    "/documents/%00/text": 404,
    "/documents//text": 404,
    "/documents/": 404,
    "/documents/%": 404,
    "/documents/%zz": 404,
    "/documents/%ff%fe": 404,
    "/documents/%ed%a0%80": 404,
    "/documents/%0d%0aX-Injected:%201": 404,
    "/documents/" + "a" * 8000: 404,
    "/documents/" + "%2e%2e%2f" * 500 + "etc/passwd": 404,
    "/documents/<script>alert(1)</script>": 404,
    "/assets/../../bot/settings.py": 404,
    "/assets/..%2f..%2fbot%2fsettings.py": 404,
    "/assets/%2e%2e/%2e%2e/settings.py": 404,
    "/assets//etc/passwd": 404,
    "/assets/%2fetc%2fpasswd": 404,
    "/assets/..%5c..%5c.env": 404,
    "/assets/page.css%00.png": 404,
    "/assets/": 404,
    "/static-offline-docs/../../../etc/passwd": 404,
    "/static-offline-docs/%2e%2e/%2e%2e/fastapi/main.py": 404,
    "/static-offline-docs//etc/passwd": 404,
    "/static-offline-docs/%2fetc%2fpasswd": 404,
    "/static-offline-docs/favicon.png%00": 404,
    "/static-offline-docs/" + "a" * 5000: 404,
    "/static-offline-docs/": 404,
    "/.env": 404,
    "/.git/config": 404,
    "//": 404,
    "//healthz": 404,
    "///etc/passwd": 404,
    "/healthz/": 404,
    "/healthz%2f": 404,
    "/healthz%00": 404,
    "/healthz%20": 404,
    "/healthz;a=b": 404,
    "/HEALTHZ": 404,
    "/healthz%0d%0aX-Injected:%201": 404,
    "/%68ealthz": 200,  # the same path, in other letters (RFC 3986, 6.2.2.2)
    "/conversations/..%2f..%2fhealthz": 404,
    "/v1/models/../../etc/passwd": 404,
    "/v1/models/%00": 404,
    "/" + "a" * 300_000: 400,
}
_QUERIES = {
    "/ask": 422,
    "/ask?q=": 422,
    "/ask?q=%00": 422,
    "/ask?q=%": 400,
    "/ask?q=%ff": 400,
    "/ask?q=%ed%a0%80": 400,  # half of a surrogate pair
    "/ask?q=%c0%af": 400,  # a / in too many bytes
    "/ask?q=" + "a" * 9000: 422,
    "/ask?q=" + "%F0%9F%98%80" * 400: 422,
    "/ask?" + "q=a&" * 3000: 200,  # the last
    "/ask?q[]=a&q[0]=b": 422,
    "/ask?" + "&" * 9000 + ASKED: 200,
    f"/ask?{ASKED}%0d%0aX-Injected:%201": 200,
    f"/ask?{ASKED}&since=99999-99-99": 422,
    f"/ask?{ASKED}&since=-1": 422,
    f"/ask?{ASKED}&until=%00": 422,
    f"/ask?{ASKED}&article_language=%3Cscript%3E": 422,
    f"/ask?{ASKED}&document_id=../../etc/passwd": 404,
    f"/ask?{ASKED}" + "&document_id=a" * 1000: 422,
    f"/ask?{ASKED}&conversation_id='%20OR%201=1%20--": 422,
    f"/ask?{ASKED}&conversation_id=%00": 422,
    f"/ask?{ASKED}&conversation_id=" + "a" * 5000: 422,
    "/ask?q=%27%3B%20DROP%20TABLE%20turns%3B%20--": 200,
    "/ask?q=%24%7Bjndi:ldap://x/a%7D": 200,
    "/ask?q=%7B%7B7*7%7D%7D": 200,
    "/ask?q=" + "(" * 500: 422,
    "/ask?q=" + "a%CC%81" * 200: 200,
    "/verify?q=%": 400,
    "/verify?q=%00": 200,  # a quote that is nowhere
}
_BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 422),
    "white space": (b" \n ", 400),
    "null": (b"null", 422),
    "a number": (b"5", 422),
    "a string": (b'"a"', 422),
    "half": (b'{"question": "a', 400),
    "two": (QUESTION * 2, 400),
    "more after it": (QUESTION + b"\0", 400),
    "lists in lists": (b"[" * 60_000, 400),
    "lists in lists, closed": (b"[" * 30_000 + b"]" * 30_000, 400),
    "objects in objects": (b'{"question":' * 5000, 400),
    "objects in objects, closed": (b'{"question":' * 3000 + b"1" + b"}" * 3000, 400),
    "a list in a question": (b'{"question": ' + b"[" * 500 + b"]" * 500 + b"}", 422),
    "a number of 5000 digits": (b'{"question": ' + b"9" * 5000 + b"}", 400),
    "not a number": (b'{"question": NaN}', 422),
    "infinite": (b'{"question": -Infinity}', 422),
    "beyond floats": (b'{"question": 1e999}', 422),
    "half a pair": (b'{"question": "a\\ud800"}', 422),
    "NUL escaped": (b'{"question": "\\u0000"}', 422),
    "NUL": (b'{"question": "\0"}', 400),
    "no letters": (b'{"question": "?!"}', 422),
    "too long": (b'{"question": "' + b"a" * 5000 + b'"}', 422),
    "over 64 KiB": (b'{"question": "' + b"a" * 66_000 + b'"}', 413),
    "2 MB": (b" " * 2_000_000, 413),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + QUESTION, 200),
    "latin-1": ('{"question": "créé"}'.encode("latin-1"), 400),
    "compressed": (b"\x1f\x8b\x08\0\0\0\0\0\0\xff", 400),
    "a name twice": (b'{"question": "?", "question": "Qui a cree ChatGPT"}', 200),
    "an unknown field": (b'{"question": "a", "__proto__": {"admin": true}}', 422),
    "5000 fields": (json.dumps({str(n): 1 for n in range(5000)}).encode(), 422),
    "a field of 60,000 characters": (json.dumps({"a" * 60_000: 1}).encode(), 422),
    "an empty list": (b"[]", 422),
    "a list of lists": (b"[[[]]]", 422),
    "21 questions": (b"[" + b",".join([QUESTION] * 21) + b"]", 422),
    "12,000 nulls": (b"[" + b",".join([b"null"] * 12_000) + b"]", 422),
    "an id with NUL": (QUESTION[:-1] + b', "conversation_id": "\\u0000"}', 422),
    "an id in a list": (QUESTION[:-1] + b', "conversation_id": ["a"]}', 422),
    "a path as an article": (QUESTION[:-1] + b', "document_id": "../../etc/passwd"}', 404),
    "1000 articles": (
        QUESTION[:-1] + b', "document_id": ' + json.dumps(["a"] * 1000).encode() + b"}",
        422,
    ),
}
_VERIFYING: dict[str, tuple[bytes, int]] = {
    "a range from the end": (
        json.dumps({"document_id": DOCUMENT, "start_char_index": -5, "end_char_index": 5}).encode(),
        422,
    ),
    "a range beyond 64 bits": (
        json.dumps(
            {"document_id": DOCUMENT, "start_char_index": 0, "end_char_index": 10**30}
        ).encode(),
        422,
    ),
    "NUL": (b'{"quote": "\\u0000"}', 422),
    "lists in lists": (b'{"citations": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
}
_CHAT: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no messages": (b'{"model": "mot-pour-mot", "messages": []}', 400),
    "an image": (
        (
            b'{"model": "mot-pour-mot", "messages": [{"role": "user", "content": '
            b'[{"type": "image_url", "image_url": {"url": "file:///etc/passwd"}}]}]}'
        ),
        400,
    ),
    "another model": (
        b'{"model": "../../x", "messages": [{"role": "user", "content": "a"}]}',
        404,
    ),
    "1000 choices": (
        b'{"model": "mot-pour-mot", "n": 1000, "messages": [{"role": "user", "content": "a"}]}',
        400,
    ),
    "lists in lists": (b'{"messages": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
    "half a pair": (
        b'{"model": "mot-pour-mot", "messages": [{"role": "user", "content": "\\ud800"}]}',
        400,
    ),
}
_TYPES = {
    "": 415,
    "Content-Type: text/plain": 415,
    "Content-Type: application/x-www-form-urlencoded": 415,
    "Content-Type: multipart/form-data; boundary=" + "a" * 5000: 415,
    "Content-Type: application/json; charset=utf-16": 200,  # JSON is UTF-8, whatever it says
    "Content-Type: application/jsonp": 415,
    "Content-Type: application/xml": 415,
    "Content-Type: ;": 415,
    "Content-Type: \xff": 415,
}
_METHODS = {
    ("POST", "/healthz"): 405,
    ("PUT", "/ask"): 405,
    ("PATCH", "/verify"): 405,
    ("DELETE", "/documents"): 405,
    ("DELETE", f"/documents/{DOCUMENT}"): 405,
    ("PUT", f"/documents/{DOCUMENT}/text"): 405,
    ("POST", "/"): 405,
    ("TRACE", "/healthz"): 405,
    ("OPTIONS", "/ask"): 405,
    ("PROPFIND", "/documents"): 405,
    ("get", "/healthz"): 405,
    ("GETX", "/healthz"): 405,
    ("X" * 1000, "/healthz"): 405,
    ("POST", "/metrics"): 405,
    ("POST", "/assets/page.css"): 404,  # which only the page reads
    ("POST", "/static-offline-docs/favicon.png"): 405,
    ("GET", "/conversations/11111111-1111-4111-8111-111111111111"): 405,
    ("GET", "/v1/chat/completions"): 405,
    ("GET", "/telegram/webhook"): 404,
}
_HEADERS = {
    "Accept: " + "," * 8000: 200,
    "Accept: text/html;q=nan, application/json;q=1e999": 200,
    "Accept: \xff\xfe": 200,
    "Accept-Language: " + "fr-" * 3000: 200,
    "Accept-Language: ;;q=,,*;q=-5": 200,
    "Accept-Encoding: " + "gzip, " * 1000: 200,
    "Cookie: " + "a=b; " * 2000: 200,
    "Range: bytes=-1,0-,5-1,99999999999999999999-": 200,
    "If-None-Match: " + '"a", ' * 2000: 200,
    "If-None-Match: *": 200,
    "X-Request-ID: <script>": 200,
    "X-Request-ID: " + "a" * 5000: 200,
    "X-Forwarded-For: " + "1.1.1.1, " * 1000: 200,
    "X-Forwarded-For: '; DROP TABLE turns": 200,
    "X-Forwarded-Host: evil.example": 200,
    "X-HTTP-Method-Override: DELETE": 200,
    "X-Original-URL: /metrics": 200,
    "Authorization: Bearer " + "a" * 5000: 200,
    "Authorization: \xe9": 200,
    "Origin: null": 200,
    "Upgrade: h2c": 200,
    "Upgrade: websocket": 200,
    "Expect: nonsense": 200,
    "Max-Forwards: -1": 200,
    "X-A: " + "a" * 300_000: 400,
}
_START = {
    "no version": (raw("GET /healthz"), 400),
    "HTTP/0.9": (raw("GET /healthz HTTP/0.9", "Host: x"), 505),
    "HTTP/1.0, no host": (raw("GET /healthz HTTP/1.0"), 200),
    "HTTP/1.0, in chunks": (
        raw("POST /ask HTTP/1.0", JSON, "Transfer-Encoding: chunked", then=b"0\r\n\r\n"),
        422,  # an empty body; the connection is closed, as RFC 9112, 6.1 asks
    ),
    "HTTP/1.9": (raw("GET /healthz HTTP/1.9", "Host: x", "Connection: close"), 200),
    "HTTP/2.0": (raw("GET /healthz HTTP/2.0", "Host: x"), 505),
    "HTTP/2 begins": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "http/1.1": (raw("GET /healthz http/1.1", "Host: x"), 400),
    "HTTP/1.1 of many digits": (raw("GET /healthz HTTP/1.11111111", "Host: x"), 400),
    "no host": (raw("GET /healthz HTTP/1.1"), 400),
    "two hosts": (raw("GET /healthz HTTP/1.1", "Host: x", "Host: y"), 400),
    "two spaces": (raw("GET  /healthz  HTTP/1.1", "Host: x"), 400),
    "a tab": (raw("GET\t/healthz\tHTTP/1.1", "Host: x"), 400),
    "a space in the target": (raw("GET /health z HTTP/1.1", "Host: x"), 400),
    "NUL in the target": (raw("GET /\0 HTTP/1.1", "Host: x"), 400),
    "NUL in the method": (raw("G\0T / HTTP/1.1", "Host: x"), 400),
    "bytes in the target": (raw("GET /\xe9 HTTP/1.1", "Host: x"), 400),
    "no target": (raw("GET HTTP/1.1", "Host: x"), 400),
    "no method": (raw("/healthz HTTP/1.1", "Host: x"), 400),
    "a fragment": (raw("GET /healthz#a HTTP/1.1", "Host: x", "Connection: close"), 404),
    "a relative target": (raw("GET healthz HTTP/1.1", "Host: x", "Connection: close"), 404),
    "a tunnel": (raw("CONNECT example.com:443 HTTP/1.1", "Host: x"), 404),
    "options of all": (raw("OPTIONS * HTTP/1.1", "Host: x", "Connection: close"), 404),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "SSH": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", 400),
    "Redis": (b"*1\r\n$4\r\nINFO\r\n\r\n", 400),
    "a proxy's line": (b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + LAST, 400),
    "NUL": (b"\0" * 4096 + b"\r\n\r\n", 400),
    "17 KiB without an end": (b"a" * 17_500, 400),
    "line feeds alone": (LAST.replace(b"\r\n", b"\n"), 200),  # RFC 9112, 2.2
    "carriage returns alone": (LAST.replace(b"\r\n", b"\r") + b"\r\n\r\n", 400),
    "an empty line first": (b"\r\n" + LAST, 400),
    "a host with a path": (request("/healthz", host="evil.example/../x"), 200),
    "a host of bytes": (request("/healthz", host="\xff"), 200),
    "an empty host": (request("/healthz", host=""), 200),
    "a header without a colon": (request("/healthz", "X-A"), 400),
    "a header without a name": (request("/healthz", ": a"), 400),
    "a name with a space": (request("/healthz", "X A: b"), 400),
    "a space before the colon": (request("/healthz", "X-A : b"), 400),
    "NUL in a value": (request("/healthz", "X-A: a\0b"), 400),
    "a carriage return in a value": (request("/healthz", "X-A: a\rb"), 400),
    "bytes in a name": (request("/healthz", "X-\xe9: a"), 400),
    "a folded header": (request("/healthz", "X-A: a", " b"), 200),
    "a first header that is folded": (raw("GET /healthz HTTP/1.1", " X-A: b", "Host: x"), 400),
    "600 headers": (request("/healthz", *[f"X-{n}: a" for n in range(600)]), 200),
}
_FRAMING = {
    "a length and chunks": raw(
        "POST /ask HTTP/1.1",
        "Host: x",
        JSON,
        "Content-Length: 4",
        "Transfer-Encoding: chunked",
        then=b"0\r\n\r\n" + LAST,
    ),
    "chunks and a length": framed(
        "Transfer-Encoding: chunked", "Content-Length: 45", then=b"0\r\n\r\n" + LAST
    ),
    "chunks twice": framed(
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked", then=b"0\r\n\r\n"
    ),
    "chunks, then identity": framed("Transfer-Encoding: chunked, identity", then=b"0\r\n\r\n"),
    "compressed chunks": framed("Transfer-Encoding: gzip, chunked", then=b"0\r\n\r\n"),
    "another coding": framed("Transfer-Encoding: xchunked", then=b"0\r\n\r\n"),
    "a space before the colon": framed("Transfer-Encoding : chunked", then=b"0\r\n\r\n"),
    "a vertical tab": framed("Transfer-Encoding: \x0bchunked", then=b"0\r\n\r\n"),
    "two lengths": framed("Content-Length: 5", "Content-Length: 6", then=b"123456"),
    "two lengths in one": framed("Content-Length: 5, 6", then=b"123456"),
    "a sign": framed("Content-Length: +5", then=b"12345"),
    "below zero": framed("Content-Length: -1", then=b""),
    "hexadecimal": framed("Content-Length: 0x10", then=b"1" * 16),
    "no number": framed("Content-Length: ", then=b""),
    "a number with a line": framed("Content-Length: 1_0", then=b"1" * 10),
    "other digits": framed("Content-Length: \xb2", then=b"11"),
    "a chunk without a size": framed("Transfer-Encoding: chunked", then=b"\r\n\r\n"),
    "a size that is none": framed("Transfer-Encoding: chunked", then=b"zz\r\n\r\n"),
    "a size below zero": framed("Transfer-Encoding: chunked", then=b"-1\r\na\r\n"),
    "a size of 21 digits": framed("Transfer-Encoding: chunked", then=b"F" * 21 + b"\r\n"),
    "a chunk that is longer": framed("Transfer-Encoding: chunked", then=b"1\r\nabc\r\n0\r\n\r\n"),
    "an endless extension": framed(
        "Transfer-Encoding: chunked", then=b"1;" + b"a" * 300_000 + b"\r\na\r\n"
    ),
}
_MORE = {
    "a length beyond all": (framed("Content-Length: 99999999999999999999", then=b"{}"), (408,)),
    "half a head": (raw("GET /healthz HTTP/1.1", "Host: x")[:-2], (408,)),
    "half a line": (b"GET /hea", (408,)),
    "a body that does not come": (framed("Content-Length: 10", then=b""), (408,)),
    "half a body": (framed("Content-Length: 10", then=b"{"), (408,)),
    "chunks that do not end": (framed("Transfer-Encoding: chunked", then=b"1\r\n{\r\n"), (408,)),
    "nothing": (b"", ()),
    "chunks over 64 KiB": (chunked("/ask", *[b" " * 9000] * 9), (413,)),
    "10,000 small chunks": (chunked("/ask", *[b" "] * 10_000), (400,)),
    "chunks to what reads none": (chunked("/healthz", b"a"), (405,)),
    "a body with GET": (request("/healthz", body=b"a" * 100), (200,)),
    "a body of 2 MB with GET": (request("/healthz", body=b"a" * 2_000_000), (413,)),
    "three at once": (HEALTH * 2 + LAST, (200, 200, 200)),
    "a good one, then a bad one": (HEALTH + b"\0\r\n\r\n", (200, 400)),
    "a bad one, then a good one": (b"\0\r\n\r\n" + LAST, (400,)),
    "one after a body": (
        raw("POST /ask HTTP/1.1", "Host: x", JSON, "Content-Length: 2", then=b"{}" + LAST),
        (422, 200),
    ),
    "one after Connection: close": (LAST * 2, (200,)),
    "a body that looks like one": (post(LAST), (400,)),
    "a promise": (
        framed("Expect: 100-continue", f"Content-Length: {len(QUESTION)}", then=QUESTION),
        (200,),
    ),
    "a HEAD with a body": (request("/healthz", method="HEAD", body=b"a"), (200,)),
}


def table() -> list[Hostile]:
    """Return all of them."""
    found = [Hostile(f"path {p[:60]}", request(p), (s,)) for p, s in _PATHS.items()]
    found += [
        Hostile(f"path {p[:50]} for a browser", request(p, HTML), (404,))
        for p in (
            "/<script>alert(1)</script>",
            "/documents/<script>alert(1)</script>",
            "/documents/..%2f..%2fetc%2fpasswd",
            "/nothing%0d%0aSet-Cookie:a=b",
            "/documents/%00",
        )
    ]
    found += [Hostile(f"query {q[:60]}", request(q), (s,)) for q, s in _QUERIES.items()]
    found += [
        Hostile(f"query {q[:50]} for a browser", request(q, HTML), (s,))
        for q, s in {
            "/?q=%": 400,
            "/?q=%00": 422,
            "/?q=%3Cscript%3Ealert(1)%3C/script%3E": 200,
            "/?lang=../../etc/passwd": 200,
            "/why?q=%00": 422,
        }.items()
    ]
    for path, bodies in (
        ("/ask", _BODIES),
        ("/verify", _VERIFYING),
        ("/v1/chat/completions", _CHAT),
    ):
        found += [
            Hostile(f"{path} body: {n}", post(b, path=path), (s,)) for n, (b, s) in bodies.items()
        ]
    found += [
        Hostile(f"type {kind[14:50]!a}", post(QUESTION, kind=kind), (s,))
        for kind, s in _TYPES.items()
    ]
    found += [
        Hostile(f"method {method[:10]} {path}", request(path, method=method), (s,))
        for (method, path), s in _METHODS.items()
    ]
    found += [
        Hostile(f"header {h[:40]!a}", request(f"/ask?{ASKED}", h), (s,))
        for h, s in _HEADERS.items()
    ]
    found += [Hostile(f"start: {n}", sent, (s,)) for n, (sent, s) in _START.items()]
    found += [Hostile(f"framing: {n}", sent, (400,)) for n, sent in _FRAMING.items()]
    found += [Hostile(f"more: {n}", sent, gets) for n, (sent, gets) in _MORE.items()]
    return found
