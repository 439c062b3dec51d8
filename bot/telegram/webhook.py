"""The route `POST /telegram/webhook`: takes updates from Telegram, and from nobody else."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request, Response
from starlette.exceptions import HTTPException
from telegram.error import NetworkError

WEBHOOK_PATH = "/telegram/webhook"
MAX_UPDATE = 1024 * 1024  # bytes of a body: a message with the one it replies to, both escaped
_MAX_ID = 2**63 - 1  # what a database takes


def add_webhook(
    app: FastAPI, receive: Callable[[dict[str, Any]], Awaitable[None]], *, secret: str
) -> None:
    """Add the route to `app`; `receive` is handed each update, and must have kept it on return.

    Only requests that carry `secret` are read. What cannot be kept is refused with 503, so that
    Telegram sends it again.
    """

    @app.post(WEBHOOK_PATH, include_in_schema=False)
    async def take_update(
        request: Request,
        x_telegram_bot_api_secret_token: Annotated[str, Header()] = "",
    ) -> Response:
        """Keep the update; at a 200 Telegram need not send it again."""
        given = x_telegram_bot_api_secret_token.encode("utf-8")
        if not hmac.compare_digest(given, secret.encode("utf-8")):
            raise HTTPException(403, "X-Telegram-Bot-Api-Secret-Token: must be the webhook's own")
        try:
            update = json.loads(await request.body())
        except (ValueError, RecursionError):
            update = None
        number = update.get("update_id") if isinstance(update, dict) else None
        if type(number) is not int or not 0 <= number <= _MAX_ID:  # True is an int, but no id
            raise HTTPException(400, "body: must be an update of the Bot API as JSON")
        try:
            await receive(update)
        except NetworkError:
            raise HTTPException(503, "the update could not be kept; send it again") from None
        return Response(status_code=200)
