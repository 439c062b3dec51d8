"""Which clause a question asks for by its number: "Que dit l'article 2 ?", "what is in 4.2?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.questions.analysis import Question
from index.text.lexicon import words_of
from index.text.numbering import number_in_figures, whole_label
from index.text.tokens import analyzer_for

_CLAUSE = re.compile(
    r"(?P<label>[^\W\d_]{3,12}|§)[ \u00a0\u202f]*(?:n°[ \u00a0\u202f]*)?"
    r"(?P<number>\d{1,3}(?:er|re|ère)?(?:\.\d{1,3})*(?: (?:bis|ter|quater)\b)?|[IVXL]{1,7}|[A-Z])"
    r"(?![\w%]|[.,]\d)"
)


@dataclass(frozen=True, slots=True)
class AskedClause:
    """The clause `number` (in figures) of what is called `label`, folded: ("article", "2").

    `others` are the terms of what else the question says: none where it asks for nothing else.
    `is_open` says that it may also ask for nothing else where these only name the article ("du
    règlement du marché"): it does not ask for a number, a person or a day in it.
    """

    label: str
    number: str
    others: frozenset[str]
    is_open: bool

    def is_all(self, named: frozenset[str]) -> bool:
        """Return whether nothing else is asked for, `named` being what names the article."""
        return not self.others or (self.is_open and self.others <= named)


def asked_clause(question: Question, *, language: str) -> AskedClause | None:
    """Return the clause of an article in `language` that `question` names by its number."""
    for match in _CLAUSE.finditer(question.normalised):
        labels = {whole_label(match["label"], code) for code in (language, question.language)}
        if label := next(iter(sorted(labels - {""})), ""):
            number = number_in_figures(match["number"])
            own = set(analyzer_for(language).terms(match.group()))
            said = words_of(question.language, "speech", "opinion")
            others = [t for t in question.tokens if t.term not in own and t.surface not in said]
            terms = frozenset(token.term for token in others)
            return AskedClause(label, number, terms, question.kinds <= {"quotation"})
    return None
