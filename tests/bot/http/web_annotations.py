"""What the W3C's Web Annotation Data Model demands, as far as this project uses it.

https://www.w3.org/TR/annotation-model/, the sections named below. Written from the model's text,
not from the code that is checked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
    "highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


def check_collection(collection: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the annotations of a collection with its only page in it (sections 5.1, 5.2)."""
    assert collection["@context"] == CONTEXT
    check_iri(collection["id"])
    assert collection["type"] == "AnnotationCollection"
    assert isinstance(collection["label"], str)
    assert type(collection["total"]) is int
    if not collection["total"]:
        assert set(collection) == {"@context", "id", "type", "label", "total"}
        return []
    assert set(collection) == {"@context", "id", "type", "label", "total", "first"}
    page = collection["first"]
    assert set(page) == {"id", "type", "partOf", "startIndex", "items"}
    check_iri(page["id"])
    assert (page["type"], page["partOf"], page["startIndex"]) == (
        "AnnotationPage",
        collection["id"],
        0,
    )
    assert len(page["items"]) == collection["total"]
    ids = [collection["id"], page["id"], *(item["id"] for item in page["items"])]
    assert len(set(ids)) == len(ids)
    for item in page["items"]:
        check_annotation(item)
    annotations: list[dict[str, Any]] = page["items"]
    return annotations


def check_annotation(annotation: dict[str, Any]) -> None:
    """Section 3.1: an id, a type, bodies, at least one target; 3.3.5: motivation."""
    assert set(annotation) == {"id", "type", "motivation", "body", "target"}
    check_iri(annotation["id"])
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] in MOTIVATIONS
    for body in annotation["body"]:
        check_body(body)
    for target in targets(annotation):
        check_target(target)


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    """The targets: one, or a list of them."""
    target = annotation["target"]
    return target if isinstance(target, list) else [target]


def check_body(body: dict[str, Any]) -> None:
    """Section 3.2.4: an embedded text."""
    assert set(body) == {"type", "value", "purpose", "format", "language"}
    assert body["type"] == "TextualBody"
    assert isinstance(body["value"], str)
    assert body["purpose"] in MOTIVATIONS
    assert body["format"] == "text/plain"


def check_target(target: dict[str, Any]) -> None:
    """Section 4: a source, selectors (4.2) and a state (4.3.2)."""
    assert set(target) == {"type", "source", "selector", "state"}
    assert target["type"] == "SpecificResource"
    check_iri(target["source"])
    assert not urlsplit(target["source"]).fragment
    for selector in target["selector"]:
        check_selector(selector)
    assert target["state"].keys() == {"type", "value"}
    assert target["state"]["type"] == "HttpRequestState"
    assert ": " in target["state"]["value"]


def check_selector(selector: dict[str, Any]) -> None:
    """Sections 4.2.4 (words), 4.2.5 (position), 4.2.9 (refinement)."""
    fields = {
        "TextQuoteSelector": {"type": str, "exact": str, "prefix": str, "suffix": str},
        "TextPositionSelector": {"type": str, "start": int, "end": int},
    }[selector["type"]]
    assert set(selector) - {"refinedBy"} == set(fields)
    for name, kind in fields.items():
        assert type(selector[name]) is kind
    if "start" in selector:
        assert 0 <= selector["start"] < selector["end"]
    if "refinedBy" in selector:
        check_selector(selector["refinedBy"])


def check_iri(value: object) -> None:
    assert isinstance(value, str)
    parts = urlsplit(value)
    if parts.scheme or parts.netloc:
        assert parts.scheme in {"http", "https"}
        assert parts.netloc
    else:  # a reference that JSON-LD resolves (RFC 3986, 4.2): a path that starts at the root
        assert parts.path.startswith("/")
        assert not value.startswith("//")
    assert not set(value) & set(' <>"{}|\\^`')


def select(text: str, selector: dict[str, Any]) -> str:
    """What a selector selects in `text`, refined where it says so."""
    if selector["type"] == "TextPositionSelector":
        found = text[selector["start"] : selector["end"]]
    else:
        around = selector["prefix"] + selector["exact"] + selector["suffix"]
        assert text.count(around) == 1
        found = selector["exact"]
    return select(found, selector["refinedBy"]) if "refinedBy" in selector else found
