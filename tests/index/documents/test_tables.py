"""Tables in plain text: a row is one sentence, and knows which row names its columns."""

from __future__ import annotations

import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import tables as module
from index.documents.document import make_document
from index.documents.passages import Passage, cut_passages
from index.documents.tables import find_tables, row_cells
from tests.strategies import articles

MARKDOWN = """\
| Année | Villages | Foyers |
|-------|:--------:|-------:|
| 2025 | 12 | 4 300 |
| 2026 | 31 | 13 500 |
| 2027 | 47 | 21 000 |"""
PIPES = "Année | Foyers\n2026 | 13 500\n2027 | 21 000"
COMMAS = 'Site,Visiteurs,Prêts\nLes Carmes,48200,91350\n"Gambetta, annexe",30110,55400'
SEMICOLONS = "Ville;Part\nLyon;12,5 %\nNice;9,8 %"
TABS = "Candidat\tVoix\tPart\nNadia Perret\t3 412\t52,1 %\nPaul Guérin\t3 137\t47,9 %"
SPACES = "Année   Villages   Foyers\n2025          12    4 300\n2026          31   13 500"
YEARS = "Station        2015    2025\nAubac          14,2    12,1\nPont-Vieux      8,9     7,4"
RULED = "+------+-------+\n| Nom  | Ville |\n+======+=======+\n| Ana  | Lyon  |\n+------+-------+"
WITHOUT_HEADER = "| Tarif | 14 euros |\n| Durée | 2 heures |"
FARES = "Route\tSingle\tReturn\nOban–Kerrin\t£4.20\t£7.90\nKerrin–Sula\t£6.10\t£11.50"


def cut(text: str) -> list[Passage]:
    return cut_passages(make_document(text, document_id="a"))


def table_of(table: str, *, end: str = "\n") -> tuple[str, Passage]:
    """An article with this table in it, between two paragraphs; and the table as it was cut."""
    text = f"Un titre\n\nUne phrase qui est là.\n\n{table}\n\nUne autre phrase est là."
    text = text.replace("\n", end)
    (found,) = (passage for passage in cut(text) if passage.kind == "table")
    return text, found


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x85"])
@pytest.mark.parametrize(
    ("table", "rows", "cells"),
    [
        (MARKDOWN, 4, ["2027", "47", "21 000"]),
        (PIPES, 3, ["2027", "21 000"]),
        (COMMAS, 3, ["Gambetta, annexe", "30110", "55400"]),
        (SEMICOLONS, 3, ["Nice", "9,8 %"]),
        (TABS, 3, ["Paul Guérin", "3 137", "47,9 %"]),
        (SPACES, 3, ["2026", "31", "13 500"]),
        (RULED, 2, ["Ana", "Lyon"]),
        (YEARS, 3, ["Pont-Vieux", "8,9", "7,4"]),
        (FARES, 3, ["Kerrin–Sula", "£6.10", "£11.50"]),
    ],
)
def test_a_row_is_one_sentence(table: str, rows: int, cells: list[str], end: str) -> None:
    text, passage = table_of(table, end=end)
    assert text[passage.start : passage.end] == table.replace("\n", end)
    assert len(passage.sentences) == rows
    assert passage.header == passage.sentences[0]
    last = passage.sentences[-1]
    found = row_cells(text, last.start, last.end, passage.mark)
    assert [text[a:b] for a, b in found] == cells
    header = row_cells(text, passage.header.start, passage.header.end, passage.mark)
    assert len(header) == len(cells)


def test_a_table_without_a_header() -> None:
    text, passage = table_of(WITHOUT_HEADER)
    assert passage.header is None
    assert [text[s.start : s.end] for s in passage.sentences] == WITHOUT_HEADER.split("\n")


def test_the_rows_of_a_long_table_all_know_its_header() -> None:
    rows = [f"| {year} | {year * 7} | une remarque assez longue |" for year in range(1900, 2000)]
    text = "\n".join(["| Année | Foyers | Remarque |", *rows])
    passages = cut(text)
    assert len(passages) > 3
    assert {passage.kind for passage in passages} == {"table"}
    assert {passage.header for passage in passages} == {passages[0].sentences[0]}
    assert sum(len(passage.sentences) for passage in passages) == 101


def test_a_table_just_after_a_line_of_text() -> None:
    text = f"Le calendrier du raccordement est le suivant :\n{MARKDOWN}\nIl est gratuit pour tous."
    kinds = [passage.kind for passage in cut(text)]
    assert kinds == ["text", "table", "text"]


@pytest.mark.parametrize(
    "text",
    [
        "Le Monde | Actualités\n\nUne phrase.",
        "Il paie 12,5 % de plus, 13,5 % ou 14,5 %.\nElle paie 12,5 % de plus, 13,5 % ou 14,5 %.",
        "Lyon, Paris et Nice,\nLille, Brest et Metz,\nNantes, Tours et Reims.",
        "Le pain; le vin; le sel\nLe lait; le thé; le miel\nLe riz; le blé; le maïs",
        "One sentence.  Another one.\nOne more.  And another.\nThe third.  The last.",
        "Un | deux\nTrois",
        "Voir http://a.org/1,2,3\net http://a.org/4",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert "table" not in {passage.kind for passage in cut(text)}


def test_a_row_that_is_too_long_is_cut_like_text() -> None:
    long = "mot " * 240
    text, passage = f"| a | b |\n| {long} | 1 |\n| c | 2 |", "table"
    assert passage not in {found.kind for found in cut(text)}


def _python_steps(lines: list[str]) -> int:
    """Lines of `index.documents.tables` that run when tables are looked for in `lines`."""
    steps = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        if frame.f_code.co_filename != module.__file__:
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        list(find_tables(lines))
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize(
    "lines",
    [["---"], ["a|b", "---"], ["a|b"], ["a|b", "c|d|e"], ["a\tb", "x"], ["a,b,c", "d"], ["a  1"]],
)
def test_steps_grow_with_the_number_of_lines(lines: list[str]) -> None:
    once, twice = _python_steps(lines * 100), _python_steps(lines * 200)
    assert twice < once * 2.5 + 1000


_lines = st.lists(st.text(st.sampled_from('ab1,;|\t "-+=:. '), max_size=12), min_size=1, max_size=8)


@given(_lines)
def test_tables_are_runs_of_lines(lines: list[str]) -> None:
    at = 0
    for table in find_tables(lines):
        assert at <= table.first < table.last <= len(lines)
        at = table.last
        for line in lines[table.first : table.last]:
            places = row_cells(line, 0, len(line), table.mark)
            assert places == sorted(places)
            assert all(0 <= a <= b <= len(line) for a, b in places)
            assert all(b <= c for (_, b), (c, _) in pairwise(places))


@given(articles, st.sampled_from([MARKDOWN, COMMAS, TABS, SPACES]))
def test_a_table_in_any_text(text: str, table: str) -> None:
    passages = cut(f"{text}\n\n{table}\n\nFin.")
    found = [passage for passage in passages if passage.kind == "table"]
    assert found
    assert found[-1].end - found[-1].start <= 1_200
