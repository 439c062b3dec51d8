"""Which articles are kept for measuring: never trained on, in any language or form.

Every choice is made on them, and the ranker and the calibration are fitted on them, because only
there is the reader as unsure as it is of an article that it has never seen. `kept.json` names them
for the sets that it knows; they were drawn once, by a hash of their names. Of any other set, one
article in `_ONE_IN` is kept, by a hash of its name too.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.resources import files

_ONE_IN = 8


def is_kept(dataset_name: str, group: str) -> bool:
    """Tell whether the article `group` (`Entry.group`) of this set is kept for measuring.

    Sets whose names begin alike are about the same articles: "xquad-en.json" and "xquad-de.json",
    "piaf.json" and "piaf-impossible.json".
    """
    source = source_of(dataset_name)
    named = _named().get(source)
    if named is not None:
        return group in named
    digest = hashlib.sha256(f"{source}:{group}".encode("utf-8", "backslashreplace")).digest()
    return int.from_bytes(digest[:4], "big") % _ONE_IN == 0


def source_of(dataset_name: str) -> str:
    """Return what sets about the same articles share: the name up to the first "-" or "."."""
    return re.split(r"[-.]", dataset_name, maxsplit=1)[0]


@cache
def _named() -> dict[str, frozenset[str]]:
    raw: dict[str, list[str]] = json.loads((files(__package__) / "kept.json").read_text("utf-8"))
    return {source: frozenset(groups) for source, groups in raw.items()}
