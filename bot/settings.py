"""Every setting, in one place: environment first, then `.env`, then the default here."""

from __future__ import annotations

import ipaddress
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from index.errors import show

__all__ = ["Settings", "SettingsError", "listed", "load_settings", "unknown_settings"]

# No user and password: links are shown to everybody. No white space, quote or angle bracket.
_PUBLIC_URL = re.compile(r"https?://[^\s/?#@\\\"'<>]+(/[^\s?#\\\"'<>]*)?")


def _without_last_slash(url: str) -> str:
    """Return `url` without slashes at its end. Raises `PydanticCustomError` for what is no URL."""
    try:
        has_host = bool(urlsplit(url).hostname) and urlsplit(url).port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        has_host = False
    if not (has_host and _PUBLIC_URL.fullmatch(url)):
        raise PydanticCustomError(
            "public_url",
            "must be an address such as https://example.org, without user, ? and #",
        )
    return url.rstrip("/")


def listed(value: str) -> tuple[str, ...]:
    """Return the items of a setting that has several, with commas between them."""
    return tuple(item for item in re.split(r"[\s,]+", value) if item)


def _origins(value: str) -> str:
    """Return `value` if it is * or a list of origins. Raises `PydanticCustomError`."""
    if value.strip() != "*":
        for origin in listed(value):
            if not (_PUBLIC_URL.fullmatch(origin) and urlsplit(origin).path == ""):
                raise PydanticCustomError(
                    "origins",
                    "must be * or origins such as https://a.example, with commas between them, "
                    "without a path",
                )
    return value


def _proxies(value: str) -> str:
    """Return `value` if it is a list of addresses and networks. Raises `PydanticCustomError`."""
    for item in listed(value):
        try:
            ipaddress.ip_network(item)
        except ValueError:
            raise PydanticCustomError(
                "proxies",
                "must be addresses such as 127.0.0.1 or networks such as 10.0.0.0/8, with commas "
                "between them",
            ) from None
    return value


class Settings(BaseSettings):
    """The settings, by the names of their environment variables in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    articles_dir: Path = Field(
        default=Path("seeds"),
        description="folder of articles, one file each: .txt, .md, .html, .pdf, .docx",
    )
    data_dir: Path = Field(
        default=Path("motpourmot-data"),
        description="folder of texts that were extracted from files, and of articles as they were",
    )
    fetch_hosts: str = Field(
        default="",
        pattern=r"^(\*|[A-Za-z0-9.-]+(\s*,\s*[A-Za-z0-9.-]+)*)?$",
        description="hosts that `add` may fetch from, with commas between them; * for all",
    )
    weights_file: Path | None = Field(
        default=None, description="trained weights; empty for those that ship with the package"
    )
    cache_dir: Path = Field(
        default=Path("~/.cache/motpourmot"),
        description="folder of what the reader made of the articles, to start sooner",
    )
    reader: Literal["on", "off"] = Field(
        default="on", description="off: quotes chosen by their words alone, no short answers"
    )
    reader_threads: int = Field(
        default=2, ge=1, le=64, description="threads that the reader computes on"
    )
    host: str = Field(default="127.0.0.1", description="address that `serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port that `serve` listens on")
    max_connections: int = Field(
        default=512, ge=1, le=100_000, description="connections that `serve` has open at once"
    )
    public_url: Annotated[str, AfterValidator(_without_last_slash)] | None = Field(
        default=None,
        description="address that readers reach `serve` at, for links to the quotes in their place",
    )
    root_path: Annotated[str, AfterValidator(lambda path: path.rstrip("/"))] = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*/?$",
        description="path below which a proxy shows `serve`, such as /mots",
    )
    trusted_proxies: Annotated[str, AfterValidator(_proxies)] = Field(
        default="",
        description="addresses or networks of proxies, with commas between them, whose word is "
        "taken for who asks (X-Forwarded-For) and whether by https (X-Forwarded-Proto)",
    )
    allowed_origins: Annotated[str, AfterValidator(_origins)] = Field(
        default="",
        description="origins whose pages may call the API from a browser (CORS), with commas "
        "between them; * for all",
    )
    api_keys: SecretStr | None = Field(
        default=None,
        description="NAME:HASH of the keys that may use the API, with commas between them, from "
        "`motpourmot api-key`; empty: no key is needed",
    )
    rate_limit: int = Field(
        default=0, ge=0, le=1_000_000, description="requests a minute for each client; 0: no limit"
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="json: each line of the log is a JSON object"
    )
    log_requests: Literal["off", "on", "questions"] = Field(
        default="off",
        description="on: a line for each request, without what was asked; questions: with it",
    )
    telegram_bot_token: SecretStr | None = Field(
        default=None, description="the bot's token, from @BotFather in Telegram"
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://[^\s/?#@\[\]]+(/[^\s?#]*)?$",  # no password: it would be shown
        description="Bot API server, for those who run their own",
    )
    telegram_webhook_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s?#]+$",
        description="public address of this server's /telegram/webhook, for `serve`",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None,
        description="what Telegram sends along with updates; empty for one made from the token",
    )
    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///motpourmot.db"),
        description="where conversations are kept: SQLite file or PostgreSQL",
    )
    retention_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="days that conversations are kept, and articles as they were",
    )


_SECRETS = frozenset(
    name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)
)


def load_settings(**overrides: str) -> Settings:
    """Return the settings in force; `overrides` come before the environment.

    Raises `SettingsError`, naming the variable, the rule and what came.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic parses the strings
    except ValidationError as error:
        first = error.errors()[0]
        field = "_".join(str(part) for part in first["loc"])
        is_secret = field in _SECRETS or "@" in str(first["input"])
        got = "a secret" if is_secret else show(first["input"])
        raise SettingsError(
            f"{field.upper()}: {first['msg']}; got {got}. "
            "Set it with its option, in the environment or in .env"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: must be UTF-8") from None


def unknown_settings() -> list[str]:
    """Return a sentence for each name in `.env` that is none of a setting.

    A program beside this one may have its settings there, so it is no error.
    """
    names = [name.upper() for name in Settings.model_fields]
    try:
        given = dotenv_values(".env", interpolate=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # none is there, or `load_settings` says what is wrong
        return []
    sentences = []
    for name in given:
        if name.upper() not in names:
            near = get_close_matches(name.upper(), names, 1, 0.7)
            meant = f"; {near[0]} may be meant" if near else ""
            sentences.append(f".env: {show(name)} is no setting of this program{meant}")
    return sentences
