from __future__ import annotations

import json
import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import sentences as module
from index.documents.document import Document
from index.documents.passages import cut_passages
from index.documents.sentences import MAX_SENTENCE, Sentence, cut_sentences
from tests.paths import DATA
from tests.strategies import articles

SEED = json.loads((DATA / "seed_sentences.json").read_text("utf-8"))


def cut(text: str, language: str = "fr") -> list[str]:
    return [text[s.start : s.end] for s in cut_sentences(text, 0, len(text), language=language)]


# --- invariants ---


@given(articles, st.sampled_from(["fr", "en", "de", "es", "und"]), st.data())
def test_sentences_hold_everything_but_white_space(
    text: str, language: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sentences = cut_sentences(text, start, end, language=language)
    places = [start, *(place for s in sentences for place in (s.start, s.end)), end]
    assert places == sorted(places)
    for before, after in zip(places[::2], places[1::2], strict=True):
        assert not text[before:after].strip()
    for sentence in sentences:
        quoted = text[sentence.start : sentence.end]
        assert quoted == quoted.strip() != ""
        assert len(quoted) <= MAX_SENTENCE


@given(articles)
def test_a_cut_sentence_does_not_depend_on_what_stands_before_the_range(text: str) -> None:
    prefix = 'Avant « "('
    shifted = [
        Sentence(s.start - len(prefix), s.end - len(prefix), s.part)
        for s in cut_sentences(prefix + text, len(prefix), len(prefix + text), language="fr")
    ]
    assert shifted == cut_sentences(text, 0, len(text), language="fr")


def test_no_text_no_sentence() -> None:
    assert cut("") == cut(" \n\t\u00a0") == []


# --- the seed, sentence by sentence ---


def test_the_seed(seed_document: Document) -> None:
    found = [
        {"paragraph": p.paragraph, "kind": p.kind, "text": seed_document.text[s.start : s.end]}
        for p in cut_passages(seed_document)
        for s in p.sentences
    ]
    assert found == SEED


# --- where sentences end, and where not ---


@pytest.mark.parametrize(
    "text",
    [
        "Un. | Deux! | Trois? | Quatre… | Cinq.",
        "Il part... | Puis il revient.",
        "Il part... puis il revient.",
        "Quoi?! | Non.",
        "Il a dit M. Trump. | Elle non.",
        "M. Trump et Mme. Dupont sont là. | MM. Un et Deux aussi.",
        "Le Dr. House est là. | Le Pr. Raoult aussi.",
        "M. Le Pen parle. | Elle écoute.",
        "J. K. Rowling écrit. | Elle lit.",
        "G.W. Bush est parti. | Il dort.",
        "A 10 a.m. Trump parle. | Il dort.",
        "A 10 a.m. | Le train part.",
        "Il est mort en 52 av. J.-C. à Rome. | Il dort.",
        "César est mort en 44 av. J.-C. | Les autres aussi.",
        "L'U.S. Army est là. | Elle part.",
        "Il vit aux U.S. | Elle non.",
        "Des pommes, des poires, etc. | Il mange.",
        "Des pommes, etc. sont là.",
        "Voir p. 12 et fig. 3. | Puis non.",
        "Le no. 5 est cher. | Le six non.",
        "Il gagne 1.500 euros. | Elle 2.000.",
        "La version 3.5 est là. | La 4.0 aussi.",
        "Le site example.com est là. | Il marche.",
        "Il est né en 2021. | Anthropic aussi.",
        "Le plan B. | Le plan C.",
        "Il crie! | Elle non.",
        "« Non. Oui. » | Il part.",
        "« C'est fini ! », a-t-il dit. | Puis il part.",
        "«\u00a0Rien\u202f!\u00a0» | Elle part.",
        "«\u00a0Rien.\u00a0» | Elle part.",
        "Il a dit : « Rien. » | Elle part.",
        '"Ils vont gagner des guerres!", a-t-il écrit. | "Non."',
        '"Ils vont gagner. Ils perdent!", a-t-il écrit. | Il dort.',
        '"Un." | "Deux." | Trois.',
        "“Un. Deux.” | Trois.",
        "Un (deux. Trois.) quatre. | Cinq.",
        "(Un. Deux.) | Trois.",
        "Un.) | Deux.",
        "Un.[12] | Deux.[3][4] | Trois.",
        "1. Le premier point. | Le second.",
        "Art. 2. - Le dépôt est fixé à 850 euros. | Il est rendu.",
        "Article 3. Le préavis est de trois mois. | Art. 4. Le reste.",
        "Il cite l'article 3. | Le texte est court.",
        "4.1. Le bonnet est obligatoire. | 4.2. La musique est interdite.",
        "II. L'accès est réservé. | III. Un brevet est demandé.",
        "A. Le bail est signé. | b) Le loyer est dû.",
        "1° Le maire signe. | 2° Il part.",
        "§ 3. Le bail cesse. | § 4. Il dure.",
        "Trois mesures : | 1. Les terrasses ferment. | 2. Les camions partent. | 3. Rien.",
        "Deux points ; | 1. Il part. | 2. Elle reste.",
        "Le score : 1. | Un but suffit.",
        "Il est 15 h. | Le maire est arrivé.",
        "Ils partent à 17 h. | Marseille attend. | Il est 18 H. | Elle dort.",
        "Le discours dure 40 min. | Le public part.",
        "La tour fait 30 m. | Paul y vit.",
        "Il pèse 3 kg. | Dupont c. La Poste.",
        "Il part à 15 h. et revient.",
        "12. Le douzième.",
        "Un ! | Deux ? | Trois.",
        "Et. | – Non. | – Si.",
        "Une ligne. | \u00c9t\u00e9.",
        "彼は言った。 | 次の文。",
        "iPhone. | Un. iPhone encore.",
        "Fin.  |  \n  Suite.",
        "Fin.\u00a0| Suite.",
        "Un.Deux.",
        "Le texte sans fin",
        "...",
        ". . .",
    ],
)
def test_french(text: str) -> None:
    wanted = [part.strip() for part in text.split("|")]
    if text == ". . .":
        wanted = cut(". . .")  # any way of cutting marks alone is as good; none may be lost
        assert "".join(wanted).replace(" ", "") == "..."
    assert cut("".join(text.split("| ")).replace("|", "")) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith came. | He left.",
        "The U.S. Army left. | It came back.",
        "He lives in the U.S. | She does not.",
        "At 5 p.m. | The train left.",
        "Dr. J. Doe Jr. came. | He left.",
        "See Fig. 3 and No. 5. | Then go.",
        'He said "Go. Now." | She went.',
        "He said, “Go!” | She went.",
        "It cost $1.5 billion. | They paid.",
        "Apple Inc. | The company is big.",
        "Section 3. Unspent money is returned. | Section 4. The rest is kept.",
        "4.1 The hat is worn. | 4.2 The ball is not.",
        "Three rules: | 1. Be kind. | 2. Be quiet.",
        "J. Doe came. | A. Smith left.",
        "He ran 5 km. | Smith walked.",
    ],
)
def test_english(text: str) -> None:
    assert cut(text.replace("| ", ""), "en") == [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il est accusé de vol. | Elle le nie.", "fr"),
        ("Le mur fait 100 m. | Il est haut.", "fr"),
        ("Die Stadt wurde 55 v. Chr. gegründet. | Heute ist sie groß.", "de"),
        ("C'est son ex. | Elle est là.", "fr"),
        ("He said no. | She left.", "en"),
        ("They make art. | It is good.", "en"),
    ],
)
def test_a_word_that_is_also_a_title_ends_a_sentence(text: str, language: str) -> None:
    """In small letters, and before a word that opens a sentence, it is the word."""
    assert cut(text.replace("| ", ""), language) == [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        'Il a dit "non. Puis il est parti. Et voilà.',
        "« Jamais fermé. Encore ouvert.",
        "Un ». Deux.",
    ],
)
def test_an_unbalanced_quote_swallows_nothing(text: str) -> None:
    assert len(cut(text)) == text.count(". ") + 1


def test_a_long_quotation_is_cut_inside() -> None:
    text = "« " + "Une phrase de plus. " * 20 + "»"
    assert len(cut(text)) >= 20


def test_a_short_quotation_is_whole() -> None:
    text = "« " + "Une phrase de plus. " * 10 + "»"
    assert cut(text) == [text]


# --- very long sentences ---


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("mot, " * 400, ","),
        ("un; deux, " * 300, ";"),
        ("mot " * 500, "t"),
    ],
)
def test_a_long_sentence_is_cut_where_it_hurts_least(text: str, ends: str) -> None:
    pieces = cut(text)
    assert all(len(piece) <= MAX_SENTENCE for piece in pieces)
    if ends != ";":
        assert all(piece.endswith(ends) for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


BEGINNING = "Le tribunal, saisi par une association de riverains"
CLAUSES = ", qui contestait le permis, le bruit, la vue et le vent" * 17
END = ", a annulé le permis de construire et condamné l'État à verser 4.000 euros."


def test_a_long_sentence_is_cut_at_the_end_of_a_clause() -> None:
    """Not between the things that a clause lists; the parts are counted."""
    text = f"Court. {BEGINNING}{CLAUSES}{END} Court."
    sentences = cut_sentences(text, 0, len(text), language="fr")
    assert [s.part for s in sentences] == [0, 1, 2, 0]
    first, second = (text[s.start : s.end] for s in sentences[1:3])
    assert first.endswith("et le vent,")
    assert second.startswith("qui contestait")
    assert second.endswith(END[2:])


@pytest.mark.parametrize(
    ("mark", "ends"),
    [("; il dit que l'eau, le gaz", ";"), (" : l'eau, le gaz", ":"), (" – l'eau, le gaz", "–")],
)
def test_other_ends_of_clauses(mark: str, ends: str) -> None:
    first, *_ = cut("Le maire dit" + mark * 100)
    assert first.endswith(ends)


def test_a_long_word_is_cut_at_the_limit() -> None:
    assert [len(piece) for piece in cut("m" * 2500)] == [1000, 1000, 500]


def test_the_limit_itself_is_one_sentence() -> None:
    assert len(cut("m" * MAX_SENTENCE)) == 1
    assert len(cut("m" * (MAX_SENTENCE + 1))) == 2


# --- the time it takes, by counting steps rather than seconds ---


def _python_steps(text: str) -> int:
    """Lines of `index.documents.sentences` that run when `text` is cut."""
    steps = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        if frame.f_code.co_filename != module.__file__:
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        cut(text)
    finally:
        sys.settrace(before)
    return steps


HOSTILE = ('"', ' "a', "(", "«", '!"', "a. ", "A. ", ". - ", '."', ".)", "« ( ", "1. ", "M. ", "\n")


@pytest.mark.parametrize("unit", HOSTILE)
def test_steps_grow_with_the_length(unit: str) -> None:
    once, twice = _python_steps(unit * 1000), _python_steps(unit * 2000)
    assert twice < once * 2.5 + 1000


@pytest.mark.parametrize("mark", [".", "!", "…"])
def test_a_run_of_marks_is_scanned_once(mark: str) -> None:
    """No match may begin inside a run of marks: else a run without an end costs its square."""
    run = mark * 50 + " A"
    assert module._END.search(run) is not None
    assert [i for i in range(1, 50) if module._END.match(run, i)] == []


def test_sentences_are_in_order() -> None:
    text = "Un. Deux. " * 50
    sentences = cut_sentences(text, 0, len(text), language="fr")
    assert all(a.end < b.start for a, b in pairwise(sentences))
