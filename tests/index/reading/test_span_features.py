from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from index.questions.analysis import analyse_question
from index.reading.span_features import SPAN_FEATURES, span_features
from index.reading.spans import find_spans
from tests.index.helpers import candidates, document
from tests.strategies import articles, questions


@given(articles, questions)
def test_features_of_any_text(text: str, question: str) -> None:
    article = document(text)
    asked = analyse_question(question, language=article.language)
    for candidate in candidates(article):
        found = find_spans(candidate)
        values = span_features(asked, article.text, found)
        assert values.shape == (len(found.first), len(SPAN_FEATURES))
        assert np.isfinite(values).all()


def test_names_of_features_are_unique() -> None:
    assert len(set(SPAN_FEATURES)) == len(SPAN_FEATURES)


def test_a_span_near_the_words_asked_and_one_that_repeats_them() -> None:
    article = document("La société a été fondée en 2021 et le musée a été ouvert en 1999.")
    (candidate,) = candidates(article)
    spans = find_spans(candidate)
    asked = analyse_question("Quand la société a-t-elle été fondée ?", language="fr")
    values = span_features(asked, article.text, spans)
    rows = {
        article.text[start:end]: row
        for start, end, row in zip(spans.start, spans.end, values, strict=True)
    }
    near = SPAN_FEATURES.index("near any before")
    assert rows["2021"][near] == pytest.approx(1 / 2)
    assert rows["1999"][near] < rows["2021"][near]
    assert rows["fondée"][SPAN_FEATURES.index("asked all")] == 1
    assert rows["2021"][SPAN_FEATURES.index("asked none")] == 1
    assert rows["2021"][SPAN_FEATURES.index("date: year")] == 1
