"""What a refused question costs with 10, 500 and 10,000 articles, and what indexing them does.

With the reader, and without it, where there may be more of them.

The articles are invented: French news of 12 to 20 sentences with names, dates, numbers and quotes,
put together from patterns by a fixed seed. Each size runs in a process of its own, whose highest
resident set is the memory. The questions are of three kinds: none of their words occurs; a name
does not occur; all their words occur, and no article answers. Every question is asked once. What
is answered all the same is left out of the times of refusals and counted. Times are those of the
processor, so that other programs count little.

Run from the top of the checkout, on Linux:

    python -m tests.benchmarks.refusals [--reader off] [--sizes 10 500 10000]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time

from index import Document, Engine, load_reader, load_weights, make_document
from tests.benchmarks.report import format_table, machine, percentile
from tests.paths import ROOT

SIZES = {"on": (10, 500), "off": (10, 500, 10_000)}  # with the reader 10,000 take hours
QUESTIONS = 60  # of each kind
_LIMIT = 3600  # seconds for one size

_FIRST = ("Anne", "Marc", "Julie", "Karim", "Lucie", "Hugo", "Nadia", "Paul", "Sarah", "Yves")
_SYLLABLES = ("bel", "mar", "ros", "vau", "gri", "lan", "tour", "mon", "cha", "ver", "nel", "sau")
_THINGS = ("la piscine", "le pont", "l'école", "la gare", "le musée", "l'usine", "la bibliothèque")
_ROLES = ("la maire", "le préfet", "la ministre", "le directeur", "la présidente", "l'avocat")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_PATTERNS = (
    "{role} de {town}, {name}, a annoncé {day} la fermeture de {thing}.",
    '"Nous avons attendu {n} ans avant de décider", a déclaré {name}.',
    "Selon {name}, les travaux de {thing} coûteront {n} millions d'euros à la commune de {town}.",
    "Elle a ajouté que {thing} rouvrirait en {year}.",
    "Quelque {n}00 personnes ont manifesté {day} devant {thing} à {town}.",
    "Le conseil de {town} avait voté le projet en {year}, par {n} voix contre deux.",
    "« C'est une bonne nouvelle pour {town} », s'est félicité {name}, {role} de la région.",
    "Les habitants de {town} demandaient depuis {year} que {thing} soit réparé.",
    "Interrogé {day}, {name} n'a pas souhaité commenter cette décision.",
    "La préfecture a rappelé que {n} contrôles avaient eu lieu à {town} l'an dernier.",
)


def article(number: int, *, sentences: tuple[int, int] = (2, 4)) -> Document:
    """Return the invented article with this number, always the same.

    It has five or six paragraphs, of so many `sentences`: the least and the most.
    """
    chance = random.Random(number)  # noqa: S311  (a fixed order, not a secret)
    towns, names = [_town(chance) for _ in range(2)], [_name(chance) for _ in range(3)]

    def sentence() -> str:
        text = chance.choice(_PATTERNS).format(
            role=chance.choice(_ROLES),
            town=chance.choice(towns),
            name=chance.choice(names),
            day=chance.choice(_DAYS),
            thing=chance.choice(_THINGS),
            n=chance.randint(3, 98),
            year=chance.randint(1990, 2030),
        )
        return text[0].upper() + text[1:]

    paragraphs = [
        " ".join(sentence() for _ in range(chance.randint(*sentences)))
        for _ in range(chance.randint(5, 6))
    ]
    day = f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    head = f"---\ntitle: À {towns[0]}, {chance.choice(_THINGS)} divise\ndate: {day}\n---\n"
    return make_document(head + "\n\n".join(paragraphs), document_id=f"article-{number:05}")


def _town(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {''.join(chance.choices(_SYLLABLES, k=2)).capitalize()}ard"


def questions() -> dict[str, list[str]]:
    """Return the questions of each kind, the same for every size."""
    chance = random.Random(1)  # noqa: S311
    names = [_name(random.Random(number)) for number in range(QUESTIONS)]  # noqa: S311
    return {
        "no word occurs": [
            f"Quelle espèce de baleine migre vers l'archipel de Kwyxo{n} ?"
            for n in range(QUESTIONS)
        ],
        "a name does not occur": [
            f"Pourquoi Zbigniew Kwyxo{n} a-t-il fermé {chance.choice(_THINGS)} ?"
            for n in range(QUESTIONS)
        ],
        "no article answers": [
            f"Combien de frères a {name}, de {_town(chance)} ?" for name in names
        ],
    }


def measure(size: int, *, reads: bool) -> dict[str, object]:
    """Index `size` articles, ask all questions, and return what both took.

    With `reads`, the reader is loaded before the clock starts, and nothing comes from a cache.
    """
    weights = load_weights()
    reader = load_reader(weights) if reads else None
    documents = [article(number) for number in range(size)]
    before = _megabytes()
    began = time.process_time()
    engine = Engine(documents, weights=weights, reader=reader)
    indexing = time.process_time() - began
    indexed = _megabytes()
    kinds: dict[str, list[float]] = {}
    answered = 0
    for kind, asked in questions().items():
        times = kinds[kind] = []
        for question in asked:
            began = time.process_time()
            answer = engine.ask(question)
            took = (time.process_time() - began) * 1000
            if answer.status == "no_answer":
                times.append(took)
            else:
                answered += 1
    return {
        "indexing": indexing,
        "before": before,
        "indexed": indexed,
        "kinds": kinds,
        "answered": answered,
    }


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--reader", choices=SIZES, default="on", help="off: without it")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="ARTICLES")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)  # what a child measures
    options = parser.parse_args()
    if options.size:
        print(json.dumps(measure(options.size, reads=options.reader == "on")))
        return
    print(f"{machine()}; reader {options.reader}")
    indexing, asking = [], []
    for size in options.sizes or SIZES[options.reader]:
        child = subprocess.run(  # noqa: S603  (this very file)
            [sys.executable, "-m", "tests.benchmarks.refusals",
             "--size", str(size), "--reader", options.reader],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            check=True,
            timeout=_LIMIT,
        )  # fmt: skip
        found = json.loads(child.stdout)
        indexing.append(
            [
                f"{size:,}",
                f"{found['indexing']:.2f}",
                f"{found['indexing'] * 1000 / size:.2f}",
                f"{found['indexed'] - found['before']:.0f}",
                f"{found['indexed']:.0f}",
            ]
        )
        asking += [
            [
                f"{size:,}",
                kind,
                str(len(times)),
                *(f"{percentile(times, p):.2f}" for p in (50, 95, 100)),
            ]
            for kind, times in found["kinds"].items()
        ]
        print(f"{size:,} articles: {found['answered']} of {3 * QUESTIONS} questions answered")
    header = ("articles", "indexing, CPU s", "CPU ms an article", "MB of the index", "MB in all")
    print("\n" + format_table(header, indexing))
    header = ("articles", "refused, where", "questions", "p50 CPU ms", "p95", "highest")
    print("\n" + format_table(header, asking))


if __name__ == "__main__":
    main()
