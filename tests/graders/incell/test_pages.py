"""Pages in the form in which they are compared."""

from __future__ import annotations

import pytest

from graders.incell.pages import MAX_PAGE, MAX_TAG, tokens, visible_text


def test_what_opens_nothing_is_text() -> None:
    """A tag, a comment or a section without an end is shown as it was written."""
    assert tokens("<p>1 <2 <a href") == ["<p>", "1 &lt;2 &lt;a href"]
    assert tokens("a <!-- b <b>c</b>") == ["a &lt;!-- b", "<b>", "c", "</b>"]
    assert tokens("a<![CDATA[b]]>") == ["a&lt;![CDATA[b]]&gt;"]
    assert visible_text("x < y") == "x < y"


def test_comments_are_left_out() -> None:
    """A comment that ends is no difference, whatever it holds."""
    assert tokens("a<!-- <b> <!-- -->c") == tokens("ac")


def test_longest_tag_is_a_tag() -> None:
    """A tag counts up to a length that no honest page needs."""
    tag = '<a href="' + "x" * (MAX_TAG - 11) + '">'

    assert tokens(tag) == [tag]
    assert tokens(tag.replace("x", "xy")) != [tag.replace("x", "xy")]


@pytest.mark.parametrize("unit", ["<a ", "<!--", "<!", "<?", "<![", "</a", "<a b='", "<a b='>", "<"])
def test_no_page_takes_long(unit: str) -> None:
    """A page of nothing but beginnings is read to its end; the parser alone would take minutes for most."""
    page = unit * (MAX_PAGE // len(unit))

    assert "".join(tokens(page))
