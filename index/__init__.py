"""From article files to ranked, cited sentences. Pure and synchronous; knows nothing of `bot`.

engine = Engine.from_folder("seeds")
answer = engine.ask("Quel est le montant du contrat ?")
"""

from index.answering import Answer, Citation
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
from index.retrieval.limits import Limits, read_limits
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
    "ArticleError",
    "Articles",
    "Attribution",
    "Citation",
    "CitationCheck",
    "DatasetError",
    "Difference",
    "Document",
    "Engine",
    "InputError",
    "Limits",
    "MotPourMotError",
    "NoArticlesError",
    "Past",
    "QuotePlace",
    "Quoted",
    "Reader",
    "ReaderError",
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
