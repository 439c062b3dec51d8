"""What is to be said beside an answer, whatever it is: that it was looked for across languages.

Without the meanings of words (the extra `crosslingual`), a question finds in articles of another
language only names, numbers and words that are written alike. Who reads the answer, or that there
is none, has to know; neither says so itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.text.lexicon import available_languages

_LANGUAGES = {
    "fr": {"de": "allemand", "en": "anglais", "es": "espagnol", "fr": "français"},
    "en": {"de": "German", "en": "English", "es": "Spanish", "fr": "French"},
}
_AND_OR = {"fr": ("et", "ou"), "en": ("and", "or")}


def language_note(
    asked_in: str, articles_in: Collection[str], *, said_in: str, extra_helps: bool
) -> str | None:
    """That the question is in another language than every article, or None where it is not.

    For an engine that does not know meanings. `asked_in` and `articles_in` are language codes;
    the note is `said_in` French, or else in English. `extra_helps` says whether meanings would be
    known with the extra `crosslingual`. None as well without articles, and where one is in a
    language without a lexicon or a name: it may be the question's own, which would not be
    recognised.
    """
    languages = {asked_in, *articles_in}
    if not articles_in or asked_in in articles_in or not languages <= set(available_languages()):
        return None
    said_in = said_in if said_in in _LANGUAGES else "en"
    names = _LANGUAGES[said_in]
    if not languages <= names.keys():
        return None
    both, either = (_listed([names[c] for c in sorted(articles_in)], w) for w in _AND_OR[said_in])
    if said_in == "fr":
        note = (
            f"Les articles sont en {both}, la question en {names[asked_in]} : les mots n'ont été "
            f"comparés que tels qu'ils sont écrits. Mieux vaut demander en {either}"
        )
        extra = ", ou installer l'extra « crosslingual » si vous gérez ce bot"
    else:
        note = (
            f"The articles are in {both}, the question in {names[asked_in]}: words were compared "
            f"only as they are written. It is better to ask in {either}"
        )
        extra = ", or to install the extra “crosslingual” if you run this bot"
    return f"{note}{extra if extra_helps else ''}."


def _listed(names: Sequence[str], word: str) -> str:
    """`names` with `word` before the last: "German, English and Spanish"."""
    *others, last = names
    return f"{', '.join(others)} {word} {last}" if others else last
