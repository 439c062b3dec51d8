"""Questions: what is asked for, as typed and as meant, on their own and in a conversation."""

from index.questions.analysis import KINDS, Question, analyse_question
from index.questions.checking import MAX_QUESTION, check_question
from index.questions.language import detect_question_language

__all__ = [
    "KINDS",
    "MAX_QUESTION",
    "Question",
    "analyse_question",
    "check_question",
    "detect_question_language",
]
