"""A question set, a vocabulary and a base to start from, all so small that a test takes no time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index.documents.document import make_document
from index.reading.tokeniser import Tokeniser
from index.reading.vocabulary import WORD_MARK, Vocabulary
from index.training.datasets import Dataset, Entry, Example, read_dataset
from index.training.reader.articles import Article, Asked, Name, read_articles
from index.training.reader.base import BLOCK, Base, Floats

WITHOUT = [name for name in ("torch", "onnx", "onnxruntime") if find_spec(name) is None]
needs_training = pytest.mark.skipif(bool(WITHOUT), reason=f"needs {WITHOUT} of the extra train")

_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:?!'’«»()-éèêàçôîùû"
_WORDS = [
    "le",
    "la",
    "de",
    "un",
    "qui",
    "quand",
    "est",
    "mine",
    "maire",
    "ferme",
    "poste",
    "dirige",
    "coûte",
    "euro",
    "Roquebrac",
]
_LEFT_OUT = "?'"  # so that something is unknown


def vocabulary() -> Vocabulary:
    characters = [c for c in _CHARACTERS if c not in _LEFT_OUT]
    words = [WORD_MARK + word for word in _WORDS]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", WORD_MARK, *characters, *words, "<mask>"]
    scores = [0.0] * 4 + [-8.0] * (1 + len(characters)) + [-4.0] * len(words) + [0.0]
    return Vocabulary(tuple(pieces), tuple(scores), 0, 2, 3, {"’": "'", "œ": "oe"})


def base(*, width: int = 2 * BLOCK, layers: int = 2, seed: int = 0) -> Base:
    """Random weights; those of words are in the blocks of 16 steps that the real ones have."""
    known, inner, positions, rng = vocabulary(), 2 * width, 512, np.random.default_rng(seed)

    def some(*shape: int, scale: float = 0.15) -> Floats:
        return (rng.normal(size=shape) * scale).astype(np.float32)

    steps = rng.integers(-8, 8, (len(known.pieces), width // BLOCK, BLOCK))
    steps[:, :, 0] = -8
    scales = rng.uniform(0.02, 0.04, (*steps.shape[:2], 1)).astype(np.float16)
    tensors = {
        "emb.word": (steps * scales.astype(np.float32)).astype(np.float32).reshape(-1, width),
        "emb.pos": some(positions * width),
        "emb.type": some(2 * width),
    }
    norms = ["emb.ln", *(f"l{n}.{norm}" for n in range(layers) for norm in ("aln", "oln"))]
    for norm in norms:
        tensors |= {f"{norm}.w": 1 + some(width), f"{norm}.b": some(width)}
    sizes = dict.fromkeys(("q", "k", "v", "ao"), (width, width))
    sizes |= {"fi": (inner, width), "fo": (width, inner)}
    for n in range(layers):
        for name, (rows, columns) in sizes.items():
            tensors[f"l{n}.{name}.w"] = some(rows * columns)
            tensors[f"l{n}.{name}.b"] = some(rows)
    return Base(known, width, layers, 2, inner, positions, 1e-12, tensors)


_TEXT = """{body} ferme sa mine de {place}.

Le groupe {body}, dirigé par {boss}, supprime {jobs} postes. La mine fermera le 31 mars. \
Pomper l'eau coûte 90.000 euros par semaine. Le gisement est presque vide, disent les géologues. \
Le transport du minerai passe par le canal depuis 1912.

Le maire de {place}, {mayor}, est en colère. M. {mayor} attend le préfet. Une réunion est prévue \
jeudi à Albi. Selon la société {body}, le site sera dépollué avant l'hiver. \
Les syndicats ont appelé à la grève."""
_ARTICLES = {
    "a01": ("Minergal", "Roquebrac", "Solène Castagnède", "214", "Paul Fabre"),
    "a02": ("Ferrolux", "Montclar", "Anne Dulac", "97", "Jean Roumieu"),  # kept for measuring
    "a03": ("Orpaillac", "Sarlande", "Marc Vidal", "1 250", "Claire Bonnet"),
    "a05": ("Zincor", "Vabres", "Louis Andrieu", "48", "Marie Cazals"),
}


def dataset(folder: Path, name: str = "news.json") -> Dataset:
    """Four articles, of which one is kept, each with six questions, one of them unanswerable."""
    data = []
    for title, (body, place, boss, jobs, mayor) in _ARTICLES.items():
        text = _TEXT.format(body=body, place=place, boss=boss, jobs=jobs, mayor=mayor)
        asked = {
            f"Qui dirige {body} ?": boss,
            f"Combien de postes {body} supprime-t-il ?": f"{jobs} postes",
            "Quand la mine fermera-t-elle ?": "31 mars",
            "Depuis 1912, par où passe le minerai ?": "le canal",
            f"Qui est le maire de {place} ?": mayor,
            f"Qui a tué {mayor} ?": None,
        }
        qas = [
            {
                "id": f"{title}-{number}",
                "question": question,
                "answers": [{"text": a, "answer_start": text.index(a)}] if a else [],
            }
            for number, (question, a) in enumerate(asked.items())
        ]
        data.append({"title": title, "paragraphs": [{"context": text, "qas": qas}]})
    path = folder / name
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return read_dataset(path)


def articles(folder: Path) -> list[Article]:
    return list(read_articles(dataset(folder), Tokeniser(vocabulary())))


def article(
    text: str,
    names: Mapping[str, str],
    asked: Mapping[str, str],
    *,
    title: str = "",
    language: str = "fr",
    source: str = "news",
) -> Article:
    """An article with these names (and their kinds) and these questions (and their answers)."""
    examples = [
        Example(str(number), question, ((text.index(a), text.index(a) + len(a)),))
        for number, (question, a) in enumerate(asked.items())
    ]
    document = replace(make_document(text, document_id="1", title=title), language=language)
    entry = Entry(document, tuple(examples), group="one")
    (read,) = read_articles(Dataset(f"{source}.json", "", (entry,)), Tokeniser(vocabulary()))
    return replace(read, names=tuple(Name(name, kind, True) for name, kind in names.items()))


def question(article: Article, number: int) -> tuple[Asked, int]:
    """A question of the article and the number of the sentence that answers it."""
    asked = article.questions[number]
    sentence = article.sentence_of(asked.answers[0][0])
    assert sentence is not None
    return asked, sentence


_BODIES = ("Halcyon", "Sénat", "Senate", "Orbane", "Zincor")
_PERSONS = ("Inès Morel", "Ines Morel", "Paul Fabre", "Paul Faber")
_IN_FRENCH = """Halcyon a attaqué le Sénat en justice mardi. La plainte compte douze pages. \
Orbane a été fondée par Inès Morel, 34 ans. Le siège de Zincor donne sur le port. \
Paul Fabre préside la chambre. Le jugement est attendu en mai."""
_IN_ENGLISH = """Halcyon sued the Senate on Tuesday. The complaint has twelve pages. \
Orbane was founded by Ines Morel, 34. The headquarters of Zincor overlook the harbour. \
Paul Faber chairs the chamber. A ruling is expected in May."""
_ASKED_IN_FRENCH = {
    "Qui a attaqué le Sénat en justice ?": "Halcyon",
    "Quand Halcyon a-t-il attaqué le Sénat en justice ?": "mardi",
    "Qui a fondé la société Orbane ?": "Inès Morel",
}
_ASKED_IN_ENGLISH = {
    "Who sued the Senate?": "Halcyon",
    "When did Halcyon sue the Senate?": "Tuesday",
    "Who founded the company Orbane?": "Ines Morel",
}


def lawsuit(language: str, *, more: str = "", source: str = "news") -> Article:
    """A short article in which one does something to another, and others are named.

    `more` is put after its text.
    """
    is_french = language == "fr"
    text = _IN_FRENCH if is_french else _IN_ENGLISH
    asked = _ASKED_IN_FRENCH if is_french else _ASKED_IN_ENGLISH
    kinds = {**dict.fromkeys(_BODIES, "body"), **dict.fromkeys(_PERSONS, "person")}
    names = {name: kind for name, kind in kinds.items() if name in text}
    text = f"{text} {more}".strip()
    return article(text, names, asked, title="8 mai", language=language, source=source)
