"""Quotes made from the articles by code: as they are, in other typography, and forged.

Every change takes a random generator and a quote that an article has to the letter, and returns the
quote changed, or None where there is nothing to change. What is forged is no quote of any article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from index import Document, QuotePlace, make_document, read_articles
from index.documents.passages import cut_passages
from index.training.datasets import read_dataset
from index.verifying.edges import begins_word, ends_word
from tests.paths import DATA, SEEDS

Place = tuple[str, int, int]
Change = Callable[[Random, str], str | None]

SETS = ("extra-news.json", "german.json", "spanish.json", "tiny.json")


def drawn(seed: int) -> Random:
    """What the changes are drawn with: the same every time."""
    return Random(seed)  # noqa: S311  no secrets


def place_of(place: QuotePlace) -> Place:
    return place.document_id, place.start_char_index, place.end_char_index


def articles() -> list[Document]:
    """The first article, and what else the tests have: French, English, German, Spanish."""
    found = list(read_articles(SEEDS).documents)
    for folder in (DATA / "held_out",):
        found += read_articles(folder).documents
    for name in SETS:
        for number, entry in enumerate(read_dataset(DATA / name).entries):
            text = entry.document.text
            found.append(make_document(text, document_id=f"{name[:-5]}-{number}"))
    return found


@dataclass(frozen=True)
class Quote:
    """`document.text[start:end]`, in whole words."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


Passages = list[tuple[Document, int, int]]


def passages(documents: list[Document]) -> Passages:
    """The paragraphs of running text."""
    return [
        (document, passage.start, passage.end)
        for document in documents
        for passage in cut_passages(document)
        if passage.kind == "text"
    ]


def quotes(rng: Random, among: Passages, number: int, *, least: int = 5) -> list[Quote]:
    """So many quotes: parts of sentences, sentences, and what goes over several of them."""
    found: list[Quote] = []
    while len(found) < number:
        document, start, end = rng.choice(among)
        words = list(re.finditer(r"\S+", document.text[start:end]))
        if len(words) < least:
            continue
        size = rng.randint(least, min(len(words), 40))
        first = rng.randrange(len(words) - size + 1)
        a, b = start + words[first].start(), start + words[first + size - 1].end()
        # Marks and points at the ends are the quoter's own affair.
        while a < b and not document.text[a].isalnum():
            a += 1
        while a < b and not document.text[b - 1].isalnum():
            b -= 1
        if not begins_word(document.text, a) or not ends_word(document.text, b):
            continue
        found.append(Quote(document, a, b))
    return found


def _once(rng: Random, pattern: str, text: str, make: Callable[[str], str]) -> str | None:
    """`text` with what `make` makes of one of the matches; None where there is none."""
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + make(match[0]) + text[match.end() :]


def _each(rng: Random, pattern: str, others: str | tuple[str, ...], text: str) -> str | None:
    """`text` with each match replaced by one of `others`; None where there is none."""
    made = re.sub(pattern, lambda _: rng.choice(others), text)
    return made if made != text else None


# --- typography ---


def quotation_marks(rng: Random, text: str) -> str | None:
    opening, closing = rng.choice((("« ", " »"), ("“", "”"), ("„", "“"), ('"', '"'), ("", "")))
    made = re.sub(r'(?<!\w)["«“„]\s?(?=\w)', opening, text)
    made = re.sub(r'(?<=[\w.,!?…])\s?["»”](?!\w)', closing, made)
    return made if made != text else None


def apostrophes(rng: Random, text: str) -> str | None:
    return _each(rng, "['’](?=\\w)", ("’", "ʼ", "'", "´", "`"), text)


def spaces(rng: Random, text: str) -> str | None:
    return _each(rng, " ", ("\u00a0", "\u202f", "  ", "\u2009", " \u200b", "\t", "\u3000"), text)


def spaces_before_marks(rng: Random, text: str) -> str | None:
    del rng
    made = re.sub(r"(?<=[^\W\d]) ?([;:!?»])", "\u202f\\1", text)
    return made if made != text else None


def no_width(rng: Random, text: str) -> str | None:
    sign = rng.choice(("\u200b", "\ufeff", "\u2060", "\u200e", "\u200d"))
    return _once(rng, r"[^\W\d_]{2,}", text, lambda word: word[0] + sign + word[1:])


def line_breaks(rng: Random, text: str) -> str | None:
    ends = ("\n", "\r\n", " \n ", "\u2028", "\n\n")
    return _once(rng, " ", text, lambda _: rng.choice(ends))


def dashes(rng: Random, text: str) -> str | None:
    return _each(rng, "[-–—]", ("‐", "‑", "–", "—", "−", "-"), text)


def first_letter(rng: Random, text: str) -> str | None:
    del rng
    made = text[0].swapcase() + text[1:]
    return made if made != text and len(made) == len(text) else None


def decomposed(rng: Random, text: str) -> str | None:
    made = unicodedata.normalize(rng.choice(("NFD", "NFKD")), text.replace("…", "..."))
    return made if made != text and not re.search("[ªº²³½¼¾]", text) else None


def ligatures(rng: Random, text: str) -> str | None:
    del rng
    made = text.replace("fi", "ﬁ").replace("fl", "ﬂ").replace("oe", "œ")
    return made if made != text else None


def full_width(rng: Random, text: str) -> str | None:
    return _once(rng, r"\d+", text, lambda digits: "".join(chr(ord(c) + 0xFEE0) for c in digits))


def soft_hyphens(rng: Random, text: str) -> str | None:
    return _once(rng, r"[^\W\d_]{5,}", text, lambda word: word[:3] + "\u00ad" + word[3:])


def hyphenated(rng: Random, text: str) -> str | None:
    hyphen = rng.choice(("-\n", "-\r\n", "‐\n  "))
    return _once(rng, r"[^\W\d_]{5,}", text, lambda word: word[:3] + hyphen + word[3:])


def ellipses_round(rng: Random, text: str) -> str | None:
    pairs = (("… ", " …"), ("[…] ", " [...]"), ("", "…"), ("...", ""), ("(…) ", ""))
    before, after = rng.choice(pairs)
    return before + text + after


TYPOGRAPHY: Mapping[str, tuple[Change, ...]] = {
    "quotation_mark": (quotation_marks,),
    "apostrophe": (apostrophes,),
    "space": (spaces, spaces_before_marks, no_width),
    "dash": (dashes,),
    "capital": (first_letter,),
    "unicode_form": (decomposed, ligatures, full_width),
    "soft_hyphen": (soft_hyphens,),
    "line_break": (line_breaks, hyphenated),
    "omission": (ellipses_round,),
}


# --- forgery ---

_NEGATIONS = (
    r"(?<=\w )(?:ne|pas|plus|jamais|aucune?|not|never|no|nicht|kein\w*|no|nunca)\s",
    r"(?<=\w )n['’](?=\w)",
)
_TENSES = (
    (r"\ba (\w+)é\b", r"aura \1é"), (r"\best\b", "était"), (r"\bont\b", "avaient"),
    (r"\b(\w{3,})ait\b", r"\1era"), (r"\b(\w{3,})ent\b", r"\1aient"), (r"\bavait\b", "aura"),
    (r"\bsera\b", "est"), (r"\b(\w{3,})era\b", r"\1e"), (r"\bis\b", "was"), (r"\bwas\b", "is"),
    (r"\bhas\b", "had"), (r"\bwill\b", "would"), (r"\b(\w{3,})ed\b", r"\1"), (r"\bhat\b", "hatte"),
    (r"\bist\b", "war"), (r"\bha\b", "había"), (r"\bserá\b", "es"),
)  # fmt: skip


def negation_dropped(rng: Random, text: str) -> str | None:
    return _once(rng, rng.choice(_NEGATIONS), text, lambda _: "")


def negation_added(rng: Random, text: str) -> str | None:
    words = (" ne ", " pas ", " not ", " jamais ", " nicht ", " no ")
    return _once(rng, r"(?<=\w) (?=\w)", text, lambda _: rng.choice(words))


def number_changed(rng: Random, text: str) -> str | None:
    return _once(rng, r"\d", text, lambda digit: str((int(digit) + rng.randint(1, 9)) % 10))


def number_grown(rng: Random, text: str) -> str | None:
    ways = ("{}0", "1{}", "{},5", "-{}", "{} 000")
    return _once(rng, r"\d+", text, lambda number: rng.choice(ways).format(number))


def number_raised(rng: Random, text: str) -> str | None:
    return _once(rng, r"(?<=\d)\d", text, lambda digit: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)])


def number_parted(rng: Random, text: str) -> str | None:
    pattern = r"(?<![\d\s.,])\s\d{2,3}(?!\d|[\s.,]\d)"
    return _once(rng, pattern, text, lambda number: number[:2] + " " + number[2:])


def decimal_moved(rng: Random, text: str) -> str | None:
    return _once(
        rng,
        r"(?<=\d)[.,](?=\d)",
        text,
        lambda mark: rng.choice(("", " ", ", ", "." if mark == "," else ",")),
    )


def tense_changed(rng: Random, text: str) -> str | None:
    pattern, by = rng.choice(_TENSES)
    made = re.sub(pattern, by, text, count=1)
    return made if made != text else None


def name_changed(rng: Random, text: str) -> str | None:
    names = ("Durand", "Washington", "Mistral", "Merkel", "García")
    return _once(rng, r"(?<=\w )[A-Z]\w+", text, lambda _: rng.choice(names))


def name_in_small_letters(rng: Random, text: str) -> str | None:
    return _once(rng, r"(?<=\w[ '’])[A-Z]\w+", text, str.lower)


def capital_inside(rng: Random, text: str) -> str | None:
    return _once(rng, r"(?<=\w )[a-z]\w{3,}", text, rng.choice((str.upper, str.capitalize)))


def accent_dropped(rng: Random, text: str) -> str | None:
    def bare(word: str) -> str:
        decomposed = unicodedata.normalize("NFD", word)
        return "".join(c for c in decomposed if not unicodedata.combining(c))

    made = _once(rng, r"\w*[à-öø-ÿ]\w*", text, bare)
    return made if made != text else None


def accent_added(rng: Random, text: str) -> str | None:
    accented = {"a": "à", "ou": "où", "la": "là", "des": "dès", "sur": "sûr", "du": "dû",
                "mais": "maïs", "el": "él", "si": "sí", "tu": "tú"}  # fmt: skip
    return _once(rng, rf"\b(?:{'|'.join(accented)})\b", text, accented.__getitem__)


def words_swapped(rng: Random, text: str) -> str | None:
    made = _once(rng, r"\b\w{3,} \w{3,}\b", text, lambda pair: " ".join(pair.split()[::-1]))
    return made if made != text else None


def word_changed(rng: Random, text: str) -> str | None:
    words = ("zébulon", "refuse", "demain", "money", "Haus", "pueblo")
    return _once(rng, r"\b[^\W\d_]{4,}\b", text, lambda _: rng.choice(words))


def word_dropped(rng: Random, text: str) -> str | None:
    return _once(rng, r"(?<=\w )\w+ (?=\w)", text, lambda _: "")


def letter_changed(rng: Random, text: str) -> str | None:
    def other(letter: str) -> str:
        return chr((ord(letter) - 97 + rng.randint(1, 25)) % 26 + 97)

    return _once(rng, r"(?<=\w)[a-z](?=\w)", text, other)


def words_joined(rng: Random, text: str) -> str | None:
    return _once(rng, r"(?<=[^\W\d_]) (?=[^\W\d_])", text, lambda _: rng.choice(("", "-")))


def word_parted(rng: Random, text: str) -> str | None:
    by = rng.choice((" ", "-", "'"))
    return _once(rng, r"[^\W\d_]{5,}", text, lambda word: word[:2] + by + word[2:])


def last_word_cut(rng: Random, text: str) -> str | None:
    return _once(rng, r"\w{6,}\Z", text, lambda word: word[: -rng.randint(1, 3)])


def first_word_cut(rng: Random, text: str) -> str | None:
    return _once(rng, r"\A\w{6,}", text, lambda word: word[rng.randint(1, 3) :])


def comma_moved(rng: Random, text: str) -> str | None:
    pattern = r"(?<=[^\W\d_]),? (?=[^\W\d_])"
    return _once(rng, pattern, text, lambda space: " " if space.startswith(",") else ", ")


FORGERIES: Mapping[str, tuple[Change, ...]] = {
    "negation": (negation_dropped, negation_added),
    "number": (number_changed, number_grown, number_raised, number_parted, decimal_moved),
    "name": (name_changed, name_in_small_letters),
    "tense": (tense_changed,),
    "word": (word_changed, word_dropped, words_swapped, letter_changed, capital_inside),
    "accent": (accent_dropped, accent_added),
    "edge": (words_joined, word_parted, last_word_cut, first_word_cut),
    "punctuation": (comma_moved,),
}


def changed(
    rng: Random, among: Passages, changes: tuple[Change, ...], number: int
) -> Iterator[tuple[Quote, str]]:
    """So many quotes and what they are changed to, each change as often as it can be made."""
    made = 0
    while made < number:
        (quote,) = quotes(rng, among, 1)
        change = changes[made % len(changes)]
        text = change(rng, quote.text)
        if text is not None and text != quote.text:
            made += 1
            yield quote, text
