"""Every fixed phrase that the bot says in Telegram, in French and in English.

What is in braces is filled in by whoever says it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language; the two instances have the same placeholders.

    A `date_form` has `day`, `month` and `year`. `article` is a title with its date (`dated`),
    `seconds` how long to wait, `days` how long questions are kept.
    """

    language: str
    months: tuple[str, ...]
    first_day: str
    date_form: str
    # /start, /articles, /help
    start_does: str
    start_knows_one: str
    start_knows_many: str
    dated: str
    undated: str
    help: str
    unknown_command: str
    articles_one: str
    articles_many: str
    articles_others: str
    ask_empty: str
    # what is kept
    privacy: str
    forgotten_none: str
    forgotten_one: str
    forgotten_many: str
    # answers
    understood_as: str
    nearest: str
    context: str
    context_of_nearest: str
    part: str
    context_too_long: str
    leant_on: str
    other: str
    other_not_an_answer: str
    no_other: str
    # what is no question, or cannot be answered now
    only_text: str
    too_long: str
    no_words: str
    too_fast: str
    fault: str
    verify_empty: str
    too_old: str
    changed: str
    thanks_for_vote: str
    # buttons, menus and descriptions
    button_context: str
    button_other: str
    button_back: str
    button_up: str
    button_down: str
    voted: str
    inline_no_answer: str
    placeholder: str
    command_start: str
    command_help: str
    command_articles: str
    command_ask: str
    command_verify: str
    command_privacy: str
    command_forget: str
    description: str
    short_description: str

    def date_in_words(self, day: date) -> str:
        """`day` as a reader writes it.

        >>> FRENCH.date_in_words(date(2026, 2, 28)), ENGLISH.date_in_words(date(2026, 2, 28))
        ('28 février 2026', '28 February 2026')
        """
        number = self.first_day if day.day == 1 else str(day.day)
        return self.date_form.format(day=number, month=self.months[day.month - 1], year=day.year)


def phrases_for(language: str | None) -> Phrases:
    """Return the French phrases for "fr", "fr-CA"…, the English ones for any other code."""
    return FRENCH if re.match(r"fr(?![a-z])", language or "", re.IGNORECASE) else ENGLISH


# Before high punctuation and inside guillemets; after § and before a unit.
_TIGHT = re.compile(r" (?=[:;?!»]|s\.)|(?<=[«§]) ")


def _typeset(phrases: Phrases) -> Phrases:
    """Return the phrases with no-break spaces where a line must not be broken."""
    changed: dict[str, Any] = {
        field.name: _TIGHT.sub("\u00a0", value)
        for field in fields(phrases)
        if isinstance(value := getattr(phrases, field.name), str)
    }
    return replace(phrases, **changed)


_FRENCH_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip

FRENCH = _typeset(
    Phrases(
        language="fr",
        months=_FRENCH_MONTHS,
        first_day="1er",
        date_form="{day} {month} {year}",
        start_does="Posez-moi une question : je réponds en citant mes articles, mot pour mot, "
        "et je le dis quand ils n’en parlent pas.",
        start_knows_one="Je connais un article : {article}.",
        start_knows_many="Je connais {count} articles (/articles) ; le plus récent : {article}.",
        dated="« {title} » ({date})",
        undated="« {title} »",
        help="Écrivez votre question comme vous la poseriez à quelqu’un : « Qui est… ? », "
        "« Quand… ? », « Pourquoi… ? ».\n\n"
        "Ma réponse est toujours une citation exacte, avec l’endroit où elle se trouve : "
        "§ 17 est le 17e paragraphe de l’article.\n\n"
        "• « Et quand ? », « Quel âge a-t-il ? » : je me souviens de ma dernière réponse.\n"
        "• Répondez à l’une de mes réponses pour en reparler.\n"
        "• « Selon l’article sur…, … ? », « Dans les articles de 2026, … ? » : je ne cherche que "
        "dans ceux-là.\n"
        "• Modifiez votre question : je modifie ma réponse.\n"
        "• Dans un groupe : /ask suivi de la question, ou mentionnez-moi.\n"
        "• « Vérifie : … », /verify ou une citation entre guillemets : je dis si elle est dans "
        "les articles, mot pour mot, et où.\n\n"
        "/articles : ce que je connais\n"
        "/privacy : ce que je garde, et comment l’effacer",
        unknown_command="Je ne connais pas cette commande. Celles que je connais : /help",
        articles_one="Je connais un article :",
        articles_many="Je connais {count} articles, du plus récent au plus ancien :",
        articles_others="… et {count} autres.",
        ask_empty="Écrivez la question juste après la commande : /ask Qui est… ?",
        privacy="Ce que je garde, pendant {days} jours : vos questions, mes réponses, "
        "et vos 👍 👎. Cela sert à savoir ce qui manque aux articles.\n\n"
        "Je n’écris ni votre nom, ni votre numéro : à leur place, un code qui ne se "
        "remonte pas sans ma clé. Un message que je n’ai pas encore traité est gardé tel quel, "
        "jusqu’à ma réponse.\n\n"
        "Rien n’est donné à personne d’autre. /forget efface tout ce que je garde de vous, "
        "tout de suite.",
        forgotten_none="Je n’avais rien gardé de vous.",
        forgotten_one="C’est fait : une question effacée, avec tout ce que je gardais de vous.",
        forgotten_many="C’est fait : {count} questions effacées, avec tout ce que je gardais "
        "de vous.",
        understood_as="compris comme « {question} »",
        nearest="Les passages les plus proches, qui ne sont PAS une réponse :",
        context="Dans l’article, ce qui répond est souligné :",
        part="partie d’une longue phrase",
        context_of_nearest="Dans l’article, ce qui s’en approche le plus est souligné. "
        "Ce n’est PAS une réponse :",
        context_too_long="La citation est trop longue pour être montrée ici.",
        leant_on="Contexte, plus haut dans l’article :",
        other="Un autre passage, moins sûr ({number} sur {count}) :",
        other_not_an_answer="Un autre passage, qui n’est PAS une réponse ({number} sur {count}) :",
        no_other="Il n’y a pas d’autre passage.",
        only_text="Je ne lis que le texte : écrivez-moi votre question, et je chercherai.",
        too_long="Cette question est trop longue pour moi : {limit} caractères au plus.",
        no_words="Je n’y vois aucun mot à chercher. Que voulez-vous savoir ?",
        too_fast="Un instant : cela fait beaucoup de questions à la fois. "
        "Reposez celle-ci dans {seconds} s.",
        fault="Désolé, quelque chose s’est mal passé chez moi. Reposez la question dans un moment.",
        verify_empty="Envoyez-moi la citation à vérifier, en réponse à ce message.",
        too_old="Cette réponse est trop ancienne : reposez la question.",
        changed="Les articles ont changé depuis : reposez la question.",
        thanks_for_vote="Merci, c’est noté.",
        button_context="Contexte",
        button_other="Autre passage",
        button_back="Retour à la réponse",
        button_up="👍",
        button_down="👎",
        voted="{button} ✓",
        inline_no_answer="Les articles ne le disent pas",
        placeholder="Votre question…",
        command_start="ce que je fais, et des questions pour essayer",
        command_help="comment me poser une question",
        command_articles="les articles que je connais",
        command_ask="poser une question, dans un groupe",
        command_verify="vérifier une citation, mot pour mot",
        command_privacy="ce que je garde de vous",
        command_forget="effacer ce que je garde de vous",
        description="Posez-moi une question : je réponds en citant mes articles, mot pour mot, "
        "avec l’endroit exact de chaque citation.\n\n"
        "Quand les articles ne le disent pas, je le dis. Je n’invente jamais rien.",
        short_description="Vos questions, et la réponse dans les mots exacts des articles.",
    )
)

ENGLISH = _typeset(
    Phrases(
        language="en",
        months=_ENGLISH_MONTHS,
        first_day="1",
        date_form="{day} {month} {year}",
        start_does="Ask me a question: I answer by quoting my articles, word for word, "
        "and I say so when they do not mention it.",
        start_knows_one="I know one article: {article}.",
        start_knows_many="I know {count} articles (/articles); the newest: {article}.",
        dated="“{title}” ({date})",
        undated="“{title}”",
        help="Write your question as you would ask a person: “Who is…?”, “When…?”, “Why…?”. "
        "It is best asked in the language of the article.\n\n"
        "My answer is always an exact quote, and where it stands: "
        "§ 17 is the article’s 17th paragraph.\n\n"
        "• “And when?”, “How old is he?”: I remember my last answer.\n"
        "• Reply to one of my answers to ask about it.\n"
        "• “According to the article on…, …?”, “In the articles of 2026, …?”: I look only in "
        "those.\n"
        "• Edit your question: I edit my answer.\n"
        "• In a group: /ask and the question, or mention me.\n"
        "• “Verify: …”, /verify or a quote in quotation marks: I say whether it is in the "
        "articles, word for word, and where.\n\n"
        "/articles what I know\n"
        "/privacy what I keep, and how to delete it",
        unknown_command="I do not know this command. Those I know: /help",
        articles_one="I know one article:",
        articles_many="I know {count} articles, the newest first:",
        articles_others="… and {count} others.",
        ask_empty="Write the question right after the command: /ask Who is…?",
        privacy="What I keep, for {days} days: your questions, my answers, and "
        "your 👍 👎. It shows what the articles lack.\n\n"
        "I write down neither your name nor your number: in their place stands a code that leads "
        "nowhere without my key. A message that I have not dealt with yet is kept as it is, "
        "until I answer it.\n\n"
        "Nothing is given to anyone else. /forget deletes all that I keep about you, at once.",
        forgotten_none="I had kept nothing about you.",
        forgotten_one="Done: one question deleted, with all that I kept about you.",
        forgotten_many="Done: {count} questions deleted, with all that I kept about you.",
        understood_as="understood as “{question}”",
        nearest="The nearest passages, which are NOT an answer:",
        context="In the article, what answers is underlined:",
        part="part of a long sentence",
        context_of_nearest="In the article, the nearest passage is underlined. "
        "It is NOT an answer:",
        context_too_long="The quote is too long to be shown here.",
        leant_on="Context, from earlier in the article:",
        other="Another passage, less certain ({number} of {count}):",
        other_not_an_answer="Another passage, which is NOT an answer ({number} of {count}):",
        no_other="There is no other passage.",
        only_text="I only read text: write me your question, and I will look.",
        too_long="This question is too long for me: {limit} characters at most.",
        no_words="I see no word in it that I could look for. What would you like to know?",
        too_fast="One moment: that is a lot of questions at once. "
        "Ask this one again in {seconds} s.",
        fault="Sorry, something went wrong on my side. Please ask again in a moment.",
        verify_empty="Send me the quote to verify, as a reply to this message.",
        too_old="This answer is too old: please ask again.",
        changed="The articles have changed since: please ask again.",
        thanks_for_vote="Thank you, noted.",
        button_context="Context",
        button_other="Other passage",
        button_back="Back to the answer",
        button_up="👍",
        button_down="👎",
        voted="{button} ✓",
        inline_no_answer="The articles do not say",
        placeholder="Your question…",
        command_start="what I do, and questions to try",
        command_help="how to ask me a question",
        command_articles="the articles I know",
        command_ask="ask a question, in a group",
        command_verify="verify a quote, word for word",
        command_privacy="what I keep about you",
        command_forget="delete what I keep about you",
        description="Ask me a question: I answer by quoting my articles, word for word, with the "
        "exact place of each quote.\n\n"
        "When the articles do not say, I tell you so. I never make anything up.",
        short_description="Your questions, answered in the articles’ exact words.",
    )
)
