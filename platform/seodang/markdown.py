"""Prompts and questions as HTML: CommonMark with tables and formulas, cut down to an allow-list of tags."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from . import mathcore, mathml, mathwords

TAGS = {
    *("a", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s", "span", "strong"),
    *("sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    *mathcore.ELEMENTS,
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class", "scope", "aria-label"},
} | mathcore.ELEMENTS
SCHEMES = {"http", "https", "mailto"}
FIGURES = "figures/"
Address = Callable[[str], str | None]
"""The address of something by its name in the course, if it has one."""
Sizes = Mapping[str, tuple[int, int] | None]
_TAIL, _HEAD = re.compile(r"\S{0,2}$"), re.compile(r"[^\s`$]{0,2}")
"""The nearest signs written close to a formula; words hold the rest of themselves together."""
_CODE = re.compile(r"`([^`]+)`")
_PIECE = re.compile(r"`([^`]+)`|\$([^$]+)\$")


def init_app(app: Flask) -> None:
    """Let templates set the short texts of authors: titles, hints, labels of answers."""
    app.add_template_filter(short_html, "rich")
    app.add_template_filter(plain)
    app.add_template_filter(coded)
    app.add_template_test(has_formula, "formula")


def render(
    text: str,
    figure_url: Callable[[str], str] | None = None,
    exercise_url: Address | None = None,
    lesson_url: Address | None = None,
    sizes: Sizes = MappingProxyType({}),
) -> str:
    """Safe HTML for a Markdown text.

    Images of the bundle, `figures/NAME`, get the address that `figure_url` gives their name. Links to
    exercises and lessons of the course, `exercise:SLUG` and `lesson:SECTION`, get the one that the other two
    give; where there is none, their words stay without a link. `sizes` holds width and height of images by
    name, so that a page keeps their place while they come.
    """
    html_text = _sanitise(_parser().render(text, {"exercise": exercise_url, "lesson": lesson_url}))
    if figure_url is None:
        return html_text
    return _with_figures(html_text, figure_url, sizes)


def short(text: str) -> str:
    """Safe HTML for one line of an author: `code`, and formulas between dollars."""
    parts = []
    end = 0
    for found in _PIECE.finditer(text):
        code, tex = found.groups()
        before, end = text[end : found.start()], found.end()
        if tex is None:
            parts += [html.escape(before), f"<code>{html.escape(code)}</code>"]
            continue
        tail, head = _TAIL.search(before)[0], _HEAD.match(text, end)[0]  # type: ignore[index]
        parts += [html.escape(before.removesuffix(tail)), _together(tail, mathml.formula(tex), head)]
        end += len(head)
    return _sanitise("".join([*parts, html.escape(text[end:])]))


def short_html(text: object) -> Markup:
    """`short` for templates."""
    return Markup(short(str(text)))  # noqa: S704 - sanitised by short


def coded(text: object) -> Markup:
    """One line of a message with its `code` set as such; all else stays as it is, dollars too.

    A message may quote what a submission said, so nothing else in it is taken for a mark.
    """
    parts = _CODE.split(str(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def plain(text: object) -> str:
    """One line of an author without its marks, where only words may stand: a label, an option, an e-mail."""
    return _PIECE.sub(lambda found: found[1] or mathwords.words(found[2]), str(text))


def has_formula(text: object) -> bool:
    """Whether `short` would set a formula in this line: some readers leave it out of a control's name."""
    return any(found[2] for found in _PIECE.finditer(str(text)))


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


def svg_size(data: bytes | str) -> tuple[int, int] | None:
    """Width and height that a drawing says it has, in whole pixels."""
    text = data if isinstance(data, str) else data[:2000].decode("utf-8", "replace")
    head = re.search(r"<svg\b[^>]*>", text)
    sides = dict(re.findall(r'\s(width|height)="(\d{1,5})(?:px)?"', head[0])) if head else {}
    return (int(sides["width"]), int(sides["height"])) if len(sides) == 2 else None


def _with_figures(html_text: str, figure_url: Callable[[str], str], sizes: Sizes) -> str:
    """Point images at the figures of the exercise; images from elsewhere lose their source."""
    parts = html_text.split('<img src="')
    done = [parts[0]]
    for part in parts[1:]:
        source, _, rest = part.partition('"')
        name = html.unescape(source)
        own = name.removeprefix(FIGURES) if name.startswith(FIGURES) and ".." not in name else ""
        size = sizes.get(own)
        room = f' width="{size[0]}" height="{size[1]}"' if size else ""
        done.append(f'<img src="{html.escape(figure_url(own) if own else "")}"{room}{rest}')
    return "".join(done)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark, tables, strike-through and formulas between dollars; no raw HTML."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)
    for rule in ("math_inline", "math_inline_double", "math_block"):
        parser.add_render_rule(rule, _render_math)
    parser.core.ruler.push("keep_together", _keep_together)
    parser.add_render_rule("link_open", _render_link)
    parser.add_render_rule("table_open", _render_table)
    parser.add_render_rule("table_close", _render_table)
    parser.add_render_rule("th_open", _render_cell)
    parser.add_render_rule("th_close", _render_cell)
    parser.add_render_rule("td_open", _render_cell)
    return parser


def _render_math(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """A formula as MathML."""
    token = tokens[index]
    shown = mathml.formula(token.content, display=token.type != "math_inline")
    if token.type == "math_block":
        return f"<p>{shown}</p>\n"
    return _together(token.meta.get("before", ""), shown, token.meta.get("after", ""))


def _keep_together(state: StateCore) -> None:
    """Give each formula the signs that are written close to it, so that no line break parts them."""
    for block in state.tokens:
        children = block.children or []
        for index, token in enumerate(children):
            if token.type != "math_inline":
                continue
            if index and children[index - 1].type == "text":
                left = children[index - 1]
                token.meta["before"] = _TAIL.search(left.content)[0]  # type: ignore[index]
                left.content = left.content.removesuffix(token.meta["before"])
            if index + 1 < len(children) and children[index + 1].type == "text":
                right = children[index + 1]
                token.meta["after"] = _HEAD.match(right.content)[0]  # type: ignore[index]
                right.content = right.content.removeprefix(token.meta["after"])


def _together(before: str, shown: str, after: str) -> str:
    """A formula with a bracket, a comma or a Korean particle that stand close to it, on one line."""
    if not before and not after:
        return shown
    return f'<span class="together">{html.escape(before)}{shown}{html.escape(after)}</span>'


def _render_link(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """A link, which may name an exercise or a lesson of the course."""
    token = tokens[index]
    scheme, _, name = str(token.attrs.get("href", "")).partition(":")
    if scheme in ("exercise", "lesson"):
        resolve = env.get(scheme)
        address = resolve(name) if resolve else None
        token.attrs = {"href": address} if address else {}
    return self.renderToken(tokens, index, options, env)


def _render_table(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """A table in a box that scrolls, so that the table itself stays one for those who listen."""
    return '<div class="table-scroll"><table>\n' if tokens[index].nesting > 0 else "</table></div>\n"


def _render_cell(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """A table cell whose alignment is a class, since inline styles are not allowed."""
    token = tokens[index]
    inside = tokens[index + token.nesting]
    tag = token.tag if inside.content.strip() else "td"  # a heading without words would be announced as one
    if token.nesting < 0:
        return f"</{tag}>\n"
    side = str(token.attrs.get("style", "")).rpartition(":")[2]
    scope = ' scope="col"' if tag == "th" else ""
    where = f' class="align-{side}"' if side in ("left", "center", "right") else ""
    name = (
        f' aria-label="{html.escape(plain(inside.content))}"' if scope and has_formula(inside.content) else ""
    )
    return f"<{tag}{scope}{where}{name}>"
