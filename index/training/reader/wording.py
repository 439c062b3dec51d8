"""The wording of names: where a text has one, whole or as a part of more, and its determiner.

Foils exchange names in questions. For that, a name must occur as such, not inside a longer one,
and the one that takes its place needs the preposition and the determiner that go with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from index.text.tokens import analyzer_for
from index.training.reader.articles import Article, Name

VOWELS = "aeiouyàâäéèêëîïôöùûüh"  # before which French elides "de": "d'Anne"
_LANGUAGES = ("fr", "en")
_REMEMBERED = 4096  # patterns of names: more than those of one article
# After or before a name that is only a part: "Tours Métropole", "Marie de Tours", "“Le Monde”".
_AFTER_NAME = re.compile(
    r"['’+&\"»”-]\w?|\s(?:(?:de|du|des|of|of the|de la)\s|d['’]|de l['’])?[A-ZÀ-Ý0-9]|\s?[\"»”]"
)
_BEFORE_NAME = re.compile(
    r"(?:[A-ZÀ-Ý][\w.'’-]*|[\"«“*_])\s?(?:(?:de|du|des|of|of the|de la|the|aux?|et|and)\s|d['’]"
    r"|de l['’])?$"
    r"|[\w\"«“*_]-$|[\"«“*_]\s?$"
)
_NO_PART = re.compile(
    r"(?:^|.*\s)(?:L[ea]s?|L['’]|The|M\.|Mme|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|D['’])\s?$", re.DOTALL
)
_LINKS = r"\s*(?:,|et|and|ou|or|&|/|-|–|ainsi que|as well as|comme)\s*"
_BEFORE = (
    r"(?:\b(?P<before>de la|de l['’]|du|de|d['’]|des|à la|à l['’]|au|aux|à|le|la|les|l['’]|the)"
    r"\s*)?"
)
_DETERMINER = re.compile(r"(?<!\w)(le|la|les|l['’]|du|des|au|aux|the)\s*$")
_WHOLE = {"du": "le", "des": "les", "au": "le", "aux": "les"}
_JOINED = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}


def has_word(text: str, word: str) -> bool:
    """Tell whether `text` has `word`, not as a part of a longer one."""
    return word in text and _as_word(word).search(text) is not None


def places(text: str, name: str) -> list[tuple[int, int]]:
    """Return where `text` has `name`, not as a part of a longer word."""
    return [match.span() for match in _as_word(name).finditer(text)] if name in text else []


def gaps(text: str, name: str, other: str) -> list[int]:
    """Return the number of characters between each place of `name` and each of `other`."""
    others = places(text, other)
    return [max(c, a) - min(d, b) for a, b in places(text, name) for c, d in others]


def words_of(text: str) -> set[str]:
    """Return the words of three and more characters, in small letters."""
    return {word.lower() for word in re.findall(r"\w{3,}", text)}


def longest_names(names: Sequence[Name], texts: Collection[str]) -> list[Name]:
    """Return the names that `texts` have, without those that are a part of another of them."""
    found = [name for name in names if any(has_word(text, name.text) for text in texts)]
    return [n for n in found if not any(n is not o and n.text in o.text for o in found)]


def is_whole(text: str, name: Name) -> bool:
    """Tell whether `name`, in most of its places in `text`, is not a part of a longer name.

    A single word that is also a common word is never whole.
    """
    if name.kind != "person" and " " not in name.text:
        low = name.text.lower()
        stops = (analyzer_for(code).lexicon.stop_words for code in _LANGUAGES)
        if any(low in words for words in stops) or has_word(text, low):
            return False
    found = places(text, name.text)
    whole = 0
    for start, end in found:
        before = text[max(0, start - 25) : start]
        is_first = start < 25 and " " not in before.strip()
        after = _AFTER_NAME.match(text, end)
        part = _BEFORE_NAME.search(before) and not _NO_PART.fullmatch(before) and not is_first
        whole += not after and not part
    return whole * 2 > len(found)


def is_coordinated(question: str, name: str) -> bool:
    """Tell whether `name` is one of several: "Lyon et Tours"."""
    found = re.escape(name)
    return (
        re.search(
            rf"\b(?:et|and|ou|or),?\s(?:\w+\s|\w['’])?{found}|{found},?\s(?:et|and|ou|or)\b",
            question,
        )
        is not None
    )


def are_joined(text: str, name: str, other: str) -> bool:
    """Tell whether `text` has one next to the other: "Lyon et Tours", "Lyon, Tours", "A (B)"."""
    first, second = re.escape(name), re.escape(other)
    joined = rf"{first}{_LINKS}(?:\w+ )?{second}|{second}{_LINKS}(?:\w+ )?{first}"
    bracketed = rf"{first} ?\({second}|{second} ?\({first}"
    return re.search(f"{joined}|{bracketed}", text, re.IGNORECASE) is not None


def determiner(article: Article, name: str) -> str:
    """Return what the article has most often before `name`: "le", "the" or nothing."""
    found: Counter[str] = Counter()
    for start, _ in places(article.text, name):
        before = article.text[max(0, start - 6) : start].lower()
        match = _DETERMINER.search(before)
        word = match[1].replace("’", "'") if match else ""
        found[_WHOLE.get(word, word)] += 1
    return found.most_common(1)[0][0] if found else ""


def put_name(article: Article, question: str, name: str, other: str) -> str | None:
    """Put `other` in the place of `name`, with the determiner that it has in the article.

    Returns None where that determiner is of another language than the question.
    """
    match = re.search(_BEFORE + rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE)
    if match is None:
        return None
    before = (match["before"] or "").lower().replace("’", "'")
    preposition = before if before in ("de", "à") else ""
    if before in ("du", "des", "de la", "de l'", "d'"):
        preposition = "de"
    elif before in ("au", "aux", "à la", "à l'"):
        preposition = "à"
    word_before = determiner(article, other)
    if word_before and not is_in_language(question, article.language):
        return None
    if preposition == "de" and not word_before and other[0].lower() in VOWELS:
        put = f"d'{other}"
    else:
        joined = f"{preposition} {word_before}".strip()
        joined = _JOINED.get(joined, joined)
        put = f"{joined}{'' if not joined or joined.endswith(chr(39)) else ' '}{other}"
    if match.start() == 0:
        put = put[0].upper() + put[1:]
    return question[: match.start()] + put + question[match.end() :]


def is_in_language(question: str, language: str) -> bool:
    """Tell whether `language`, French or English, has most of the question's small words."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", question)]
    counts = {
        code: sum(word in analyzer_for(code).lexicon.stop_words for word in words)
        for code in _LANGUAGES
    }
    return language in counts and counts[language] == max(counts.values()) > 0


@lru_cache(_REMEMBERED)
def _as_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
