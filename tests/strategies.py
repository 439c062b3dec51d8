"""Hypothesis strategies shared by the tests: articles as they come, and questions to them."""

from __future__ import annotations

import unicodedata
from random import Random

from hypothesis import strategies as st

# What French reports are made of and what trips a cutter up, each a piece of running text.
FRAGMENTS = (
    "Le Pentagone a choisi vendredi les modèles d'OpenAI.",
    "Le Pentagone a choisi vendredi les modèles d'OpenAI.",  # twice as likely: repeated sentences
    "M. Trump et Mme Dupont ont signé à 10 a.m. un contrat de 1.500 euros.",
    "Il a coûté 200 millions de dollars, soit 1 500,5 € ou 12,5 %.",
    "« Nous n'en voulons pas ! », a-t-il écrit en majuscules.",
    "«\u00a0Rien\u202f!\u00a0» Elle est partie.",
    '"Ils vont gagner des guerres!", a-t-il écrit.',
    'Il a dit "non. Puis il est parti.',
    "« Jamais fermé. Encore ouvert.",
    "fermé sans ouvrir ». Suite.",
    "Vers 50 av. J.-C., César (ou un autre. Qui sait ?) part…",
    "Fondée en 2021 par des anciens d'OpenAI, Anthropic est à l'U.S. Army. Elle grandit.",
    "1. Le premier point. 2. Le second.",
    "- un élément de liste",
    '- "Caprices idéologiques" -',
    "# Un titre",
    "Le patron, le 22 juillet 2025 à Washington ( AFP / Mandel NGAN )",
    "e\u0301te\u0301 a\u0300 Qu\u00e9bec, o\u0308 🇫🇷 👩\u200d🚀 fin.",
    "Он сказал. 彼は言った。次の文。 قال ذلك.",
    "The Pentagon chose it. Mr. Smith said so!",
    "mot" * 500,
    "a " * 800,
    ", ".join(["virgule"] * 200),
    "?!...!?…",
    "\x00",
    "\ufeff",
    " date 2026-02-28 ",
    "---\ntitle: Un titre\n---\n",
)
SEPARATORS = (
    " ",
    " ",
    "\n\n",
    "\r\n\r\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u00a0",
    "\u202f",
    "\u2028",
    "",
)

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)

_pieces = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), any_text)
composed_articles = st.lists(
    st.tuples(_pieces, st.sampled_from(SEPARATORS)), min_size=1, max_size=12
).map(lambda pairs: "".join(piece + separator for piece, separator in pairs))

# Any text at all that UTF-8 can store; may be empty, or have no letter in it.
articles = st.one_of(composed_articles, composed_articles, any_text)

QUESTION_WORDS = (
    "Qui", "Quand", "Où", "Combien", "Pourquoi", "Comment",
    "est-ce", "a", "signé", "choisi", "coûté", "OpenAI",
    "Pentagone", "Anthropic", "Trump", "contrat", "modèles", "2021",
    "200", "millions", "l'éthique", "What", "when", "who",
    "chose", "the", "彼", "🇫🇷", "mot",
)  # fmt: skip
_words = st.sampled_from(QUESTION_WORDS)
# Questions that `check_question` lets through.
questions = st.one_of(
    st.lists(_words, min_size=1, max_size=12).map(lambda words: " ".join(words) + " ?"),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
).filter(lambda text: any(c.isalnum() for c in text))

# What UTF-16 and code points count differently, or what joins into one sign on the screen.
_SIGNS = (
    "a", "é", "e\u0301", "ç", "👍", "👍🏽", "👩\u200d🚀", "🇫🇷", "❤\ufe0f", "𝒜", "𐍈", "漢", "ñ",
    "שלום", "العربية", "\u200f", "\u0300", " ", "\u00a0", "\n", "«\u00a0", "\uffff", "\U0010ffff",
)  # fmt: skip
# Short texts, empty ones too, that are easily cut at the wrong place.
signs = st.lists(st.sampled_from(_SIGNS), max_size=8).map("".join)

# What reads the same in other typography, sign by sign.
_RETYPED = (
    " \u00a0\u202f\u2009\u3000\t\n\u2028",
    "'’ʼ´",
    '"«»“”„',
    "-‐‑–—−",
)
_UNSEEN = ("\u00ad", "\u200b", "\ufeff", "\u2060", "\u200e")


@st.composite
def retyped(draw: st.DrawFn, text: str) -> str:
    """`text` in other typography: other signs of the same kind, unseen ones, another form."""
    rng = Random(draw(st.integers(0, 2**32)))  # noqa: S311  one draw a sign takes long
    out: list[str] = []
    for at, c in enumerate(text):
        kinds = [kind for kind in _RETYPED if c in kind]
        out.append(rng.choice(kinds[0]) if kinds and rng.random() < 0.5 else c)
        # Not before a combining mark: it would stand alone.
        if c.isalnum() and text[at + 1 : at + 2].isalnum() and rng.random() < 0.1:
            out.append(rng.choice(_UNSEEN))
    made = "".join(out)
    form = draw(st.sampled_from(("NFC", "NFD", None)))
    return unicodedata.normalize(form, made) if form else made
