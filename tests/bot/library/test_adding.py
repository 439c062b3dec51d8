"""`motpourmot add` and `remove`: what is in the folder after them, and what is said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import FetchError, NotAllowedError
from bot.library import adding, fetching
from bot.library.adding import Added, Folder
from bot.library.fetching import Fetcher
from index import ArticleError, InputError, MotPourMotError, read_articles
from index.documents import TextStore
from tests.bot.commands import Run
from tests.bot.web_server import Page, WebServer, serving
from tests.index.documents.formats.files import lines, pdf

STORY = "Le pont de la Gartempe rouvre lundi, a dit le maire de la commune, Paul Roux. "
PDF = pdf(lines(STORY, STORY, STORY))


def page(title: str = "Le pont", head: str = "") -> bytes:
    return (
        f"<html><head>{head}</head><body><article><h1>{title}</h1><p>{STORY * 4}</p></article>"
        "</body></html>"
    ).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "articles").mkdir()
    return Folder(tmp_path / "articles", tmp_path / "data")


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as server:
        yield server


@pytest.fixture
def fetcher(server: WebServer) -> Fetcher:
    return Fetcher([fetching.EVERYWHERE], allows=server.allows)


def names(folder: Folder) -> list[str]:
    return sorted(path.name for path in folder.articles.iterdir())


def the_one(results: Iterator[Added | MotPourMotError]) -> Added:
    (added,) = results
    assert isinstance(added, Added)
    return added


def replacing(folder: Folder) -> Folder:
    return Folder(folder.articles, folder.data, replaces=True)


# --- files ---


def test_a_file_is_copied_to_the_letter(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "pont.pdf"
    path.write_bytes(PDF)
    added = folder.add_file(path)
    assert (added.name, added.state) == ("pont.pdf", "added")
    assert (folder.articles / "pont.pdf").read_bytes() == PDF
    assert names(folder) == ["pont.pdf"]


def test_what_cannot_be_read_is_not_added(folder: Folder, tmp_path: Path) -> None:
    """Nor what is text, but of a name that the folder's articles do not have."""
    files = {
        "a.pdf": b"%PDF-",
        "b.txt": b"\xff",
        "c.doc": b"x",
        "d.html": b"",
        "e.csv": b"x",
        "f": b"x",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ArticleError, match=f"^{name}: "):
            folder.add_file(tmp_path / name)
    assert names(folder) == []


def test_another_file_of_the_name_is_not_written_over(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Avant.", encoding="utf-8")
    folder.add_file(path)
    path.write_text("Après.", encoding="utf-8")
    with pytest.raises(InputError, match="remove it first, or use --replace"):
        folder.add_file(path)
    assert (folder.articles / "a.txt").read_text("utf-8") == "Avant."
    assert replacing(folder).add_file(path).state == "replaced"
    assert (folder.articles / "a.txt").read_text("utf-8") == "Après."
    # And what was quoted from it can still be verified.
    before = hashlib.sha256(b"Avant.").hexdigest()
    assert TextStore(folder.data).text(before) == "Avant."


def test_the_same_content_is_there_already_under_any_name(folder: Folder, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Il a plu.", encoding="utf-8")
    folder.add_file(tmp_path / "a.txt")
    again = folder.add_file(tmp_path / "b.txt")
    assert (again.name, again.state) == ("a.txt", "there already")
    assert names(folder) == ["a.txt"]


# --- the web ---


def test_a_page_is_added_with_its_address(
    folder: Folder, server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/2026/03/le-pont-rouvre.html?x=1"] = Page(page())
    url = f"{server.url}/2026/03/le-pont-rouvre.html?x=1"
    added = the_one(folder.add_url(url, fetcher))
    digest = hashlib.sha256(url.encode()).hexdigest()[:8]
    assert (added.name, added.state) == (f"le-pont-rouvre-{digest}.html", "added")
    assert added.document.url == url
    assert (folder.articles / added.name).read_bytes() == page()
    (document,) = read_articles(folder.articles, data=folder.data).documents
    assert document.url == url
    assert the_one(folder.add_url(url, fetcher)).state == "there already"


def test_a_page_that_has_changed_is_replaced_only_where_that_is_asked_for(
    folder: Folder, server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/a"] = Page(page())
    url = f"{server.url}/a"
    first = the_one(folder.add_url(url, fetcher))
    server.pages["/a"] = Page(page("Le pont ferme"))
    with pytest.raises(InputError, match="use --replace"):
        list(folder.add_url(url, fetcher))
    again = the_one(replacing(folder).add_url(url, fetcher))
    assert (again.name, again.state) == (first.name, "replaced")
    assert again.document.title == "Le pont ferme"


@pytest.mark.parametrize(
    ("said", "believed"),
    [("https://lemonde.example/a", False), ("http://www.127.0.0.1/b", True), ("nothing", False)],
)
def test_a_page_is_not_believed_to_be_of_another_host(
    folder: Folder, server: WebServer, fetcher: Fetcher, said: str, believed: bool
) -> None:
    server.pages["/a"] = Page(page(head=f'<link rel="canonical" href="{said}">'))
    added = the_one(folder.add_url(f"{server.url}/a", fetcher))
    assert added.document.url == (said if believed else f"{server.url}/a")


@pytest.mark.parametrize(
    ("media_type", "path", "content", "ending"),
    [
        ("application/pdf", "/a", PDF, ".pdf"),
        ("application/octet-stream", "/a.PDF", PDF, ".pdf"),
        ("text/plain; charset=iso-8859-1", "/a", "Un été.".encode("latin-1"), ".txt"),
        ("text/plain; charset=koi8-r", "/a", "Мост.".encode("koi8-r"), ".txt"),
        ("text/html; charset=koi8-r", "/a", page("Мост").decode().encode("koi8-r"), ".html"),
        ("application/xhtml+xml", "/", page(), ".html"),
    ],
)  # fmt: skip
def test_each_format_is_added_as_what_it_is(
    folder: Folder,
    server: WebServer,
    fetcher: Fetcher,
    media_type: str,
    path: str,
    content: bytes,
    ending: str,
) -> None:
    server.pages[path] = Page(content, media_type)
    added = the_one(folder.add_url(server.url + path, fetcher))
    assert added.name.endswith(ending)
    assert any(word in added.document.text for word in ("pont", "été", "Мост"))


def test_what_is_of_no_format(folder: Folder, server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = Page(b"\x89PNG", "image/png")
    with pytest.raises(InputError, match=r"must be that of a page, a PDF, .* image/png"):
        list(folder.add_url(f"{server.url}/a", fetcher))
    server.pages["/b"] = Page(b"<html></html>")
    with pytest.raises(ArticleError, match="must have an article in its HTML"):
        list(folder.add_url(f"{server.url}/b", fetcher))
    assert names(folder) == []


def test_a_name_from_an_address_stays_in_the_folder(
    folder: Folder, server: WebServer, fetcher: Fetcher
) -> None:
    for path in ("/..%2F..%2Fetc%2Fpasswd", "/%00", "/" + "x" * 500, "/..", "/a.b/.hidden"):
        server.pages[path] = Page(page(path))
        added = the_one(folder.add_url(server.url + path, fetcher))
        assert (folder.articles / added.name).is_file()
        assert len(added.name) < 90
        assert not added.name.startswith(".")
    assert len(names(folder)) == 5


# --- feeds ---

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Journal</title>
<link>https://journal.example</link>{}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Journal</title>{}</feed>"""


def rss(*links: str) -> bytes:
    return RSS.format(
        "".join(f"<item><title>t</title><link>{link}</link></item>" for link in links)
    ).encode()


def test_the_pages_of_a_feed_are_added_and_what_is_wrong_with_others_is_said(
    folder: Folder, server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/feed"] = Page(
        rss("/a", f"{server.url}/b", "http://127.0.0.1:1/c", "/gone", "ftp://a.fr", "/a", "/d"),
        "application/rss+xml",
    )
    for path in ("/a", "/b", "/d"):
        server.pages[path] = Page(page(f"Article {path}"))
    results = list(folder.add_url(f"{server.url}/feed", fetcher))
    assert [type(result) for result in results] == [
        Added, Added, NotAllowedError, FetchError, InputError, Added,
    ]  # fmt: skip
    assert len(names(folder)) == 3
    again = [r.state for r in folder.add_url(f"{server.url}/feed", fetcher) if isinstance(r, Added)]
    assert again == ["there already"] * 3
    assert len(list(folder.add_url(f"{server.url}/feed", fetcher, entries=2))) == 2


def test_an_atom_feed(folder: Folder, server: WebServer, fetcher: Fetcher) -> None:
    entry = f'<entry><title>t</title><link href="{server.url}/a"/></entry>'
    server.pages["/feed"] = Page(ATOM.format(entry).encode(), "text/xml; charset=utf-8")
    server.pages["/a"] = Page(page())
    assert the_one(folder.add_url(f"{server.url}/feed", fetcher)).document.title == "Le pont"


@pytest.mark.parametrize(
    "content",
    [
        b"<rss>",
        b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><rss>&b;</rss>',
        (
            b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0">'
            b"<channel><item><link>&a;</link></item></channel></rss>"
        ),
        b"<rss " + b"<a>" * 100_000,
    ],
)
def test_a_feed_that_is_none(
    folder: Folder, server: WebServer, fetcher: Fetcher, content: bytes
) -> None:
    server.pages["/feed"] = Page(content, "application/rss+xml")
    try:
        results = list(folder.add_url(f"{server.url}/feed", fetcher))
    except ArticleError as error:
        results = [error]
    assert not any("root:" in str(result) for result in results)
    assert names(folder) == []


# --- removing ---


def test_an_article_is_removed_by_its_id_or_its_files_name(folder: Folder) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder.articles / name).write_text(f"Il a plu à {name}.", encoding="utf-8")
    (folder.articles / "d.pdf").write_bytes(b"%PDF-")
    removed = folder.remove(["a", "b.txt", "d.pdf"])
    assert [(path.name, bool(document)) for path, document in removed] == [
        ("a.txt", True), ("b.txt", True), ("d.pdf", False),
    ]  # fmt: skip
    assert names(folder) == ["c.txt"]
    text = "Il a plu à a.txt."
    assert TextStore(folder.data).text(hashlib.sha256(text.encode()).hexdigest()) == text


@pytest.mark.parametrize("name", ["b", "../secret.txt", "questions.json", "", ".", "inner/a.txt"])
def test_one_that_is_not_there_leaves_all(folder: Folder, name: str) -> None:
    (folder.articles / "a.txt").write_text("Il a plu.", encoding="utf-8")
    (folder.articles / "questions.json").write_text("{}", encoding="utf-8")
    (folder.articles / "inner").mkdir()
    (folder.articles / "inner" / "a.txt").write_text("x", encoding="utf-8")
    (folder.articles.parent / "secret.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"must be the id of an article \(a\), or a file in"):
        folder.remove(["a", name])
    assert names(folder) == ["a.txt", "inner", "questions.json"]
    assert (folder.articles.parent / "secret.txt").exists()


def test_a_link_in_the_folder_is_removed_and_not_what_it_is_to(folder: Folder) -> None:
    (folder.articles.parent / "b.txt").write_text("Il a plu.", encoding="utf-8")
    (folder.articles / "a.txt").symlink_to(folder.articles.parent / "b.txt")
    folder.remove(["a"])
    assert names(folder) == []
    assert (folder.articles.parent / "b.txt").exists()


# --- the commands ---


@pytest.fixture
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLES_DIR", "made/articles")
    monkeypatch.setenv("DATA_DIR", "data")


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
def test_add_and_remove(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "été.txt").write_text("Il a plu.\n\nPuis il a neigé.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    run = Run(capsys, "add été.txt b.txt nothing.txt")
    assert run.code == 2
    assert run.out == "added: été.txt (Il a plu.)\n"
    assert run.err == (
        "motpourmot: b.txt: an article must be UTF-8; byte 0 is 0xff. Save the file as UTF-8\n"
        "motpourmot: add: must be given files and addresses; got 'nothing.txt': is not there\n"
    )
    assert Run(capsys, "add été.txt").out == "there already: été.txt (Il a plu.)\n"
    assert Run(capsys, "documents").out.splitlines()[1].split()[0] == "été"
    assert Run(capsys, "remove été").out == "removed: été.txt (Il a plu.)\n"
    run = Run(capsys, "remove été")
    assert (run.code, run.out) == (2, "")
    assert "Il a plu" in (next((tmp_path / "data" / "texts").iterdir())).read_text("utf-8")


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
def test_addresses_need_a_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: WebServer
) -> None:
    run = Run(capsys, f"add {server.url}/a")
    assert (run.code, run.out) == (2, "")
    assert "FETCH_HOSTS" in run.err
    monkeypatch.setenv("FETCH_HOSTS", "*")
    run = Run(capsys, f"add {server.url}/a")
    assert run.code == 2
    assert "not of the public web" in run.err
    assert server.asked == []


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
def test_an_address_on_the_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: WebServer
) -> None:
    made: list[list[str]] = []

    def fetcher(hosts: list[str]) -> Fetcher:
        made.append(hosts)
        return Fetcher(hosts, allows=server.allows)

    monkeypatch.setattr(fetching, "Fetcher", fetcher)
    monkeypatch.setenv("FETCH_HOSTS", "127.0.0.1 , journal.example")
    server.pages["/a"] = Page(page())
    run = Run(capsys, f"add {server.url}/a {server.url}/gone")
    assert (run.code, run.out.endswith(".html (Le pont)\n")) == (4, True)
    assert made == [["127.0.0.1", "journal.example"]]
    server.pages["/feed"] = Page(rss("/a", "/gone"), "application/rss+xml")
    run = Run(capsys, f"add --entries 1 {server.url}/feed")
    assert (run.code, run.out.startswith("there already: a-")) == (0, True)


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
@pytest.mark.parametrize("entries", ["0", "51", "x", "-1"])
def test_entries_that_cannot_be(capsys: pytest.CaptureFixture[str], entries: str) -> None:
    run = Run(capsys, f"add --entries={entries} a.txt")
    assert run.code == 2
    assert run.err.startswith("motpourmot: --entries: must be ")
    assert adding.MAX_ENTRIES == 50
