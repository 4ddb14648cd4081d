"""Checks for template-inheritance: the three pages, then pages and frames that other people wrote."""

from __future__ import annotations

import html
import re

from graders import given, strategies as st

CLUB = "Chess Club"
#: another frame, which shows the same blocks elsewhere
OTHER = (
    "<title>{% block title %}Other{% endblock %}</title><div>{% block footer %}<p>above</p>{% endblock %}</div>"
    "{% block content %}<p>none</p>{% endblock %}"
)
PLAIN = "<html><body>{% block content %}{% endblock %}<hr>{% block title %}T{% endblock %}</body></html>"
PIECES = {
    "title": [
        "",
        "{% block title %}Contact{% endblock %}",
        "{% block title %}Map / {{ super() }}{% endblock %}",
    ],
    "content": ["", "{% block content %}<h2>Hello</h2>{% endblock %}"],
    "footer": [
        "",
        "{% block footer %}<i>end</i>{% endblock %}",
        "{% block footer %}{{ super() }}!{% endblock %}",
    ],
}


def get(path):
    """Return the request for a page."""
    return {"method": "GET", "path": path}


def add(title):
    """Return the request that adds a piece of news."""
    return {"method": "POST", "path": "/news", "form": {"title": title}}


def made(site=CLUB, **templates):
    """Return a configuration with the name of a site and templates of other people."""
    return {"SITE": site, "TEMPLATES": {f"{name}.html": source for name, source in templates.items()}}


def child(*blocks):
    """Return the source of a page that fills these blocks of the frame."""
    return '{% extends "base.html" %}' + "".join(blocks)


def title_of(answer):
    """Return the title of a page, without white space around its words."""
    found = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    return " ".join(html.unescape(found[1]).split()) if found else "no title"


def test_home(apps):
    """The first page stands in the frame, and its link is the active one."""
    apps.compare([get("/")], config={"SITE": CLUB})
    apps.compare([get("/")], config=made())


def test_news(apps):
    """News are listed in their order, and the last one is on the first page."""
    apps.compare([get("/news"), add("We won"), get("/news"), add("New boards"), get("/news")], config=made())
    apps.compare([add("We won"), get("/"), add("New boards"), get("/")], config=made())


def test_about(apps):
    """The page about the club adds to the frame's footer."""
    apps.compare([get("/about")], config=made())


def test_titles(apps):
    """The name of the site ends every title, by the block of the frame."""
    pages = [get("/"), get("/news"), get("/about")]
    apps.compare(pages, config=made(), body=title_of)
    apps.compare(pages, config=made("Go Club"), body=title_of)


def test_text_is_escaped(apps):
    """The name of the site and news are text."""
    pages = [get("/"), get("/about"), add("<b>Draw</b> & more"), get("/news"), get("/")]
    apps.compare(pages, config=made("Tea & <Cake>"))


def test_extra_page(apps):
    """A page that fills title and content stands in the frame, with no active link."""
    page = child(PIECES["title"][1], PIECES["content"][1])
    apps.compare([get("/extra/contact")], config=made(contact=page))
    steps = [get("/extra/contact"), get("/extra/nothing"), get("/extra/index")]
    apps.compare(steps, config=made(contact=page), body="none")


def test_defaults(apps):
    """A block that a page leaves out shows what the frame has there."""
    apps.compare([get("/extra/empty")], config=made(empty=child()))
    apps.compare([get("/extra/end")], config=made(end=child(PIECES["footer"][1])))


def test_super_of_the_frame(apps):
    """Other pages may add to the frame's title and footer, too."""
    page = child(PIECES["title"][2], PIECES["footer"][2])
    apps.compare([get("/extra/map")], config=made("Go Club", map=page))


def test_another_frame(apps):
    """Your pages fill the blocks of any frame, and hold nothing of it themselves."""
    apps.compare([get("/"), get("/about"), add("We won"), get("/news")], config=made(base=OTHER))


PAGES = [st.request("GET", path) for path in ("/", "/news", "/about")]


@given(
    max_examples=6,
    sequence=st.request_sequences(
        [*PAGES, st.request("POST", "/news", form={"title": st.sampled_from(["We won", "<i>", "A & B"])})],
        max_steps=10,
        min_steps=0,
        first=[get("/"), get("/about"), add("<i>first"), add("second")],
        last=[get("/news"), get("/")],
    ),
)
def test_any_sequence(apps, sequence):
    """Every page is the expected one, whatever came before."""
    apps.compare(sequence, config=made())


@given(
    max_examples=4,
    site=st.sampled_from(["Lin's", "R&D", "Go <3"]),
    blocks=st.tuples(*(st.sampled_from(pieces) for pieces in PIECES.values())),
    frame=st.sampled_from([OTHER, PLAIN]),
)
def test_fresh_pages(apps, site, blocks, frame):
    """The same holds for other sites, other pages and other frames."""
    steps = [
        get("/extra/page"),
        get("/"),
        get("/about"),
        add("Lost & found"),
        add("x"),
        get("/news"),
        get("/"),
    ]
    apps.compare(steps, config=made(site, page=child(*blocks)))
    apps.compare(steps, config=made(site, page=child(*blocks), base=frame))


def test_both_frames(apps):
    """Your own frame and another one show the same contents."""
    whole = child(PIECES["title"][2], PIECES["content"][1], PIECES["footer"][2])
    steps = [add("One"), get("/"), get("/news"), get("/about"), get("/extra/page")]
    apps.compare(steps, config=made("Rowing", page=whole))
    apps.compare(steps, config=made("Rowing", page=whole, base=PLAIN))
