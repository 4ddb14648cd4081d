"""Prompts and questions as HTML: CommonMark with tables and formulas, cut down to an allow-list of tags."""

from __future__ import annotations

import html
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}
SCHEMES = {"http", "https", "mailto"}
FIGURES = "figures/"


def render(text: str, figure_url: Callable[[str], str] | None = None) -> str:
    """Safe HTML for a Markdown text; images of the bundle get the address `figure_url` gives their name."""
    html_text = _sanitise(_parser().render(text))
    if figure_url is None:
        return html_text
    return _with_figures(html_text, figure_url)


@lru_cache(maxsize=512)
def _sanitise(html_text: str) -> str:
    """Only known tags, attributes and schemes survive."""
    return nh3.clean(
        html_text,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


def _with_figures(html_text: str, figure_url: Callable[[str], str]) -> str:
    """Point images at the figures of the exercise; images from elsewhere lose their source."""
    parts = html_text.split('<img src="')
    done = [parts[0]]
    for part in parts[1:]:
        source, _, rest = part.partition('"')
        name = html.unescape(source)
        local = (
            figure_url(name.removeprefix(FIGURES)) if name.startswith(FIGURES) and ".." not in name else ""
        )
        done.append(f'<img src="{html.escape(local)}"{rest}')
    return "".join(done)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark, tables, strike-through and formulas between dollars; no raw HTML."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)
    for rule in ("math_inline", "math_inline_double", "math_block"):
        parser.add_render_rule(rule, _render_math)
    parser.add_render_rule("th_open", _render_cell)
    parser.add_render_rule("td_open", _render_cell)
    return parser


def _render_math(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """A formula as its TeX text, for the page to draw."""
    token = tokens[index]
    content = html.escape(token.content.strip())
    if token.type == "math_inline":
        return f'<span class="math inline">{content}</span>'
    tag = "div" if token.type == "math_block" else "span"
    return f'<{tag} class="math display">{content}</{tag}>' + ("\n" if tag == "div" else "")


def _render_cell(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """A table cell whose alignment is a class, since inline styles are not allowed."""
    style = str(tokens[index].attrs.get("style", ""))
    side = style.rpartition(":")[2]
    return (
        f'<{tokens[index].tag} class="align-{side}">'
        if side in ("left", "center", "right")
        else f"<{tokens[index].tag}>"
    )
