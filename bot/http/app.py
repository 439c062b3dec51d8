"""The HTTP API: each route hands its values to `index` and formats what that answers.

Past 400 lines: the routes are described where they are, for /docs, and each is short.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi_offline import FastAPIOffline
from pydantic import TypeAdapter

from bot.asking import Asked, Asking
from bot.http import problems as problem_documents
from bot.http.access import NeedsKey, describe_keys
from bot.http.annotations import JSON_LD, MEDIA_TYPE, annotations_of
from bot.http.chat import CHAT_PATH, MAX_CHAT, add_chat
from bot.http.limits import BodyLimit, HeadAsGet, NoSniff
from bot.http.originals import add_originals
from bot.http.parameters import DocumentId, IfMatch, IfNoneMatch, has_it, named_in, wants_it
from bot.http.problems import NotReadyError, problem_responses
from bot.http.schemas import (
    ANNOTATIONS,
    ARTICLE_LANGUAGE_DESCRIPTION,
    CONVERSATION_DESCRIPTION,
    CONVERSATION_ID,
    CONVERSATION_PATTERN,
    DOCUMENT_ID_DESCRIPTION,
    LIMITS,
    MAX_PROBLEMS,
    QUESTION,
    QUESTION_DESCRIPTION,
    SINCE_DESCRIPTION,
    UNTIL_DESCRIPTION,
    AskRequest,
    AskResponse,
    DocumentModel,
    HealthModel,
    ProblemModel,
    ReadyModel,
)
from bot.http.several import AskBody, AskReply, answer_several, reply_of
from bot.http.verifying import add_verifying
from bot.installed import version
from bot.keys import ApiKeys
from bot.library import Library
from bot.links import root_of
from bot.negotiation import preferred
from index import MAX_LIMITED_DOCUMENTS, Document, Engine, UnknownDocumentError, read_limits
from index.documents import readable_name
from index.errors import show
from index.questions import MAX_QUESTION

_JSON = "application/json"
_PAGES = ("/", "/why")  # what the page alone has; a program that asks for one is told where to go

_ALLOWED_HEADERS = [
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "X-API-Key",
    "X-Request-ID",
]
_EXPOSED_HEADERS = ["Content-Disposition", "ETag", "Retry-After", "X-Request-ID"]

_DESCRIPTION = """\
Answers questions about articles in the articles' own words: every answer is made of quotes, to
the letter, each with its exact place. Where the articles do not say, it says so.

Offsets are Unicode code points of the whole stored text, 0-based, end exclusive: in Python,
`text[start_char_index:end_char_index]` is the quote. Errors are problem documents (RFC 9457)."""

_TAGS = [
    {"name": "questions", "description": "Ask the articles."},
    {"name": "chat", "description": "The same in OpenAI's protocol, for chat front ends."},
    {"name": "articles", "description": "What is quoted, and whether a quote is to the letter."},
    {"name": "health", "description": "For whoever keeps the server running."},
]

Question = Annotated[
    str,
    Query(
        min_length=1,
        max_length=MAX_QUESTION,
        description=QUESTION_DESCRIPTION,
        examples=[QUESTION],
    ),
]
InConversation = Annotated[
    str | None,
    Query(
        pattern=CONVERSATION_PATTERN,
        description=CONVERSATION_DESCRIPTION,
        examples=[CONVERSATION_ID],
    ),
]
LimitedTo = Annotated[
    list[str] | None, Query(max_length=MAX_LIMITED_DOCUMENTS, description=DOCUMENT_ID_DESCRIPTION)
]
Since = Annotated[str | None, Query(description=SINCE_DESCRIPTION, examples=["2024-03"])]
Until = Annotated[str | None, Query(description=UNTIL_DESCRIPTION, examples=["2024-03-31"])]
ArticleLanguage = Annotated[
    str | None, Query(description=ARTICLE_LANGUAGE_DESCRIPTION, examples=["fr"])
]
ConversationId = Annotated[
    str,
    Path(
        pattern=CONVERSATION_PATTERN,
        description=CONVERSATION_DESCRIPTION,
        examples=[CONVERSATION_ID],
    ),
]


def create_app(
    library: Library,
    *,
    asking: Asking | None = None,
    larger_bodies: Mapping[str, int] | None = None,
    public_url: str | None = None,
    root_path: str = "",
    keys: ApiKeys | None = None,
    origins: Sequence[str] = (),
    metrics: Callable[[], tuple[bytes, str]] | None = None,
) -> FastAPI:
    """Return the API over the articles of `library`.

    asking: answers the questions; without it, no conversations are kept
    larger_bodies: the bytes that a body may have on paths that another face adds
    public_url: the address that readers reach the server at, for links
    root_path: without it, the path of this server that links begin with
    keys: those that may use it, where not everybody may
    origins: those whose pages may call it from a browser; * for all
    metrics: gives what /metrics answers, and its media type; without it, there is no such route
    """
    # FastAPI itself, with the scripts of its /docs served from here instead of from a CDN.
    app = FastAPIOffline(
        title="Mot pour Mot",
        summary="Question answering over articles, only in the articles' own words.",
        description=_DESCRIPTION,
        version=version(),
        openapi_tags=_TAGS,
        redirect_slashes=False,
    )
    app.openapi = partial(_describe, app, has_keys=bool(keys))  # type: ignore[method-assign]  # as FastAPI documents
    problem_documents.install(app)
    app.add_middleware(BodyLimit, larger={CHAT_PATH: MAX_CHAT, **(larger_bodies or {})})
    if keys:
        app.add_middleware(NeedsKey, keys=keys)
    if origins:  # before keys: the question of a browser whether it may call has none
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST", "DELETE"],
            allow_headers=_ALLOWED_HEADERS,
            expose_headers=_EXPOSED_HEADERS,
        )
    app.add_middleware(HeadAsGet, routes=app.routes)
    app.add_middleware(NoSniff)  # the outermost, so that a refused body gets it too
    asking = asking or Asking(library)
    links = public_url or root_path or None
    library.made(_listing)  # now, and not while somebody waits
    _add_questions(app, asking, links)
    add_chat(app, library, asking, public_url)
    _add_documents(app, library)
    add_originals(app, library)
    add_verifying(app, library, asking, links)
    _add_health(app, library)
    if metrics:
        _add_metrics(app, metrics)
    _add_pages(app)
    return app


def _describe(app: FastAPI, *, has_keys: bool) -> dict[str, Any]:
    """Return the description of the API. FastAPI would file problems under application/json."""
    schema = FastAPI.openapi(app)
    schema["components"]["schemas"][ProblemModel.__name__] = ProblemModel.model_json_schema()
    if has_keys:
        describe_keys(schema)
    return schema


def _add_questions(app: FastAPI, asking: Asking, public_url: str | None) -> None:
    described: dict[str, Any] = {
        "response_description": "An answer with its quotes, or why the articles do not answer",
        "tags": ["questions"],
    }
    annotations: dict[int | str, dict[str, Any]] = {200: {"content": {JSON_LD: ANNOTATIONS}}}

    async def ask(body: AskRequest) -> Asked:
        limits = body.limits()
        if body.conversation_id is None:
            return await asking.alone(body.question, limits=limits)
        return await asking.in_conversation(body.question, body.conversation_id, limits=limits)

    @app.post(
        "/ask",
        summary="Ask a question, or several",
        response_model=AskReply,
        responses={**annotations, **problem_responses(400, 404, 413, 415, 422, 503)},
        **described,
    )
    async def post_question(request: Request, body: AskBody) -> Response:
        """Answer with quotes, or with `no_answer` and why. The status is 200 both times.

        With a `conversation_id`, a question that leans on the last one of the conversation
        ("And when?") is read together with it; `interpreted_as` is what it was read as.

        A list of questions gets a list as long, in the same order, of answers and problems.

        `Accept: application/ld+json` gets the quotes of one answer as W3C Web Annotations.
        """
        if isinstance(body, list):
            return await answer_several(body, request, ask, public_url=public_url)
        return _answered(await ask(body), request, public_url)

    @app.get(
        "/ask",
        summary="Ask a question in the address",
        response_model=AskResponse,
        responses={**annotations, **problem_responses(404, 422, 503)},
        **described,
    )
    async def get_question(
        request: Request,
        q: Question,
        conversation_id: InConversation = None,
        document_id: LimitedTo = None,
        since: Since = None,
        until: Until = None,
        article_language: ArticleLanguage = None,
    ) -> Response:
        """Answer as `POST /ask` does. In a conversation, the question is kept, as there."""
        limits = read_limits(
            document_id=document_id, since=since, until=until, article_language=article_language
        )
        if conversation_id is None:
            return _answered(await asking.alone(q, limits=limits), request, public_url)
        given = limits if any(name in request.query_params for name in LIMITS) else None
        asked = await asking.in_conversation(q, conversation_id, limits=given)
        response = _answered(asked, request, public_url)
        response.headers["Cache-Control"] = "no-store"  # the same address, asked again, is another
        return response

    @app.delete(
        "/conversations/{conversation_id}",
        summary="Forget a conversation",
        status_code=204,
        response_class=Response,
        response_description="Nothing is kept of it",
        responses=problem_responses(422, 503),
        tags=["questions"],
    )
    async def forget(conversation_id: ConversationId) -> Response:
        """Delete all that is kept of a conversation; whoever has its id can."""
        await asking.forget(conversation_id)
        return Response(status_code=204)


def _answered(asked: Asked, request: Request, public_url: str | None) -> Response:
    """Return the answer in the form that the client prefers: JSON, or Web Annotations."""
    accept = ",".join(request.headers.getlist("accept")) or None
    headers = {"Vary": "Accept"}
    if preferred(accept, (_JSON, JSON_LD)) == JSON_LD:
        # The address in `Host` is whatever the client wrote, so it names nothing.
        base = public_url or root_of(request.scope)
        return Response(annotations_of(asked, base=base), media_type=MEDIA_TYPE, headers=headers)
    content = reply_of(asked, public_url=public_url)
    return Response(content, media_type=_JSON, headers=headers)


def _listing(engine: Engine) -> bytes:
    """Return the articles of `engine` as `/documents` sends them."""
    counts = engine.sentence_counts
    models = [DocumentModel.of(each, sentences=counts[each.id]) for each in engine.documents]
    return TypeAdapter(list[DocumentModel]).dump_json(models)


def _wanted(engine: Engine, document_id: str, if_match: str | None) -> Document:
    """Return the version of an article that `if_match` wants: the one of now, if it does not say.

    Raises `UnknownDocumentError` where the article is not here, in no such version either; a 412
    where it is in none of those that are wanted.
    """
    try:
        document = engine.document(document_id)
        if wants_it(document.sha256, if_match):
            return document
        problem: Exception = HTTPException(
            412, f"if-match: must name this text; it is now {document.sha256}"
        )
    except UnknownDocumentError as error:
        problem = error
    past = (engine.past(document_id, sha256) for sha256 in named_in(if_match))
    found = next((version.document for version in past if version), None)
    if found is None:
        raise problem
    return found


def _add_documents(app: FastAPI, library: Library) -> None:
    @app.get(
        "/documents",
        summary="List the articles",
        response_model=list[DocumentModel],
        response_description="All articles, by id",
        responses=problem_responses(),
        tags=["articles"],
    )
    async def list_documents() -> Response:
        """List all articles, without their texts."""
        return Response(library.made(_listing), media_type=_JSON)

    @app.get(
        "/documents/{document_id}",
        summary="Describe an article",
        response_model=DocumentModel,
        response_description="The article, without its text",
        responses=problem_responses(404, 422),
        tags=["articles"],
    )
    async def get_document(document_id: DocumentId) -> Response:
        """Describe one article: title, date, language, size and sha256."""
        engine = library.engine
        document = engine.document(document_id)
        model = DocumentModel.of(document, sentences=engine.sentence_counts[document.id])
        return Response(model.model_dump_json().encode("utf-8"), media_type=_JSON)

    def read_text(
        document_id: DocumentId, if_match: IfMatch = None, if_none_match: IfNoneMatch = None
    ) -> Response:
        """Send the stored text to the letter: the bytes that offsets and sha256 are about.

        With `If-Match`, only a version that was quoted: the one of now, one that is kept for a time
        after the article has changed or gone, or 412.
        """
        document = _wanted(library.engine, document_id, if_match)
        headers = {"ETag": f'"{document.sha256}"'}
        if has_it(document.sha256, if_none_match or ""):
            return Response(status_code=304, headers=headers)
        return Response(document.text.encode("utf-8"), media_type="text/plain", headers=headers)

    for method, summary in (("GET", "Read an article"), ("HEAD", "Look whether it has changed")):
        app.add_api_route(
            "/documents/{document_id}/text",
            read_text,
            methods=[method],
            operation_id=f"{method.lower()}_text",
            summary=summary,
            response_class=Response,
            responses=_text_responses(),
            tags=["articles"],
        )


def _add_health(app: FastAPI, library: Library) -> None:
    @app.get(
        "/healthz",
        summary="Is the process alive?",
        response_description="It is",
        responses=problem_responses(),
        tags=["health"],
    )
    async def is_alive() -> HealthModel:
        """Answer as long as the process lives."""
        return HealthModel()

    @app.get(
        "/readyz",
        summary="Can questions be asked?",
        response_description="Articles are loaded",
        responses=problem_responses(503),
        tags=["health"],
    )
    async def is_ready() -> ReadyModel:
        """Say what can be read of the articles, and since when; and if there is a reader."""
        engine, problems = library.engine, library.problems
        if not engine.documents:
            raise NotReadyError
        return ReadyModel(
            articles=len(engine.documents),
            unreadable=len(problems),
            left_out=tuple(readable_name(p.file) for p in problems[:MAX_PROBLEMS]),
            loaded_at=library.loaded_at,
            outdated=library.outdated or None,
            reader=engine.reader is not None,
        )


def _add_metrics(app: FastAPI, metrics: Callable[[], tuple[bytes, str]]) -> None:
    @app.get(
        "/metrics",
        summary="Count what is asked and answered",
        response_class=Response,
        response_description="Figures, in the text format of Prometheus",
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
            **problem_responses(),
        },
        tags=["health"],
    )
    async def send_metrics() -> Response:
        """Send the figures; nothing that anybody asked is among them."""
        content, media_type = metrics()
        return Response(content, headers={"Content-Type": media_type})


def _add_pages(app: FastAPI) -> None:
    async def is_a_page(request: Request) -> Response:
        got = show(request.scope["path"])
        detail = f"path: {got} is a page, for browsers; ask at /ask, and see /docs for the rest"
        raise HTTPException(404, detail)

    for path in _PAGES:
        app.add_api_route(path, is_a_page, methods=["GET", "HEAD"], include_in_schema=False)


def _text_responses() -> dict[int | str, dict[str, Any]]:
    etag = {"ETag": {"description": "The text's sha256, quoted", "schema": {"type": "string"}}}
    return {
        200: {
            "description": "The text, in UTF-8",
            "content": {"text/plain": {"schema": {"type": "string"}}},
            "headers": etag,
        },
        304: {"description": "The caller has this text already", "headers": etag},
        **problem_responses(404, 412, 422),
    }
