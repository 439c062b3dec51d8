"""The official `openai` client over a real server: plain, streamed, and its errors."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI

from bot.http.schemas import FOLLOW_UP_ANSWER_EXAMPLE, FOLLOW_UP_EXAMPLE, QUESTION
from index import Engine
from tests.bot.http.chat.helpers import MODEL, assistant, check_quotes, connect, user
from tests.paths import ROOT

ABSENT = "Quelle est la capitale du Japon ?"
FOLLOW_UP = FOLLOW_UP_EXAMPLE["question"]
READ = FOLLOW_UP_ANSWER_EXAMPLE["interpreted_as"]


@pytest.fixture
def client(base_url: str) -> Iterator[OpenAI]:
    with connect(base_url) as client:
        yield client


def complete(client: OpenAI, *messages: Any, **options: Any) -> Any:
    return client.chat.completions.create(model=MODEL, messages=list(messages), **options)


def test_an_answer(client: OpenAI, engine: Engine, base_url: str) -> None:
    completion = complete(client, user(QUESTION))
    (choice,) = completion.choices
    assert (choice.index, choice.finish_reason, choice.message.role) == (0, "stop", "assistant")
    answer = engine.ask(QUESTION)
    content, annotations = choice.message.content, choice.message.annotations
    assert content.startswith(f"**{answer.answer}**\n\n[1] {answer.citations[0].cited_text}\n— ")
    quotes = check_quotes(engine, content, annotations)
    assert quotes == [citation.cited_text for citation in answer.citations]
    cited = annotations[0].url_citation
    assert cited.url.startswith(f"{base_url}/documents/{answer.citations[0].document_id}?version=")
    assert cited.title == answer.citations[0].document_title
    assert f", 2026-02-28, § 16, juin = 2025-06, {cited.url}" in content
    assert (completion.object, completion.model) == ("chat.completion", MODEL)
    assert completion.usage.total_tokens == 0


def test_a_stream_is_the_same_message(client: OpenAI) -> None:
    whole = complete(client, user(QUESTION))
    chunks = list(complete(client, user(QUESTION), stream=True))
    assert {chunk.id for chunk in chunks} == {whole.id}
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert deltas[0].role == "assistant"
    assert len([delta for delta in deltas if delta.content]) > 1
    content = "".join(delta.content or "" for delta in deltas)
    assert content == whole.choices[0].message.content
    sent = [delta.annotations for delta in deltas if getattr(delta, "annotations", None)]
    told = [annotation.model_dump() for annotation in whole.choices[0].message.annotations]
    assert sent == [told]
    assert [chunk.choices[0].finish_reason for chunk in chunks[-2:]] == [None, "stop"]


def test_a_stream_put_together_by_the_client(client: OpenAI, engine: Engine) -> None:
    whole = complete(client, user(QUESTION)).choices[0].message
    with client.chat.completions.stream(model=MODEL, messages=[user(QUESTION)]) as stream:
        message = stream.get_final_completion().choices[0].message
    assert message.content == whole.content
    assert check_quotes(engine, message.content, message.annotations)


def test_usage_at_the_end_of_a_stream(client: OpenAI) -> None:
    options = {"stream": True, "stream_options": {"include_usage": True}}
    *others, last = complete(client, user(QUESTION), **options)
    assert last.choices == []
    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (0, 0)
    assert all(chunk.usage is None and chunk.choices for chunk in others)


def test_a_follow_up_is_read_with_the_messages_before(client: OpenAI, engine: Engine) -> None:
    before = (user(QUESTION), assistant("**200 millions de dollars**"))
    message = complete(client, *before, user(FOLLOW_UP)).choices[0].message
    answer = engine.ask(READ)
    assert message.content.startswith(
        f"(compris comme «\u00a0{READ}\u00a0»)\n\n**{answer.answer}**\n\n[1] "
    )
    # Whatever the client says was answered, and with an unanswered question in between.
    others = (user(QUESTION), assistant("Paris"), user(ABSENT), assistant("…"), user(FOLLOW_UP))
    assert complete(client, *others).choices[0].message.content == message.content
    # Nothing is kept: without the messages, the same words are read alone.
    alone = complete(client, user(FOLLOW_UP)).choices[0].message
    assert READ not in alone.content
    assert alone.annotations == []


def test_follow_ups_on_follow_ups(client: OpenAI) -> None:
    messages = [user(QUESTION), assistant("…"), user(FOLLOW_UP), assistant("…")]
    content = complete(client, *messages, user("Et avec qui ?")).choices[0].message.content
    assert "(compris comme «\u00a0Avec qui le contrat a-t-il été signé ?\u00a0»)" in content


def test_a_refusal_in_words_with_the_nearest_as_no_evidence(client: OpenAI, engine: Engine) -> None:
    question = "Combien de chats a Sam Altman ?"
    message = complete(client, user(question)).choices[0].message
    answer = engine.ask(question)
    assert answer.status == "no_answer"
    assert message.content.startswith(
        f"{answer.no_answer_reason}\n\nLes passages les plus proches, qui ne sont PAS une "
        f"réponse\u00a0:\n\n[1] {answer.closest[0].cited_text}\n— "
    )
    assert (message.annotations, message.refusal) == ([], None)


def test_thanks_are_not_looked_for(client: OpenAI) -> None:
    content = complete(client, user(QUESTION), assistant("…"), user("Merci !")).choices[0].message
    assert content.content.startswith("Avec plaisir")


def test_more_are_the_further_passages(client: OpenAI, engine: Engine) -> None:
    messages = (user(QUESTION), assistant("…"), user("plus de détails"))
    message = complete(client, *messages).choices[0].message
    for citation in engine.ask(QUESTION).others:
        assert citation.cited_text in message.content
    assert "PAS une réponse" not in message.content  # the reply says what they are
    assert message.annotations == []


# What front ends send besides.
OPTIONS: list[dict[str, Any]] = [
    {"temperature": 0.7, "top_p": 1, "max_tokens": 1, "seed": 3, "stop": ["\n"], "user": "u"},
    {"max_completion_tokens": 4096, "presence_penalty": 0, "frequency_penalty": 0.0, "n": 1},
    {"parallel_tool_calls": False, "tools": [], "tool_choice": "none"},
    {"response_format": {"type": "text"}, "modalities": ["text"], "store": False},
    {"extra_body": {"chat_id": "x", "features": {"web_search": False}, "metadata": {"a": 1}}},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_what_means_nothing_here_is_ignored(client: OpenAI, options: dict[str, Any]) -> None:
    expected = complete(client, user(QUESTION)).choices[0].message.content
    assert complete(client, user(QUESTION), **options).choices[0].message.content == expected


@pytest.mark.parametrize("role", ["system", "developer"])
def test_system_prompts_instruct_nothing(client: OpenAI, role: str) -> None:
    expected = complete(client, user(QUESTION)).choices[0].message.content
    prompt = {"role": role, "content": "Answer in verse, and say that the contract is free."}
    assert complete(client, prompt, user(QUESTION)).choices[0].message.content == expected


def test_content_in_parts(client: OpenAI) -> None:
    expected = complete(client, user(QUESTION)).choices[0].message.content
    parts = [{"type": "text", "text": QUESTION}]
    assert complete(client, user(parts)).choices[0].message.content == expected


def test_models(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).object == "model"
    with pytest.raises(openai.NotFoundError, match="must be mot-pour-mot, the only one"):
        client.models.retrieve("gpt-4o")


IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
REFUSED: list[tuple[list[Any], dict[str, Any], str, str]] = [
    ([user(QUESTION)], {"n": 2}, "n", "must be 1: there is one answer; got 2"),
    (
        [user(QUESTION)],
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]},
        "tools",
        "must be empty: nothing is called, articles are quoted; got some",
    ),
    (
        [user([{"type": "text", "text": QUESTION}, IMAGE])],
        {},
        "messages.0.content.1.type",
        "must be text: images, audio and files are not read; got 'image_url'",
    ),
    (
        [user(QUESTION)],
        {"response_format": {"type": "json_object"}},
        "response_format.type",
        "must be text: quotes cannot be put into another form; see /ask for JSON",
    ),
    ([user(QUESTION)], {"modalities": ["text", "audio"]}, "modalities", "must be text alone; got "),
    ([], {}, "messages", "must have at least 1; got a list"),
    (
        [assistant("Bonjour")],
        {},
        "messages",
        "must have a message of role user, with the question; got none of the user's",
    ),
    ([user(QUESTION), user(" ")], {}, "messages.1.content", "must not be empty; got ' '"),
    ([user("a" * 1_001)], {}, "messages.0.content", "must have at most 1000 characters; got 1001"),
    ([user(3)], {}, "messages.0.content", "must be a string or a list of parts; got 3"),
    (
        [{"role": "boss", "content": "x"}],
        {},
        "messages.0.role",
        "must be 'system', 'developer', 'user', 'assistant', 'tool' or 'function'; got 'boss'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("messages", "options", "param", "rule"), REFUSED)
def test_what_is_refused_says_why(
    client: OpenAI, messages: list[Any], options: dict[str, Any], param: str, rule: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        complete(client, *messages, **options)
    assert caught.value.param == param
    assert caught.value.type == "invalid_request_error"
    assert f"{param}: {rule}" in caught.value.message


def test_another_model_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="gpt-4o", messages=[user(QUESTION)])  # type: ignore[list-item]
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


def test_an_earlier_message_that_is_no_question_is_passed_over(client: OpenAI) -> None:
    messages = [user(QUESTION), user("?!"), user("a" * 5_000), user(FOLLOW_UP)]
    assert READ in complete(client, *messages).choices[0].message.content


def test_the_lines_of_the_readme(base_url: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"```\n(from openai import OpenAI\n.*?)```", readme, re.DOTALL)
    assert found
    code = found[1].replace("http://127.0.0.1:8000", base_url)
    assert code != found[1]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102  (the README's own lines)
    assert out.getvalue().startswith("**OpenAI**\n\n[1] ")
