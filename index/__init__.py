"""From article files to ranked, cited sentences. Pure and synchronous; knows nothing of `bot`.

engine = Engine.from_folder("seeds")
answer = engine.ask("Quel est le montant du contrat ?")
"""

from index.answering import Answer, Citation
from index.documents import (
    Articles,
    Document,
    Verification,
    make_document,
    read_articles,
    read_document,
    verify_quote,
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

__all__ = [
    "Answer",
    "ArticleError",
    "Articles",
    "Citation",
    "DatasetError",
    "Document",
    "Engine",
    "InputError",
    "MotPourMotError",
    "NoArticlesError",
    "Reader",
    "ReaderError",
    "UnknownDocumentError",
    "Verification",
    "Weights",
    "WeightsError",
    "load_reader",
    "load_weights",
    "make_document",
    "read_articles",
    "read_document",
    "verify_quote",
]
