"""The face in Telegram."""

from bot.telegram.bot import run_polling, run_webhook
from bot.telegram.webhook import MAX_UPDATE, WEBHOOK_PATH, add_webhook

__all__ = ["MAX_UPDATE", "WEBHOOK_PATH", "add_webhook", "run_polling", "run_webhook"]
