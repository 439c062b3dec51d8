"""No secret is ever logged: not in a message, not in an address, not in a traceback."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from bot.logs import set_up_logging

TOKEN = "123456:AAH-very_secret-token"  # noqa: S105  # of no bot there is


def test_secrets_are_masked_wherever_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging([SecretStr(TOKEN), None, SecretStr("webhook-secret")])
    log = logging.getLogger("some.library")
    log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN.replace(":", "%3A"))
    log.info("X-Telegram-Bot-Api-Secret-Token: webhook-secret")
    try:
        raise ValueError(f"The token `{TOKEN}` was rejected")
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
