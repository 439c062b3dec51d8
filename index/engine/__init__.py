"""The articles, indexed once, and the way from a question to a cited answer.

    question  = analyse_question(text)
    retrieved = retrieve(question)                # rank-bm25's BM25Plus, and vectors
    stage     = stage_one(question, retrieved)    # linear, named features, --explain
    readings  = read(question, best few windows)  # short answers, and whether there are any
    ranking   = decide(stage, readings)           # calibrated
    answer    = answer(ranking)                   # verbatim; or "the articles do not say"

`engine` is what others call, and goes this way; `library` makes the index, `retrieving`, `reading`
and `asking` are the steps, `quoted` finds again what was quoted.
"""

from index.engine.engine import Engine
from index.engine.library import TOP_PASSAGES
from index.engine.reading import TOP_SENTENCES, WINDOWS
from index.engine.retrieving import Retrieved

__all__ = ["TOP_PASSAGES", "TOP_SENTENCES", "WINDOWS", "Engine", "Retrieved"]
