"""What a quote says that it left out: found, listed, and honest or not."""

from __future__ import annotations

import pytest

from tests.index.helpers import document
from tests.index.verifying.helpers import changes, check, verify

ARTICLE = (
    'Le maire de Tours a signé, malgré la pluie, un contrat de trois ans. "Nous ne céderons pas '
    'un mètre de la plage à cette entreprise", a dit Marc Delvaux. "Elle a refusé de payer ce '
    "qu'elle nous doit depuis un an\", a-t-il ajouté.\n\n"
    "La directrice, qui n'était pas venue, a répondu par écrit au conseil de la ville. Si la loi "
    "passe, elle a promis qu'elle paiera tout en janvier.\n\n"
    + "Une phrase longue et sans rapport est écrite ici. " * 30
    + "\n\nLes travaux de la plage commenceront au mois de mai."
)


@pytest.mark.parametrize("mark", ["[…]", "[...]", "(…)", "(...)", "…", "...", "[. . .]"])
def test_what_is_left_out_is_listed(mark: str) -> None:
    quote = f"Le maire de Tours a signé {mark} un contrat de trois ans"
    found = verify(ARTICLE, quote)
    check(found, [document(ARTICLE)])
    assert found.verdict == "typographic"
    (place,) = found.places
    assert place.text == "Le maire de Tours a signé, malgré la pluie, un contrat de trois ans"
    ((kind, quoted, left_out),) = changes(place)
    assert kind == "omission"
    assert (quoted.strip(), left_out.strip()) == (mark, ", malgré la pluie,")


@pytest.mark.parametrize(
    "quote",
    [
        "Le maire de Tours a signé, malgré la pluie […] contrat de trois ans",
        "Le maire de Tours […], malgré la pluie, un contrat",
        "le maire de Tours […] malgré la pluie […] contrat de trois ans",
        "[…] maire de Tours a signé […] un contrat de trois […]",
        # A clause with a negation, all of it: it bears on nothing else.
        "La directrice […] a répondu par écrit au conseil",
        "La directrice […], a répondu par écrit au conseil",
        # Whole sentences; the capital of the next is the quote's own.
        "un contrat de trois ans. […] Elle a refusé de payer",
        "un contrat de trois ans. […] elle a refusé de payer",
        "a répondu par écrit au conseil […] Si la loi passe, elle a promis",
        # From one paragraph to the next.
        "depuis un an\", a-t-il ajouté. […] La directrice, qui n'était pas venue",
        # Nothing at all.
        "Le maire de […] Tours a signé",
    ],
)
def test_honest_omissions(quote: str) -> None:
    found = verify(ARTICLE, quote)
    check(found, [document(ARTICLE)])
    assert found.verdict == "typographic"
    assert "omission" in {d.kind for d in found.places[0].differences}


@pytest.mark.parametrize(
    "quote",
    [
        "Nous ne céderons […] un mètre de la plage",  # "pas"
        "Nous […] céderons pas un mètre de la plage",  # "ne"; and one word proves nothing
        "Elle a […] payer ce qu'elle nous doit",  # "refusé de"
        "a répondu par écrit au conseil de la ville. […] elle a promis qu'elle […] tout en janvier",
        "La directrice a […] en janvier",  # pieces of two words
        "Le maire de Tours […] commenceront au mois de mai",  # too far away
        "un contrat de trois ans […] Le maire de Tours a signé",  # not in this order
        "Le maire de Tours a si[…]gné, malgré la pluie",  # inside a word
        "a répondu par écrit […] paiera tout en janvier",  # "Si la loi passe"
        "Nous ne céderons pas un mètre […] de payer ce qu'elle nous doit",  # whose verb is it?
        "Le maire de Tours a vendu […] un contrat de trois ans",
        "Le maire de Tours a signé […] un contrat de trente ans",
        "Le maire de Tours a signé […] Un contrat de trois ans",
    ],
)
def test_dishonest_omissions(quote: str) -> None:
    found = verify(ARTICLE, quote)
    check(found, [document(ARTICLE)])
    assert found.verdict in ("altered", "absent")


@pytest.mark.parametrize(
    ("article", "quote"),
    [
        ("We will not sell the house to them now.", "We will […] sell the house to them"),
        ("The house will be sold unless they pay it.", "The house will be sold […] they pay it"),
        ("He never said that the house was for sale.", "He […] said that the house was for sale"),
        ("She denied having sold the house last year.", "She […] sold the house last year"),
        ("Wir werden das Haus nicht verkaufen, sagt er.", "Wir werden das Haus […] verkaufen"),
        ("No vamos a vender la casa nunca más, dijo.", "vamos a vender la casa […] más, dijo"),
        ("Je pense que, si la loi passe ce soir, il part.", "Je pense que, […] la loi passe"),
        ("I think that if the law passes he will leave us.", "I think that […] he will leave us"),
        ("Elle peut nuire aux valeurs, plutôt que les servir.", "Elle peut nuire […] les servir"),
    ],
)  # fmt: skip
def test_a_word_that_reverses_is_not_left_out(article: str, quote: str) -> None:
    found = verify(article, quote)
    check(found, [document(article)])
    assert found.verdict == "altered"
    assert any(d.kind == "words" and d.quoted.strip() == "[…]" for d in found.places[0].differences)


def test_what_two_people_say_is_not_one_quote() -> None:
    article = (
        '"Le pont rouvrira lundi matin", a assuré le préfet, Paul Le Goff. '
        '"Les travaux dureront un an de plus", a affirmé la maire, Claire Vidal.'
    )
    quote = "Le pont rouvrira lundi matin […] Les travaux dureront un an"
    assert verify(article, quote).verdict == "altered"
    one = article.replace("a affirmé la maire, Claire Vidal", "a-t-il ajouté")
    assert verify(one, quote).verdict == "typographic"


def test_two_quotations_with_who_said_them() -> None:
    article = (
        '"Elle est fermée pour un an", a dit Marc Delvaux. "Nous ne la rouvrirons pas en mai."'
    )
    text = "« Elle est fermée pour un an, a dit Marc Delvaux. Nous ne la rouvrirons pas »"
    assert verify(article, text).verdict == "typographic"
    text = "« Elle est fermée pour un an », a déclaré Delvaux, « nous ne la rouvrirons pas »"
    found = verify(article, text)
    check(found, [document(article)])
    assert found.verdict == "altered"  # a capital in the middle
    found = verify(article, text.replace("Delvaux, « nous", "Delvaux. « Nous"))
    check(found, [document(article)])
    assert found.verdict == "typographic"
    assert found.attribution is not None
    assert found.attribution.verdict == "confirmed"


def test_the_nearest_occurrence_of_a_piece() -> None:
    article = "Il est venu hier. " + "Le chat du voisin dort. " * 3 + "Il est parti ce matin."
    found = verify(article, "Le chat du voisin dort […] est parti ce matin")
    check(found, [document(article)])
    assert found.verdict == "typographic"
    assert found.places[0].start_char_index == article.rindex("Le chat")


def test_an_abbreviation_ends_no_sentence() -> None:
    article = "Le maire a remercié M. Delvaux et Mme Petit pour les travaux de la plage."
    assert verify(article, "Le maire a remercié […] Mme Petit pour").verdict == "typographic"


def test_what_is_left_out_has_a_length() -> None:
    short, long = "Le maire a signé. {}Il part en vacances.".format, "Une phrase de trop. "
    quote = "Le maire a signé. […] Il part en vacances."
    assert verify(short(long * 40), quote).verdict == "typographic"
    assert verify(short(long * 60), quote).verdict == "altered"
