"""Say why there is no answer, in words that are true of the articles.

Only proper names are called absent: of a common word, another form may be in the articles
("broke out" for "break"). In doubt, the reason is that no sentence seems to answer.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.questions.analysis import Question
from index.text.lexicon import available_languages
from index.text.names import Casing, find_names
from index.text.tokens import Token, analyzer_for

MAX_NAMES = 3  # names that a reason lists
_LONGEST = 60  # characters of a name that is shown
_MOSTLY = 2 / 3  # share of the question's words that a sentence about the same has
# "la Coupe du monde", "ministre de l'Économie": nouns with a capital, part of a longer name.
_PARTS = re.compile(
    r"\b(?:les?|la|l|the)['’ ]_(?: d[ue] | des | d['’]| of )"
    r"|\b(?:minist|secr[ée]t)\w+ (?:d'[ÉE]tat |d'|de l'|de la |des |du |of (?:the )?)[aàd' ]*_",
    re.IGNORECASE,
)
# English writes adjectives of nations with a capital.
_NATIONAL = re.compile(
    r"(?:\w*(?:ish|ese|[aei]an|[qln]i)|french|german|dutch|greek|swiss|welsh|czech|thai|arab)s?"
)


@cache
def _say(language: str) -> dict[str, Any]:
    """Return the texts in French, or else in English."""
    texts = json.loads((files("index.answering") / "no_answer.json").read_text("utf-8"))
    found: dict[str, Any] = texts.get(language) or texts["en"]
    return found


class WordForms:
    """The folded word forms of all articles, titles included, to tell what may occur in them."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = sorted(set(forms))

    def may_hold(self, word: str) -> bool:
        """Return whether the folded `word` may occur, also in parts or misspelt."""
        slips = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        alike = self._beginning(word[:2])
        return (
            self.has_form_of(word)
            or any(  # "ChatGPT", where the articles have "Chat-GPT"
                self._has(word[:i]) and self._has(word[i:]) for i in range(2, len(word) - 1)
            )
            or process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips) is not None
        )

    def has_form_of(self, word: str) -> bool:
        """Return whether the folded `word` occurs, or one that differs in its ending."""
        return bool(self._beginning(word[: max(5, len(word) - 2)]))

    def _has(self, word: str) -> bool:
        return self._beginning(word)[:1] == [word]

    def _beginning(self, start: str) -> list[str]:
        """Return the forms that begin with `start`, sorted."""
        end = bisect_left(self._forms, f"{start}\U0010ffff")
        return self._forms[bisect_left(self._forms, start) : end]


def no_answer_reason(
    question: Question,
    *,
    unknown: Collection[str],
    forms: WordForms,
    nearest: Sequence[Sequence[Token]],
    is_foreign: bool,
    language: str,
) -> str:
    """Return why there is no answer: in French where `language` is "fr", else in English.

    unknown: the question's words, as typed, whose terms the articles do not have
    forms: the word forms of the articles
    nearest: the tokens of each sentence that comes close
    is_foreign: whether no article is in the language of the question
    """
    say = _say(language)
    if not question.tokens:
        return str(say["nothing asked"])
    names = _names(question)
    text = question.text
    missing = [token for token in question.tokens if text[token.start : token.end] in unknown]
    absent = [
        _written(name, question)
        for name in names
        if all(token in missing and not forms.may_hold(token.surface) for token in name)
        and not forms.may_hold("".join(token.surface for token in name))
    ][:MAX_NAMES]
    key, named = "plain", list[str]()
    if absent and is_foreign:
        key, named = "spelt so", absent[:1]
    elif absent:
        key, named = "absent" if len(absent) == 1 else "none of", absent
    elif (
        not is_foreign
        and len(missing) == len(question.tokens)
        and not any(forms.has_form_of(token.surface) for token in missing)
    ):
        key = "nothing there"
    elif any(_is_about(sentence, question, names) for sentence in nearest):
        key = "spoken of"
    elif mentioned := [name for name in names if _is_mentioned(name, nearest)]:
        key, named = "mentioned", [_written(name, question) for name in mentioned[:MAX_NAMES]]
    word = say["and" if key == "mentioned" else "nor"]
    return str(say[key].format(_listed([say["quoted"].format(name) for name in named], word)))


def _names(question: Question) -> list[tuple[Token, ...]]:
    """Return the proper names of `question`, each as its tokens, as far as its capitals tell."""
    text, language = question.text, question.language
    words = tuple(analyzer_for(language).tokens(text))
    if language not in ("en", "es", "fr") or any(
        token.is_name and not token.term and len(token.surface) > 1 for token in words[1:]
    ):
        return []  # German nouns, headlines, capitals throughout
    names = []
    for first, last in find_names(text, words, Casing(), language=language):
        start, end = words[first].start, words[last - 1].end
        name = tuple(token for token in question.tokens if start <= token.start < end)
        if (
            len(name) == last - first
            and not any(_is_other(word, text, language) for word in words[first:last])
            and not _PARTS.search(f"{text[:start]}_{text[end:]}")
        ):
            names.append(name)
    return names


def _is_other(word: Token, text: str, language: str) -> bool:
    """Return whether `word` is no name in spite of its capital: "NASA", "French"."""
    return text[word.start : word.end].isupper() or (
        language == "en" and _NATIONAL.fullmatch(word.surface) is not None
    )


def _written(name: Sequence[Token], question: Question) -> str:
    written = question.text[name[0].start : name[-1].end]
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"


def _is_about(
    sentence: Sequence[Token], question: Question, names: Sequence[Sequence[Token]]
) -> bool:
    """Return whether `sentence` has all `names` and most other content words of `question`."""
    words = {token.surface for token in sentence}
    named = {token.start for name in names for token in name}
    # As they are written: stems take "employés" for "employant", which is no word about the same.
    others = [token.surface in words for token in question.tokens if token.start not in named]
    return all(_is_mentioned(name, [sentence]) for name in names) and (
        bool(others) and sum(others) >= _MOSTLY * len(others)
    )


def _is_mentioned(name: Sequence[Token], sentences: Sequence[Sequence[Token]]) -> bool:
    """Return whether one of `sentences` has the words of `name` in a row."""
    words = [token.surface for token in name]
    return any(
        token.surface == words[0] and [t.surface for t in sentence[i : i + len(words)]] == words
        for sentence in sentences
        for i, token in enumerate(sentence)
    )


def reader_note(asked_in: str, articles_in: Collection[str], *, said_in: str) -> str:
    """Return that nothing was read, only words compared, for an engine without a reader.

    `asked_in` and `articles_in` are language codes: a question in another language than every
    article finds only the words that both write alike, and the note says so.
    """
    say = _say(said_in)
    names = say["languages"]
    known = names.keys() & set(available_languages())
    if not articles_in or asked_in in articles_in or not {asked_in, *articles_in} <= known:
        return str(say["no reader"])
    articles = [names[code] for code in sorted(articles_in)]
    both, either = _listed(articles, say["and"]), _listed(articles, say["or"])
    return f"{say['no reader']} {say['other language'].format(both, names[asked_in], either)}"


def _listed(names: Sequence[str], word: str) -> str:
    """Return `names` with `word` before the last: "German, English and Spanish"."""
    return word.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
