"""A follow-up as a question of its own, for every face that holds a conversation.

"Et OpenAI ?" is ranked as "Quand a été fondée OpenAI ?": the reader's own words, the words of
the question before where they fit, and the name it was answered with. Questions are never put
behind one another, and one that is complete stays as it is, so that it ranks exactly as if it
came first. Nothing is kept here: the question before is ranked again, which takes a millisecond.
"""

from __future__ import annotations

import re

from bot.follow_ups import FollowUp, read_follow_up, rules, split_words
from bot.previous import ARTICLES, Previous, find_names, look_back
from index import Answer
from index.engine import Engine, check_question
from index.errors import InputError
from index.questions.analysis import analyse_question
from index.questions.language import detect_question_language

_QUOTED = 12  # words of a quote that stand for it
_QUOTE_MARKS = "«»“”\"',;:. \u00a0\u202f"
_ATTRIBUTES = frozenset(
    ("date", "duration", "money", "name", "number", "organisation", "percentage", "person", "place",
     "reason", "role")
)  # fmt: skip
# French elides and contracts what now stands side by side: "d'Google", "de OpenAI", "de le".
_CONTRACTED = (
    (re.compile(r"\b([Dd]|[Qq]u)['’](?=[^\W\d_AEIOUYHÉÈÊÀÂÎÔŒaeiouyhéèêàâîôœ])"), r"\1e "),
    (re.compile(r"\b([Dd])(?:e|u) le (?=\w)"), r"\1u "),
    (re.compile(r"\b([Dd])(?:e|u|es) les (?=\w)"), r"\1es "),
    (re.compile(r"\b([Dd])u (?=la |l['’])"), r"\1e "),
    (re.compile(r"\b([Dd])e (?=[AEIOUÉÈÊaeiouéèê])"), r"\1'"),
)


def resolve(engine: Engine, text: str, previous: str | None) -> str:
    """The question to rank: `text` itself where it is complete, else a question of its own.

    `previous` is the question before as it was ranked. `text` comes back as well where there is
    none, and where nothing that can be asked is made of the two.
    """
    follow_up = read_follow_up(text) if previous is not None else None
    if previous is None or follow_up is None:
        return text
    try:
        before = look_back(engine, previous)
        options = [check_question(option) for option in _options(engine, follow_up, before)]
    except InputError:
        return text
    if len(options) < 2:
        return options[0] if options else text
    # The first of those that the articles answer best.
    return max(options, key=lambda option: engine.rank(option).confidence)


def answer_in_language_of(engine: Engine, question: str, *, asked: str) -> Answer:
    """Return the answer to `question` in the language of what was `asked`.

    A follow-up may be read as a question that contains a quote in another language than its own.
    """
    language = "" if question == asked else detect_question_language(asked, default="")
    return engine.ask(question, language=language)


def _options(engine: Engine, follow_up: FollowUp, before: Previous) -> list[str]:
    """The questions that the follow-up may mean, the likeliest first."""
    if follow_up.kind == "bare":
        made = _ask_anew(follow_up, before)
    elif follow_up.kind == "another":
        made = _put_in_place(engine, follow_up, before)
    elif follow_up.kind == "quote" and before.answer.citations:
        made = [_say_what(follow_up, before)]
    else:
        made = _say_who(follow_up, before)
    return [_sentence(text, follow_up.language) for text in dict.fromkeys(made)]


def _ask_anew(follow_up: FollowUp, before: Previous) -> list[str]:
    """New question words before what the last question was about: "Quand" + "a été fondée…"."""
    lists = rules()[follow_up.language]
    words = split_words(follow_up.words)
    while len(words) > 1 and words[-1].folded in lists["empty"]:
        words.pop()
    while len(words) > 1 and words[0].folded in lists["empty"]:
        words.pop(0)
    own = follow_up.words[words[0].start : words[-1].end]
    rest = before.rest
    if before.found and before.found not in rest:
        rest = f"{rest}, {before.found}" if rest else before.found
    if not rest:
        return []
    # "Quand a été fondée Anthropic" is a sentence; "Quand : le contrat" does not look like one.
    is_clause = any(word.folded in lists["verbs"] for word in split_words(rest))
    return [f"{lists['spelled'].get(own.lower(), own)}{' ' if is_clause else lists['colon']}{rest}"]


def _say_who(follow_up: FollowUp, before: Previous) -> list[str]:
    """The reader's own words, and whom or what their pronoun stands for."""
    own = {word.folded for word in split_words(follow_up.words)}
    meant = [before.found] if before.found else []
    # "Quand l'a-t-il signé ?": "il" is who was found, "l'" what the question was about.
    if not meant or own & rules()[follow_up.language]["objects"]:
        meant += [t for t in before.things if not own.issuperset(w.folded for w in split_words(t))]
    return [", ".join(dict.fromkeys((follow_up.words, *meant)))] if meant else []


def _say_what(follow_up: FollowUp, before: Previous) -> str:
    """The reader's own words, and the beginning of the best quote.

    That one need not come first: another may lead up to it.
    """
    best = max(before.answer.citations, key=lambda citation: citation.score)
    words = best.cited_text.split()[:_QUOTED]
    quote = " ".join(words).strip(_QUOTE_MARKS)
    marks = rules()[follow_up.language]["marks"]
    cut = "…" if len(words) == _QUOTED else ""  # what stands in quotation marks is to the letter
    return f"{follow_up.words}, {marks[0]}{quote}{cut}{marks[1]}"


def _put_in_place(engine: Engine, follow_up: FollowUp, before: Previous) -> list[str]:
    """The question before, with something else in place of what it named."""
    another = follow_up.words
    words = split_words(another)
    if words[0].folded in rules()[follow_up.language]["personal"]:
        return _say_who(follow_up, before)  # "Et son montant ?"
    bare = another
    if len(words) > 1 and words[0].folded in rules()[follow_up.language]["prepositions"]:
        bare = another[words[1].start :]
    tokens = engine.rank(another).question.tokens
    if any(token.is_name for token in tokens) or find_names(engine, another, tokens):
        made = [f"{before.text[:start]}{bare}{before.text[end:]}" for start, end in before.names]
        if made:
            return made
    if bare != another:
        made = _behind_preposition(follow_up, before)
    else:
        made = _thing_in_place(follow_up, before)
    return made or [f"{before.text}, {another}"]


def _behind_preposition(follow_up: FollowUp, before: Previous) -> list[str]:
    """Put "Et des armes ?" in place of "de la surveillance…", up to the end of the question."""
    family = frozenset(rules()[follow_up.language]["of"])
    own = split_words(follow_up.words)[0].folded
    same = family if own in family else frozenset({own})
    behind = before.asked[1] if before.asked else 0
    return [
        before.text[: word.start] + follow_up.words
        for word in before.words[:-1]
        if word.start >= behind and word.folded in same
    ]


def _thing_in_place(follow_up: FollowUp, before: Previous) -> list[str]:
    """Put "Et la date ?", "Et l'accord ?" or "What about weapons?" in place of another thing."""
    lists = rules()[follow_up.language]
    text, another = before.text, follow_up.words
    own = split_words(another)[0]
    if before.focus:
        start, end = before.focus
        preceding = [word for word in before.words if word.end <= start][-1]
        if own.folded in ARTICLES and preceding.folded in ARTICLES:
            start = preceding.start
        elif own.folded in ARTICLES:
            another = another[own.end :].strip(" '’")
        return [f"{text[:start]}{another}{text[end:]}"]
    if opening := lists["wanted"].get(own.folded):
        # "le montant" is no other thing, but something to be known of the same.
        asked = f"{opening} {another}"
        if analyse_question(asked, language=follow_up.language).kinds & _ATTRIBUTES:
            return [", ".join((asked, *before.things))]
    behind = before.asked[1] if before.asked else 0
    made = [
        f"{text[: word.end]} {another}"
        for word in before.words[:-1]
        if word.start >= behind
        and word.folded in lists["prepositions"]
        and text[word.start : word.end] != "a"  # has, not to
        and text[word.end].isspace()
    ]
    return made or [
        f"{text[:start]}{another}{text[end:]}" for start, end in before.things_with_article
    ]


def _sentence(text: str, language: str) -> str:
    for pattern, contracted in _CONTRACTED:
        text = pattern.sub(contracted, text)
    return text[0].upper() + text[1:] + str(rules()[language]["end"])
