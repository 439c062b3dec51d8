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
from itertools import pairwise
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.questions.analysis import Question
from index.text.lexicon import available_languages, load_lexicon, words_of
from index.text.tokens import Token

MAX_NAMES = 3  # names that a reason lists
_LONGEST = 60  # characters of a name that is shown
_MOSTLY = 2 / 3  # share of the question's words that a sentence about the same has
_WORD = re.compile(r"[^\W\d_]{2,}")
_JOINT = re.compile(r"[ \u00a0'’-]")
# "Google a-t-il …", "Elon Musk est-il …": the subject opens the question.
_SUBJECT = re.compile(r"([\w '’-]+?) \w+-(?:t-)?(?:il|elle)s?\b")
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
    elif len(missing) == len(question.tokens) and not any(
        forms.has_form_of(token.surface) for token in missing
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
    text = question.text
    content = {token.start for token in question.tokens}
    inner = list(_WORD.finditer(text))[1:]
    if question.language not in ("en", "es", "fr") or any(
        word[0][0].isupper() and word.start() not in content for word in inner
    ):
        return []  # German nouns, headlines, capitals throughout
    subject = _SUBJECT.match(text)
    opening = subject.end(1) if subject else 0
    words = [token for token in question.tokens if _is_name(token, question, opening)]
    parted = [
        i
        for i, (token, following) in enumerate(pairwise(words), 1)
        if not _JOINT.fullmatch(text, token.end, following.start)
    ]
    names = [words[start:end] for start, end in pairwise([0, *parted, len(words)])]
    return [
        tuple(name)
        for name in names
        if name and not _PARTS.search(f"{text[: name[0].start]}_{text[name[-1].end :]}")
    ]


def _is_name(token: Token, question: Question, opening: int) -> bool:
    """Return whether `token` is part of a proper name; before `opening` is a subject."""
    raw = question.text[token.start : token.end]
    language = question.language
    return (
        (question.is_name(token) or (token.is_name and token.end <= opening))
        and not (raw.isupper() or raw.lower() in load_lexicon(language).titles)
        and token.surface not in words_of(language, "time", "month", "weekday")
        and not (language == "en" and _NATIONAL.fullmatch(token.surface))
    )


def _written(name: Sequence[Token], question: Question) -> str:
    written = question.text[name[0].start : name[-1].end]
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"


def _is_about(
    sentence: Sequence[Token], question: Question, names: Sequence[Sequence[Token]]
) -> bool:
    """Return whether `sentence` has all `names` and most other content words of `question`."""
    terms = {token.term for token in sentence}
    named = {token.start for name in names for token in name}
    others = [token.term in terms for token in question.tokens if token.start not in named]
    return all(_is_mentioned(name, [sentence]) for name in names) and (
        bool(others) and sum(others) >= _MOSTLY * len(others)
    )


def _is_mentioned(name: Sequence[Token], sentences: Sequence[Sequence[Token]]) -> bool:
    """Return whether one of `sentences` has the words of `name` in a row."""
    words = [token.surface for token in name]
    return any(
        [token.surface for token in sentence[i : i + len(words)]] == words
        for sentence in sentences
        for i in range(len(sentence) - len(words) + 1)
    )


def language_note(
    asked_in: str, articles_in: Collection[str], *, said_in: str, extra_helps: bool
) -> str | None:
    """Return that the question is in another language than every article, or None.

    For an engine that finds only words that are written alike. `asked_in` and `articles_in` are
    language codes; `extra_helps` says whether the extra `crosslingual` would find more. None as
    well where an article's language has no lexicon: it may be the question's own.
    """
    say = _say(said_in)
    names = say["languages"]
    known = names.keys() & set(available_languages())
    if not articles_in or asked_in in articles_in or not {asked_in, *articles_in} <= known:
        return None
    articles = [names[code] for code in sorted(articles_in)]
    both, either = _listed(articles, say["and"]), _listed(articles, say["or"])
    extra = say["extra"] if extra_helps else ""
    return str(say["note"].format(both, names[asked_in], either, extra))


def _listed(names: Sequence[str], word: str) -> str:
    """Return `names` with `word` before the last: "German, English and Spanish"."""
    return word.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
