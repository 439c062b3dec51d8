"""The XML of Word documents by local names: two editions of the standard have two namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

_OFF = frozenset({"0", "false", "off"})
# What only wraps content: tracked insertions, form fields, tags. Of alternatives, one is taken.
_WRAPS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


def name(element: Element) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, wanted: str) -> Element | None:
    """Return the first child of this name."""
    if element is None:
        return None
    return next((one for one in element if name(one) == wanted), None)


def each(element: Element | None, wanted: str) -> Iterator[Element]:
    """Yield everything of this name in an element, in order."""
    if element is not None:
        yield from (one for one in element.iter() if name(one) == wanted)


def get(element: Element, wanted: str) -> str:
    """Return an attribute by its name without namespace; "" without it."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == wanted), "")


def value(element: Element | None) -> str:
    """Return the attribute `val`."""
    return "" if element is None else get(element, "val")


def is_on(element: Element | None) -> bool:
    """Return whether a switch is there and not off."""
    return element is not None and value(element).lower() not in _OFF


def content(element: Element) -> Iterator[Element]:
    """Yield the children, and those of what only wraps them."""
    for one in element:
        if name(one) in _WRAPS:
            yield from content(one)
        else:
            yield one
