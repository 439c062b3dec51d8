"""Question sets, metrics, and fitting of the weights."""

from index.reading.model_file import NAME as READER_NAME
from index.training.datasets import Dataset, read_dataset
from index.training.evaluation import (
    ERRORS,
    Figures,
    Outcome,
    Prediction,
    evaluate,
    summarise,
)
from index.training.reader import train_reader
from index.training.train import train_weights

__all__ = [
    "ERRORS",
    "READER_NAME",
    "Dataset",
    "Figures",
    "Outcome",
    "Prediction",
    "evaluate",
    "read_dataset",
    "summarise",
    "train_reader",
    "train_weights",
]
