"""From rankings to answers: what is quoted, what is not, and that every quote is to the letter.

Past 400 lines: the same invariants are held for answers, further passages and excerpts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import Answer, Citation, Document, Engine, InputError
from index.answering.answer import MAX_CLOSEST, MAX_OTHERS, MAX_QUOTES, NEAREST
from index.answering.citing import Excerpt
from index.reading.weights import Weights
from tests.index.helpers import (
    CERTAIN,
    UNCERTAIN,
    FakeReader,
    document,
    random_weights,
    weights,
)
from tests.strategies import articles, questions

READER = FakeReader("Pentagone", "2021", "Elle", "mot", "а", "的", "non")
"""Points at words that many of the articles have, and else at whole sentences."""

REPEATED = "Il a signé. Il a signé.\r\n\r\nIl a signé. Elle non."


def check_citation(citation: Citation, source: Document) -> None:
    """What every quote keeps, whatever was asked of whatever text."""
    start, end = citation.start_char_index, citation.end_char_index
    assert source.body_start <= start < end <= len(source.text)
    assert citation.cited_text == source.text[start:end]
    assert citation.cited_text == citation.cited_text.strip()
    before = source.text[source.body_start : start]
    assert citation.prefix == before[-32:]
    assert citation.suffix == source.text[end : end + 32]
    assert citation.document_sha256 == source.sha256
    assert citation.document_title == source.title
    assert (citation.published_at, citation.url) == (source.published_at, source.url)
    assert citation.passage >= 1
    assert 0 <= citation.score <= 1
    first, last = citation.answer_start_char_index, citation.answer_end_char_index
    assert (first is None) == (last is None)
    if first is not None and last is not None:
        assert start <= first < last <= end
    assert (citation.text_fragment_url is None) == (source.url is None)


def check_answer(answer: Answer, documents: Sequence[Document], *, threshold: float = 0.5) -> None:
    sources = {source.id: source for source in documents}
    for citation in answer.citations + answer.closest + answer.others:
        check_citation(citation, sources[citation.document_id])
    assert 0 <= answer.confidence <= 1
    for cited in (answer.citations, answer.closest, answer.others):
        assert [c.number for c in cited] == list(range(1, len(cited) + 1))
        assert len({(c.document_id, c.start_char_index) for c in cited}) == len(cited)
    # The best first, then at most one that it leans on, earlier in the same article.
    roles = [c.role for c in answer.citations]
    assert roles[:1] in ([], ["answer"])
    assert "context" not in (*roles[:1], *roles[2:])
    if "context" in roles:
        best, context = answer.citations[:2]
        assert context.document_id == best.document_id
        assert context.start_char_index < best.start_char_index
    assert all(c.role is None for c in answer.closest + answer.others)
    marked = [c for c in answer.citations if c.answer_start_char_index is not None]
    shown = {c.place for c in answer.citations or answer.closest[:NEAREST]}
    assert len(answer.others) <= MAX_OTHERS
    assert shown.isdisjoint(c.place for c in answer.others)
    assert all(c.answer_start_char_index is None for c in answer.others)
    if answer.status == "answered":
        assert 1 <= len(answer.citations) <= MAX_QUOTES
        assert answer.closest == ()
        assert answer.no_answer_reason is None
        assert answer.confidence >= threshold
        assert [c.number for c in marked] == ([] if answer.answer is None else [1])
        for c in marked:
            text = sources[c.document_id].text
            assert answer.answer == text[c.answer_start_char_index : c.answer_end_char_index]
    else:
        assert answer.status == "no_answer"
        assert answer.citations == ()
        assert len(answer.closest) <= MAX_CLOSEST
        assert all(c.answer_start_char_index is None for c in answer.closest)
        assert answer.answer is None
        assert answer.no_answer_reason


@given(articles, questions, st.integers(0, 2**32 - 1))
def test_every_quote_is_verbatim(text: str, question: str, seed: int) -> None:
    source = document(text)
    for reader in (None, READER):
        answer = Engine([source], weights=random_weights(seed), reader=reader).ask(question)
        check_answer(answer, [source])
        assert answer.question == question.strip()


@given(articles, questions)
@example(REPEATED, "Qui a signé ?")
@example("\ufeff" + REPEATED, "Qui a signé ?")
def test_every_quote_is_verbatim_when_answered(text: str, question: str) -> None:
    source = document(text)
    for reader in (None, READER):
        engine = Engine([source], weights=CERTAIN, reader=reader)
        check_answer(engine.ask(question), [source])


@given(articles, articles, questions, st.integers(0, 2**32 - 1))
def test_every_quote_of_two_documents_is_verbatim(
    one: str, two: str, question: str, seed: int
) -> None:
    sources = [document(one, document_id="b"), document(two, document_id="a")]
    for made in (UNCERTAIN, CERTAIN, random_weights(seed)):
        check_answer(Engine(sources, weights=made, reader=READER).ask(question), sources)


@given(articles, articles, questions, st.integers(0, 2**32 - 1))
def test_the_same_question_has_the_same_answer_in_whatever_order_articles_come(
    one: str, two: str, question: str, seed: int
) -> None:
    sources = [document(one, document_id="b"), document(two, document_id="a")]
    made = random_weights(seed)
    answer = Engine(sources, weights=made, reader=READER).ask(question)
    assert Engine(sources, weights=made, reader=READER).ask(question) == answer
    assert Engine(sources[::-1], weights=made, reader=READER).ask(question) == answer


# --- the seed ---


def test_an_answer(engine: Engine, seed_document: Document) -> None:
    answer = engine.ask(" Quel est le montant du contrat signé par Dario Amodei ? ")
    check_answer(answer, [seed_document], threshold=engine.weights.read.threshold)
    assert answer.status == "answered"
    assert answer.question == "Quel est le montant du contrat signé par Dario Amodei ?"
    assert answer.language == "fr"
    assert answer.answer == "200 millions de dollars"
    (citation,) = answer.citations
    assert (citation.start_char_index, citation.end_char_index) == (2971, 3223)
    assert (citation.answer_start_char_index, citation.answer_end_char_index) == (3168, 3191)
    assert citation.passage == 16
    assert citation.prefix == seed_document.text[2939:2971]
    assert citation.suffix.startswith('\n\n"Utiliser ces systèmes')
    assert citation.text_fragment_url is None


def test_an_abstention(engine: Engine, seed_document: Document) -> None:
    answer = engine.ask("Qui a remporté la Coupe du monde de football ?")
    check_answer(answer, [seed_document], threshold=engine.weights.read.threshold)
    assert answer.status == "no_answer"


def test_what_is_about_nothing_in_the_articles_has_no_closest(engine: Engine) -> None:
    for other in (engine, Engine(engine.documents)):
        answer = other.ask("Xylophone zygomatique ?")
        assert (answer.status, answer.closest, answer.others) == ("no_answer", (), ())


def test_what_is_no_question(engine: Engine) -> None:
    with pytest.raises(InputError):
        engine.ask("?!")


# --- which sentences are quoted ---


def test_a_best_sentence_that_leans_is_quoted_with_the_one_before_as_its_context() -> None:
    text = "La société Zorg est à Lyon. Elle a signé un contrat de dix ans. La pluie tombe."
    source = document(text)
    answer = Engine([source], weights=CERTAIN).ask("Combien dure le contrat de dix ans ?")
    assert [(c.number, c.role, c.cited_text) for c in answer.citations] == [
        (1, "answer", "Elle a signé un contrat de dix ans."),
        (2, "context", "La société Zorg est à Lyon."),
    ]


def test_one_that_is_leant_on_and_answers_as_well_is_no_mere_context() -> None:
    text = "La société Zorg a un pont. Elle a un pont à Lyon. La pluie tombe."
    about = weights(bias=50.0, stem_coverage=0.1)
    answer = Engine([document(text)], weights=about).ask("pont Lyon")
    assert [(c.role, c.cited_text) for c in answer.citations][:2] == [
        ("answer", "Elle a un pont à Lyon."),
        ("answer", "La société Zorg a un pont."),
    ]


def test_context_is_kept_where_more_answer_as_well_than_are_quoted() -> None:
    text = "La société Zorg est à Lyon.\n\nElle a un pont.\n\n" + "Il y a un pont.\n\n" * 5
    answer = Engine([document(text)], weights=weights(bias=50.0, stem_coverage=1.0)).ask("un pont")
    assert [(c.number, c.role) for c in answer.citations] == [
        (1, "answer"),
        (2, "context"),
        (3, "answer"),
    ]


def test_sentences_as_good_as_the_best_are_quoted_beside_it() -> None:
    source = document("Alpha beta gamma.\n\nRien ici du tout.\n\nAlpha beta gamma.")
    answer = Engine([source], weights=CERTAIN).ask("alpha")
    assert [c.start_char_index for c in answer.citations] == [0, 38]


def test_at_most_three() -> None:
    source = document("\n\n".join(["Alpha beta gamma."] * 10))
    answer = Engine([source], weights=CERTAIN).ask("alpha")
    assert [c.number for c in answer.citations] == [1, 2, 3]


def test_the_short_answer_is_in_the_first_quote_not_in_its_context() -> None:
    text = "La société Zorg existe depuis 1999. Elle a signé le contrat en 2021 avec la ville."
    source = document(text)
    engine = Engine([source], weights=CERTAIN, reader=FakeReader("en 2021"))
    answer = engine.ask("Quand le contrat a-t-il été signé ?")
    assert answer.answer == "en 2021"
    first, second = answer.citations
    assert first.answer_start_char_index == text.index("en 2021")
    assert second.answer_start_char_index is None


@pytest.mark.parametrize(("made", "status"), [(CERTAIN, "answered"), (UNCERTAIN, "no_answer")])
def test_the_confidence_decides(made: Weights, status: str) -> None:
    source = document("Le maire a signé un contrat.")
    assert Engine([source], weights=made).ask("Qui a signé le contrat ?").status == status


# --- ids and addresses ---


def test_ids_name_the_question_and_the_articles(engine: Engine, seed_document: Document) -> None:
    one, two = engine.ask("Qui est Claude ?"), engine.ask("Qui est Sam Altman ?")
    assert one.id == engine.ask("  Qui est Claude ?").id
    assert one.id != two.id
    other = Engine([seed_document, document("Un autre texte.", document_id="z")])
    assert other.ask("Qui est Claude ?").id != one.id
    assert len(one.id) == 16
    assert set(one.id) <= set("0123456789abcdef")


def _fragment(sentence: str, url: str = "https://a.fr/b") -> str:
    source = document(f"---\nurl: {url}\n---\n{sentence}")
    (citation,) = Engine([source], weights=CERTAIN).ask("Qui a signé ?").citations
    assert citation.text_fragment_url is not None
    return citation.text_fragment_url


def test_a_short_quote_is_named_whole() -> None:
    assert _fragment("Il a signé hier.") == "https://a.fr/b#:~:text=Il%20a%20sign%C3%A9%20hier."


def test_a_long_quote_is_named_by_its_ends() -> None:
    url = _fragment("Il a signé hier un très long contrat avec la ville de Lyon.")
    assert unquote(url) == "https://a.fr/b#:~:text=Il a signé hier,la ville de Lyon."


def test_marks_of_the_directive_are_encoded() -> None:
    url = _fragment("Il a-t-il, & signé ? oui.")
    assert url == "https://a.fr/b#:~:text=Il%20a%2Dt%2Dil%2C%20%26%20sign%C3%A9%20%3F%20oui."


def test_a_fragment_of_the_address_gives_way() -> None:
    assert _fragment("Il a signé.", "https://a.fr/b?c=d#e").startswith(
        "https://a.fr/b?c=d#:~:text="
    )


# --- how sure, how near ---


@pytest.mark.parametrize(
    ("bias", "status"), [(0.05, "answered"), (0.0, "answered"), (-0.05, "no_answer")]
)
def test_an_answer_is_given_where_it_is_as_likely_as_not(bias: float, status: str) -> None:
    source = document("Le maire a signé un contrat.")
    answer = Engine([source], weights=weights(bias=bias)).ask("Qui a signé le contrat ?")
    assert answer.status == status


@pytest.mark.parametrize(("share", "quoted"), [(0.72, 2), (0.68, 1)])
def test_how_near_a_sentence_must_be_to_be_quoted_beside_the_best(
    share: float, quoted: int
) -> None:
    # Each term stands in one sentence of three or in none, so the first covers 2 of 3 in weight.
    source = document("Alpha kappa.\n\nGamma delta.\n\nZeta eta.")
    weight = -math.log(share) * 3  # the first is ahead by a third of the coverage
    made = weights(bias=50.0, stem_coverage=weight)
    assert len(Engine([source], weights=made).ask("alpha kappa gamma").citations) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "Le pont de Lyon est là. Le pont de Lyon est long.",
        "Le pont de Lyon est long. Le pont de Lyon est là.",
    ],
)
def test_what_is_as_good_is_quoted_after_the_best_wherever_it_is(text: str) -> None:
    about = weights(bias=50.0, stem_bm25=0.1)
    answer = Engine([document(text)], weights=about).ask("pont Lyon long")
    assert [(c.number, c.role, c.cited_text) for c in answer.citations] == [
        (1, "answer", "Le pont de Lyon est long."),
        (2, "answer", "Le pont de Lyon est là."),
    ]


# --- further passages, and paragraphs ---


@given(articles, articles, questions)
def test_others_are_the_next_best_sentences(one: str, two: str, question: str) -> None:
    sources = [document(one, document_id="b"), document(two, document_id="a")]
    for made in (UNCERTAIN, CERTAIN):
        engine = Engine(sources, weights=made)
        ranking = engine.rank(question)
        answer = engine.answer(ranking)
        shown = {c.place for c in answer.citations or answer.closest[:NEAREST]}
        left = [s.sentence.place for s in ranking.sentences if s.sentence.place not in shown]
        wanted = left[:MAX_OTHERS] if ranking.matched else []
        assert [c.place for c in answer.others] == wanted


@given(articles, articles, questions, st.integers(0, 2**32 - 1))
def test_every_excerpt_is_verbatim_and_has_its_quotes(
    one: str, two: str, question: str, seed: int
) -> None:
    sources = [document(one, document_id="b"), document(two, document_id="a")]
    by_id = {source.id: source for source in sources}
    engine = Engine(sources, weights=random_weights(seed))
    answer = engine.ask(question)
    for cited in (answer.citations, answer.closest, answer.others):
        assert all(engine.holds(citation) for citation in cited)
        found = engine.excerpts(cited)
        held = [citation for excerpt in found for citation in excerpt.citations]
        # In reading order within an excerpt, none lost and none twice.
        assert sorted(held, key=lambda c: c.number) == list(cited)
        for excerpt in found:
            assert [c.place for c in excerpt.citations] == sorted(
                c.place for c in excerpt.citations
            )
        for excerpt in found:
            text = by_id[excerpt.citations[0].document_id].text
            assert excerpt.text == text[excerpt.start : excerpt.end]
            assert (excerpt.start, excerpt.end) == (
                excerpt.sentences[0][0],
                excerpt.sentences[-1][1],
            )
            for (_, end), (start, _) in pairwise(excerpt.sentences):
                assert not text[end:start].strip("\ufeff \t\r\n\u00a0\u202f\u2028").strip()
            for c in excerpt.citations:
                assert c.document_id == excerpt.citations[0].document_id
                assert (c.start_char_index, c.end_char_index) in excerpt.sentences
        # No stretch of an article is shown twice.
        spans = sorted((e.citations[0].document_id, e.start, e.end) for e in found)
        for (before, _, end), (after, start, _) in pairwise(spans):
            assert before != after or end <= start


def _excerpts(text: str, question: str) -> tuple[Excerpt, ...]:
    engine = Engine([document(text)], weights=CERTAIN)
    return engine.excerpts(engine.ask(question).citations)


def test_an_excerpt_is_the_whole_paragraph() -> None:
    (excerpt,) = _excerpts("Un mot.\n\nAlpha beta. Gamma delta. Zeta eta.\n\nAutre mot.", "gamma")
    assert excerpt.text == "Alpha beta. Gamma delta. Zeta eta."
    assert [c.cited_text for c in excerpt.citations] == ["Gamma delta."]
    assert excerpt.sentences == ((9, 20), (21, 33), (34, 43))


def test_a_paragraph_that_is_all_quoted_comes_with_its_neighbours() -> None:
    (excerpt,) = _excerpts("Un mot.\n\nDeux mots.\n\nGamma delta.\n\nFin ici.\n\nRien.", "gamma")
    assert excerpt.text == "Deux mots.\n\nGamma delta.\n\nFin ici."


def test_the_first_and_the_last_paragraph_have_one_neighbour() -> None:
    (first,) = _excerpts("Gamma delta.\n\nDeux mots.\n\nRien ici.", "gamma")
    assert first.text == "Gamma delta.\n\nDeux mots."
    (last,) = _excerpts("Un mot là.\n\nDeux mots.\n\nGamma delta.", "gamma")
    assert last.text == "Deux mots.\n\nGamma delta."


def test_excerpts_that_overlap_are_one() -> None:
    text = "Un.\n\nGamma delta.\n\nDeux mots.\n\nGamma delta.\n\nTrois."
    (excerpt,) = _excerpts(text, "gamma")
    assert excerpt.text == text
    assert [c.number for c in excerpt.citations] == [1, 2]
    far = "Gamma delta.\n\nUn.\n\nDeux.\n\nTrois.\n\nGamma delta."
    assert [e.text for e in _excerpts(far, "gamma")] == [
        "Gamma delta.\n\nUn.",
        "Trois.\n\nGamma delta.",
    ]


def test_a_long_paragraph_is_whole_though_it_was_ranked_in_windows() -> None:
    paragraph = " ".join(
        f"La phrase numéro {n} parle encore de tout et de rien." for n in range(60)
    )
    (excerpt,) = _excerpts(f"Un mot.\n\n{paragraph}\n\nFin.", "phrase 59")
    assert excerpt.text == paragraph
    assert len(excerpt.sentences) == 60


# --- the days that a quote's words of time mean ---


def test_dates_are_resolved_beside_the_quote(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    (citation,) = answer.citations
    (resolved,) = citation.resolved_dates
    source = engine.document(citation.document_id)
    assert source.text[resolved.start_char_index : resolved.end_char_index] == "juin"
    assert (resolved.text, str(resolved.start), str(resolved.end)) == (
        "juin",
        "2025-06-01",
        "2025-06-30",
    )
    assert citation.cited_text == source.text[citation.start_char_index : citation.end_char_index]


def test_without_a_day_of_publication_only_absolute_dates_are_resolved() -> None:
    text = "Le maire a signé vendredi le contrat du 3 mai 2025."
    for head, expected in [("date 2026-02-28 ", ["vendredi", "3 mai 2025"]), ("", ["3 mai 2025"])]:
        source = document(f" {head}{text}" if head else text)
        (citation,) = Engine([source], weights=CERTAIN).ask("Qui a signé le contrat ?").citations
        assert [d.text for d in citation.resolved_dates] == expected
        assert all(
            source.text[d.start_char_index : d.end_char_index] == d.text
            for d in citation.resolved_dates
        )


@given(articles)
def test_what_is_resolved_lies_in_its_quote(text: str) -> None:
    source = document(f" date 2026-02-28 {text} Il a signé vendredi.")
    answer = Engine([source], weights=CERTAIN).ask("Qui a signé vendredi ?")
    assert answer.citations
    for c in answer.citations:
        for d in c.resolved_dates:
            assert c.start_char_index <= d.start_char_index < d.end_char_index <= c.end_char_index
            assert source.text[d.start_char_index : d.end_char_index] == d.text
