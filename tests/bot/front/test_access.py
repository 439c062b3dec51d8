"""Who may use it, how often, from where: keys, rates, origins, proxies."""

from __future__ import annotations

import re

import pytest

from bot.front.rates import RateLimit
from bot.keys import ApiKeys, api_key_hash, api_keys, new_api_key
from bot.settings import SettingsError, load_settings
from tests.bot.commands import Run
from tests.bot.front.conftest import Serve
from tests.bot.http.helpers import DOCUMENT, check_problem

HTML = {"Accept": "text/html"}
QUESTION = "/ask?q=Qui+a+cr%C3%A9%C3%A9+ChatGPT+%3F"
KEY = new_api_key()
KEYS = f"ana:{api_key_hash(KEY)}, ben:{'0' * 64}"


# Keys


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", QUESTION),
        ("POST", "/ask"),
        ("GET", "/verify?q=x"),
        ("GET", "/documents"),
        ("GET", f"/documents/{DOCUMENT}"),
        ("HEAD", f"/documents/{DOCUMENT}/text"),
        ("DELETE", "/conversations/0123456789abcdef"),
        ("POST", "/v1/chat/completions"),
        ("GET", "/metrics"),
        ("GET", "/nothing"),
    ],
)
def test_the_api_needs_a_key_where_there_are_keys(serve: Serve, method: str, path: str) -> None:
    client = serve(api_keys=KEYS)
    for headers, got in (
        ({}, "none"),
        ({"Authorization": "Bearer mpm_wrong"}, "one that is not known"),
        ({"Authorization": f"Basic {KEY}"}, "none"),
        ({"X-API-Key": api_key_hash(KEY)}, "one that is not known"),
    ):
        response = client.request(method, path, headers=headers)
        assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
        if method == "GET":
            detail = f"Authorization: must be Bearer and a key of this server; got {got}"
            check_problem(response, 401, detail, "Authorization")
    for headers in ({"Authorization": f"bearer  {KEY}"}, {"X-API-Key": KEY}):
        assert client.request(method, path, headers=headers).status_code != 401
    # Nor does whoever says to be a browser get past it.
    assert client.request(method, path, headers=HTML).status_code in (200, 400, 401, 404)
    assert client.get(QUESTION, headers=HTML).status_code == 401


def test_the_page_and_health_need_none(serve: Serve) -> None:
    client = serve(api_keys=KEYS)
    page = client.get("/", headers=HTML)
    assert page.status_code == 200
    for asset in re.findall(r'"(/assets/[^"]+)"', page.text):
        assert client.get(asset).status_code == 200
    question = {"question": "Qui a créé ChatGPT ?"}
    assert client.post("/ask", json=question, headers=HTML).status_code == 200
    for path in ("/documents", f"/documents/{DOCUMENT}", "/verify", "/why?q=Qui+parle"):
        assert client.get(path, headers=HTML).status_code == 200
    for path in ("/healthz", "/readyz", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 200
    assert client.get(f"/documents/{DOCUMENT}/original").status_code == 200


def test_the_description_says_that_a_key_is_needed(serve: Serve) -> None:
    schema = serve(api_keys=KEYS).get("/openapi.json").json()
    assert schema["security"] == [{"key": []}]
    assert schema["paths"]["/healthz"]["get"]["security"] == []
    assert "security" not in serve().get("/openapi.json").json()


def test_a_key_is_made_by_a_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(capsys, "api-key ana")
    found = re.fullmatch(
        r"key, for whoever asks: (mpm_[\w-]{43})\n"
        r"for API_KEYS, after a comma if there are others: (ana:[0-9a-f]{64})\n",
        run.out,
    )
    assert found
    assert run.code == 0
    key, item = found.groups()
    monkeypatch.setenv("API_KEYS", item)
    assert api_keys(load_settings()).name_of(key) == "ana"
    assert key not in repr(load_settings())
    assert Run(capsys, "api-key 'a b'").code == 2


@pytest.mark.parametrize("value", [KEY, f"ana:{KEY}", "ana", f":{'0' * 64}", f"{KEYS}, mpm_x"])
def test_what_is_no_hash_of_a_key_is_not_shown(value: str) -> None:
    with pytest.raises(SettingsError, match="API_KEYS: must be NAME:HASH") as caught:
        api_keys(load_settings(api_keys=value))
    assert KEY not in str(caught.value)
    assert "mpm_x" not in str(caught.value)


# Rates


def test_each_client_has_its_rate(serve: Serve) -> None:
    client = serve(rate_limit="3", api_keys=KEYS)
    key = {"X-API-Key": KEY}
    for _ in range(3):
        assert client.get("/documents", headers=key).status_code == 200
    response = client.get("/documents", headers=key)
    detail = "3 requests a minute are allowed; try again in 20 seconds"
    check_problem(response, 429, detail)
    assert response.headers["retry-after"] == "20"
    # Another client, here by its address; and what costs nothing.
    page = client.get("/", headers=HTML)
    assert page.status_code == 200
    assert client.get("/healthz", headers=key).status_code == 200
    for _ in range(2):
        client.get("/", headers=HTML)
    refused = client.get("/", headers={**HTML, "Accept-Language": "fr"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "20")
    assert "Trop de demandes" in refused.text


def test_there_is_no_limit_by_default(serve: Serve) -> None:
    client = serve()
    assert {client.get("/documents").status_code for _ in range(100)} == {200}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_client_is_an_address_or_a_household(one: str, other: str, same: bool) -> None:
    limit = RateLimit(None, None, a_minute=1, keys=ApiKeys({}))  # type: ignore[arg-type]
    scopes = [{"headers": [], "client": (address, 1)} for address in (one, other)]
    assert (limit._client(scopes[0]) == limit._client(scopes[1])) == same


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    limit = RateLimit(None, None, a_minute=6, keys=ApiKeys({}), now=lambda: now[0])  # type: ignore[arg-type]
    assert [limit._take("a") for _ in range(7)] == [0] * 6 + [10]
    now[0] = 9.9
    assert limit._take("a") == 1
    now[0] = 10.1
    assert [limit._take("a"), limit._take("a")] == [0, 10]
    now[0] = 1000.0
    assert [limit._take("a") for _ in range(7)] == [0] * 6 + [10]


# Proxies


def test_only_the_word_of_a_trusted_proxy_is_taken(serve: Serve) -> None:
    def goes_through(client: str, trusted: str) -> bool:
        """Whether two addresses that it speaks for are two clients."""
        proxy = serve(client=client, rate_limit="1", trusted_proxies=trusted)
        statuses = [
            proxy.get("/documents", headers={"X-Forwarded-For": address}).status_code
            for address in ("198.51.100.1", "198.51.100.2")
        ]
        return statuses == [200, 200]

    assert goes_through("10.1.2.3", "127.0.0.1, 10.0.0.0/8")
    assert not goes_through("10.1.2.3", "127.0.0.1")
    assert not goes_through("127.0.0.1", "")


def test_what_a_client_adds_before_its_proxy_is_not_believed(serve: Serve) -> None:
    proxy = serve(client="10.1.2.3", rate_limit="1", trusted_proxies="10.0.0.0/8")
    for number, status in ((1, 200), (2, 429)):
        headers = {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"}
        assert proxy.get("/documents", headers=headers).status_code == status


def test_https_by_the_word_of_a_proxy(serve: Serve) -> None:
    headers = {**HTML, "X-Forwarded-Proto": "https"}
    for trusted, is_secure in (("10.0.0.0/8", True), ("", False)):
        client = serve(client="10.1.2.3", trusted_proxies=trusted)
        cookie = client.get("/?lang=fr", headers=headers).headers["set-cookie"]
        assert ("Secure" in cookie) == is_secure


@pytest.mark.parametrize("value", ["proxy.example", "10.0.0.1/8", "*", "10.0.0.0/8,x"])
def test_what_is_no_proxy(value: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES: must be addresses such as"):
        load_settings(trusted_proxies=value)


# Origins

ORIGIN = "https://journal.example"


def test_a_page_of_another_origin_may_ask_where_it_is_allowed(serve: Serve) -> None:
    client = serve(allowed_origins=f"{ORIGIN}, http://127.0.0.1:3000", api_keys=KEYS)
    # The browser asks first, without a key.
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, authorization",
    }
    response = client.options("/ask", headers=asked)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert "POST" in response.headers["access-control-allow-methods"]
    headers = {"Origin": ORIGIN, "Authorization": f"Bearer {KEY}"}
    response = client.post("/ask", json={"question": "Qui a créé ChatGPT ?"}, headers=headers)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert "ETag" in response.headers["access-control-expose-headers"]
    # An error is for it as well.
    response = client.post("/ask", headers={"Origin": ORIGIN})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (401, ORIGIN)
    assert "access-control-allow-credentials" not in response.headers
    other = client.get("/healthz", headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers


def test_no_other_origin_by_default(serve: Serve) -> None:
    response = serve().get("/healthz", headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in response.headers


def test_all_origins(serve: Serve) -> None:
    response = serve(allowed_origins="*").get("/healthz", headers={"Origin": ORIGIN})
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("value", ["journal.example", f"{ORIGIN}/", f"{ORIGIN}/a", f"{ORIGIN}, *"])
def test_what_is_no_origin(value: str) -> None:
    with pytest.raises(SettingsError, match="ALLOWED_ORIGINS: must be \\* or origins such as"):
        load_settings(allowed_origins=value)
