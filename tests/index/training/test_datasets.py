from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import DatasetError
from index.training.datasets import Example, read_dataset
from index.training.evaluation import evaluate
from tests.index.helpers import CERTAIN
from tests.paths import DATA


def written(folder: Path, content: object) -> Path:
    path = folder / "set.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def squad(**changes: Any) -> dict[str, Any]:
    """A set of one question on one document of two paragraphs, its question changed."""
    qa = {
        "id": "q-hard",
        "question": "Qui ?",
        "lang": "fr",
        "answers": [{"text": "Zorg", "answer_start": 3}],
    }
    return {
        "data": [
            {
                "title": "Un #2",
                "paragraphs": [
                    {"context": "Le premier.", "qas": []},
                    {"context": "Le Zorg est là.", "qas": [qa | changes]},
                ],
            }
        ]
    }


@pytest.mark.parametrize(
    "name", ["seed.json", "tiny.json", "extra-news.json", "extra-news-2.json", "extra-news-3.json"]
)
def test_offsets_land_on_the_answers(name: str) -> None:
    raw = json.loads((DATA / name).read_text("utf-8"))
    dataset = read_dataset(DATA / name)
    for item, entry in zip(raw["data"], dataset.entries, strict=True):
        asked = [qa for paragraph in item["paragraphs"] for qa in paragraph["qas"]]
        for qa, example in zip(asked, entry.examples, strict=True):
            assert (example.id, example.question) == (qa["id"], qa["question"])
            assert example.is_answerable is not qa["is_impossible"]
            found = sorted(entry.document.text[start:end] for start, end in example.answers)
            assert found == sorted(answer["text"] for answer in qa["answers"])


def test_the_name_hash_and_size() -> None:
    dataset = read_dataset(DATA / "tiny.json")
    data = (DATA / "tiny.json").read_bytes()
    assert dataset.name == "tiny.json"
    assert dataset.sha256 == hashlib.sha256(data).hexdigest()
    assert (len(dataset.entries), dataset.size) == (6, 36)


def test_a_later_paragraph(tmp_path: Path) -> None:
    (entry,) = read_dataset(written(tmp_path, squad())).entries
    assert entry.document.text == "Le premier.\n\nLe Zorg est là."
    assert entry.document.title == "Un"
    assert entry.group == "Un"
    assert entry.examples == (Example("q-hard", "Qui ?", ((16, 20),), "fr"),)


@pytest.mark.parametrize(
    ("given", "title", "group"),
    [
        ("Un pont #2", "Un pont", "Un pont"),
        ("Lyon", "Lyon", "Lyon"),
        ("a02", "Le premier.", "a02"),
        ("xquad-7", "Le premier.", "xquad-7"),
        ("news_3 #1", "Le premier.", "news_3"),
        ("<i>Le Grand Bleu</i> ", "Le Grand Bleu", "<i>Le Grand Bleu</i> "),
        ("H<sub>2</sub>O", "H2O", "H<sub>2</sub>O"),
        ("1 < 2", "1 < 2", "1 < 2"),
        ("<br/>", "Le premier.", "<br/>"),
    ],
)
def test_a_title_is_no_mere_name_and_has_no_markup(
    tmp_path: Path, given: str, title: str, group: str
) -> None:
    """An article whose set only numbers it has the title that it has by itself."""
    content = squad()
    content["data"][0]["title"] = given
    (entry,) = read_dataset(written(tmp_path, content)).entries
    assert (entry.document.title, entry.group) == (title, group)


def test_equal_answers_count_once_and_in_order(tmp_path: Path) -> None:
    answers = [
        {"text": "là", "answer_start": 12},
        {"text": "Zorg", "answer_start": 3},
        {"text": "Zorg", "answer_start": 3},
    ]
    (entry,) = read_dataset(written(tmp_path, squad(answers=answers))).entries
    assert entry.examples[0].answers == ((16, 20), (25, 27))


def test_an_impossible_question_has_no_answers(tmp_path: Path) -> None:
    (entry,) = read_dataset(written(tmp_path, squad(is_impossible=True))).entries
    assert not entry.examples[0].is_answerable
    (entry,) = read_dataset(written(tmp_path, squad(answers=[]))).entries
    assert not entry.examples[0].is_answerable


@pytest.mark.parametrize(
    ("name", "kind"),
    [("p1404-hard", "hard"), ("p1-2-easy", "easy"), ("seed-12", ""), ("hard", ""), ("", "")],
)
def test_the_kind_is_the_ending_of_the_id(name: str, kind: str) -> None:
    assert Example(name, "Qui ?", ()).kind == kind


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "set.json: must be JSON (Expecting value: line 1 column 1 (char 0))"),
        ("{", None),
        ("[" * 100_000, None),
        ({}, "set.json: data must be in SQuAD 2.0 form"),
        ([], "set.json: data must be in SQuAD 2.0 form"),
        ({"data": 3}, "set.json: data must be in SQuAD 2.0 form"),
        ({"data": []}, "set.json: data must hold at least one question; it holds none"),
        ({"data": [{"paragraphs": []}]}, "set.json: data must hold at least one question"),
        ({"data": [3]}, "set.json: data[0] must be in SQuAD 2.0 form"),
        ({"data": [*squad()["data"], {}]}, "set.json: data[1] must be in SQuAD 2.0 form"),
        (squad(question=3), "set.json: data[0] must be in SQuAD 2.0 form"),
        (squad(answers=3), "set.json: data[0] must be in SQuAD 2.0 form"),
        (squad(answers=[{"text": "Zorg"}]), "set.json: data[0] must be in SQuAD 2.0 form"),
        (
            squad(answers=[{"text": "Zorg", "answer_start": "3"}]),
            "set.json: data[0] must be in SQuAD 2.0 form",
        ),
        (
            squad(answers=[{"text": "Zorg", "answer_start": 3.5}]),
            "set.json: data[0] must be in SQuAD 2.0 form",
        ),
        (
            squad(answers=[{"text": "Zorg", "answer_start": -3}]),
            "set.json: data[0] must be in SQuAD 2.0 form",
        ),
        (
            squad(answers=[{"text": "Zorg", "answer_start": 3000}]),
            "set.json: data[0] must be in SQuAD 2.0 form",
        ),
        (
            {"data": [{"paragraphs": [{"context": "\ud800", "qas": []}]}]},
            "set.json: data[0]: 0: an article must be Unicode text",
        ),
    ],
)
def test_malformed_files_name_the_file_and_place(
    tmp_path: Path, content: object, message: str | None
) -> None:
    with pytest.raises(DatasetError) as caught:
        read_dataset(written(tmp_path, content))
    assert str(caught.value).startswith(message or "set.json: must be JSON (")


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(b'{"data": "\xff"}')
    with pytest.raises(DatasetError, match=r"^set\.json: must be JSON \("):
        read_dataset(path)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        read_dataset(tmp_path / "none.json")
    assert str(caught.value) == "none.json: cannot be read (No such file or directory)"


def test_what_is_read_can_be_evaluated(tmp_path: Path) -> None:
    """Whatever `read_dataset` lets through, `evaluate` gives a row for."""
    for changes in (
        {"question": "?!"},
        {"question": "\ud800"},
        {"answers": [{"text": "", "answer_start": 0}]},
        {"answers": [{"text": " ", "answer_start": 2}]},
    ):
        dataset = read_dataset(written(tmp_path, squad(**changes)))
        assert len(evaluate(dataset, CERTAIN)) == 1
