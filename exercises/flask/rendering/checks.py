"""Checks for rendering: an empty menu, then what a menu adds, then any menu and any requests."""

from __future__ import annotations

from urllib.parse import quote

from graders import given, strategies as st

TEA = {"number": 1, "name": "Tea", "price": 250, "left": 4, "tags": ["hot"]}
SOUP = {"number": 2, "name": "Soup of the day", "price": 1205, "left": 1, "tags": ["hot", "vegan"]}
WATER = {"number": 7, "name": "Water", "price": 0, "left": 0, "tags": []}
ODD = {"number": 3, "name": "<b>Fish</b> & 'chips'", "price": 905, "left": 2, "tags": ["<i>", "cod < co"]}


def get(path, **query):
    """Return a request for a page."""
    return {"method": "GET", "path": path, **({"query": query} if query else {})}


def add(dish):
    """Return the request that puts a dish on the menu."""
    return {"method": "POST", "path": "/dishes", "json": dish}


@st.composite
def dishes(draw, number, names, tags):
    """Draw a request that adds a dish."""
    dish = {
        "number": number,
        "name": draw(st.sampled_from(names)),
        "price": draw(st.sampled_from([0, 5, 250, 1999])),
        "left": draw(st.integers(0, 2)),
        "tags": draw(st.lists(st.sampled_from(tags), max_size=2, unique=True)),
    }
    return add(dish)


def test_empty_menu(apps):
    """Without dishes the page says so."""
    apps.compare([get("/"), get("/tags/hot")])


def test_guest(apps):
    """The heading names a guest who is named in the address."""
    apps.compare([get("/", guest="Ada"), get("/", guest="Kim"), get("/", guest="")])


def test_list(apps):
    """Each dish is an item with a link and its price, in the order of the list."""
    apps.compare([add(TEA), add(SOUP), get("/")])
    apps.compare([add(SOUP), add({**TEA, "number": 9}), get("/")])


def test_count(apps):
    """One dish is a dish, two are dishes."""
    apps.compare([add(SOUP), get("/"), add(TEA), get("/"), add({**TEA, "number": 5}), get("/")])


def test_dish(apps):
    """A dish has a page of its own, found by its number."""
    apps.compare([add(TEA), add(SOUP), get("/dishes/1"), get("/dishes/2")])
    apps.compare(
        [add({**SOUP, "number": 30}), add({**TEA, "number": 12}), get("/dishes/12"), get("/dishes/30")]
    )


def test_prices(apps):
    """Prices have two decimal places, and what costs nothing is free."""
    some = [
        add({**TEA, "number": n, "price": price}) for n, price in enumerate([5, 1990, 0, 100000], start=1)
    ]
    apps.compare([*some, get("/"), get("/dishes/1"), get("/dishes/3")])


def test_sold_out(apps):
    """What is sold out is marked."""
    apps.compare(
        [add(TEA), add({**TEA, "number": 4, "left": 0}), get("/"), get("/dishes/4"), get("/dishes/1")]
    )


def test_tags(apps):
    """A tag leads to the dishes that have it, each still with its own number."""
    menu = [
        TEA,
        SOUP,
        {**TEA, "number": 9, "tags": ["very cold?", "cheap"]},
        {**TEA, "number": 5, "tags": []},
    ]
    steps = [get("/tags/hot"), get("/tags/vegan"), get("/tags/cold"), get("/tags/none"), get("/dishes/9")]
    apps.compare([*map(add, menu), *steps, get("/tags/very%20cold%3F"), get("/dishes/5")])


def test_escaped(apps):
    """Text is shown as it was written, wherever it comes from."""
    apps.compare([get("/", guest="<b>Eve</b>"), get("/", guest="a & b")])
    apps.compare([add(ODD), add(TEA), get("/"), get("/dishes/3"), get("/tags/%3Ci%3E"), get("/tags/%3Cb%3E")])


#: how random sequences begin and end, so that each mistake that can show in them shows in every grading
BEGIN = [
    get("/", guest=""),
    get("/", guest="<i>"),
    add(ODD),
    get("/tags/cod"),
    get("/tags/%3Ci%3E"),
    get("/dishes/3"),
]
END = [add({**WATER, "number": 2}), add(TEA), get("/dishes/1"), get("/dishes/2"), get("/"), get("/tags/hot")]


def sequences(names, tags, guests):
    """Return sequences with two dishes of these names and tags, further ones, and any pages."""
    quoted = [quote(tag, safe="") for tag in tags]
    pages = [
        st.request("GET", "/"),
        st.request("GET", "/dishes/{number}", number=st.sampled_from([11, 12])),
        st.request("GET", "/tags/{tag}", tag=st.sampled_from(quoted)),
        st.request("GET", "/", query={"guest": st.sampled_from(guests)}),
        dishes(13, names, tags),
    ]
    first = [*BEGIN, dishes(11, names, tags), dishes(12, names, tags)]
    return st.request_sequences(pages, max_steps=10, min_steps=0, first=first, last=END)


@given(max_examples=12, sequence=sequences(["Tea", "<b>Fish</b>"], ["hot", "a b"], ["Ada", "<b>Eve</b>", ""]))
def test_any_menu(apps, sequence):
    """Every page of every menu is the expected one."""
    apps.compare(sequence)


def test_missing(apps):
    """A number that no dish has is 404, and the pages beside it are there."""
    steps = [
        get("/dishes/7"),
        get("/dishes/1"),
        get("/dishes/0"),
        get("/dishes/x"),
        get("/tags/hot"),
        get("/"),
    ]
    apps.compare([add(WATER), *steps], body="none")


@given(
    max_examples=8, sequence=sequences(["Bread & jam", '"Cake" <em>'], ["sweet", "<u>"], ["Lin", "1 < 2", ""])
)
def test_fresh_menus(apps, sequence):
    """The same holds for other dishes, tags and guests."""
    apps.compare(sequence)
