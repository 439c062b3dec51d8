"""A page saved from the web: its article, without menus, comments and what else is around it.

trafilatura says where the article is, and what the page says of it: title, date, author, address.
"""

from __future__ import annotations

import codecs
import re
from copy import deepcopy
from datetime import date
from typing import Any

import trafilatura

from index.documents.formats.extracted import Extracted, FormatError, joined, one_line
from index.documents.formats.html_region import around, find_article, only_heading, site_headings
from index.documents.formats.html_text import Writer

_LARGE = 2 * 1024 * 1024  # bytes; from there on the second opinions of trafilatura take minutes
_HEAD = 4096  # characters in which a page says how it is encoded, and where it was saved from
_CHARSET = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+?encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AUTHORED = re.compile(r"^(?:propos recueillis par|recueilli par|par|by)\s+", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[|–—-]\s")
_LONG_TITLE = 300  # characters
_LONG_AUTHOR = 200
# What browsers, and the extension SingleFile, write at the top of a page that they save.
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]{1,2000})"
)
# Only what the page says in so many words: elsewhere, dates are those of other things.
_DATES = {"original_date": True, "extensive_search": False}


def read(data: bytes) -> Extracted:
    """Return the article of the page `data`. Raises `FormatError` where there is none."""
    if data.startswith(b"%PDF-"):
        raise FormatError("must be HTML; it is a PDF. Give the file the ending .pdf")
    page = _decoded(data)
    tree = trafilatura.load_html(page)
    if tree is None:
        raise FormatError("must be HTML; no element is found in it. Save it anew, or as .txt")
    found = trafilatura.bare_extraction(
        deepcopy(tree),
        include_comments=False,
        with_metadata=True,
        # An answer may be in a standfirst or a list, which it is otherwise quick to leave out.
        favor_recall=True,
        fast=len(data) > _LARGE,
        date_extraction_params=_DATES,
    )
    paragraphs = _found(getattr(found, "body", None))
    article = find_article(tree, paragraphs)
    title = _title(tree, article, getattr(found, "title", None) or "")
    blocks = Writer(around(article)).write(article)
    blocks = [block for block in blocks if block != title]
    if not paragraphs or not blocks:
        raise FormatError(
            "must have an article in its HTML; no text is found in it, as where a script writes "
            "it. Save the page from the browser once it is shown, or its text as .txt"
        )
    saved = _SAVED_FROM.search(page, 0, _HEAD)
    return Extracted(
        text=joined(title, blocks),
        title=title,
        published_at=_day(getattr(found, "date", None)),
        author=_AUTHORED.sub("", one_line(getattr(found, "author", None) or ""))[:_LONG_AUTHOR],
        url=getattr(found, "url", None) or (saved[1] if saved else None),
    )


def _found(body: Any) -> list[str]:
    """Return the paragraphs that trafilatura has found."""
    if body is None:
        return []
    texts = ["".join(part.itertext()) for part in body.iter("p", "head", "item", "cell", "quote")]
    return [text for text in texts if text.strip()]


def _decoded(data: bytes) -> str:
    """Return `data` as text: by its mark, by what it says, as UTF-8, else as Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    said = _CHARSET.search(data, 0, _HEAD)
    name = (said[1] or said[2]).decode("ascii") if said else "utf-8"
    # What is called ISO-8859-1 or ASCII is Windows-1252, as browsers take it (WHATWG Encoding).
    if name.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "utf-16"):
        name = "utf-8"
    for encoding in (name, "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _title(tree: Any, article: Any, said: str) -> str:
    """Return the only first heading of the article; else what the page says of itself.

    Where trafilatura takes the name of the site for it, the page's `title` without that name.
    """
    heading = only_heading(article)
    if heading is not None:
        said = "".join(heading.itertext())
    else:
        sites = [one_line("".join(site.itertext())) for site in site_headings(tree)]
        if one_line(said) in sites:
            parts = _TITLE_PARTS.split(one_line(tree.findtext(".//title") or ""))
            said = " - ".join(part for part in parts if part not in sites)
    return one_line(said)[:_LONG_TITLE]


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
