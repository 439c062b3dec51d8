"""What every request passes before a face has it, from the outside in."""

from __future__ import annotations

from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.front.framing import Framing
from bot.front.noting import Noted
from bot.front.rates import RateLimit
from bot.front.refusing import Refuse
from bot.front.targets import Targets
from bot.keys import ApiKeys
from bot.metrics import Metrics
from bot.settings import Settings, listed
from bot.web import PageOrApi


def passing(faces: PageOrApi, settings: Settings, keys: ApiKeys, metrics: Metrics) -> ASGIApp:
    """Return `faces` with what the settings ask for before them; `metrics` count what passes."""
    refuse = Refuse(faces)
    app: ASGIApp = faces
    if settings.rate_limit:
        app = RateLimit(app, refuse, a_minute=settings.rate_limit, keys=keys)
    app = Targets(app, refuse, root_path=settings.root_path)
    app = Framing(app, refuse)
    app = Noted(
        app,
        metrics,
        has_line=settings.log_requests != "off",
        has_question=settings.log_requests == "questions",
    )
    proxies = listed(settings.trusted_proxies)
    if proxies:  # the words of all others are not taken for who they are
        app = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[arg-type, assignment]
    return app
