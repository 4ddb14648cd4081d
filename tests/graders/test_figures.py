"""Which drawings may be shown."""

from __future__ import annotations

import pytest

from graders.figures import MAX_BYTES, why_refused

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def drawing(inside: str) -> bytes:
    """A drawing of this."""
    return f"{OPEN}{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        '<title>곡선</title><path d="M0 0h1" stroke="currentColor"/><text x="1">가중합</text>',
        '<style>.a{fill:#123} @media (prefers-color-scheme: dark){.a{fill:#eee}}</style><rect class="a"/>',
        '<defs><marker id="m"><path d="M0 0"/></marker></defs><line marker-end="url(#m)"/>',
        '<symbol id="s"/><use href="#s"/><use xlink:href="#s"/>',
    ],
)
def test_plain_drawings_are_shown(inside: str) -> None:
    """Shapes, text, styles by colour scheme and references inside the drawing are fine."""
    assert why_refused(drawing(inside)) == ""


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<rect ONLOAD="alert(1)"/>',
        '<a href="https://example.org"><text>x</text></a>',
        '<use href="https://example.org/a.svg#x"/>',
        '<use xlink:href="data:image/svg+xml,x"/>',
        '<image href="https://example.org/a.png"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<rect fill="url(https://example.org/#x)"/>',
        '<rect style="background:url(//example.org)"/>',
        "<style>@import '//example.org/a.css';</style>",
        "<style>rect{fill:url('https://example.org')}</style>",
        '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
        "<path",
    ],
)
def test_what_could_run_or_load_is_refused(inside: str) -> None:
    """Scripts, handlers, links, animations, foreign elements and anything from elsewhere are named."""
    assert why_refused(drawing(inside))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing("&a;"),
        b'<?xml-stylesheet href="//example.org/a.css"?>' + drawing(""),
        drawing("").decode().encode("utf-16"),
        b"<html></html>",
        b"\xff\xfe",
        drawing("<g/>" * MAX_BYTES),
    ],
)
def test_what_is_no_plain_drawing_is_refused(data: bytes) -> None:
    """Document types, other encodings, other documents and huge ones are not read on."""
    assert why_refused(data)
