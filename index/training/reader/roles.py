"""Foils about somebody else: roles exchanged, another name of the window, another's attribute.

The window says what is asked, but of another, or the other way round. Where the new question
might be answered after all (both did it, one is part of the other, it is something that two do to
each other), there is no foil: the functions return None.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, islice

from index.text.tokens import analyzer_for
from index.training.reader.articles import Article, Asked, Name
from index.training.reader.foils import attribute_question, attributes
from index.training.reader.wording import (
    are_joined,
    determiner,
    gaps,
    has_word,
    is_coordinated,
    is_in_language,
    is_whole,
    longest_names,
    places,
    put_name,
    words_of,
)

# What two do to each other or together: true of both, whoever is asked about.
_MUTUAL = re.compile(
    r"rencontr|\bépou|\bmari[ée]|conjoint|compagn[oe]|couple|accord|sign[eaéè]|allia|allié|fusion"
    r"|partenair|partag|frère|sœur|soeur|cousin|\bamie?s?\b|amitié|amica|collègue|équipier|rival"
    r"|advers|affront|\bcontre\b|face à|oppos|\bentre\b|\bavec\b|ensemble|voisin|front(?:ièr|ali)"
    r"|jumel|négoci|dialog|discut|duel|\bmatch|finale|concurren|collabor|coopér|égal|équivalen"
    r"|\bnom\b|\bnoms\b|nomm|surnom|appel|différ|compar|semblabl|simil|synonym|chacun|tous|toutes"
    r"|\bautres?\b|\bplus\b|\bmoins\b|\bmeet|\bmet\b|marri|\bmarry|\bwife|husband|spouse|partner"
    r"|agree|\bdeal\b|\bsign|merge|brother|sister|friend|colleague|mate\b|opponent|against|versus"
    r"|\bvs\b|\bplay|between|\bwith\b|together|neighbo|border|twin\b|negotiat|\btalk|discuss"
    r"|\bfinal|compet|cooperat|\bname|\bcall|known as|\bsame\b|\bshar|\blike\b|\bother\b|\bboth\b"
    r"|ennemi|enem|contempor|désaccord|échang|exchang|swap|\bcroise|\beach\b|\bmore\b|\bless\b"
    r"|\bthan\b|quelqu'un|contrat|contract|\blien|\blink|relation",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(
    r"\b(?:qui|who|whom)\b|\bquel(?:le)?s? (?:entreprise|société|groupe|club|équipe|compagnie"
    r"|parti|homme|femme|personn\w+|auteur|roi|reine|ministre|président\w*|organisation)\b"
    r"|\b(?:which|what) (?:company|group|club|team|party|man|woman|person|organi[sz]ation"
    r"|author|king|queen|minister|president)\b",
    re.IGNORECASE,
)
_ASKS_WHAT_IS = re.compile(
    r"\s*(?:et )?(?:c['’]est (?:qui|quoi)|qu['’]est-ce que?(?: c['’]est que)?"
    r"|(?:qui|quel(?:le)?s?|who|what)(?: est| était| sont| étaient| fut| is| was| are| were"
    r"|['’]s|['’]re))\s+(?:le |la |les |l['’]|the )?"
    r"[^\s?]+(?: [^\s?]+){0,2}\s*\??\s*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:ils?|elles?|lui|leurs?|son|sa|ses|celui|celle|ceux|je|j|moi|mon|ma|mes|nous|notre|nos"
    r"|he|she|his|hers?|him|they|their|them|who|whose|i|my|me|we|our|dont|qui"
    r"|ce dernier|cette dernière)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\d+\sans\b|\baged?\b|years?[- ]old\b|\bâg[eé]|, (?:\d\d|\d\d?, )(?=[,.;)]| )|\(\d\d\)"
    r"|\b(?:trent|quarant|cinquant|soixant|vingt|septuagén|octogén|nonagén|quinqua|quadra|trenten)",
    re.IGNORECASE,
)
_ITS_AGE = re.compile(r"(?:,| \()\s?(?:âgée? de |aged? )?\d\d?(?:\sans)?[,.)]")  # after a name
_AGES_APART = 4  # sentences
_MOST_SAID = 3  # sentences that have a word of the attribute asked for
_NEAR = 30  # characters between names that may be of one thing: "Renault, filiale de"
_AROUND = 25  # characters that an answer may have besides the name in it
_LANGUAGES = ("fr", "en")  # whose names are told apart
_TOUCHING = 5  # characters between names that are one thing: "Blavette de Lyon"
_MARK = "Xyz"  # in the place of a name while another is put


def exchanged_roles(article: Article, asked: Asked, rng: random.Random) -> str | None:
    """Return the question with a name of its answer in the place of a name that it has.

    "Who sued the Pentagon?", answered by "Anthropic", becomes "Who sued Anthropic?".
    """
    if article.language not in _LANGUAGES or not _ASKS_WHO.search(asked.text):
        return None
    if _is_mutual(asked.text):
        return None
    asked_for = {article.text[start:end] for start, end in asked.answers}
    given = [
        name
        for name in longest_names(article.names, asked_for)
        if any(has_word(a, name.text) and len(a) <= len(name.text) + _AROUND for a in asked_for)
    ]
    named = _whole_names(article, asked.text)
    given = [name for name in given if is_whole(article.text, name)]
    rng.shuffle(given)
    rng.shuffle(named)
    for name in named:
        for other in given:
            if _is_alike(name, other) and _is_apart(article, name.text, other.text, asked.text):
                return put_name(article, asked.text, name.text, other.text)
    return None


def exchanged_names(article: Article, asked: Asked, rng: random.Random) -> str | None:
    """Return the question with two of its names in each other's place.

    "When did Anthropic sue the Pentagon?" becomes "When did the Pentagon sue Anthropic?".
    """
    if _is_mutual(asked.text) or not is_in_language(asked.text, article.language):
        return None
    named = _whole_names(article, asked.text)
    rng.shuffle(named)
    for name, other in combinations(named, 2):
        if not _is_alike(name, other) or not _is_apart(article, name.text, other.text, ""):
            continue
        if are_joined(asked.text, name.text, other.text) or any(
            0 <= gap <= _TOUCHING for gap in gaps(asked.text, name.text, other.text)
        ):
            continue
        kept_place = asked.text.replace(other.text, _MARK)
        half = put_name(article, kept_place, name.text, other.text)
        return half and put_name(article, half, _MARK, name.text)
    return None


def name_beside(
    article: Article, asked: Asked, sentence: int, window: Sequence[int], rng: random.Random
) -> str | None:
    """Return the question with a name exchanged for another that its window has too.

    `sentence` is the one of `window` that answers the question. "When was Anthropic founded?"
    becomes "When was OpenAI founded?".
    """
    if _is_mutual(asked.text) or not is_in_language(asked.text, article.language):
        return None
    if _ASKS_WHAT_IS.fullmatch(asked.text):
        return None  # "Who is Ann Lee?": a word next to her name may say so
    said = _sentence(article, sentence)
    answers = [article.text[start:end] for start, end in asked.answers]
    named = [
        name
        for name in _whole_names(article, asked.text)
        if (article.source == "news" or has_word(f"{said}\n{article.title}", name.text))
        and not is_coordinated(asked.text, name.text)
    ]
    rng.shuffle(named)
    others = longest_names(article.names, [_sentence(article, n) for n in window]) if named else []
    for name in named:
        has_determiner = bool(determiner(article, name.text))
        fitting = [
            other
            for other in others
            if _is_alike(name, other)
            and not any(has_word(answer, other.text) for answer in answers)
            and is_whole(article.text, other)
            and bool(determiner(article, other.text)) == has_determiner
            and _is_apart(article, name.text, other.text, asked.text)
            and not _may_hold(article, asked, name, other, sentence, window)
        ]
        # Most like what was asked is a name of the very sentence that answers.
        nearest = [other for other in fitting if has_word(said, other.text)]
        if fitting:
            other = rng.choice(nearest or fitting)
            return put_name(article, asked.text, name.text, other.text)
    return None


def attribute_of_another(article: Article, rng: random.Random) -> tuple[str, int] | None:
    """Return a question for what the article says of another only, and a sentence that says it.

    Every sentence with a word for such a thing names another of the same kind, not the one asked
    about, and has no pronoun, which might mean them.
    """
    sentences = range(len(article.sentences))
    texts = [_sentence(article, number) for number in sentences]
    for attribute in rng.sample(attributes(), len(attributes())):
        if attribute.of == "place" or article.language not in _LANGUAGES:
            continue
        if attribute.said_by.search(article.title):
            continue
        saying = (number for number in sentences if attribute.said_by.search(texts[number]))
        said = list(islice(saying, _MOST_SAID + 1))
        if not said or len(said) > _MOST_SAID:
            continue
        if any(_PRONOUN.search(texts[number]) for number in said):
            continue
        known = [name for name in article.names if name.kind == attribute.of]
        known = [name for name in known if name.is_certain or " " in name.text]
        if not all(any(has_word(texts[n], name.text) for name in known) for n in said):
            continue
        near = {number + step for number in said for step in (-3, -2, -1, 1, 2, 3)} - set(said)
        around = [texts[number] for number in near if number in sentences]
        there = {word for number in said for word in words_of(texts[number])}
        asked_about = [
            name
            for name in known
            if not words_of(name.text) & there and any(has_word(text, name.text) for text in around)
        ]
        if asked_about:
            name = rng.choice(asked_about)
            return attribute_question(attribute, name, article.language, rng), rng.choice(said)
    return None


def age_of_another(article: Article, rng: random.Random) -> tuple[str, int] | None:
    """Return a question for the age of one person, and a sentence that gives the age of another.

    Only where no sentence that names the one, nor any that follows such a sentence, has an age,
    but for those right after another name ("Ann Lee, 34").
    """
    persons = [n for n in article.names if n.kind == "person" and (n.is_certain or " " in n.text)]
    texts = [_sentence(article, number) for number in range(len(article.sentences))]
    aged = [_names_with_age(text, persons) for text in texts]
    stated = [number for number, names in enumerate(aged) if names]
    ages_asked = next(
        (a for a in attributes() if a.of == "person" and a.said_by.search("aged")), None
    )
    if not stated or ages_asked is None or article.language not in _LANGUAGES:
        return None
    ages = [len(_AGE.findall(text)) for text in texts]
    words = [words_of(text) for text in texts]
    of_aged = {word for names in aged for name in names for word in words_of(name)}
    found = []
    for person in persons:
        own = words_of(person.text)
        named = [number for number, there in enumerate(words) if own & there]
        nearby = {*named, *(number + 1 for number in named if number + 1 < len(texts))}
        if own & of_aged or any(ages[number] > len(aged[number]) for number in nearby):
            continue
        near = [s for s in stated if any(abs(s - number) < _AGES_APART for number in named)]
        found += [(person, number) for number in near]
    if not found:
        return None
    person, sentence = rng.choice(found)
    return attribute_question(ages_asked, person, article.language, rng), sentence


def _names_with_age(text: str, persons: Sequence[Name]) -> list[str]:
    """Return the names in `text` that an age follows: "Ann Lee, 34," or "Ann Lee (34)"."""
    if not _ITS_AGE.search(text):
        return []
    return [
        person.text
        for person in persons
        if any(_ITS_AGE.match(text, end) for _, end in places(text, person.text))
    ]


def _may_hold(
    article: Article,
    asked: Asked,
    name: Name,
    other: Name,
    sentence: int,
    window: Sequence[int],
) -> bool:
    """Tell whether the window might say of `other` what it says of `name`."""
    said = _sentence(article, sentence)
    if has_word(said, other.text):
        if _MUTUAL.search(said) or not has_word(said, name.text):
            return True
        if any(0 <= gap <= _NEAR for gap in gaps(said, name.text, other.text)):
            return True
    of_names = set(analyzer_for(article.language).terms(f"{name.text} {other.text}"))
    wanted = set(analyzer_for(article.language).terms(asked.text)) - of_names
    has_digit = any(c.isdigit() for start, end in asked.answers for c in article.text[start:end])
    for number in window:
        if number == sentence:
            continue
        text = _sentence(article, number)
        is_about = has_word(text, other.text) or (
            number - 1 in window and has_word(_sentence(article, number - 1), other.text)
        )
        if is_about and (
            wanted & set(article.terms[number]) or (has_digit and re.search(r"\d", text))
        ):
            return True
    return False


def _is_apart(article: Article, name: str, other: str, question: str) -> bool:
    """Tell whether the two share no word and are nowhere joined ("A et B", "A, B")."""
    if (
        words_of(name) & words_of(other)
        or words_of(other) & words_of(question)
        or not words_of(other)
    ):
        return False
    initials = ["".join(word[0] for word in re.findall(r"\w+", n)).lower() for n in (name, other)]
    if name.lower() == initials[1] or other.lower() == initials[0]:
        return False
    return not any(
        name in text and other in text and are_joined(text, name, other)
        for text in (article.text[start:end] for start, end in article.sentences)
    )


def _is_alike(name: Name, other: Name) -> bool:
    """Tell whether one may stand for the other: both persons, or both no persons and no places."""
    if "place" in (name.kind, other.kind):
        return False
    if "person" in (name.kind, other.kind):
        return name.kind == other.kind
    return True


@lru_cache(1024)  # each question is looked at for several foils
def _is_mutual(question: str) -> bool:
    return _MUTUAL.search(question) is not None


def _whole_names(article: Article, question: str) -> list[Name]:
    names = longest_names(article.names, [question])
    return [name for name in names if is_whole(question, name)]


def _sentence(article: Article, number: int) -> str:
    start, end = article.sentences[number]
    return article.text[start:end]
