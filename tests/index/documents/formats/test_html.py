"""Of a page, the article alone, and all of it: paragraphs, lists, tables, title, date, author."""

from __future__ import annotations

from datetime import date

import pytest

from index.documents.formats import html
from index.documents.formats.extracted import FormatError

NEWS = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<title>Le tarif augmente | Le Journal</title>
<meta property="og:title" content="Le tarif de la piscine augmente">
<meta name="author" content="Jeanne Petit">
<meta property="article:published_time" content="2026-03-12T08:00:00+01:00">
<link rel="canonical" href="https://journal.example/2026/03/12/piscine"></head><body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/s">Sports</a></li></ul></nav>
<header><a href="/">Le Journal</a></header>
<main><article><h1>Le tarif de la piscine augmente</h1>
<p class="lead">L'entrée passe de 4 à 5 euros le 1er avril, a décidé la mairie</p>
<p>Le conseil a voté <b>jeudi</b> la hausse&nbsp;: <em>5</em>&nbsp;euros, soit
1&thinsp;% de plus<sup><a href="#n1">12</a></sup> pour 450&nbsp;m<sup>2</sup>.<br>
La mesure entre en vigueur le 1<sup>er</sup> avril.</p>
<h2>Les nouveaux tarifs</h2>
<table><caption>Tarifs 2026</caption><thead><tr><th>Formule</th><th>Après</th></tr></thead>
<tbody><tr><td>Entrée</td><td>5 €</td></tr><tr><td>Carte de 10 | 12</td><td>40 €</td></tr>
</tbody></table>
<figure><img src="a.jpg"><figcaption>La piscine en 2024 (Photo : A. Roux)</figcaption></figure>
<p>Tarif : 14 euros</p>
<ul><li>Gratuit pour les moins de 6 ans</li><li>Demi-tarif pour les <a href="x">étudiants</a>
<ul><li>sur présentation de la carte</li></ul></li></ul>
<ol><li>Présentez la carte.</li><li>Payez à la caisse.</li></ol>
<blockquote><p>« C'est trop cher », a dit Paul Roux.</p></blockquote>
<dl><dt>Ouverture</dt><dd>9 heures</dd></dl>
<script>document.write("Achetez !")</script>
<p>Le conseil se réunira de nouveau le 27 avril, et les associations de nageurs demandent un
report de la mesure jusqu'à la rentrée de septembre.</p></article>
<aside><h3>À lire aussi</h3><ul><li><a href="/a">La mairie ferme le pont</a></li></ul></aside>
<section id="comments"><p>Super article !</p></section></main>
<footer>© 2019 Le Journal. Tous droits réservés. <a href="/c">Cookies</a></footer></body></html>"""
TEXT = """\
Le tarif de la piscine augmente

L'entrée passe de 4 à 5 euros le 1er avril, a décidé la mairie

Le conseil a voté jeudi la hausse\u00a0: 5\u00a0euros, soit 1 % de plus[12] pour 450\u00a0m².
La mesure entre en vigueur le 1er avril.

Les nouveaux tarifs

Tarifs 2026

| Formule | Après |
| Entrée | 5 € |
| Carte de 10 ¦ 12 | 40 € |

La piscine en 2024 (Photo : A. Roux)

Tarif : 14 euros

- Gratuit pour les moins de 6 ans
- Demi-tarif pour les étudiants
  - sur présentation de la carte

1. Présentez la carte.
2. Payez à la caisse.

« C'est trop cher », a dit Paul Roux.

| Ouverture | 9 heures |

Le conseil se réunira de nouveau le 27 avril, et les associations de nageurs demandent un report \
de la mesure jusqu'à la rentrée de septembre.
"""
STORY = "<p>" + "Le pont de la Gartempe rouvre lundi, a dit le maire de la commune. " * 4 + "</p>"


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def test_the_article_and_what_the_page_says_of_it() -> None:
    extracted = html.read(NEWS.encode())
    assert extracted.text == TEXT
    assert extracted.title == "Le tarif de la piscine augmente"
    assert extracted.author == "Jeanne Petit"
    assert extracted.published_at == date(2026, 3, 12)
    assert extracted.url == "https://journal.example/2026/03/12/piscine"


def text_of(body: str, head: str = "") -> list[str]:
    """The paragraphs of a page."""
    return html.read(page(body, head)).text.rstrip("\n").split("\n\n")


# --- pages as they are ---


def test_without_any_element_that_says_what_it_is_the_article_is_found() -> None:
    assert text_of(
        '<div id="page"><div class="top"><a href="/">Ariège Infos</a></div>'
        '<div class="main-menu"><a href="/a">Actualités</a> <a href="/b">Sports</a></div>'
        '<div class="cookie-banner"><p>Acceptez-vous les cookies de nos 142 partenaires ?</p></div>'
        '<div class="cols"><div class="col"><h1>Incendie à Foix : 12 hectares brûlés</h1>'
        "<div class=chapo>Un feu s'est déclaré. Quatre-vingts pompiers sont mobilisés</div>"
        "<div class=meta>Par la rédaction, le 2 août à 18h00</div><div class=texte>"
        "<p>Le feu est parti vers 14 heures d'un talus de la route de Ganac. Il a parcouru 12 "
        "hectares de chênes, selon la préfecture.</p><h3>Une famille évacuée</h3>"
        "<p>Une famille de quatre personnes a été évacuée par précaution. "
        "<strong>Lire aussi : <a href=/x>Ganac : le maire démissionne</a></strong></p>"
        "<p>Bilan provisoire :</p><ul><li>12 hectares brûlés</li><li>2 pompiers blessés</li></ul>"
        "<div class=newsletter><p>Recevez chaque matin notre lettre gratuite.</p></div></div>"
        "<div class=bas><ul><li><a href=/y>Pamiers : 3 hectares brûlés samedi</a></li>"
        "<li><a href=/z>Le plan canicule est activé</a></li></ul></div>"
        "<div id=commentaires><p>Encore un pyromane, c'est sûr.</p></div></div></div></div>"
    ) == [
        "Incendie à Foix : 12 hectares brûlés",
        "Un feu s'est déclaré. Quatre-vingts pompiers sont mobilisés",
        "Par la rédaction, le 2 août à 18h00",
        (
            "Le feu est parti vers 14 heures d'un talus de la route de Ganac. "
            "Il a parcouru 12 hectares de chênes, selon la préfecture."
        ),
        "Une famille évacuée",
        "Une famille de quatre personnes a été évacuée par précaution.",
        "Bilan provisoire :",
        "- 12 hectares brûlés\n- 2 pompiers blessés",
    ]


def test_the_name_of_the_site_is_no_title() -> None:
    extracted = html.read(
        page(
            "<header><h1><a href=/>Le Journal</a></h1></header>"
            f"<main><h2>Le pont rouvre</h2>{STORY}</main>",
            "<title>Le pont rouvre | Le Journal</title>",
        )
    )
    assert extracted.title == "Le pont rouvre"
    assert "Le Journal" not in extracted.text


def test_a_live_report_has_the_times_of_its_entries() -> None:
    assert text_of(
        "<header><nav><a href=/>Une</a></nav></header><main><h1>EN DIRECT. Grève</h1>"
        "<p>Les syndicats appellent à une journée de mobilisation contre la réforme</p><div>"
        "<article><time>17h20</time><h3>Le trafic reprend sur la ligne 4</h3>"
        "<p>La RATP annonce un retour à la normale vers 18 heures.</p></article>"
        "<article><time>15h32</time><p>La préfecture compte 12 400 manifestants.</p></article>"
        "</div></main>"
    ) == [
        "EN DIRECT. Grève",
        "Les syndicats appellent à une journée de mobilisation contre la réforme",
        "17h20 Le trafic reprend sur la ligne 4",
        "La RATP annonce un retour à la normale vers 18 heures.",
        "15h32 La préfecture compte 12 400 manifestants.",
    ]


def test_a_sheet_of_labels_and_values() -> None:
    assert text_of(
        "<main><h1>Fromage de brebis 200 g</h1><div><span>Motif du rappel :</span> "
        "<span>Présence de Listeria</span></div><dl><dt>Distributeur</dt><dd>Tout Frais</dd>"
        "<dt>Zone</dt><dd>France entière</dd></dl><ul><li>Lot 12345</li><li>Lot 12346</li></ul>"
        "<p>Numéro de contact : 0800 00 00 00</p></main>"
    ) == [
        "Fromage de brebis 200 g",
        "Motif du rappel : Présence de Listeria",
        "| Distributeur | Tout Frais |\n| Zone | France entière |",
        "- Lot 12345\n- Lot 12346",
        "Numéro de contact : 0800 00 00 00",
    ]


def test_an_interview_keeps_questions_and_answers_apart() -> None:
    extracted = html.read(
        page(
            "<div class=menu><ul><li><a href=a>Accueil</a></ul></div><div><h1>« Prêt en juin »</h1>"
            "<p class=byline>Propos recueillis par Karim Sadi, 4 mars 2026</p>"
            "<p><b>Quand sera-t-il prêt ?</b></p><p>En juin 2027, si le temps le permet.</p>"
            "<p><b>Et les riverains ?</b><br>Ils seront relogés pendant six semaines.</p></div>"
        )
    )
    assert extracted.text.split("\n\n")[1:] == [
        "Propos recueillis par Karim Sadi, 4 mars 2026",
        "Quand sera-t-il prêt ?",
        "En juin 2027, si le temps le permet.",
        "Et les riverains ?\nIls seront relogés pendant six semaines.\n",
    ]
    assert extracted.author == "Karim Sadi"


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    assert text_of(
        "<table><tr><td><a href=1>Home</a> <a href=2>News</a></td><td><h2>Acme to cut 300 jobs</h2>"
        "<p>LONDON, Nov 4 - Acme plc said on Tuesday it would cut 300 jobs, or 4%.</p>"
        "<p>Contact:<br>Jane Roe<br>+44 20 0000 0000</p></td></tr></table>"
    ) == [
        "Acme to cut 300 jobs",
        "LONDON, Nov 4 - Acme plc said on Tuesday it would cut 300 jobs, or 4%.",
        "Contact:\nJane Roe\n+44 20 0000 0000",
    ]


def test_cells_that_span_are_in_each_row_they_span() -> None:
    table = (
        "<table><tr><th>Année</th><th>Sexe</th><th>Inscrits</th></tr><tr><td rowspan=2>2027</td>"
        "<td>Filles</td><td>21</td></tr><tr><td>Garçons</td><td>26</td></tr>"
        "<tr><td colspan=2>Total</td><td>47</td></tr></table>"
    )
    assert text_of(f"<article>{STORY}{table}</article>")[-1] == (
        "| Année | Sexe | Inscrits |\n| 2027 | Filles | 21 |\n| 2027 | Garçons | 26 |\n"
        "| Total |  | 47 |"
    )


def test_lists_are_numbered_as_they_are_shown() -> None:
    items = (
        '<ol start=4><li>Quatre<ol type="a"><li>a</li><li>b</li></ol></li><li>Cinq</li>'
        "<li value=9>Neuf</li></ol>"
    )
    assert text_of(f"<article>{STORY}{items}</article>")[-1] == (
        "4. Quatre\n  a. a\n  b. b\n5. Cinq\n9. Neuf"
    )


def test_what_is_struck_out_hidden_or_read_by_programs_is_left_out() -> None:
    shown = "Le tarif est de <del>4</del> 5 euros<span hidden>, dit-on</span>."
    more = (
        "<p style='display: none'>Caché.</p><noscript>Activez.</noscript><svg><text>x</text></svg>"
    )
    assert text_of(f"<article>{STORY}<p>{shown}</p>{more}</article>")[1:] == [
        "Le tarif est de 5 euros."
    ]


def test_a_page_that_is_nothing_but_its_text_keeps_headings_and_lists() -> None:
    body = f"<h1>Rapport</h1><h2>Budget</h2>{STORY}<ul><li>Personnel : 4 M€</li></ul>{STORY}"
    text = html.read(page(body)).text
    assert text.startswith("Rapport\n\nBudget\n\nLe pont")
    assert "\n\n- Personnel : 4 M€\n\n" in text


def test_a_title_that_the_text_does_not_have_begins_it() -> None:
    text = html.read(page(f"<article>{STORY}</article>", "<title>Le pont rouvre</title>")).text
    assert text.startswith("Le pont rouvre\n\nLe pont de la Gartempe rouvre lundi")


@pytest.mark.parametrize(
    "aside",
    [
        "<footer>© 2019 Le Journal</footer>",
        "<p>Le conseil se réunira le 27 avril 2025.</p>",
        "<p>En 2024, il était fermé.</p>",
    ],
)
def test_a_date_that_is_not_said_to_be_the_articles_is_none(aside: str) -> None:
    data = page(f"<article><h1>Le pont</h1>{STORY}</article>{aside}")
    assert html.read(data).published_at is None


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0024)https://a.fr/pont?x=1&y -->",
        "<!--\n Page saved with SingleFile \n url: https://a.fr/pont?x=1&y \n saved date: x -->",
    ],
)
def test_the_address_that_a_browser_notes_when_it_saves_a_page(comment: str) -> None:
    data = f"<!DOCTYPE html>\n{comment}\n".encode() + page(f"<h1>Le pont</h1>{STORY}")
    assert html.read(data).url == "https://a.fr/pont?x=1&y"
    deep = page(f"<h1>Le pont</h1>{STORY * 40}{comment}")
    assert html.read(deep).url is None


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "utf-8"),
        ('<meta charset="nonsense">', "utf-8"),
        ('<meta charset="iso-8859-15">', "iso-8859-15"),
    ],
)
def test_letters_are_what_they_are(said: str, encoding: str) -> None:
    story = STORY.replace("Le pont", "L'œuvre d'été à 5 €")
    if said.endswith('koi8-r">'):
        story = STORY.replace("Le pont", "Мост")
        encoding = "koi8-r"
    data = f"<html><head>{said}</head><body>{story}</body></html>".encode(encoding)
    assert "Мост de" in (text := html.read(data).text) or "L'œuvre d'été à 5 € de" in text


@pytest.mark.parametrize(
    "body", ["", "<div></div><script>var a = 1</script>", "<nav><a href=/>Accueil</a></nav>"]
)
def test_a_page_without_an_article(body: str) -> None:
    with pytest.raises(FormatError) as caught:
        html.read(page(body, "<title>Le pont</title>"))
    assert str(caught.value) == (
        "must have an article in its HTML; no text is found in it, as where a script writes it. "
        "Save the page from the browser once it is shown, or its text as .txt"
    )


def test_a_pdf_that_is_called_html() -> None:
    with pytest.raises(FormatError, match=r"it is a PDF. Give the file the ending \.pdf"):
        html.read(b"%PDF-1.7\n")
