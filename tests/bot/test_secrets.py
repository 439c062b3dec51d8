"""Secrets are checked without being shown, keys made from them are apart, and no log has them."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.keys import bot_token, pseudonym_key, webhook_secret
from bot.logs import set_up_logging
from bot.settings import Settings

TOKEN = SecretStr("123456:AAH-very_secret-token")


def test_the_token() -> None:
    assert bot_token(Settings(telegram_bot_token=TOKEN)) == TOKEN.get_secret_value()


def test_no_token() -> None:
    with pytest.raises(SettingsError) as caught:
        bot_token(Settings())
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN: must be set; got nothing. Ask @BotFather in Telegram for one, "
        "then set it in the environment or in .env"
    )


@pytest.mark.parametrize("token", ["secret", "123456:", ":secret", "12a:secret", "1:se cret"])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        bot_token(Settings(telegram_bot_token=SecretStr(token)))
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN: must look like 123456:ABC-DEF, as @BotFather gives it; got "
        "something else. Copy it again"
    )


def test_the_webhook_secret_is_as_set_or_made_from_the_token() -> None:
    given = Settings(telegram_bot_token=TOKEN, telegram_webhook_secret=SecretStr("as_set-1"))
    assert webhook_secret(given) == "as_set-1"
    made = webhook_secret(Settings(telegram_bot_token=TOKEN))
    assert len(made) == 64
    assert made == webhook_secret(Settings(telegram_bot_token=TOKEN))
    assert made != webhook_secret(Settings(telegram_bot_token=SecretStr("123456:another")))


@pytest.mark.parametrize("secret", ["with space", "é", "x" * 257])
def test_a_webhook_secret_that_telegram_would_not_take(secret: str) -> None:
    settings = Settings(telegram_bot_token=TOKEN, telegram_webhook_secret=SecretStr(secret))
    with pytest.raises(SettingsError) as caught:
        webhook_secret(settings)
    assert str(caught.value) == (
        "TELEGRAM_WEBHOOK_SECRET: must have 1 to 256 of A-Z, a-z, 0-9, _ and -; got something "
        "else. Set another one, or leave it empty"
    )


def test_keys_are_apart() -> None:
    with_token, without = Settings(telegram_bot_token=TOKEN), Settings()
    keys = {pseudonym_key(with_token), pseudonym_key(without)}
    assert len(keys) == 2
    assert webhook_secret(with_token) != pseudonym_key(with_token).hex()


def test_secrets_are_masked_wherever_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging([TOKEN, None, SecretStr("webhook-secret")])
    log = logging.getLogger("some.library")
    log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN.get_secret_value())
    log.info("https://telegram/bot%s", TOKEN.get_secret_value().replace(":", "%3A"))
    log.info("X-Telegram-Bot-Api-Secret-Token: webhook-secret")
    try:
        raise ValueError(f"The token `{TOKEN.get_secret_value()}` was rejected")
    except ValueError:
        log.exception("a fault")
    written = capsys.readouterr().err
    assert "very_secret" not in written
    assert "webhook-secret" not in written
    assert written.count("***") == 4
    assert "ValueError: The token `***` was rejected" in written


def test_what_logs_addresses_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging([])
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).info("an address")
    assert capsys.readouterr().err == ""


def test_a_short_secret_garbles_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging([SecretStr("1:a")])
    logging.getLogger("any").info("a banana")
    assert capsys.readouterr().err.endswith("INFO any: a banana\n")
