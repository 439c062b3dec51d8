"""What is typography, case by case: the differences that are listed, and the place."""

from __future__ import annotations

import pytest

from tests.index.helpers import document
from tests.index.verifying.helpers import changes, check, verify

ARTICLE = (
    'Le patron d\'OpenAI, Sam Altman, a dit "non merci" vendredi – à 15 h 30. '
    "Il n'a rien signé… Les Etats-Unis paieront 21 000 euros, soit 5 % du prix !\n\n"
    "Une œuvre de l'esprit, son cœur-à-cœur. Le CO2 et 10 m² : n° 5, à -5 degrés."
)


@pytest.mark.parametrize(
    ("quote", "differences"),
    [
        ("a dit « non merci » vendredi", [
            ("quotation_mark", "«", '"'), ("space", " ", ""),
            ("space", " ", ""), ("quotation_mark", "»", '"'),
        ]),
        ("Sam Altman, a dit non merci vendredi", [
            ("quotation_mark", "", '"'), ("quotation_mark", "", '"'),
        ]),
        ("Sam Altman, a dit 'non merci' vendredi", [
            ("quotation_mark", "'", '"'), ("quotation_mark", "'", '"'),
        ]),
        ("le patron d’OpenAI", [("capital", "l", "L"), ("apostrophe", "’", "'")]),
        ("[l]e patron d'OpenAI, Sam", [("capital", "[l]", "L")]),
        ("Sam\u00a0Altman, a  dit", [("space", "\u00a0", " "), ("space", " ", "")]),
        ("Sam Altman,a dit", [("space", "", " ")]),
        ("Sam\nAltman, a dit", [("line_break", "\n", " ")]),
        ("soit 5% du prix!", [("space", "", " "), ("space", "", " ")]),
        ("vendredi — à 15 h 30", [("dash", "—", "–")]),
        ("vendredi - à 15h30", [("dash", "-", "–"), ("space", "", " "), ("space", "", " ")]),
        ("Les Etats‑Unis paieront 21\u202f000", [("dash", "‑", "-"), ("space", "\u202f", " ")]),
        ("Les Etats-Unis paieront 21000 euros", [("space", "", " ")]),
        ("Il n'a rien signé... Les Etats-Unis", [("unicode_form", "...", "…")]),
        ("Il n'a rien si\u00adgné", [("soft_hyphen", "\u00ad", "")]),
        ("Il n'a rien si\u200bgné", [("space", "\u200b", "")]),
        ("Il n'a rien si-\ngné", [("line_break", "-\n", "")]),
        ("Il n'a rien signe\u0301", [("unicode_form", "signe\u0301", "signé")]),
        ("soit ５ % du prix", [("unicode_form", "５", "5")]),
        ("Une oeuvre de l'esprit", [("unicode_form", "oeuvre", "œuvre")]),
        ("Le CO₂ et 10 m2", [("unicode_form", "CO₂", "CO2"), ("unicode_form", "m2", "m²")]),
        ("10 m² : nº 5, à −5 degrés", [("unicode_form", "º", "°"), ("dash", "−", "-")]),
        ("soit 5 % du prix !\nUne œuvre de l'esprit", [("line_break", "", "\n")]),
        ("Les États-Unis paieront 21 000", [("capital", "États", "Etats")]),
        ("…Sam Altman, a dit […]", [("omission", "…", ""), ("omission", " […]", "")]),
        ("Sam Altman, a […] dit", [("omission", "[…] ", "")]),
    ],
)  # fmt: skip
def test_a_difference_in_typography(quote: str, differences: list[tuple[str, str, str]]) -> None:
    found = verify(ARTICLE, quote)
    check(found, [document(ARTICLE)])
    assert found.verdict == "typographic"
    assert len(found.places) == 1
    assert changes(found.places[0]) == differences


@pytest.mark.parametrize(
    ("quote", "forged"),
    [
        ("Il a rien signé, les Etats-Unis", True),
        ("Il n'a rien signe", True),  # an accent
        ("Les Etàts-Unis paieront 21 000", True),
        ("les etats-Unis paieront 21 000", True),
        ("Les Etats Unis paieront 21 000", True),
        ("Les Etats-Unis paieront 2 1000 euros", True),
        ("Les Etats-Unis paieront 210 00 euros", True),
        ("Les Etats-Unis paieront 21.000 euros", True),
        ("Les Etats-Unis paieront 21 euros", True),
        ("paieront 000 euros, soit 5 %", True),
        ("paieront 21 000 euros, soit 5⁰ %", True),
        ("soit ⑤ % du prix", True),
        ("Le CO2 et 10 m³", True),
        ("Le CO2 et 1⁰ m²", True),
        ("n° 5, à 5 degrés", True),  # the minus
        ("n° 5, à - 5 degrés", True),
        ("Sam Altman a dit \"non merci\"", True),  # a comma
        ("a dit \"non merci\" vendredi!", True),
        ("de l'esprit son cœur à cœur", True),
        ("une oeuvre de lesprit, son", True),
        ("Sam Alt man, a dit", True),
        ("SAM ALTMAN, a dit", True),
        ("Sam Altman, à dit", True),
        ("on merci vendredi – à", True),  # of "non"
        ("Sam Altman, a dit \"non mer", True),
        ("Unis paieront 21 000 euros", True),  # of "Etats-Unis"
        ("a rien signé… Les Etats-Unis", True),  # without its "n'"
        ("Il n'a rien signé… Les Etats-Unis", False),
        ("rien signé… Les Etats-Unis", False),
    ],
)  # fmt: skip
def test_what_is_no_typography(quote: str, *, forged: bool) -> None:
    found = verify(ARTICLE, quote)
    check(found, [document(ARTICLE)])
    assert (found.verdict == "altered") == forged
    assert (found.verdict == "verbatim") != forged


@pytest.mark.parametrize(
    ("article", "quote"),
    [
        ("Le coût est de 1,2 million.", "Le coût est de 1.2 million"),
        ("Le coût est de 1,2 million.", "Le coût est de 12 million"),
        ("Le coût est de 1,2 million.", "Le coût est de 1, 2 million"),
        ("Le coût est de 12,5 millions.", "Le coût est de 12"),
        ("Le coût est de 1 200 euros.", "200 euros le coût est"),
        ("Il a payé 1 200 euros hier.", "200 euros hier soir"),
        ("Il a payé 1 200 euros hier matin.", "200 euros hier matin"),
        ("Il a payé 12,5 millions hier matin.", "5 millions hier matin"),
        ("Il fait −5 degrés ce matin.", "5 degrés ce matin"),
        ("Le train de 15:30 est là.", "Le train de 15: 30 est là"),
        ("Vers 2020 500 personnes sont là.", "Vers 2020500 personnes sont là"),
        ("Le taux est de ½ point.", "Le taux est de 1/2 point"),
        ("Il y a 2½ tasses ici.", "Il y a 21/2 tasses ici"),
        ("He can't go home now.", "Yes he can"),
        ("I know he can't go home.", "I know he can"),
        ("La ville où il vit est loin.", "La ville ou il vit est loin"),
        ("Él dijo que no vendría hoy.", "El dijo que no vendría hoy"),
        ("Die Äpfel sind da, sagt er.", "Die Apfel sind da, sagt er"),
        ("La ministre est à l'Élysée.", "La ministre est à l'Élysee"),
        ("La PÊCHE est finie ici.", "La PÉCHE est finie ici"),
        ("Die Maße sind gut so.", "Die Masse sind gut so"),
        ("The presidents' men are here.", "The president's men are here"),
        ("L'ex-président du pays part.", "président du pays part"),
        ("Un non-lieu pour le maire.", "lieu pour le maire"),
        ("Il démissionnera demain soir.", "Il démissionnera demain so"),
        ("Le maire dit qu'il partira.", "Le maire dit qu'il part"),
        ("Le maire sera réélu, selon lui.", "Le maire sera ré"),
        ("Rien ne va plus, dit-il.", "Rien ne va plus! dit-il"),
        ("Le maire est coupable ? Non.", "Le maire est coupable."),
        ("Le maire est coupable.", "Le maire est coupable ?"),
        ("Le maire n'est pas là.", "Le maire n'est pas \u202elà"),
    ],
)
def test_no_forgery_passes(article: str, quote: str) -> None:
    found = verify(article, quote)
    check(found, [document(article)])
    assert found.verdict in ("altered", "absent")


@pytest.mark.parametrize(
    ("article", "quote", "place"),
    [
        # A point or comma at the end may be the quoter's own; the article's own is kept.
        ("Le chat du voisin dort, dit-il.", "Le chat du voisin dort.", "Le chat du voisin dort"),
        ("Le chat du voisin dort.", "Le chat du voisin dort.", "Le chat du voisin dort."),
        ("Le chat du voisin dort", "Le chat du voisin dort,", "Le chat du voisin dort"),
        ("« Le chat dort là », dit-il.", "« Le chat dort là. »", "Le chat dort là"),
        ("Le chat dort là ! Bien.", "Le chat dort là !", "Le chat dort là !"),
        ("Le chat dort là ! Bien.", "Le chat dort là.", "Le chat dort là"),
        ("Le chat dort là.", "**Le chat dort là.**", "Le chat dort là."),
        ("Le chat dort là.", "> Le chat dort là", "Le chat dort là"),
        ("Le chat dort là.", "- Le chat dort là", "Le chat dort là"),
        ("(Le chat dort là)", "(Le chat dort là)", "(Le chat dort là)"),
        ("Le chat (noir) dort là.", "(noir) dort là bien", "(noir) dort là"),
    ],
)
def test_marks_at_the_ends(article: str, quote: str, place: str) -> None:
    found = verify(article, quote)
    check(found, [document(article)])
    assert found.places[0].text == place
    assert (found.verdict == "verbatim") == (place in quote and "bien" not in quote)


def test_words_broken_at_a_line_end_in_the_article() -> None:
    article = "Le gou-\nvernement a dit que le porte-\nparole de l'Élysée ne vien­drait pas."
    for quote in (
        "Le gouvernement a dit que le porte-parole",
        "le porte-parole de l’Élysée ne viendrait pas",
    ):
        found = verify(article, quote)
        check(found, [document(article)])
        assert found.verdict == "typographic"


def test_across_sentences_and_paragraphs() -> None:
    article = "Le chat dort.\n\nLe chien court.\r\n\r\n« Il est parti », dit Anne."
    found = verify(article, "Le chat dort. Le chien court. “Il est parti”, dit Anne")
    check(found, [document(article)])
    assert found.verdict == "typographic"
    assert (found.places[0].start_char_index, found.places[0].end_char_index) == (
        0,
        len(article) - 1,
    )


@pytest.mark.parametrize(
    ("article", "quote"),
    [
        ("그는 학교에 갔다고 말했다.", "그는 학교에 갔다고 말했다"),
        ("彼は学校に行った。雨が降った。", "彼は学校に\n行った。雨が降った"),
        ("Он сказал, что придёт завтра.", "он сказал, что придёт завтра"),
        ("قال إنه سيأتي غدا إلى هنا.", "قال إنه \u200fسيأتي غدا إلى هنا"),
        ("Une fête 👩\u200d🚀 pour l'été 🇫🇷 ici.", "Une fête 👩\u200d🚀 pour l’été 🇫🇷 ici"),
        ("ΟΔΟΣ της Ἀθήνας είναι εδώ.", "ΟΔΟΣ της Ἀθήνας είναι εδώ"),
        ("Au XXᵉ siècle, le 1ᵉʳ mai.", "Au XXe siècle, le 1er mai"),
        ("İstanbul'da dün akşam oldu.", "İstanbul’da dün akşam oldu"),
    ],
)
def test_other_scripts(article: str, quote: str) -> None:
    import unicodedata

    for text in (quote, unicodedata.normalize("NFD", quote)):
        found = verify(article, text)
        check(found, [document(article)])
        assert found.verdict in ("verbatim", "typographic")
        assert found.places[0].start_char_index == 0


def test_an_emoji_that_differs_is_no_typography() -> None:
    assert verify("Une fête 👍 pour l'été ici.", "Une fête 👎 pour l'été").verdict == "altered"
