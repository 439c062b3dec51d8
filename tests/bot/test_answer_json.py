"""An answer as JSON: whole for the store, also one that an earlier version kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.answer_json import answer_to_json, dump_answer, load_answer, reply_to_json
from tests.bot.answers import answered, citation, not_answered

BEST = citation("Elle a signé.")
LEANT_ON = citation("La société Zorg est à Lyon.", 2, role="context")
OTHER = citation("Un mot.", role=None)


def without_roles(value: Any) -> Any:
    """The JSON as it was written before citations had roles."""
    if isinstance(value, dict):
        return {key: without_roles(item) for key, item in value.items() if key != "role"}
    return [without_roles(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "answer",
    [answered(BEST, LEANT_ON, others=(OTHER,)), not_answered(OTHER, others=(OTHER,))],
)
def test_what_is_kept_is_read_again(answer: Any) -> None:
    assert load_answer(dump_answer(answer)) == answer


def test_what_was_kept_without_roles_is_read() -> None:
    old = json.dumps(without_roles(json.loads(dump_answer(answered(BEST, others=(OTHER,))))))
    assert "role" not in old
    assert load_answer(old) == answered(BEST, others=(OTHER,))
    old = json.dumps(without_roles(json.loads(dump_answer(not_answered(OTHER, others=(OTHER,))))))
    assert load_answer(old) == not_answered(OTHER, others=(OTHER,))


@pytest.mark.parametrize("role", ["best", "", 1])
def test_what_another_version_wrote_otherwise_is_not_read(role: object) -> None:
    content = json.loads(dump_answer(answered(BEST)))
    content["citations"][0]["role"] = role
    assert load_answer(json.dumps(content)) is None


def test_programs_get_the_role_beside_the_number() -> None:
    sent = json.loads(answer_to_json(answered(BEST, LEANT_ON)))
    assert [list(quote)[:2] for quote in sent["citations"]] == [["number", "role"]] * 2
    assert [quote["role"] for quote in sent["citations"]] == ["answer", "context"]
    assert [
        quote["role"] for quote in json.loads(answer_to_json(not_answered(OTHER)))["closest"]
    ] == [None]


@pytest.mark.parametrize(
    ("public_url", "address"),
    [
        (None, "/documents/%C3%A9t%C3%A9%2F1?version=000000000000#char=10,17"),
        (
            "https://a.fr/mots",
            "https://a.fr/mots/documents/%C3%A9t%C3%A9%2F1?version=000000000000#char=10,17",
        ),
    ],
)
def test_every_citation_that_is_sent_has_the_page_of_its_place(
    public_url: str | None, address: str
) -> None:
    quote = citation("Un mot.", document_id="été/1", start_char_index=10)
    for answer, name in ((answered(quote), "citations"), (not_answered(quote), "closest")):
        for sent in (
            answer_to_json(answer, public_url=public_url),
            reply_to_json(answer, asked="?", public_url=public_url),
        ):
            (cited,) = json.loads(sent)[name]
            assert cited["page_url"] == address
            names = list(cited)
            assert names[names.index("page_url") - 1] == "text_fragment_url"
        assert "page_url" not in dump_answer(answer)
