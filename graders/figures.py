"""Drawn figures: which SVG may be shown. What could run, load or lead elsewhere is refused, not repaired."""

from __future__ import annotations

import re
from xml.etree import ElementTree

MAX_BYTES = 256 * 2**10
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "style", "symbol", "use"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
        *("marker", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"),
    )
)
_FORBIDDEN = ("<!doctype", "<!entity", "<?xml-stylesheet")
_OUTSIDE = re.compile(r"@import|expression\s*\(|javascript:|url\(\s*['\"]?\s*(?!#|['\"]?#)", re.IGNORECASE)


def why_refused(data: bytes) -> str:
    """What of an SVG may not be shown, as an author recognises it; empty where all of it may."""
    if len(data) > MAX_BYTES:
        return f"> {MAX_BYTES // 2**10} KiB"
    try:
        text = data.decode("utf-8")
        for mark in _FORBIDDEN:
            if mark in text.lower():
                return f"{mark}>"
        root = ElementTree.fromstring(text)  # noqa: S314 - no document type, so no entities
    except (ElementTree.ParseError, ValueError) as error:
        return str(error)
    if root.tag != f"{_SVG}svg":
        return f"<{root.tag}>"
    return next((found for element in root.iter() if (found := _objection(element))), "")


def _objection(element: ElementTree.Element) -> str:
    """What is wrong with one element."""
    name = element.tag.removeprefix(_SVG)
    if name not in _ELEMENTS:
        return f"<{name}>"
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        if plain.lower().startswith("on"):
            return plain
        if plain == "href" and not value.strip().startswith("#"):
            return f'{plain}="{value[:40]}"'
        if _OUTSIDE.search(value):
            return f'{plain}="{value[:40]}"'
    if name == "style" and _OUTSIDE.search(element.text or ""):
        return "<style>"
    return ""
