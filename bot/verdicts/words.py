"""What every face says of a verified quote, in French and in English.

The verdicts themselves are defined and decided by `index.verifying`; `bot.verdicts.explaining` puts
the words together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

WORDED = ("fr", "en")  # the languages there are words in


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The wording of one language.

    titles: a verdict in two or three words, by verdict
    title_elsewhere: the same for a quote that is verbatim, but not at the place that was given
    others: added to a title where the article plainly gives the quote to somebody else; by
        verdict, "" where nothing is known of the words
    sentences: what it means; of `typographic`, `{kinds}` are the kinds of difference
    in_one: the same where one article was looked in, and not all
    reasons: why a quote cannot be checked, by `Verification.reason`; `{limit}` and `{got}` are
        characters
    at_place: what the article has where the quote is said to be: `{found}`
    short_but_there: too short, but these words are there
    only_quoted: the text has other words beside the quotation, which were not looked for
    only_said: the same, but who says it was looked for in them
    attributions: by `Attribution.verdict`, with `{name}` and `{speaker}`
    articles: what became of an answer's article, by `CitationCheck.article`
    stands: of a quote of an answer
    months: their names, to say a day
    past, past_gone: after a verdict that is of an article as it was on `{day}`: it has changed, it
        is gone
    stood: that the article had a quote of an answer on `{day}`
    still, no_longer: that it still has it, word for word, or not
    then: before a verdict on a quote in the article as it was on `{day}`
    answer_stands, answer_stands_no_longer: of its short answer
    no_quotes, no_answer, no_answer_no_quotes: of an answer that has nothing to check, or only its
        closest sentences
    says: what quote and article have at a difference, `{quoted}` and `{found}`: in `marks`, or
        `nothing`
    also, more: before further places; after them, where there may be more
    """

    language: str
    titles: Mapping[str, str]
    title_elsewhere: str
    others: Mapping[str, str]
    sentences: Mapping[str, str]
    in_one: Mapping[str, str]
    reasons: Mapping[str, str]
    kinds: Mapping[str, str]
    at_place: str
    short_but_there: str
    only_quoted: str
    only_said: str
    attributions: Mapping[str, str]
    articles: Mapping[str, str]
    stands: str
    months: tuple[str, ...]
    past: str
    past_gone: str
    stood: str
    still: str
    no_longer: str
    then: str
    answer_stands: str
    answer_stands_no_longer: str
    no_quotes: str
    no_answer: str
    no_answer_no_quotes: str
    says: str
    marks: str
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
    title_elsewhere="Pas à l’endroit donné",
    others={
        "verbatim": ", mais de quelqu’un d’autre",
        "typographic": ", mais de quelqu’un d’autre",
        "altered": ", et de quelqu’un d’autre",
        "absent": "",
        "uncheckable": "",
    },
    sentences={
        "verbatim": "Les articles contiennent cette citation, mot pour mot.",
        "typographic": "Les articles contiennent cette citation avec les mêmes mots, dans le même "
        "ordre\u00a0; seule la typographie diffère ({kinds}).",
        "altered": "Les articles ne contiennent pas cette citation telle quelle. Voici le passage "
        "le plus proche, et ce qui diffère.",
        "absent": "Les articles ne contiennent pas cette citation, ni rien qui s’en approche.",
        "elsewhere": "Les articles contiennent cette citation, mot pour mot, mais pas à l’endroit "
        "donné.",
    },
    in_one={
        "verbatim": "L’article contient cette citation, mot pour mot.",
        "typographic": "L’article contient cette citation avec les mêmes mots, dans le même "
        "ordre\u00a0; seule la typographie diffère ({kinds}).",
        "altered": "L’article ne contient pas cette citation telle quelle. Voici le passage le "
        "plus proche, et ce qui diffère.",
        "absent": "L’article ne contient pas cette citation, ni rien qui s’en approche.",
        "elsewhere": "L’article contient cette citation, mot pour mot, mais pas à l’endroit donné.",
    },
    reasons={
        "empty": "Il n’y a pas de citation à vérifier.",
        "too_short": "La citation est trop courte pour être vérifiée\u00a0: il faut au moins trois "
        "mots.",
        "too_long": "La citation est trop longue pour être vérifiée\u00a0: {limit} caractères au "
        "plus, et elle en a {got}.",
        "unknown_document": "L’article cité n’est pas, ou n’est plus, parmi ceux d’ici\u00a0: la "
        "citation ne peut pas être vérifiée.",
        "unknown_version": "L’article cité n’est pas ici dans cette version\u00a0: la citation ne "
        "peut pas y être vérifiée.",
    },
    kinds=_FRENCH_KINDS,
    at_place="À l’endroit donné, l’article a\u00a0: {found}",
    short_but_there="Ces mots se trouvent ici\u00a0:",
    only_quoted="Seuls les mots entre guillemets ont été vérifiés.",
    only_said="Seuls les mots entre guillemets, et qui les dit, ont été vérifiés.",
    attributions={
        "confirmed": "Dans l’article, c’est bien {name} qui parle.",
        "contradicted": "Dans l’article, ce n’est pas {name} qui parle, c’est {speaker}.",
        "unknown": "L’article ne dit pas clairement si c’est {name} qui parle.",
    },
    articles={
        "same": "L’article n’a pas changé.",
        "changed": "L’article a changé depuis.",
        "missing": "L’article n’est plus ici.",
    },
    stands="La citation y est, mot pour mot.",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    past="C’est l’article tel qu’il était le {day}\u00a0; il a changé depuis.",
    past_gone="C’est l’article tel qu’il était le {day}\u00a0; il n’est plus ici.",
    stood="Tel qu’il était le {day}, il contient la citation, mot pour mot.",
    still="Elle y est toujours.",
    no_longer="Elle n’y est plus telle quelle.",
    then="Tel qu’il était le {day}\u00a0:",
    answer_stands="La réponse courte est dans une citation qui y est toujours.",
    answer_stands_no_longer="La réponse courte n’est dans aucune citation qui y soit toujours.",
    no_quotes="Cette réponse n’a pas de citations\u00a0: il n’y a rien à vérifier.",
    no_answer="Cette réponse dit que les articles ne répondent pas\u00a0; seules les phrases les "
    "plus proches qu’elle en donne ont été vérifiées.",
    no_answer_no_quotes="Cette réponse dit que les articles ne répondent pas, et n’en cite "
    "rien\u00a0: il n’y a rien à vérifier.",
    says="citation\u00a0: {quoted}\u00a0; article\u00a0: {found}",
    marks="«\u00a0{}\u00a0»",
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
    title_elsewhere="Not at the place given",
    others={
        "verbatim": ", but somebody else’s",
        "typographic": ", but somebody else’s",
        "altered": ", and somebody else’s",
        "absent": "",
        "uncheckable": "",
    },
    sentences={
        "verbatim": "The articles have this quote, word for word.",
        "typographic": "The articles have this quote in the same words and order; only its "
        "typography differs ({kinds}).",
        "altered": "The articles do not have this quote as it is. Here is the nearest passage, and "
        "what differs.",
        "absent": "The articles do not have this quote, nor anything near it.",
        "elsewhere": "The articles have this quote, word for word, but not at the place that was "
        "given.",
    },
    in_one={
        "verbatim": "The article has this quote, word for word.",
        "typographic": "The article has this quote in the same words and order; only its "
        "typography differs ({kinds}).",
        "altered": "The article does not have this quote as it is. Here is the nearest passage, "
        "and what differs.",
        "absent": "The article does not have this quote, nor anything near it.",
        "elsewhere": "The article has this quote, word for word, but not at the place that was "
        "given.",
    },
    reasons={
        "empty": "There is no quote to check.",
        "too_short": "The quote is too short to be checked: it must have three words at least.",
        "too_long": "The quote is too long to be checked: it may have {limit} characters, and has "
        "{got}.",
        "unknown_document": "The article that is quoted is not, or no longer, here: the quote "
        "cannot be checked.",
        "unknown_version": "The article that is quoted is not here in this version: the quote "
        "cannot be checked in it.",
    },
    kinds=_ENGLISH_KINDS,
    at_place="At the place that was given, the article has: {found}",
    short_but_there="Its words are here:",
    only_quoted="Only the words in quotation marks were checked.",
    only_said="Only the words in quotation marks were checked, and who says them.",
    attributions={
        "confirmed": "In the article, it is indeed {name} who speaks.",
        "contradicted": "In the article, it is not {name} who speaks, but {speaker}.",
        "unknown": "The article does not make plain whether it is {name} who speaks.",
    },
    articles={
        "same": "The article has not changed.",
        "changed": "The article has changed since.",
        "missing": "The article is no longer here.",
    },
    stands="The quote is in it, word for word.",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    past="This is the article as it was on {day}; it has changed since.",
    past_gone="This is the article as it was on {day}; it is no longer here.",
    stood="As it was on {day}, it has the quote, word for word.",
    still="It still has it.",
    no_longer="It no longer has it as it is.",
    then="As it was on {day}:",
    answer_stands="The short answer is in a quote that still stands.",
    answer_stands_no_longer="The short answer is in no quote that still stands.",
    no_quotes="This answer has no quotes: there is nothing to check.",
    no_answer="This answer says that the articles do not answer; only the closest sentences that "
    "it gives were checked.",
    no_answer_no_quotes="This answer says that the articles do not answer, and quotes nothing: "
    "there is nothing to check.",
    says="quote: {quoted}; article: {found}",
    marks="“{}”",
    nothing="(nothing)",
    also="Also:",
    more="and elsewhere",
)
