"""Articles as they come: each kind of text, asked of an engine with the reader that ships.

Past 400 lines: a table of inputs, four of each kind.

Each case is an article, a question, words that the sentence ranked first has in it, and the short
answer in it: the exact words, several that are as good, or None where any will do. They do not ask
whether the threshold was reached, which the next weights may move, but `ANSWERED` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from index import Answer, Document, Engine, Reader
from index.documents import make_document
from index.reading.ranking import Ranking

# What else such an article says: the reader knows windows of several sentences, as articles have.
FR = """

La journée s'est achevée dans le calme. Des habitants venus nombreux ont discuté longuement sur la \
place avec les élus, qui avaient promis d'être à l'écoute. Une buvette tenue par des lycéens a \
servi des crêpes au profit de leur voyage. Le vent s'est levé et chacun est rentré chez soi.

Une autre rencontre aura lieu au printemps, dans une salle plus grande si le temps ne permet pas \
de rester dehors.
"""
EN = """

The day ended quietly. Residents who had come in large numbers talked at length with the \
councillors, who had promised to listen. A stall run by pupils sold pancakes to pay for their \
trip. The wind rose and everybody went home.

Another meeting will be held in spring, in a larger hall if the weather is poor.
"""


@dataclass(frozen=True)
class Case:
    """A question to `article`; the sentence `quoted` answers it, with one of `short`."""

    article: str
    question: str
    quoted: str
    short: tuple[str, ...] | None = None

    @property
    def document(self) -> Document:
        return make_document(self.article, document_id="a")


CASES: dict[str, list[Case]] = {}


def article(kind: str, text: str, *cases: tuple[str, str, str | tuple[str, ...] | None]) -> None:
    """Add questions to the article `text`: each with what is quoted and the short answer."""
    english = sum(word in text for word in (" the ", "The ", " of ", " was ")) >= 2
    whole = text.rstrip("\n") + (EN if english else FR)
    CASES.setdefault(kind, []).extend(
        Case(whole, question, quoted, (short,) if isinstance(short, str) else short)
        for question, quoted, short in cases
    )


article(
    "lines that say something",
    """Portes ouvertes au musée de la Dentelle

Le musée de la Dentelle ouvre ses réserves au public le week-end prochain. Des visites guidées \
partiront toutes les heures du hall.

Tarif : 14 euros

Date limite : 30 avril 2026

Lieu : ancienne filature, rue des Tanneurs

Renseignements auprès de l'accueil. Les groupes doivent s'annoncer par écrit.
""",
    ("Quel est le tarif ?", "Tarif : 14 euros", "14 euros"),
    ("Quelle est la date limite ?", "Date limite : 30 avril 2026", "30 avril 2026"),
    ("Quel est le lieu ?", "Lieu : ancienne filature", None),
)
article(
    "lines that say something",
    """Panne sur la ligne 4 : le direct

Une panne de signalisation perturbe le métro depuis ce matin.

17h45 : des navettes circulent entre Odéon et Montrouge

17h20 : le trafic reprend sur la ligne 4

La régie présente ses excuses aux voyageurs.
""",
    ("Sur quelle ligne le trafic reprend-il ?", "le trafic reprend sur la ligne 4", None),
    ("Entre quelles stations circulent les navettes ?", "circulent entre Odéon", None),
)
article(
    "lines that say something",
    """RAPPEL DE PRODUIT

MARQUE : LES DÉLICES DU VERCORS

MOTIF DU RAPPEL : PRÉSENCE DE LISTERIA

NUMÉRO DE LOT : 2217-B

Les personnes qui détiennent ce fromage sont priées de ne pas le consommer. Il est remboursé en \
magasin jusqu'au 12 mai.
""",
    ("Quel est le motif du rappel ?", "MOTIF DU RAPPEL", ("PRÉSENCE DE LISTERIA", "LISTERIA")),
    ("Quel est le numéro de lot ?", "NUMÉRO DE LOT : 2217-B", "2217-B"),
)
article(
    "lines that say something",
    """Valmorain ferme sa piscine

La piscine restera fermée jusqu'en septembre après une fuite

Le bassin perdait 40.000 litres par jour, selon les services techniques de la ville.

Les scolaires iront nager à Saint-Ferréol.
""",
    ("Jusqu'à quand la piscine reste-t-elle fermée ?", "jusqu'en septembre", None),
)
article(
    "lines that say something",
    """City marathon: what you need to know

More than 9,000 runners are expected in Harrowgate on Sunday.

Start: 8.30am, Station Square

Entry fee: £42

Organiser: Harrowgate Athletic Club

Roads close two hours before the race. Residents can use the north bridge.
""",
    ("How much is the entry fee?", "Entry fee: £42", "£42"),
    ("Who is the organiser?", "Organiser: Harrowgate", "Harrowgate Athletic Club"),
    ("When does the race start?", "Start: 8.30am", ("8.30am", "8.30am, Station Square")),
)
article(
    "headings that answer",
    """Un nouveau toit pour la halle

La halle de Brévigny perd sa charpente de 1874. Les compagnons la démontent pièce par pièce.

Douze mois de chantier

Le maire a refusé toute prolongation du chantier. Les forains s'installent sur le parking.

Le coût

La région paie la moitié. La commune emprunte le reste.
""",
    ("Combien de temps durera le chantier ?", "Douze mois de chantier", None),
    ("Qui paie la moitié ?", "La région paie la moitié.", "La région"),
)
article(
    "tables",
    """La fibre arrive au Val-Martel

Le syndicat a publié le calendrier du raccordement, village par village.

| Année | Villages | Foyers |
|-------|----------|--------|
| 2025 | 12 | 4 300 |
| 2026 | 31 | 13 500 |
| 2027 | 47 | 21 000 |

Le raccordement est gratuit pour les particuliers.
""",
    ("Combien de foyers en 2027 ?", "| 2027 | 47 | 21 000 |", "21 000"),
    ("Combien de villages en 2026 ?", "| 2026 | 31 | 13 500 |", "31"),
)
article(
    "tables",
    """Fréquentation des bibliothèques

Les chiffres de l'année ont été rendus publics par la métropole.

Site,Visiteurs,Prêts
Les Carmes,48200,91350
Gambetta,30110,55400
Pont-Neuf,12990,20720

La métropole promet une neuvième bibliothèque.
""",
    ("Combien de visiteurs aux Carmes ?", "Les Carmes,48200,91350", "48200"),
    ("Combien de prêts à Gambetta ?", "Gambetta,30110,55400", "55400"),
)
article(
    "tables",
    """Ferry fares go up in May

The island council approved the new fares on Tuesday.

| Route | Single | Return |
| --- | --- | --- |
| Oban–Kerrin | £4.20 | £7.90 |
| Kerrin–Sula | £6.10 | £11.50 |

Children under five travel free.
""",
    ("How much is a return from Kerrin to Sula?", "| Kerrin–Sula | £6.10", "£11.50"),
    ("How much is a single from Oban to Kerrin?", "| Oban–Kerrin | £4.20", "£4.20"),
)
article(
    "tables",
    "Résultats du second tour\n\nLa participation a atteint 61 %.\n\nCandidat\tVoix\tPart\n"
    "Nadia Perret\t3 412\t52,1 %\nPaul Guérin\t3 137\t47,9 %\n\n"
    "Le nouveau conseil se réunira samedi.\n",
    ("Combien de voix pour Paul Guérin ?", "Paul Guérin\t3 137", "3 137"),
    ("Quelle part pour Nadia Perret ?", "Nadia Perret\t3 412", "52,1 %"),
)
article(
    "numbers that are no content",
    """Gratin de courges

Un plat d'automne pour six personnes, prêt en une heure.

1. Préchauffez le four à 180 °C.
2. Coupez la courge en tranches de 2 cm.
3. Enfournez le plat pendant 45 minutes.

Servez aussitôt avec une salade.
""",
    ("À quelle température préchauffer le four ?", "1. Préchauffez", ("180 °C", "à 180 °C")),
    ("Combien de temps faut-il enfourner le plat ?", "3. Enfournez le plat", "45 minutes"),
)
article(
    "numbers that are no content",
    """Tempête Ilona : suivez la situation en direct

15h32 - Rafale record : 148 km/h
15h10 - 12.000 foyers sans électricité dans le Finistère
14h47 - Les ponts de Brest sont fermés

La préfecture appelle à rester chez soi.
""",
    ("Quelle est la rafale record ?", "15h32 - Rafale record : 148 km/h", "148 km/h"),
    ("Combien de foyers sont sans électricité ?", "15h10 - 12.000", ("12.000", "12.000 foyers")),
    ("À quelle heure les ponts de Brest ont-ils été fermés ?", "14h47 - Les ponts", "14h47"),
)
article(
    "numbers that are no content",
    """LONDON, Nov 4 (Newswire) - Shares in Hallmere fell 23% on Tuesday after the chipmaker cut \
its forecast.

The company blamed weak demand for phones. Chief executive Ruth Adeyemi said orders had dried up \
since August.
""",
    ("How much did the shares fall?", "Shares in Hallmere fell 23%", "23%"),
    ("By what percentage did Hallmere shares fall?", "Hallmere fell 23%", "23%"),
)
article(
    "numbers that are no content",
    """Bridge repaired

The Tolland Bridge reopened on Nov. 4, 2025, after eleven months of repairs.

Crews replaced 64 cables. The toll of the bridge stays at $3.
""",
    ("When did the bridge reopen?", "on Nov. 4, 2025,", ("Nov. 4, 2025", "on Nov. 4, 2025")),
    ("How many cables were replaced?", "Crews replaced 64 cables.", ("64", "64 cables")),
)
article(
    "numbers that are no content",
    """PARIS, 12 mars (Agence Dépêche) - Le groupe Solvanne supprimera 380 postes en Europe, \
a-t-il annoncé jeudi.

Les syndicats dénoncent une décision brutale. Une réunion est prévue au ministère.
""",
    ("Combien de postes seront supprimés ?", "supprimera 380 postes", ("380", "380 postes")),
    ("Qui supprime des postes ?", "Solvanne supprimera", ("Le groupe Solvanne", "Solvanne")),
)
article(
    "numbered clauses",
    """Bail de location : ce qui change

Le contrat type publié hier compte trois articles.

Art. 1. - Le loyer est payable le 5 de chaque mois.

Art. 2. - Le dépôt de garantie est fixé à 850 euros.

Art. 3. - Le préavis est de trois mois.
""",
    ("Que dit l'article 2 ?", "Art. 2. - Le dépôt de garantie est fixé à 850 euros.", None),
    ("À combien est fixé le dépôt de garantie ?", "Art. 2. - Le dépôt", ("850 euros", "850")),
)
article(
    "numbered clauses",
    """Règlement de la piscine

4.1. Le port du bonnet est obligatoire. 4.2. Les enfants de moins de huit ans sont accompagnés \
d'un adulte. 4.3. La musique est interdite.

II. L'accès au grand bassin est réservé aux nageurs. Un brevet est demandé.
""",
    ("Que dit le point 4.2 ?", "4.2. Les enfants de moins de huit ans", None),
    ("Qu'est-ce qui est interdit ?", "4.3. La musique est interdite.", "La musique"),
    ("Que dit le point II ?", "II. L'accès au grand bassin est réservé aux nageurs.", None),
)
article(
    "numbered clauses",
    """Terms of the grant

Section 1. The grant is paid in two parts. Section 2. The second part is paid after the audit. \
Section 3. Unspent money is returned within 60 days.
""",
    ("What does section 3 say?", "Section 3. Unspent money is returned within 60 days.", None),
    ("When is the second part paid?", "Section 2. The second part is paid", "after the audit"),
)
article(
    "numbered clauses",
    """Trois mesures contre le bruit

Le conseil a retenu trois mesures : 1. Les terrasses fermeront à 23 heures. 2. Les livraisons de \
nuit seront interdites. 3. Des sonomètres seront posés.
""",
    ("Que dit la mesure 2 ?", "2. Les livraisons de nuit seront interdites.", None),
)
article(
    "numbered clauses",
    """Statuts du club

Article 7

Le bureau est élu pour deux ans.

Article 8

L'assemblée se réunit en mars.
""",
    ("Que dit l'article 8 ?", "L'assemblée se réunit en mars.", None),
)
for mark in ("\u00ad", "\u200b", "\ufeff", "\u2060"):
    article(
        "invisible characters",
        f"Un prêt qui compte\n\nLa mé{mark}dia{mark}thè{mark}que prête 40.000 disques. Le parking "
        "est gratuit.\n\nLe maire s'en réjouit.\n",
        (
            "Combien de disques prête la médiathèque ?",
            f"La mé{mark}dia{mark}thè{mark}que",
            ("40.000", "40.000 disques"),
        ),
    )
article(
    "invisible characters",
    "Park news\n\nThe green\u00adhouse was re\u00adbuilt by Ada Mon\u200btague in 2019. The pond "
    "of the park is dry.\n",
    ("Who rebuilt the greenhouse?", "The green\u00adhouse", "Ada Mon\u200btague"),
)
article(
    "words that a line's end broke",
    """Culture

La directrice du théâtre de la Criée a présenté hier soir le pro-
gramme de la saison, qui compte trente spectacles et deux festi-
vals consacrés à la danse. Elle quittera ses fonctions en juin.
""",
    ("Qu'a présenté la directrice du théâtre ?", "le pro-\ngramme", None),
    ("Combien de festivals y a-t-il ?", "deux festi-\nvals", None),
)
article(
    "words that a line's end broke",
    """Harbour plans

The port authority said on Friday that the new termi-
nal would open in 2031 and handle 400,000 contain-
ers a year. Fishermen fear for their moorings.
""",
    ("When will the new terminal open?", "the new termi-\nnal would open", ("2031", "in 2031")),
    (
        "How many containers will the terminal handle?",
        "400,000 contain-\ners",
        ("400,000", "400,000 contain-\ners", "400,000 contain-\ners a year"),
    ),
)
article(
    "entities",
    "Rachat\n\nDupont &amp; Fils a racheté l&rsquo;imprimerie Valois pour 3 millions "
    "d&rsquo;euros. L&rsquo;accord prévoit le maintien des 45 salariés.\n",
    ("Qui a racheté l'imprimerie Valois ?", "Dupont &amp; Fils a", "Dupont &amp; Fils"),
    ("Que prévoit l'accord ?", "L&rsquo;accord prévoit", "le maintien des 45 salariés"),
)
article(
    "entities",
    "New owner\n\nThe caf&eacute; was sold to Smith &amp; Daughters on Friday. The owner of the "
    "caf&eacute; paid &pound;90,000.\n",
    ("Who was the café sold to?", "The caf&eacute; was sold", "Smith &amp; Daughters"),
)
for end in ("\u2028", "\u2029", "\x0c", "\x85"):
    article(
        "line ends",
        f"Le pont de Morlac rouvre{end}Le pont de Morlac a rouvert lundi après huit mois de "
        f"travaux.{end}Le chantier a coûté 2,4 millions d'euros, moitié moins que prévu.",
        (
            "Quand le pont de Morlac a-t-il rouvert ?",
            "Le pont de Morlac a rouvert lundi",
            ("lundi", "lundi après huit mois de travaux"),
        ),
    )
article(
    "hours",
    """Cérémonie

Il est 15 h. Le maire est arrivé. La fanfare joue à 16 h 30. Les enfants partent à 17 h. Les \
discours durent 40 min. Le public applaudit.
""",
    ("Qui est arrivé ?", "Le maire est arrivé.", "Le maire"),
    ("Combien de temps durent les discours ?", "Les discours durent 40 min.", "40 min"),
)
LONG = (
    "Le tribunal administratif de Rennes, saisi au mois de mars par une association de riverains "
    "qui contestait le permis de construire accordé à la société Énergies du Ponant pour un parc "
    "de neuf éoliennes sur les hauteurs de Kerlouan"
    + ", relevant que l'étude d'impact ne comportait aucune mesure des populations de "
    "chauves-souris, que le public n'avait disposé que de onze jours pour consulter le dossier en "
    "mairie"
    * 6
    + ", a annulé l'autorisation, condamné l'État à verser 4.000 euros à l'association et ordonné "
    "l'arrêt des travaux commencés en octobre."
)
article(
    "very long sentences",
    f"Éoliennes de Kerlouan\n\n{LONG}\n\nLe promoteur fera appel.\n",
    ("Combien l'État doit-il verser à l'association ?", "verser 4.000 euros", "4.000 euros"),
)

EVERY = [(kind, case) for kind, cases in CASES.items() for case in cases]
# The issue's own, or their like: these are answered, not only ranked first.
ANSWERED = (
    "Quelle est la date limite ?",
    "Sur quelle ligne le trafic reprend-il ?",
    "Combien de temps durera le chantier ?",
    "Combien de foyers en 2027 ?",
    "À quelle température préchauffer le four ?",
    "Quelle est la rafale record ?",
    "How much did the shares fall?",
    "When did the bridge reopen?",
    "Que dit l'article 2 ?",
    "What does section 3 say?",
    "Combien l'État doit-il verser à l'association ?",
)


@pytest.fixture(scope="module")
def engines(reader: Reader) -> dict[str, Engine]:
    return {
        text: Engine([make_document(text, document_id="a")], reader=reader)
        for text in {case.article for _, case in EVERY}
    }


@pytest.fixture(scope="module")
def ranked(engines: dict[str, Engine]) -> dict[Case, Ranking]:
    return {case: engines[case.article].rank(case.question) for _, case in EVERY}


@pytest.fixture(scope="module")
def answers(engines: dict[str, Engine], ranked: dict[Case, Ranking]) -> dict[Case, Answer]:
    return {case: engines[case.article].answer(ranking) for case, ranking in ranked.items()}


@pytest.mark.parametrize(
    "case", [c for _, c in EVERY], ids=[f"{k}: {c.question}" for k, c in EVERY]
)
def test_the_sentence_and_the_short_answer(case: Case, ranked: dict[Case, Ranking]) -> None:
    ranking = ranked[case]
    best = ranking.sentences[0].sentence
    assert case.quoted in best.text
    if case.short:
        assert ranking.short_answer is not None
        start, end = ranking.short_answer
        assert case.article[start:end] in case.short


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Combien de disques prête la médiathèque ?", "médiathèque"),
        ("Who rebuilt the greenhouse?", "greenhouse"),
        ("Combien de festivals y a-t-il ?", "festivals"),
        ("When will the new terminal open?", "terminal"),
        ("How many containers will the terminal handle?", "containers"),
        ("Who was the café sold to?", "café"),
        ("Que dit l'article 2 ?", "article"),
    ],
)
def test_no_word_is_said_to_be_missing(
    ranked: dict[Case, Ranking], question: str, word: str
) -> None:
    found = [ranking for case, ranking in ranked.items() if case.question == question]
    assert found
    assert all(ranking.matched and word not in ranking.unknown for ranking in found)


def test_every_kind_has_four_inputs() -> None:
    for kind, cases in CASES.items():
        if kind not in ("headings that answer", "very long sentences", "hours", "entities"):
            assert len({case.question + case.article for case in cases}) >= 4


def test_those_of_the_issue_are_answered(answers: dict[Case, Answer]) -> None:
    found = [case for case in answers if case.question in ANSWERED]
    assert len(found) == len(ANSWERED)
    refused = [case.question for case in found if answers[case].status != "answered"]
    assert not refused


def test_all_is_quoted_to_the_letter(answers: dict[Case, Answer]) -> None:
    for case, answer in answers.items():
        for quote in (*answer.citations, *answer.closest, *answer.others):
            start, end = quote.start_char_index, quote.end_char_index
            assert quote.cited_text == case.article[start:end]
            if quote.answer_start_char_index is not None and quote.answer_end_char_index:
                assert start <= quote.answer_start_char_index < quote.answer_end_char_index <= end


@cache
def _asked(question: str) -> Case:
    return next(case for _, case in EVERY if case.question == question)


def test_a_row_is_quoted_with_its_header(answers: dict[Case, Answer]) -> None:
    row, header = answers[_asked("Combien de foyers en 2027 ?")].citations
    assert (row.role, row.cited_text) == ("answer", "| 2027 | 47 | 21 000 |")
    assert header.role == "context"
    assert header.cited_text.startswith("| Année | Villages | Foyers |")


def test_a_part_is_quoted_with_its_beginning(answers: dict[Case, Answer]) -> None:
    part, beginning = answers[_asked("Combien l'État doit-il verser à l'association ?")].citations
    assert (part.role, beginning.role) == ("answer", "context")
    assert beginning.cited_text.startswith("Le tribunal administratif de Rennes")
    assert part.cited_text.endswith("octobre.")


def test_no_short_answer_is_cut_inside_a_word(answers: dict[Case, Answer]) -> None:
    for case, answer in answers.items():
        for quote in answer.citations[:1]:
            for at in (quote.answer_start_char_index, quote.answer_end_char_index):
                if at is not None:
                    before, after = case.article[:at], case.article[at:]
                    assert not before.endswith("-\n")
                    assert not after.startswith("-\n")
                    assert not (before[-1:].isalnum() and after[:1].isalnum())


def test_an_entity_is_not_in_bold_by_itself(answers: dict[Case, Answer]) -> None:
    for case, answer in answers.items():
        if "&" in case.article and answer.answer:
            assert answer.answer.count("&") == answer.answer.count(";")
            assert answer.answer.strip("&;") not in ("amp", "rsquo", "eacute", "pound")


@pytest.mark.xfail(
    strict=True, reason="the reader is too unsure among entities, since it was trained on"
)
def test_one_with_entities_is_answered(answers: dict[Case, Answer]) -> None:
    (found,) = (case for case in answers if case.question == "Qui a racheté l'imprimerie Valois ?")
    assert answers[found].status == "answered"
