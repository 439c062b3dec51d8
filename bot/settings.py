"""Every setting, in one place: environment first, then `.env`, then the default here."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import MotPourMotError, show


class SettingsError(MotPourMotError):
    """A setting breaks its rule; the message names it."""


class Settings(BaseSettings):
    """The settings, by the names of their environment variables in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    articles_dir: Path = Field(
        default=Path("seeds"), description="folder of .txt and .md articles, one file each"
    )
    weights_file: Path | None = Field(
        default=None, description="trained weights; empty for those that ship with the package"
    )
    host: str = Field(default="127.0.0.1", description="address that `serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port that `serve` listens on")


def load_settings(**overrides: str) -> Settings:
    """The settings in force; `overrides` come before the environment.

    Raises `SettingsError`, naming the variable, the rule and what came.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic parses the strings
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"{name}: {first['msg']}; got {show(first['input'])}. "
            "Set it with its option, in the environment or in .env"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: must be UTF-8") from None
