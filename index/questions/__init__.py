"""Questions: what is asked for, as typed and as meant, on their own and in a conversation."""

from index.questions.analysis import KINDS, Question, analyse_question
from index.questions.checking import MAX_QUESTION, check_question
from index.questions.conversation import small_talk
from index.questions.follow_ups import Reading, Reply, read_follow_up
from index.questions.language import detect_question_language
from index.questions.preparing import prepare_questions
from index.questions.previous import PreviousTurn

__all__ = [
    "KINDS",
    "MAX_QUESTION",
    "PreviousTurn",
    "Question",
    "Reading",
    "Reply",
    "analyse_question",
    "check_question",
    "detect_question_language",
    "prepare_questions",
    "read_follow_up",
    "small_talk",
]
