from __future__ import annotations

import json

import pytest
from hypothesis import example, given

from index.documents.document import Document, make_document
from index.documents.passages import Passage, cut_passages, paragraphs_of, quotable
from index.documents.sentences import MAX_SENTENCE
from tests.paths import DATA
from tests.strategies import articles

SEED = json.loads((DATA / "seed_sentences.json").read_text("utf-8"))


def cut(text: str) -> list[Passage]:
    return cut_passages(make_document(text, document_id="a"))


def kinds_and_texts(text: str) -> list[tuple[str, str]]:
    return [(p.kind, text[p.start : p.end]) for p in cut(text)]


def texts(text: str) -> list[str]:
    return [text[p.start : p.end] for p in cut(text)]


def is_blank(text: str) -> bool:
    return not text.replace("\ufeff", "").strip()


# --- invariants ---


@given(articles)
@example("Un.\r\r\ufeff\r\nDeux.\x0b\x0c\n\u2028Trois.\x85")
def test_passages_hold_everything_but_white_space(text: str) -> None:
    document = make_document(text, document_id="a")
    at = document.body_start
    paragraph = 0
    for passage in cut_passages(document):
        assert passage.sentences
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        assert passage.paragraph in (paragraph, paragraph + 1)
        paragraph = passage.paragraph
        for sentence in passage.sentences:
            # In order, in exactly one passage, and nothing lost in between.
            assert at <= sentence.start < sentence.end
            assert is_blank(text[at : sentence.start])
            quoted = text[sentence.start : sentence.end]
            assert quoted == quoted.strip()
            assert len(quoted) <= MAX_SENTENCE
            at = sentence.end
    assert is_blank(text[at:])


@given(articles)
def test_headings_are_short_and_one_sentence(text: str) -> None:
    for passage in cut(text):
        if passage.kind == "heading":
            assert len(passage.sentences) == 1
            assert passage.end - passage.start <= 120


# --- kinds ---


def test_the_seed(seed_document: Document) -> None:
    kinds = {p.paragraph: p.kind for p in cut_passages(seed_document)}
    assert kinds == {row["paragraph"]: row["kind"] for row in SEED}
    assert [n for n, kind in kinds.items() if kind == "caption"] == [1, 6, 13]
    assert [n for n, kind in kinds.items() if kind == "heading"] == [10]


@pytest.mark.parametrize(
    "heading",
    [
        "Un titre",
        "# Un titre",
        "###### Un titre.",
        "- Caprices -",
        '- "Caprices idéologiques" -',
        "Le Pentagone choisit OpenAI",
    ],
)
def test_headings(heading: str) -> None:
    assert kinds_and_texts(f"{heading}\n\nLe texte.") == [
        ("heading", heading),
        ("text", "Le texte."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Un texte.",
        "Est-ce un titre ?",
        "Il a dit :",
        "« Non »",
        '"Non"',
        "Non…",
        "- un élément de liste",
        "1. un élément",
        "2) un élément",
        "m" * 121,
        "#hashtag.",
    ],
)
def test_text(text: str) -> None:
    assert kinds_and_texts(f"{text}\n\nLe texte.")[0] == ("text", text)


@pytest.mark.parametrize(
    "line",
    [
        "Tarif : 14 euros",
        "Date limite : 30 avril 2026",
        "MOTIF DU RAPPEL : PRÉSENCE DE LISTERIA",
        "Entry fee: £42",
        "17h20 : le trafic reprend sur la ligne 4",
        "15h32 - Rafale record",
        "9:30 am Doors open",
        "Une baisse de 23 %",
        "Un chèque de 3 000 euros",
        "Le 12 mars à Lyon",
        "40 km de bouchons",
    ],
)
def test_lines_that_say_something_are_text(line: str) -> None:
    """Unless it is the article's title, which says what it is about, whatever it says."""
    article = f"Un titre\n\nLe texte est là.\n\n{line}\n\nLa suite est là."
    assert ("text", line) in kinds_and_texts(article)
    assert kinds_and_texts(f"{line}\n\nLe texte.")[0] == ("heading", line)


@pytest.mark.parametrize("line", ["Douze mois de chantier", "Le coût", "La fin des 35 heures"])
def test_a_heading_has_text_of_its_own_under_it(line: str) -> None:
    article = f"Un titre\n\nLe texte est là.\n\n{line}\n\n"
    assert ("heading" if "35" not in line else "text", line) in kinds_and_texts(
        article + "La suite est là."
    )
    assert ("text", line) in kinds_and_texts(f"{article}Le reste\n\nLa suite est là.")
    assert ("text", line) in kinds_and_texts(article)


def test_a_standfirst_is_text() -> None:
    """A line just after the title, in as many words as say something."""
    standfirst = "La piscine restera fermée jusqu'en septembre après une fuite"
    assert kinds_and_texts(f"Un titre\n\n{standfirst}\n\nLe texte est là.")[1][0] == "text"
    assert kinds_and_texts("Un titre\n\nLes faits\n\nLe texte est là.")[1][0] == "heading"


def test_what_has_no_letter_is_not_quoted() -> None:
    article = make_document("Un texte.\n\n* * *\n\nUn autre.", document_id="a")
    passages = cut_passages(article)
    assert len(passages) == 3
    assert len(quotable(article.text, passages)) == 2
    alone = make_document("* * *", document_id="a")
    assert len(quotable(alone.text, cut_passages(alone))) == 1


def test_the_last_paragraph_is_no_heading() -> None:
    assert kinds_and_texts("Un titre\n\nUne fin sans point") == [
        ("heading", "Un titre"),
        ("text", "Une fin sans point"),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "Sam Altman à Washington ( AFP / Mandel NGAN )",
        "Sam Altman à Washington (AFP/Mandel NGAN)",
        "Sam Altman (Photo Mandel NGAN)",
        "Sam Altman (crédit : AFP)",
        "Sam Altman © AFP",
        "Sam Altman. Il sourit. ( AFP / Mandel NGAN )",
    ],
)
def test_captions_are_one_sentence(caption: str) -> None:
    (first, _) = cut(f"{caption}\n\nLe texte.")
    assert first.kind == "caption"
    assert len(first.sentences) == 1


@pytest.mark.parametrize("text", ["Il roule à 130 (en km/h).", "Un (deux) trois.", "Il dit (non)"])
def test_other_brackets_are_no_credit(text: str) -> None:
    assert cut(f"{text}\n\nLe texte.")[0].kind != "caption"


def test_a_long_caption_is_cut_into_sentences() -> None:
    text = "Une phrase de la légende qui dure. " * 20 + "( AFP / X )"
    (passage,) = cut(text)
    assert passage.kind == "caption"
    assert len(passage.sentences) > 10


# --- paragraphs ---


LINE_ENDS = ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\n\x0c"]


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
def test_a_blank_line_ends_a_paragraph(end: str, blank: str) -> None:
    text = f"Le premier.{end}{blank}{end}Le second."
    assert texts(text) == ["Le premier.", "Le second."]
    assert [p.paragraph for p in cut(text)] == [1, 2]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_short_lines_are_paragraphs(end: str) -> None:
    """The next line's first word would have fitted, so the line was ended on purpose."""
    long = "Une ligne bien plus longue que les deux autres qui la précèdent."
    assert len(cut(end.join(["Courte.", "Courte aussi.", long]))) == 3


@pytest.mark.parametrize("end", LINE_ENDS)
def test_long_lines_are_paragraphs(end: str) -> None:
    long = "Une phrase de la ligne longue. " * 4 + "Fin."
    assert len(long) > 120
    assert len(cut(end.join([long] * 3))) == 3


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_heading_and_the_line_after_it(end: str) -> None:
    text = end.join(
        [
            "Le pont de Morlac rouvre",
            "Le pont de Morlac a rouvert lundi.",
            "Les travaux ont duré huit mois et coûté deux millions.",
        ]
    )
    assert kinds_and_texts(text) == [
        ("heading", "Le pont de Morlac rouvre"),
        ("text", "Le pont de Morlac a rouvert lundi."),
        ("text", "Les travaux ont duré huit mois et coûté deux millions."),
    ]


def test_a_broken_word_goes_on_in_the_next_line() -> None:
    (passage,) = cut(
        "La saison a son pro-\ngramme, qui compte trente spectacles et deux festivals."
    )
    assert len(passage.sentences) == 1


@pytest.mark.parametrize("end", LINE_ENDS)
def test_wrapped_lines_are_one_paragraph(end: str) -> None:
    lines = [
        "Le Pentagone a choisi vendredi les modèles d'intelligence",
        "artificielle d'OpenAI au détriment d'Anthropic. Le contrat",
        "a été signé en juin par le patron de la société, qui a dit",
        "non.",
    ]
    text = end.join(lines)
    (passage,) = cut(text)
    assert (passage.start, passage.end) == (0, len(text))
    assert len(passage.sentences) == 2


def test_list_items_are_paragraphs() -> None:
    assert texts("- le premier point\n- le deuxième point\n- le troisième") == [
        "- le premier point",
        "- le deuxième point",
        "- le troisième",
    ]


def test_a_markdown_heading_needs_no_blank_line() -> None:
    assert kinds_and_texts("# Un titre\nLe texte suit ici.") == [
        ("heading", "# Un titre"),
        ("text", "Le texte suit ici."),
    ]


def test_a_mark_at_the_beginning_is_left_out() -> None:
    assert texts("\ufeffLe texte.") == ["Le texte."]


@pytest.mark.parametrize("text", ["", " \r\n", "\ufeff", " date 2026-02-28 \n"])
def test_no_text_no_passage(text: str) -> None:
    assert cut(text) == []


# --- windows ---


@pytest.mark.parametrize("count", [33, 50, 62, 63, 64, 100, 126, 300])
def test_a_long_paragraph_is_windowed_at_sentence_ends(count: int) -> None:
    """Windows are of 1,200 characters at most, and of about the same length."""
    text = " ".join(["Une phrase de trente-sept caractères."] * count)
    passages = cut(text)
    assert {p.paragraph for p in passages} == {1}
    assert sum(len(p.sentences) for p in passages) == count
    sizes = [p.end - p.start for p in passages]
    assert max(sizes) <= 1_200
    assert max(sizes) < 2 * min(sizes)


def test_a_paragraph_of_the_window_is_whole() -> None:
    text = "Une phrase. " * 99 + "Une phrase."
    assert len(text) < 1_200
    assert len(cut(text)) == 1


def test_repeated_sentences_have_their_own_places() -> None:
    text = "Il dort. Il dort.\n\nIl dort."
    assert [(s.start, s.end) for p in cut(text) for s in p.sentences] == [(0, 8), (9, 17), (19, 27)]


def test_a_mark_at_the_beginning_of_a_line_is_left_out() -> None:
    """Files that were joined to one keep the mark of each."""
    assert texts("Le texte.\n\n\ufeffLa suite.") == ["Le texte.", "La suite."]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_two_lines_are_no_heading(end: str) -> None:
    text = f"Le maire de Lyon a ouvert le pont. Il fait beau.{end}Une autre ligne sans point"
    article = make_document(f"{text}{end}{end}La suite est là.", document_id="a")
    kinds = [passage.kind for passage in cut_passages(article)]
    assert "heading" not in kinds


@given(articles)
@example("Un. Deux.\n\n" + "Une phrase assez longue pour une fenêtre. " * 60)
def test_paragraphs_are_the_passages_with_the_windows_joined(text: str) -> None:
    passages = cut(text)
    paragraphs = paragraphs_of(passages)
    assert [p.number for p in paragraphs] == list(range(1, len(paragraphs) + 1))
    assert [s for p in paragraphs for s in p.sentences] == [
        s for p in passages for s in p.sentences
    ]
    for paragraph in paragraphs:
        windows = [p for p in passages if p.paragraph == paragraph.number]
        assert (paragraph.start, paragraph.end) == (windows[0].start, windows[-1].end)
        assert {paragraph.kind} == {window.kind for window in windows}
