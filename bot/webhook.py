"""`POST /telegram/webhook`: takes updates from Telegram, and from nobody else."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request, Response
from starlette.exceptions import HTTPException
from telegram.error import NetworkError

from bot.limits import WEBHOOK

_log = logging.getLogger(__name__)


def add_webhook(
    app: FastAPI, receive: Callable[[dict[str, Any]], Awaitable[None]], *, secret: str
) -> None:
    """Add the route to `app`; `receive` is handed each update, and must have kept it on return.

    Only requests that carry `secret` are read. What cannot be kept is refused with 503, so that
    Telegram sends it again; what is no update the library understands is not, or it would come
    back for ever.
    """

    @app.post(WEBHOOK, include_in_schema=False)
    async def take_update(
        request: Request,
        x_telegram_bot_api_secret_token: Annotated[str, Header()] = "",
    ) -> Response:
        """Keep the update; 200 is what tells Telegram that it need not send it again."""
        given = x_telegram_bot_api_secret_token.encode("utf-8")
        if not hmac.compare_digest(given, secret.encode("utf-8")):
            raise HTTPException(403, "X-Telegram-Bot-Api-Secret-Token: must be the webhook's own")
        try:
            update = json.loads(await request.body())
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise HTTPException(400, "body: must be an update of the Bot API as JSON")
        try:
            await receive(update)
        except NetworkError:
            raise HTTPException(503, "the update could not be kept; send it again") from None
        except (AttributeError, KeyError, TypeError, ValueError):
            _log.exception("update %d is not understood and left out", update["update_id"])
        return Response(status_code=200)
