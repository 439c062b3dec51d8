"""What every face says of a verified quote, in French and in English, and how it shows one.

The verdicts themselves are defined and decided by `index.verifying`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index import Attribution, CitationCheck, Engine, QuotePlace, Verification
from index.questions import detect_question_language

_SPACE = re.compile(r"\s+")
_SAYING = 8  # words beside a quotation that say who says it, and are checked as that
_ENOUGH = 2_000  # characters that tell a language

_FRENCH_KINDS = {
    "quotation_mark": "guillemets",
    "apostrophe": "apostrophes",
    "space": "espaces",
    "dash": "tirets",
    "capital": "majuscule initiale",
    "unicode_form": "codage des lettres",
    "soft_hyphen": "césures invisibles",
    "omission": "coupe signalée",
    "line_break": "sauts de ligne",
    "words": "mots",
}
_ENGLISH_KINDS = {
    "quotation_mark": "quotation marks",
    "apostrophe": "apostrophes",
    "space": "spaces",
    "dash": "dashes",
    "capital": "first capital",
    "unicode_form": "encoding of letters",
    "soft_hyphen": "invisible hyphens",
    "omission": "marked omission",
    "line_break": "line breaks",
    "words": "words",
}


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The wording of one language.

    titles: a verdict in two or three words, by verdict
    sentences: what it means; of `typographic`, `{kinds}` are the kinds of difference
    reasons: why a quote cannot be checked, by `Verification.reason`
    elsewhere: verbatim, but not at the place that was given
    at_place: what the article has where the quote is said to be: `{found}`
    short_but_there: too short, but these words are there
    only_quoted: the text has other words beside the quotation, which were not looked for
    attributions: by `Attribution.verdict`, with `{name}` and `{speaker}`
    articles: what became of an answer's article, by `CitationCheck.article`
    stands, answer_stands and their opposites: of a quote, and of the short answer
    says: what quote and article have at a difference: `{quoted}`, `{found}`, or `nothing`
    also, more: before further places; after them, where there may be more
    """

    language: str
    titles: Mapping[str, str]
    sentences: Mapping[str, str]
    reasons: Mapping[str, str]
    kinds: Mapping[str, str]
    elsewhere: str
    at_place: str
    short_but_there: str
    only_quoted: str
    attributions: Mapping[str, str]
    articles: Mapping[str, str]
    stands: str
    stands_no_longer: str
    answer_stands: str
    answer_stands_no_longer: str
    says: str
    nothing: str
    also: str
    more: str


FRENCH = VerdictWords(
    language="fr",
    titles={
        "verbatim": "Mot pour mot",
        "typographic": "Mêmes mots, autre typographie",
        "altered": "Citation modifiée",
        "absent": "Absente des articles",
        "uncheckable": "Invérifiable",
    },
    sentences={
        "verbatim": "Les articles contiennent cette citation, mot pour mot.",
        "typographic": "Les articles contiennent cette citation avec les mêmes mots, dans le même "
        "ordre\u00a0; seule la typographie diffère ({kinds}).",
        "altered": "Les articles ne contiennent pas cette citation telle quelle. Voici le passage "
        "le plus proche, et ce qui diffère.",
        "absent": "Les articles ne contiennent pas cette citation, ni rien qui s’en approche.",
    },
    reasons={
        "empty": "Il n’y a pas de citation à vérifier.",
        "too_short": "La citation est trop courte pour être vérifiée\u00a0: il faut au moins trois "
        "mots.",
        "too_long": "La citation est trop longue pour être vérifiée.",
        "unknown_document": "L’article cité n’est pas, ou n’est plus, parmi ceux d’ici\u00a0: la "
        "citation ne peut pas être vérifiée.",
        "unknown_version": "L’article cité n’est pas ici dans cette version\u00a0: la citation ne "
        "peut pas y être vérifiée.",
    },
    kinds=_FRENCH_KINDS,
    elsewhere="Les articles contiennent cette citation, mot pour mot, mais pas à l’endroit donné.",
    at_place="À l’endroit donné, l’article a\u00a0: {found}",
    short_but_there="Ces mots se trouvent ici\u00a0:",
    only_quoted="Seuls les mots entre guillemets ont été vérifiés.",
    attributions={
        "confirmed": "D’après l’article, c’est bien {name} qui le dit.",
        "contradicted": "D’après l’article, ce n’est pas {name} qui le dit, c’est {speaker}.",
        "unknown": "L’article ne dit pas clairement si c’est {name} qui le dit.",
    },
    articles={
        "same": "L’article n’a pas changé.",
        "changed": "L’article a changé depuis.",
        "missing": "L’article n’est plus ici.",
    },
    stands="La citation y est, mot pour mot.",
    stands_no_longer="La citation n’y est pas mot pour mot.",
    answer_stands="La réponse courte est dans une citation qui y est toujours.",
    answer_stands_no_longer="La réponse courte n’est dans aucune citation qui y soit toujours.",
    says="citation\u00a0: {quoted}\u00a0; article\u00a0: {found}",
    nothing="(rien)",
    also="Aussi\u00a0:",
    more="et ailleurs",
)

ENGLISH = VerdictWords(
    language="en",
    titles={
        "verbatim": "Word for word",
        "typographic": "Same words, other typography",
        "altered": "Altered quote",
        "absent": "Not in the articles",
        "uncheckable": "Cannot be checked",
    },
    sentences={
        "verbatim": "The articles have this quote, word for word.",
        "typographic": "The articles have this quote in the same words and order; only its "
        "typography differs ({kinds}).",
        "altered": "The articles do not have this quote as it is. Here is the nearest passage, and "
        "what differs.",
        "absent": "The articles do not have this quote, nor anything near it.",
    },
    reasons={
        "empty": "There is no quote to check.",
        "too_short": "The quote is too short to be checked: it must have three words at least.",
        "too_long": "The quote is too long to be checked.",
        "unknown_document": "The article that is quoted is not, or no longer, here: the quote "
        "cannot be checked.",
        "unknown_version": "The article that is quoted is not here in this version: the quote "
        "cannot be checked in it.",
    },
    kinds=_ENGLISH_KINDS,
    elsewhere="The articles have this quote, word for word, but not at the place that was given.",
    at_place="At the place that was given, the article has: {found}",
    short_but_there="Its words are here:",
    only_quoted="Only the words in quotation marks were checked.",
    attributions={
        "confirmed": "The article does give it to {name}.",
        "contradicted": "The article does not give it to {name}, but to {speaker}.",
        "unknown": "The article does not make plain whether it is {name}’s.",
    },
    articles={
        "same": "The article has not changed.",
        "changed": "The article has changed since.",
        "missing": "The article is no longer here.",
    },
    stands="The quote is in it, word for word.",
    stands_no_longer="The quote is not in it word for word.",
    answer_stands="The short answer is in a quote that still stands.",
    answer_stands_no_longer="The short answer is in no quote that still stands.",
    says="quote: {quoted}; article: {found}",
    nothing="(nothing)",
    also="Also:",
    more="and elsewhere",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a place, in order: `found` in the article, `quoted` in the quote.

    `kind` is the kind of difference; None where both are the same.
    """

    found: str
    quoted: str
    kind: str | None = None


def words_for(language: str) -> VerdictWords:
    """Return the wording of a language, by its code; the English one for any but French."""
    return FRENCH if language == "fr" else ENGLISH


def verdict_language(verification: Verification, engine: Engine, *, default: str = "en") -> str:
    """Return the language to say the verdict in, "fr" or "en".

    That of the text, or where it has too few words to tell, of the article that has the quote;
    `default` where neither is French or English.
    """
    spoken = detect_question_language(verification.text[:_ENOUGH], default="")
    if not spoken and verification.places:
        spoken = engine.document(verification.places[0].document_id).language
    return spoken if spoken in (FRENCH.language, ENGLISH.language) else default


def verdict_in_words(verification: Verification, words: VerdictWords) -> str:
    """Return what the articles say of the quote, or why it cannot be checked: a sentence or two."""
    sentence = _verdict(verification, words)
    text = verification.text
    beside = text[: verification.quote_start] + text[verification.quote_end :]
    words_beside = [word for word in beside.split() if any(map(str.isalnum, word))]
    most = _SAYING if verification.attribution else 0
    if verification.quote and len(words_beside) > most:
        return f"{words.only_quoted} {sentence}"
    return sentence


def _verdict(verification: Verification, words: VerdictWords) -> str:
    if verification.reason is not None:
        reason = words.reasons[verification.reason]
        return f"{reason} {words.short_but_there}" if verification.places else reason
    if verification.verdict == "verbatim" and not verification.verified:
        return words.elsewhere
    sentence = words.sentences[verification.verdict]
    return sentence.format(kinds=kinds_in_words(verification, words))


def kinds_in_words(verification: Verification, words: VerdictWords) -> str:
    """Return the kinds of difference at the best place, each once: `apostrophes, espaces`."""
    if not verification.places:
        return ""
    kinds = dict.fromkeys(difference.kind for difference in verification.places[0].differences)
    return ", ".join(words.kinds[kind] for kind in kinds)


def attribution_in_words(attribution: Attribution, words: VerdictWords) -> str:
    """Return one sentence: whether the article gives the quote to whom the text gives it."""
    form = words.attributions[attribution.verdict]
    return form.format(name=attribution.name, speaker=attribution.speaker)


def check_in_words(check: CitationCheck, words: VerdictWords) -> str:
    """Return what became of a quote of an answer: of its article, and of the quote itself."""
    article = words.articles[check.article]
    if check.article == "missing":
        return article
    return f"{article} {words.stands if check.stands else words.stands_no_longer}"


def pieces(place: QuotePlace) -> Iterator[Piece]:
    """Return the place cut at its differences: all that was `found`, joined, is `place.text`."""
    at = place.start_char_index

    def text(start: int, end: int) -> str:
        return place.text[start - place.start_char_index : end - place.start_char_index]

    for difference in place.differences:
        if difference.start > at:
            same = text(at, difference.start)
            yield Piece(same, same)
        yield Piece(difference.found, difference.quoted, difference.kind)
        at = difference.end
    if at < place.end_char_index:
        rest = text(at, place.end_char_index)
        yield Piece(rest, rest)


def context_of(place: QuotePlace) -> tuple[str, str]:
    """Return what is shown before and after the place: whole words, and what says that it goes on.

    Line breaks and runs of white space are one space: this is no part of the quote.
    """
    before, after = (_SPACE.sub(" ", text) for text in (place.prefix, place.suffix))
    start, end = before.find(" "), after.rfind(" ")
    before = f"…{before[start + 1 :] if start >= 0 else before}" if before else ""
    return before, f"{after[:end] if end > 0 else after}…" if after else ""
