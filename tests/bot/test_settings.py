"""Settings: where they come from, and the errors of those that cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings, unknown_settings
from tests.bot.commands import Run
from tests.paths import ROOT, SEEDS

NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_environment_then_file_then_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert load_settings().port == 8000
    (tmp_path / ".env").write_text("PORT=8001\nHOST=::1\nOTHER=1\n", encoding="utf-8")
    assert (load_settings().port, load_settings().host) == (8001, "::1")
    monkeypatch.setenv("PORT", "8002")
    assert load_settings().port == 8002
    assert load_settings(port="8003").port == 8003


def test_a_misspelt_setting_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no error: the file may have another program's settings as well."""
    assert unknown_settings() == []
    (tmp_path / ".env").write_text(
        "ARTICLE_DIR=articles\nPROT=1\nport=8001\nREADER=off\nPOSTGRES_PASSWORD=very-secret\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("ARTICLES_DIR", str(SEEDS))
    expected = [
        ".env: 'ARTICLE_DIR' is no setting of this program; ARTICLES_DIR may be meant",
        ".env: 'PROT' is no setting of this program; PORT may be meant",
        ".env: 'POSTGRES_PASSWORD' is no setting of this program",
    ]
    assert unknown_settings() == expected
    run = Run(capsys, "documents")
    assert run.code == 0
    assert run.err.splitlines() == [f"motpourmot: {line}" for line in expected]


def test_a_setting_that_breaks_its_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "70000")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "PORT: Input should be less than or equal to 65535; got '70000'. "
        "Set it with its option, in the environment or in .env"
    )


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:very-secret")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "very-secret-too")
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:very-secret@localhost/db")
    settings = load_settings()
    assert settings.telegram_bot_token
    assert settings.telegram_bot_token.get_secret_value() == "123456:very-secret"
    assert "very-secret" not in repr(settings) + str(settings) + settings.model_dump_json()
    monkeypatch.setenv("RETENTION_DAYS", "0")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "very-secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    with pytest.raises(SettingsError) as caught:
        load_settings(retention_days="1", database_url=["very-secret"])  # type: ignore[arg-type]
    assert str(caught.value) == (
        "DATABASE_URL: Input should be a valid string; got a secret. "
        "Set it with its option, in the environment or in .env"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "https://api.telegram.org?x=1"),
        ("TELEGRAM_WEBHOOK_URL", "example.org/telegram/webhook"),
        ("RETENTION_DAYS", "for ever"),
        ("ROOT_PATH", "mots"),
        ("ROOT_PATH", "/mots?x"),
        ("RATE_LIMIT", "-1"),
        ("LOG_FORMAT", "xml"),
        ("LOG_REQUESTS", "yes"),
        ("MAX_CONNECTIONS", "0"),
    ],
)
def test_what_cannot_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: .* got '"):
        load_settings()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.fr", "https://a.fr"),
        ("https://a.fr/", "https://a.fr"),
        ("http://127.0.0.1:8000//", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://a.fr/mots/", "https://a.fr/mots"),
    ],
)
def test_the_public_address_has_no_slash_at_its_end(given: str, kept: str) -> None:
    assert load_settings(public_url=given).public_url == kept


@pytest.mark.parametrize(
    "value",
    [
        "a.fr",
        "ftp://a.fr",
        "https://",
        "https:///path",
        "https://a.fr?x=1",
        "https://a.fr/#top",
        "https://a.fr/a b",
        "https://a.fr:port",
        "https://a.fr:99999",
        "https://[::1",
        'https://a.fr/"><script>',
        "javascript:alert(1)",
    ],
)
def test_what_is_no_public_address(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(public_url=value)
    assert str(caught.value) == (
        "PUBLIC_URL: must be an address such as https://example.org, without user, ? and #; "
        f"got {value!r}. Set it with its option, in the environment or in .env"
    )


def test_a_public_address_with_a_password_is_not_shown() -> None:
    with pytest.raises(SettingsError, match="got a secret") as caught:
        load_settings(public_url="https://me:very-secret@a.fr")
    assert "very-secret" not in str(caught.value)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HOST=\xff\n")
    with pytest.raises(SettingsError, match="must be UTF-8"):
        load_settings()


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) == NAMES
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE)) == NAMES


def test_the_example_file_gives_the_defaults(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    (tmp_path / ".env").write_text(example, encoding="utf-8")
    given = load_settings()
    (tmp_path / ".env").unlink()
    assert given == load_settings()


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEIGHTS_FILE", "")
    monkeypatch.setenv("ARTICLES_DIR", "")
    assert load_settings().weights_file is None
    assert load_settings().articles_dir == Path("seeds")
