"""The quotes of an answer as W3C Web Annotations, for tools that show these in their place.

An answer is an `AnnotationCollection` whose first page, the only one, is in it: an annotation for
each citation (https://www.w3.org/TR/annotation-model/). What the model leaves open:

- The motivation is `highlighting`: the annotation marks a segment of the article and says nothing
  about it. The question is its body, of purpose `questioning`, and a second body tags the
  citation as `answer` or `context`.
- The quote is one target, selected by its words and by its position, which have to agree. The
  short answer is a target of its own, since a selector with a refinement selects the refinement
  alone. Positions are code points, as in all of this API.
- Ids and sources are whole addresses under the setting `PUBLIC_URL`. Without it they are paths on
  this server: relative references, which JSON-LD resolves against the address that the collection
  was got from. The `Host` of a request never becomes part of them.
- The version that was quoted is a state of the target: a request for the text with this header,
  `If-Match` with the text's sha256, gets either that version or a 412.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from bot.asking import Asked
from bot.links import page_path
from index import Answer, Citation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
JSON_LD = "application/ld+json"
MEDIA_TYPE = f'{JSON_LD}; profile="{CONTEXT}"'

Json = dict[str, Any]


def annotations_of(asked: Asked, *, base: str) -> bytes:
    """Return the annotations as JSON-LD.

    `base` comes before every path: the server's address, without a last slash, or no more than the
    path that it is served below.

    Without an answer the collection is empty: the closest sentences do not answer.
    """
    answer = asked.answer
    # The answer's id tells collections apart that the same question gets when articles change.
    address = f"{base}/ask?q={quote(answer.question, safe='')}"
    collection_id = f"{address}#{answer.id}"
    items = [_annotation(citation, answer, f"{collection_id}-{citation.number}", base)
             for citation in answer.citations]  # fmt: skip
    collection: Json = {
        "@context": CONTEXT,
        "id": collection_id,
        "type": "AnnotationCollection",
        "label": asked.question,
        "total": len(items),
    }
    if items:
        collection["first"] = {
            "id": f"{collection_id}-page",
            "type": "AnnotationPage",
            "partOf": collection_id,
            "startIndex": 0,
            "items": items,
        }
    return to_json(collection)


def _annotation(citation: Citation, answer: Answer, annotation_id: str, base: str) -> Json:
    quoted = _target(citation, base, _selectors(citation))
    short = _short_answer(citation)
    return {
        "id": annotation_id,
        "type": "Annotation",
        "motivation": "highlighting",
        "body": [
            _body(answer.question, "questioning", language=answer.language),
            _body(citation.role or "context", "tagging", language="en"),
        ],
        "target": [quoted, _target(citation, base, short)] if short else quoted,
    }


def _body(value: str, purpose: str, *, language: str) -> Json:
    return {
        "type": "TextualBody",
        "value": value,
        "purpose": purpose,
        "format": "text/plain",
        "language": language,
    }


def _target(citation: Citation, base: str, selectors: list[Json]) -> Json:
    return {
        "type": "SpecificResource",
        "source": f"{base}{page_path(citation.document_id)}/text",
        "selector": selectors,
        "state": {
            "type": "HttpRequestState",
            "value": f'If-Match: "{citation.document_sha256}"',
        },
    }


def _selectors(citation: Citation) -> list[Json]:
    """Return two selectors of the quote: by its words, and by its position."""
    return [
        _by_words(citation.cited_text, citation.prefix, citation.suffix),
        _by_position(citation.start_char_index, citation.end_char_index),
    ]


def _short_answer(citation: Citation) -> list[Json]:
    """Return the same, each refined to the short answer in the quote; none where it has none."""
    start, end = citation.answer_start_char_index, citation.answer_end_char_index
    if start is None or end is None:
        return []
    start, end = start - citation.start_char_index, end - citation.start_char_index
    text = citation.cited_text
    by_words, by_position = _selectors(citation)
    return [
        {**by_words, "refinedBy": _by_words(text[start:end], text[:start], text[end:])},
        {**by_position, "refinedBy": _by_position(start, end)},
    ]


def _by_words(exact: str, prefix: str, suffix: str) -> Json:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def _by_position(start: int, end: int) -> Json:
    return {"type": "TextPositionSelector", "start": start, "end": end}
