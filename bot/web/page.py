"""The page: each route asks, and renders what is answered. It works without its script.

What the script fetches is the same HTML: `POST /ask` gives one exchange, and of the pages of
articles it takes the part that has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.asking import Asked, Asking
from bot.errors import BusyError, NoStoreError, StoreError
from bot.library import Library
from bot.links import root_of
from bot.verdicts.given_answer import MAX_TEXT
from bot.web.articles import Shelf
from bot.web.assets import asset_path, send_asset
from bot.web.limiting import limits_in_address, limits_query, limits_view
from bot.web.phrases import PHRASES
from bot.web.quotes import ExchangeView, exchange_view
from bot.web.rendering import one_line, render
from bot.web.requests import (
    COOKIE,
    number_in,
    phrases_for,
    read_body,
    read_question,
    refusal,
)
from bot.web.verifying import FormError, pasted, verified_view
from bot.web.why import why_view
from index import InputError, UnknownDocumentError
from index.questions import check_question

_log = logging.getLogger(__name__)

_YEAR = 31_536_000  # seconds
_RENDERING = 2  # threads: an article may have 10 MB
_TITLE = 100  # characters of a browser's tab

# Nothing is loaded from elsewhere, and nothing runs that is no file of this package.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept, Accept-Language, Cookie",
}


class Page:
    """The routes of the page over the articles of `library`.

    `examples` are questions to try, by language; they may come in later. `public_url` is the
    address that readers reach this server at. Conversations are kept for `kept_days`.
    """

    def __init__(
        self,
        library: Library,
        asking: Asking,
        *,
        examples: Mapping[str, Sequence[str]],
        public_url: str | None,
        kept_days: int,
    ) -> None:
        self._library = library
        self._asking = asking
        self._examples = examples
        self._public_url = public_url
        self._kept_days = kept_days
        self._rendering = CapacityLimiter(_RENDERING)
        library.made(Shelf)  # now, and not while somebody waits

    @property
    def _shelf(self) -> Shelf:
        """The articles of now: taken once for what must not change in between."""
        return self._library.made(Shelf)

    def app(self) -> Starlette:
        """Return the routes, and every error of theirs as a page in plain words."""
        return Starlette(
            routes=[
                Route("/", self.home),
                Route("/ask", self.ask, methods=["POST"]),
                Route("/documents", self.list_articles),
                Route("/documents/{document_id}", self.article),
                Route("/why", self.why),
                Route("/verify", self.verify, methods=["GET", "POST"]),
                Route("/assets/{digest}/{name}", send_asset),
            ],
            exception_handlers={
                BusyError: self._busy,
                HTTPException: self._refused,
                UnknownDocumentError: self._unknown,
                Exception: self._fault,
            },
        )

    async def home(self, request: Request) -> Response:
        """Show the page; with `?q=`, the answer to that question as well."""
        question = request.query_params.get("q", "")
        if not question.strip():
            return await self._show(request, "home")
        try:
            limits = limits_in_address(request.query_params)
            asked = await self._asking.alone(question, limits=limits)
        except InputError as error:
            message = refusal(error, question, phrases_for(request))
            return await self._show(request, "home", question=question, error=message, status=422)
        return await self._show(request, "home", exchange=asked)

    async def list_articles(self, request: Request) -> Response:
        """Show the list of articles, those that `?find=` lets through."""
        return await self._show(request, "list")

    async def article(self, request: Request) -> Response:
        """Show an article; `#char=START,END` is the place in it that a link is about.

        `?version=`, the beginning of its sha256, is that in which it is shown, if it is kept.
        """
        return await self._show(
            request,
            "article",
            document_id=request.path_params["document_id"],
            version=request.query_params.get("version", ""),
        )

    async def ask(self, request: Request) -> Response:
        """Answer a question of the page's script with the HTML of one exchange.

        A question is never lost for the conversation: where that cannot be kept, it is read alone.
        """
        phrases = phrases_for(request)
        try:
            question, conversation_id, limits = read_question(await read_body(request))
        except InputError as error:
            return self._error(request, refusal(error, "", phrases), status=422)
        except ValueError:
            return self._error(request, phrases["error_request"], status=400)
        is_alone = False
        try:
            if conversation_id:
                try:
                    asked = await self._asking.in_conversation(
                        question, conversation_id, limits=limits
                    )
                except StoreError as error:
                    _log.error("%s", error)  # one sentence
                    is_alone = True
                except NoStoreError:
                    is_alone = True
            if not conversation_id or is_alone:
                asked = await self._asking.alone(question, limits=limits)
        except InputError as error:
            return self._error(request, refusal(error, question, phrases), status=422)
        exchange = self._exchange(request, asked, is_alone=is_alone)
        return self._respond(request, "exchange.html", exchange=exchange)

    async def why(self, request: Request) -> Response:
        """Show why a question is answered as it is."""
        question = request.query_params.get("q", "")
        phrases = phrases_for(request)
        try:
            question = check_question(question)
            limits = limits_in_address(request.query_params)
            explain = partial(self._library.engine.explain, question, limits=limits)
            explanation = await self._asking.rank(explain)
        except InputError as error:
            message = refusal(error, question, phrases)
            return await self._show(request, "home", question=question, error=message, status=422)
        return self._respond(
            request,
            "why.html",
            title=phrases["why_title"],
            asked=question,
            limits=limits_query(limits),
            why=why_view(explanation, phrases),
        )

    async def verify(self, request: Request) -> Response:
        """Say what the articles have of a quote that is pasted in, or of each one of an answer."""
        phrases = phrases_for(request)
        text, error, status, verified = "", "", 200, None
        try:
            text = await pasted(request)
            if text.strip():
                shelf = self._shelf
                view = partial(
                    verified_view,
                    text,
                    shelf.engine,
                    phrases,
                    root=root_of(request.scope),
                    language_of=shelf.language_of,
                )
                verified = await self._asking.rank(view)
        except InputError as refused:
            status, field = 422, one_line(refused.field, _TITLE)
            error = phrases["error_verify_answer"].format(field=field)
        except FormError as refused:
            status = 415 if refused.reason == "type" else 422
            error = {
                "type": phrases["error_verify_type"],
                "form": phrases["error_verify_form"],
                "long": phrases["error_verify_long"].format(limit=MAX_TEXT),
            }[refused.reason]
        return self._respond(
            request,
            "verify.html",
            status=status,
            title=phrases["verify_title"],
            text=text,
            error=error,
            verified=verified,
        )

    def error_page(self, request: Request, status: int, *, allow: str = "") -> Response:
        """Return the page that says in plain words what a status means.

        allow: the methods that the path does take, for 405
        """
        phrases = phrases_for(request)
        key = str(status) if f"error_title_{status}" in phrases else "other"
        response = self._respond(
            request,
            "error.html",
            status=status,
            title=phrases[f"error_title_{key}"],
            text=phrases[f"error_text_{key}"].format(status=status),
        )
        if allow:
            response.headers["Allow"] = allow
        return response

    async def _show(
        self,
        request: Request,
        shows: str,
        *,
        document_id: str = "",
        version: str = "",
        question: str = "",
        error: str = "",
        exchange: Asked | None = None,
        status: int = 200,
    ) -> Response:
        """Return the page with the form on one side and what is read on the other.

        shows: "home" for the one article or the list of them, "list", or "article"
        version: the beginning of the sha256 of that to show of the article
        """
        shelf = self._shelf
        documents = shelf.documents
        if not documents:
            return self.error_page(request, 503)
        if shows == "home" and len(documents) == 1:
            document_id = documents[0].id
        cited = {c.document_id for c in exchange.answer.citations} if exchange else set()
        phrases, root = phrases_for(request), root_of(request.scope)

        def respond() -> Response:
            if document_id:
                article = shelf.article(document_id, phrases, root=root, version=version)
                listed = None
            else:
                article = None
                listed = shelf.list(
                    phrases,
                    root=root,
                    wanted=request.query_params.get("find", ""),
                    page=number_in(request.query_params.get("page", "")),
                    cited=cited,
                )
            title = {
                "home": one_line(exchange.question, _TITLE) if exchange else "",
                "list": phrases["articles_title"],
                "article": one_line(article.title, _TITLE) if article else "",
            }[shows]
            return self._respond(
                request,
                "page.html",
                status=status,
                title=title,
                shows=shows,
                article=article,
                list=listed,
                question=question,
                error=error,
                limits=limits_view(
                    request.query_params,
                    phrases,
                    engine=shelf.engine,
                    languages=shelf.languages,
                    shown=document_id,
                )
                if len(documents) > 1
                else None,
                exchange=self._exchange(request, exchange) if exchange else None,
                examples=self._examples.get(phrases.language, ()),
                keeps=self._asking.keeps,
                kept_days=self._kept_days,
            )

        return await to_thread.run_sync(respond, limiter=self._rendering)

    def _exchange(self, request: Request, asked: Asked, *, is_alone: bool = False) -> ExchangeView:
        return exchange_view(
            asked,
            phrases_for(request),
            root=root_of(request.scope),
            public_url=self._public_url,
            language_of=self._shelf.language_of,
            is_alone=is_alone,
        )

    def _respond(
        self, request: Request, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        phrases, root = phrases_for(request), root_of(request.scope)
        html = render(
            template,
            t=phrases,
            root=root,
            has_many=len(self._shelf.documents) > 1,
            # What an address asks is nobody's business but whose it is, nor a crawler's.
            is_private="q" in request.query_params,
            assets={name: root + asset_path(name) for name in ("page.css", "page.js", "icon.svg")},
            other_languages=[
                (other, str(request.url.include_query_params(lang=language).query))
                for language, other in PHRASES.items()
                if other is not phrases
            ],
            **values,
        )
        headers = {**_HEADERS, "Content-Language": phrases.language}
        response = HTMLResponse(html, status_code=status, headers=headers)
        if request.query_params.get("lang") in PHRASES:
            response.set_cookie(
                COOKIE,
                phrases.language,
                max_age=_YEAR,
                path=root or "/",
                secure=request.url.scheme == "https",
                httponly=True,
                samesite="lax",
            )
        return response

    def _error(self, request: Request, message: str, *, status: int) -> Response:
        return self._respond(request, "refusal.html", status=status, message=message)

    async def _refused(self, request: Request, error: Exception) -> Response:
        return self.error_page(request, getattr(error, "status_code", 500))

    async def _busy(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, BusyError)  # noqa: S101  # Starlette's signature is wider
        phrases = phrases_for(request)
        title, text = phrases["error_title_busy"], phrases["error_text_busy"]
        if request.method == "POST" and request.url.path.endswith("/ask"):  # by the script
            response = self._error(request, f"{title}. {text}", status=503)
        else:
            response = self._respond(request, "error.html", status=503, title=title, text=text)
        response.headers["Retry-After"] = str(error.seconds)
        return response

    async def _unknown(self, request: Request, error: Exception) -> Response:
        del error
        return self.error_page(request, 404)

    async def _fault(self, request: Request, error: Exception) -> Response:
        # Starlette raises the error again after this response, and the server logs it.
        del error
        return self.error_page(request, 500)
