"""The articles of the second server: one sentence twice, one hostile, one in English."""

from __future__ import annotations

from pathlib import Path

REPEATED = "Le guichet 🎟️ ouvre à neuf heures."

# Before each of the two: surrogate pairs, joiners, combining marks, a NUL, CRLF, right-to-left.
_MUSEUM = f"""---
title: Le muse\u0301e et le the\u0301a\u0302tre 🎭
date: 2026-03-02
language: fr
---
La ville 👩\u200d👩\u200d👧\u200d👦 d'E\u0301vry a pre\u0301sente\u0301 son muse\u0301e 🎨 mardi.

Au musée, l'entrée coûte cinq euros\x00. {REPEATED} Il ferme le lundi.

\u200fשלום\u200f \u202eà l'envers\u202c 🇫🇷, dit l'affiche du théâtre.

Au théâtre, la place coûte vingt euros. {REPEATED} Il ferme le mardi.
"""

_LINE = "mot" * 3_333 + "."
HOSTILE_NAME = """l'été <b>"no" & #1?%41"""
HOSTILE_TITLE = "<script>alert(1)</script><h1>Titre</h1> \u202eesrever"
_HOSTILE = f"""---
title: {HOSTILE_TITLE}
date: 2026-03-01
url: javascript:alert(2)
language: fr
---
Le pirate <b onclick="alert(3)">Barbenoire</b> a écrit <img src=x onerror=alert(4)> à Nantes.

</p></div></article><script>window.hacked = true; alert(5)</script>{{{{ 7 * 7 }}}} &lt;b&gt; &amp;

Le \u202eperroquet\u202c du pi\u200brate\u200d s'appelle \u2066Coco\u2069 <style>*{{x:y}}</style>.

{_LINE}

<a href="javascript:alert(6)">Le trésor du pirate vaut <svg onload=alert(7)> mille écus.</a>
"""

_ENGLISH = """---
title: The bridge at Harwood
date: 2025-11-20
url: https://example.org/bridge
language: en
---
The bridge at Harwood opened in 1931. It was built by Ada Holm, an engineer from Leeds.

The mayor said on Tuesday that it would close for repairs in June.
"""

_UNDATED = """Le phare de Kerlan

Le phare de Kerlan, haut de quarante mètres, domine la baie. Son gardien, Yann Le Goff, dort peu.
"""

ARTICLES = {
    "musee": _MUSEUM.replace("\n", "\r\n"),
    HOSTILE_NAME: _HOSTILE,
    "bridge": _ENGLISH,
    "phare": _UNDATED,
}


def write_articles(folder: Path) -> None:
    """Write each article into a file of its own."""
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
