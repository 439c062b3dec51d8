"""From article files to ranked, cited sentences. Pure and synchronous; knows nothing of `bot`.

engine = Engine.from_folder("seeds")
answer = engine.ask("Quel est le montant du contrat ?")

The names in `__all__` are for whoever builds on it, and stay; what else there is may change.
"""

from index.answering import (
    Answer,
    Citation,
    Contribution,
    ExplainedSentence,
    Explanation,
    ResolvedDate,
)
from index.documents import (
    Articles,
    Document,
    make_document,
    read_articles,
    read_document,
)
from index.engine import Engine
from index.errors import (
    ArticleError,
    DatasetError,
    InputError,
    MotPourMotError,
    NoArticlesError,
    ReaderError,
    UnknownDocumentError,
    WeightsError,
)
from index.reading.reader import Reader
from index.reading.weights import Weights, load_reader, load_weights
from index.retrieval.limits import MAX_DOCUMENTS as MAX_LIMITED_DOCUMENTS
from index.retrieval.limits import AppliedLimits, Limits, read_limits
from index.verifying import (
    Attribution,
    CitationCheck,
    Difference,
    Past,
    Quoted,
    QuotePlace,
    Verification,
)
from index.verifying.edges import begins_word, ends_word

__all__ = [
    "MAX_LIMITED_DOCUMENTS",
    "Answer",
    "AppliedLimits",
    "ArticleError",
    "Articles",
    "Attribution",
    "Citation",
    "CitationCheck",
    "Contribution",
    "DatasetError",
    "Difference",
    "Document",
    "Engine",
    "ExplainedSentence",
    "Explanation",
    "InputError",
    "Limits",
    "MotPourMotError",
    "NoArticlesError",
    "Past",
    "QuotePlace",
    "Quoted",
    "Reader",
    "ReaderError",
    "ResolvedDate",
    "UnknownDocumentError",
    "Verification",
    "Weights",
    "WeightsError",
    "begins_word",
    "ends_word",
    "load_reader",
    "load_weights",
    "make_document",
    "read_articles",
    "read_document",
    "read_limits",
]
