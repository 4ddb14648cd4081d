"""What the documents point at exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.source import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`[^`\n]+`")
_MAKE = re.compile(r"\bmake ((?:[a-z][a-z-]* ?)+)")
_PATH = re.compile(r"`((?:sandbox|graders|platform|tests|tools|docs|exercises)/[\w./-]+)`")


def name(path: Path) -> str:
    """Return a document's path as a test's name."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_relative_links_lead_somewhere(document: Path) -> None:
    """Every relative link names a file that exists and, after a #, one of its headings."""
    dead = [
        link
        for link in _LINK.findall(_INLINE.sub("", _prose(document)))
        if _is_relative(link) and not _leads(document, link)
    ]

    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_paths_in_prose_exist(document: Path) -> None:
    """A path in backticks that begins with one of our rooms is a file or folder there."""
    gone = [path for path in _PATH.findall(_prose(document)) if not (ROOT / path).exists()]

    assert gone == []


def test_make_targets_in_documents_exist() -> None:
    """Each `make` command that a reader is told to type is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = {
        word
        for document in DOCUMENTS
        for code in _code(document)
        for words in _MAKE.findall(code)
        for word in words.split()
    }

    assert told - targets == set()


def test_every_decision_is_listed() -> None:
    """The architecture page links each decision record."""
    listed = (ROOT / "docs" / "architecture.md").read_text()
    missing = [path.name for path in sorted((ROOT / "docs" / "adr").glob("*.md")) if path.name not in listed]

    assert missing == []


def _prose(document: Path) -> str:
    return _FENCED.sub("", document.read_text(encoding="utf-8"))


def _code(document: Path) -> list[str]:
    """Return what is set as code, one command each."""
    text = document.read_text(encoding="utf-8")
    fenced = "\n".join(_FENCED.findall(text)).splitlines()
    return [line.partition("#")[0] for line in fenced if line.startswith("make ")] + re.findall(
        r"`(make [^`]+)`", _prose(document)
    )


def _is_relative(link: str) -> bool:
    return not re.match(r"[a-z]+:", link)


def _leads(document: Path, link: str) -> bool:
    target, _, anchor = link.partition("#")
    path = (document.parent / target).resolve() if target else document
    if not path.exists():
        return False
    if not anchor:
        return True
    return anchor in {_anchor(heading) for heading in _HEADING.findall(_prose(path))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
