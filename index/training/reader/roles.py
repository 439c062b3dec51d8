"""Foils about somebody else: roles exchanged, another who stands beside, another's attribute.

The window says it, but of another, or the other way round. Where the new question might be
answered after all (both did it, one is part of the other, what is said goes both ways), there is
no foil: the functions return None.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations

from index.text.tokens import analyzer_for
from index.training.reader.articles import Article, Asked, Name
from index.training.reader.foils import attribute_question, attributes, has_word

# What goes both ways, or is done together.
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
    r"\s*(?:et )?(?:qui|c'est qui|c'est quoi|qu'est-ce que?|qu'est|que|quel(?:le)?|who|what)['’]? ?"
    r"(?:est|était|sont|étaient|fut|is|was|are|were)?(?: -ce que?| -elle)?\s+(?:le |la |les "
    r"|l['’]|the )?"
    r"[^\s?]+(?: [^\s?]+){0,2}\s*\??\s*",
    re.IGNORECASE,
)
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
_ITS_AGE = r"(?:,| \()\s?(?:âgée? de |aged? )?\d\d?(?:\sans)?[,.)]"
_AGES_APART = 4  # sentences
_LINKS = re.compile(r"\s*(?:,|et|and|ou|or|&|/|-|–|ainsi que|as well as|comme)\s*", re.IGNORECASE)
_BEFORE = (
    r"(?:\b(?P<before>de la|de l['’]|du|de|d['’]|des|à la|à l['’]|au|aux|à|le|la|les|l['’]|the)"
    r"\s*)?"
)
_DETERMINERS = r"(?<!\w)(le|la|les|l['’]|du|des|au|aux|the)\s*$"
_WHOLE = {"du": "le", "des": "les", "au": "le", "aux": "les"}
_JOINED = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}
_NEAR = 30  # characters between names that may be of one thing: "Renault, filiale de"
_AROUND = 25  # characters that an answer may have besides the name in it
_LANGUAGES = ("fr", "en")  # whose names are told apart
_TOUCHING = 5  # characters between names that are one thing: "Blavette de Lyon"
_MARK = "Xyz"  # stands for a name while another is put
_VOWELS = "aeiouyàâäéèêëîïôöùûüh"


def exchanged_roles(article: Article, asked: Asked, rng: random.Random) -> str | None:
    """Return the question with a name of its answer in the place of a name it has.

    "Who sued the Pentagon?", answered by "Anthropic", becomes "Who sued Anthropic?".
    """
    if article.language not in _LANGUAGES or _MUTUAL.search(asked.text):
        return None
    if not _ASKS_WHO.search(asked.text):
        return None
    asked_for = {article.text[start:end] for start, end in asked.answers}
    given = [
        name
        for name in _longest(article.names, asked_for)
        if any(has_word(a, name.text) and len(a) <= len(name.text) + _AROUND for a in asked_for)
    ]
    named = [name for name in _longest(article.names, [asked.text]) if _is_whole(asked.text, name)]
    given = [name for name in given if _is_whole(article.text, name)]
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
    if _MUTUAL.search(asked.text) or not _is_in_language(asked.text, article.language):
        return None
    named = [name for name in _longest(article.names, [asked.text]) if _is_whole(asked.text, name)]
    rng.shuffle(named)
    for name, other in combinations(named, 2):
        if not _is_alike(name, other) or not _is_apart(article, name.text, other.text, ""):
            continue
        if _joined_in(name.text, other.text, asked.text) or any(
            0 <= gap <= _TOUCHING for gap in _gaps(asked.text, name.text, other.text)
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

    `sentence` is the one of `window` that answers the question. "Who founded Anthropic?" becomes
    "Who founded OpenAI?".
    """
    if _MUTUAL.search(asked.text) or not _is_in_language(asked.text, article.language):
        return None
    if _ASKS_WHAT_IS.fullmatch(asked.text):
        return None  # "Who is Ann Lee?": a word beside her name may say so
    said = _sentence(article, sentence)
    shown = [_sentence(article, number) for number in window]
    answers = [article.text[start:end] for start, end in asked.answers]
    named = [
        name
        for name in _longest(article.names, [asked.text])
        if _is_whole(asked.text, name)
        and (article.source == "news" or has_word(f"{said}\n{article.title}", name.text))
        and not _is_joined(asked.text, name.text)
    ]
    rng.shuffle(named)
    for name in named:
        fitting = [
            other
            for other in _longest(article.names, shown)
            if _is_alike(name, other)
            and _is_whole(article.text, other)
            and bool(_determiner(article, name.text)) == bool(_determiner(article, other.text))
            and not any(has_word(answer, other.text) for answer in answers)
            and _is_apart(article, name.text, other.text, asked.text)
            and not _may_hold(article, asked, name, other, sentence, window)
        ]
        # Most alike is what stands in the very sentence.
        nearest = [other for other in fitting if has_word(said, other.text)]
        if fitting:
            other = rng.choice(nearest or fitting)
            return put_name(article, asked.text, name.text, other.text)
    return None


def attribute_of_another(article: Article, rng: random.Random) -> tuple[str, int] | None:
    """Return a question for what the article says of another only, and the sentence that does.

    Every sentence that has a word of such a thing names another of the same kind, not the one
    asked about, and has no pronoun that might stand for them.
    """
    for attribute in rng.sample(attributes(), len(attributes())):
        if attribute.of == "place" or article.language not in _LANGUAGES:
            continue
        said = [
            number
            for number in range(len(article.sentences))
            if attribute.said_by.search(_sentence(article, number))
        ]
        if not said or len(said) > 3 or attribute.said_by.search(article.title):
            continue
        texts = [_sentence(article, number) for number in said]
        if any(_PRONOUN.search(text) for text in texts):
            continue
        known = [name for name in article.names if name.kind == attribute.of]
        known = [name for name in known if name.is_certain or " " in name.text]
        there = [[name for name in known if has_word(text, name.text)] for text in texts]
        if not all(there):
            continue
        near = {number + step for number in said for step in (-3, -2, -1, 1, 2, 3)} - set(said)
        around = [_sentence(article, n) for n in near if 0 <= n < len(article.sentences)]
        asked_about = [
            name
            for name in known
            if any(has_word(text, name.text) for text in around)
            and not any(_words(name.text) & set(re.findall(r"\w{3,}", t.lower())) for t in texts)
        ]
        if asked_about:
            name = rng.choice(asked_about)
            return attribute_question(attribute, name, article.language, rng), rng.choice(said)
    return None


def age_of_another(article: Article, rng: random.Random) -> tuple[str, int] | None:
    """Return a question for the age of one person and a sentence with the age of another.

    Only where no sentence that names the one, or follows it, has an age, but for those that
    stand right behind another name ("Ann Lee, 34").
    """
    persons = [n for n in article.names if n.kind == "person" and (n.is_certain or " " in n.text)]
    of: dict[int, list[str]] = {}  # the names that have an age right behind them
    ages: dict[int, int] = {}  # how many ages there are
    for number in range(len(article.sentences)):
        text = _sentence(article, number)
        ages[number] = len(_AGE.findall(text))
        of[number] = [
            n.text for n in persons if re.search(rf"(?<!\w){re.escape(n.text)}{_ITS_AGE}", text)
        ]
    stated = [number for number, names in of.items() if names]
    found = []
    for person in persons:
        named = [n for n in of if _words(person.text) & _words(_sentence(article, n))]
        nearby = {*named, *(n + 1 for n in named if n + 1 in of)}
        if any(ages[n] > len(of[n]) for n in nearby):
            continue
        if any(_words(person.text) & _words(name) for names in of.values() for name in names):
            continue
        near = [s for s in stated if any(abs(s - n) < _AGES_APART for n in named)]
        found += [(person, s) for s in near]
    ages_asked = next(
        (a for a in attributes() if a.of == "person" and a.said_by.search("aged")), None
    )
    if not found or ages_asked is None or article.language not in _LANGUAGES:
        return None
    person, sentence = rng.choice(found)
    return attribute_question(ages_asked, person, article.language, rng), sentence


def put_name(article: Article, question: str, name: str, other: str) -> str | None:
    """Put `other` for `name`, with the determiner that the article gives it.

    None where that determiner is of another language than the question.
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
    determiner = _determiner(article, other)
    if determiner and not _is_in_language(question, article.language):
        return None
    if preposition == "de" and not determiner and other[0].lower() in _VOWELS:
        put = f"d'{other}"
    else:
        joined = f"{preposition} {determiner}".strip()
        joined = _JOINED.get(joined, joined)
        put = f"{joined}{'' if not joined or joined.endswith(chr(39)) else ' '}{other}"
    if match.start() == 0:
        put = put[0].upper() + put[1:]
    return question[: match.start()] + put + question[match.end() :]


def _determiner(article: Article, name: str) -> str:
    """Return what most often stands before `name`: "le", "the" or nothing."""
    found: Counter[str] = Counter()
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", article.text):
        before = article.text[max(0, match.start() - 6) : match.start()].lower()
        determiner = re.search(_DETERMINERS, before)
        word = determiner[1].replace("’", "'") if determiner else ""
        found[_WHOLE.get(word, word)] += 1
    return found.most_common(1)[0][0] if found else ""


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
        if any(0 <= gap <= _NEAR for gap in _gaps(said, name.text, other.text)):
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
    if _words(name) & _words(other) or _words(other) & _words(question) or not _words(other):
        return False
    initials = ["".join(word[0] for word in re.findall(r"\w+", n)).lower() for n in (name, other)]
    if name.lower() == initials[1] or other.lower() == initials[0]:
        return False
    return not any(
        name in text and other in text and _joined_in(name, other, text)
        for text in (article.text[start:end] for start, end in article.sentences)
    )


def _joined_in(name: str, other: str, text: str) -> bool:
    first, second = re.escape(name), re.escape(other)
    joined = rf"{first}{_LINKS.pattern}(?:\w+ )?{second}|{second}{_LINKS.pattern}(?:\w+ )?{first}"
    bracketed = rf"{first} ?\({second}|{second} ?\({first}"
    return re.search(f"{joined}|{bracketed}", text, re.IGNORECASE) is not None


def _is_joined(question: str, name: str) -> bool:
    """Tell whether `name` is one of several: "Lyon et Tours"."""
    found = re.escape(name)
    return (
        re.search(
            rf"\b(?:et|and|ou|or),?\s(?:\w+\s|\w['’])?{found}|{found},?\s(?:et|and|ou|or)\b",
            question,
        )
        is not None
    )


def _is_whole(text: str, name: Name) -> bool:
    """Tell whether most of the places of `name` in `text` are no part of a longer name."""
    if name.kind != "person" and " " not in name.text:
        low = name.text.lower()
        stops = (analyzer_for(code).lexicon.stop_words for code in ("fr", "en"))
        if any(low in words for words in stops) or has_word(text, low):
            return False
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name.text)}(?!\w)", text)]
    whole = 0
    for start, end in places:
        before = text[max(0, start - 25) : start]
        is_first = start < 25 and " " not in before.strip()
        after = _AFTER_NAME.match(text, end)
        part = _BEFORE_NAME.search(before) and not _NO_PART.fullmatch(before) and not is_first
        whole += not after and not part
    return whole * 2 > len(places)


def _gaps(text: str, name: str, other: str) -> list[int]:
    """Return how many characters lie between each place of `name` and each of `other`."""
    one, two = (
        [m.span() for m in re.finditer(rf"(?<!\w){re.escape(n)}(?!\w)", text)]
        for n in (name, other)
    )
    return [max(c, a) - min(d, b) for a, b in one for c, d in two]


def _is_alike(name: Name, other: Name) -> bool:
    """Tell whether one may stand for the other: both persons, or both no persons and no places."""
    if "place" in (name.kind, other.kind):
        return False
    if "person" in (name.kind, other.kind):
        return name.kind == other.kind
    return True


def _longest(names: Sequence[Name], texts: Collection[str]) -> list[Name]:
    """Return the names in `texts` that are no part of a longer name there."""
    found = [name for name in names if any(has_word(text, name.text) for text in texts)]
    return [n for n in found if not any(n is not o and n.text in o.text for o in found)]


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\w{3,}", text)}


def _sentence(article: Article, number: int) -> str:
    start, end = article.sentences[number]
    return article.text[start:end]


def _is_in_language(question: str, language: str) -> bool:
    """Tell whether more of the question's small words are of `language` than of the other."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", question)]
    counts = {
        code: sum(word in analyzer_for(code).lexicon.stop_words for word in words)
        for code in ("fr", "en")
    }
    return language in counts and counts[language] == max(counts.values()) > 0
