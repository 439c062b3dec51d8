from __future__ import annotations

from hypothesis import given

from index.documents.cut import cut_document
from index.documents.document import make_document
from index.text.tokens import analyzer_for
from tests import strategies


@given(strategies.articles)
def test_tokens_of_a_sentence_are_those_that_the_sentence_alone_has(text: str) -> None:
    document = make_document(text, document_id="a")
    cut = cut_document(document)
    analyzer = analyzer_for(document.language)
    for sentence in cut.sentences:
        alone = tuple(analyzer.tokens(document.text, start=sentence.start, end=sentence.end))
        assert cut.tokens_between(sentence.start, sentence.end) == alone
