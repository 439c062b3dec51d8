"""Foils that ask why, made of questions for a time, a place or a number: no reason is given.

Only where the sentence that says what happened, and those round it, have no word for a cause or
an aim; else the functions return None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.training.reader.articles import Article, Asked

_SAID_OUTRIGHT = (
    # French
    r"\bparce qu|\bcar\b|\braisons?\b|\bcauses?\b|\bcaus[éae]|\bafin\b|\bpuisqu|\bà la suite\b"
    r"|\bsuite à\b"
    r"|\bgrâce\b|\bfaute d|\bdû\b|\bdues?\b|\bmotif|motiv|objecti|\bbut\b|\bprovoqu|\bvu qu"
    r"|\bdès lors"
    r"|\bdonc\b|\bainsi\b|\bexpli|\bjustifi|\bconséquen|\bprétext|\bau nom d|\binvoqu|\bvoul"
    r"|\bveut\b"
    r"|\bsouhait|\bcrai(?:n|gn)|\bpeur\b|\bvis(?:e|ent|ait|aient|ant)\b|\btrop\b|\bétant\b"
    r"|\breproch|\baccus"
    r"|\bpourquoi\b|\ble temps d|\ben échange|\bin return\b|\bpour \w+(?:er|ir|re)\b"
    r"|\bpar (?:erreur|hasard|peur|manque)"
    # English
    r"|\bbecause\b|\bdue to\b|\breason|\bso\b|\bthus|\btherefore|\bin order|\bowing"
    r"|\bthanks to\b|\bwant"
    r"|\bfear|\bexplain|\baim|\bgoal|\bpurpose|\black\b|\bgiven that|\btoo\b|\bled to\b|\bblam"
    r"|\bwhy\b"
    r"|\bfault|\baccus"
)
_PLAIN_CAUSE = re.compile(_SAID_OUTRIGHT, re.IGNORECASE)
_CAUSE = re.compile(
    _SAID_OUTRIGHT
    # French
    + r"|\bpour\b(?! (?:\d|un an|l'instant))|\bcomme\b|\baprès\b|\bcontre\b|\bface à|\bentraîn"
    r"|\bpermett"
    r"|\bjug[eé]|\bestim|\bsous peine|\btant\b|\bsi\b|\ben\s\w+ant\b|\bmalgré|\bsans\b"
    r"|\bquand\b|\blorsqu|\bce qui\b|\bdevant\b|\bà défaut"
    r"|\bmérit|\bsuscit|\boblig|\bforc[éeè]|\bcontrai|\bpouss|\bincit|\btent[eéa]|\bcherch|\bbesoin"
    r"|\bmenac"
    # English
    r"|\bsince\b|\bwhen\b|\bonce\b|\bwhich\b|\bas\b|\bfor\b(?! (?:\d|two|three|four|five|six"
    r"|more|the first|the last))|\bafter\b|\bamid\b"
    r"|\bfollowing\b|\bover\b|\bagainst\b|\bhop(?:e|ing)|\bmean[ts]?\b|\bif\b|\bwould\b|\bforc"
    r"|\btry|\btried"
    r"|\bneed|\bthreat|\bto\b(?! (?:the|an?|his|her|its|their|our|my|this|that|these|\d"
    r"|(?-i:[A-Z])))"
    # either: what follows a colon or a dash is often the reason
    r"|\s?[:–—]\s|\s-\s|[:–—]$",
    re.IGNORECASE,
)
_WHEN_OR_WHERE = re.compile(
    r"(?:(?:mais|et) )?(?:depuis quand|quand|où|à quelle (?:heure|date|période|époque)"
    r"|en quelle année|(?:dans|en|à|depuis|pendant|durant) quel(?:le)? (?:ville|pays|année|mois"
    r"|siècle|lieu)"
    r"|quel jour|en quel(?:le)? \w+|pendant combien de temps|à quel moment)\s+(?=\S)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"combien d(?:e |['’])(?P<what>(?!temps|fois)[\w-]+[sx]) (?P<rest>(?:(?-i:[A-ZÀ-Ý])|l[ea]s? "
    r"|l['’]).+)",
    re.I,
)
_ENGLISH_WHEN = re.compile(
    r"(?:(?:since|until) when|when|where|(?:on|in) (?:which|what) (?:\w+))\s+(?=(?P<aux>\w+)\s)",
    re.IGNORECASE,
)
_ENGLISH_MANY = re.compile(
    r"how many (?P<what>(?!times)\w+s) (?P<aux>did|will|has|have|does|do) (?P<rest>.+?)\s*\??",
    re.IGNORECASE,
)
_TURNED = re.compile(r"-t-(?:ils?|elles?|on)\b|\w-(?:ils?|elles?|on)\b|\best-ce qu")
_DOES = re.compile(r"did|will|has|have|had|does|do|is|are|was|were", re.IGNORECASE)
_DONE = re.compile(r"\w{2,}(?:ed|ing|en|nt|ld|ght)\b")
_NO_DEED = re.compile(
    r"\bné(?:e|s|es)?\b|naît|naqui|\bborn\b|\bmort|mouru|décéd|\bdied?\b|situ|trouv|locat|\bbas[ée]"
    r"|malad|arrêt|arrest|ferm|clos|perturb|doit|doivent|peut|pourr|\bcan\b|\bcould\b|vécu"
    r"|vit\b|viv|\blive|habit|s'appel|\bcalled",
    re.IGNORECASE,
)


def why_without_reason(
    article: Article, asked: Asked, sentence: int, window: Sequence[int]
) -> str | None:
    """Return a question why what `asked` takes for granted is so, where no reason is given.

    "Quand Ferrolux a-t-il vendu sa mine ?" becomes "Pourquoi Ferrolux a-t-il vendu sa mine ?".
    `sentence` is the one of `window` that answers `asked`.
    """
    changed = _asked_why(asked.text.strip())
    if changed is None or _NO_DEED.search(asked.text):
        return None
    if _CAUSE.search(article.text[slice(*article.sentences[sentence])]):
        return None
    near = {sentence + step for step in (-2, -1, 1, 2)} & set(window)
    around = [article.text[slice(*article.sentences[number])] for number in near]
    return None if any(_PLAIN_CAUSE.search(text) for text in around) else changed


def _asked_why(question: str) -> str | None:
    """Return the question for a time, a place or a number as one for a reason, or None."""
    match = _WHEN_OR_WHERE.match(question)
    if match and _TURNED.search(question):
        return f"Pourquoi {question[match.end() :]}"
    match = _HOW_MANY.match(question)
    if match and _TURNED.search(question):
        rest = match["rest"].rstrip(" ?\u00a0\u202f")
        return f"Pourquoi {rest} des {match['what']} ?"
    match = _ENGLISH_WHEN.match(question)
    if match and _DOES.fullmatch(match["aux"]):
        is_be = match["aux"].lower() in ("is", "are", "was", "were")
        if not is_be or _DONE.search(question[match.end("aux") :]):
            return f"Why {question[match.end() :]}"
    match = _ENGLISH_MANY.fullmatch(question)
    if match:
        return f"Why {match['aux']} {match['rest']} {match['what']}?"
    return None
