"""Where the article of a page is, and what in there is no part of it.

trafilatura finds the article's text, but loses some of it: standfirsts, lists, headings, the times
of entries. So what it has found is looked for in the page, and all that is with it there is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.documents.formats.html_text import BLOCKS, HEADINGS, name

_KNOWN = 20  # letters of a paragraph from which on it is known again
_MOST = 0.8  # of what was found is in the article
_LITTLE = 600  # characters: a date line, a photo's credit
_LARGE = 0.4  # of the article's text: so much is a part of it, whatever it is called
_BESIDE = 8  # times as much is in the cell of the article beside that of a menu
_LINKED = 0.6  # of its text is in links: a menu, or links to other articles

_NOT_LETTERS = re.compile(r"[\W_]+")
_AROUND = frozenset({"aside", "footer", "form"})
_AROUND_ROLES = frozenset({"complementary", "contentinfo", "search", "dialog", "alert"})
# Words in the class or id of what is around an article, as whole parts of it.
_AROUND_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|fil-ariane|share|sharing|partage|social|related|"
    r"recommend(?:ed|ations?)|newsletters?|comments?|commentaires?|cookies?|consent|advert|"
    r"advertisement|publicite|taboola|outbrain|sidebar|pagination|tags|skip-links?|lire-aussi|"
    r"read-also|most-read|plus-lus)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SEE_ALSO = re.compile(
    r"\W*(?:(?:à )?lire aussi|à lire|voir aussi|(?:read|see|watch) also|read more|related)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def find_article(tree: Any, found: Sequence[str]) -> Any:
    """Return the element that has the paragraphs `found`, and the heading of the page.

    Where none is known again, the page's only article, its main part, or its body.
    """
    keys = {key for text in found if len(key := _key(text)) >= _KNOWN}
    known: dict[Any, int] = {}
    for element in tree.iter(*BLOCKS):
        key = _key(_short_text(element))
        if key in keys:
            keys.remove(key)
            known[element] = len(key)
    holders = Counter(holder for element in known for holder in element.iterancestors())
    enough = [one for one, count in holders.items() if count >= _MOST * len(known)]
    if len(known) > 1 and enough:
        if (heading := only_heading(tree)) is not None:
            known[heading] = len(_key(_short_text(heading)))
        return _with_the_rest(max(enough, key=_depth), known)
    articles = tree.findall(".//article")
    if len(articles) == 1:
        return articles[0]
    main = tree.find(".//main")
    body = tree.find(".//body")
    return main if main is not None else body if body is not None else tree


def only_heading(element: Any) -> Any:
    """Return the only first heading in an element that is not the site's; None without one."""
    sites = site_headings(element)
    headings = [one for one in element.iter("h1") if _text(one) and one not in sites]
    return headings[0] if len(headings) == 1 else None


def site_headings(element: Any) -> list[Any]:
    """Return the first headings that are nothing but a link: the name of the site."""
    return [
        heading
        for heading in element.iter("h1")
        if _text(heading) == " ".join(_text(link) for link in heading.iter("a"))
    ]


def _with_the_rest(article: Any, known: Mapping[Any, int]) -> Any:
    """Return `article`, or what it is in where more of what is `known` is, and little else."""
    for outer in list(article.iterancestors()):
        inside, already = set(outer.iter()), set(article.iter())
        gained = sum(size for one, size in known.items() if one in inside and one not in already)
        if gained and _shown(outer) - _shown(article) <= 2 * gained + _LITTLE:
            article = outer
    return article


def _shown(element: Any) -> int:
    """Return how long the text in an element is, without what is around it."""
    return len(_text(element)) - sum(len(_text(one)) for one in around(element))


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def around(article: Any) -> frozenset[Any]:
    """Return the elements in `article` that are no part of it: menus, links, comments, controls."""
    whole = len(_text(article)) or 1
    return frozenset(_around(article, whole))


def _around(element: Any, whole: int) -> Iterator[Any]:
    for child in element:
        if not name(child):
            continue
        if _is_around(child, whole):
            yield child
        else:
            yield from _around(child, whole)


def _is_around(element: Any, whole: int) -> bool:
    kind = name(element)
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if kind == "nav" or element.get("role") == "navigation":
        return True
    length = len(_text(element))
    if length > _LARGE * whole:
        return False
    if kind in _AROUND and not (kind == "footer" and name(element.getparent()) == "blockquote"):
        return True
    if element.get("role") in _AROUND_ROLES:
        return True
    if _AROUND_WORDS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    links = [_text(link) for link in element.iter("a")]
    if not links or not length or sum(map(len, links)) < _LINKED * length:
        return False
    if _SEE_ALSO.match(_text(element)):
        return True
    if kind == "td" and len(_text(element.getparent())) < _BESIDE * length:
        return False  # of a table of facts, and not of one that lays out the page
    return len(links) > 1 and kind in BLOCKS and kind not in HEADINGS


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _short_text(element: Any) -> str:
    """Return the text of an element, and nothing of one with much in it."""
    if sum(1 for _ in zip(element.iter(), range(60), strict=False)) == 60:
        return ""
    return "".join(element.itertext())


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
