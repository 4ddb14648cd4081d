"""Checks for blueprints: one book, then two of the same blueprint, the admin's pages, and any books."""

from __future__ import annotations

from graders import assert_close, given, strategies as st

ONE = {"BOOKS": {"work": "/work"}, "TOKEN": "s3cret"}
TWO = {"BOOKS": {"work": "/work", "home": "/my/home"}, "TOKEN": "s3cret"}
BOOKS = [
    {"lab": "/lab", "attic": "/old/things"},
    {"b": "/a", "a": "/b"},
    {"red": "/team/red", "blue": "/team/blue", "x": "/x"},
]


def get(path, token=None):
    """Return a request that reads, with a token if there is one."""
    return {"method": "GET", "path": path, **({"headers": {"X-Token": token}} if token else {})}


def add(prefix, text):
    """Return the request that adds a note to the book at a prefix."""
    return {"method": "POST", "path": prefix, "json": {"text": text}}


def clear(name, token="s3cret"):
    """Return the request that empties a book."""
    return {**get(f"/admin/clear/{name}", token), "method": "POST"}


def test_one_book(apps):
    """Notes are added to a book, listed, and found."""
    apps.compare([get("/work"), add("/work", "tea"), add("/work", "rest"), get("/work")], config=ONE)
    apps.compare([add("/work", "tea"), add("/work", "rest"), get("/work/2"), get("/work/1")], config=ONE)


def test_two_books(apps):
    """Two books are two registrations of one blueprint, each with notes, name and addresses of its own."""
    steps = [add("/work", "tea"), get("/my/home"), add("/my/home", "rest"), add("/my/home", "eat")]
    apps.compare([*steps, get("/work"), get("/my/home"), get("/my/home/2")], config=TWO)


def test_home(apps):
    """The first page leads to every book."""
    apps.compare([get("/")], config=ONE)
    apps.compare([get("/")], config=TWO)


def test_missing_notes(apps):
    """A note that is not there is answered by the blueprint, in the name of its book."""
    steps = [
        get("/work/1"),
        add("/work", "tea"),
        get("/work/1"),
        get("/work/2"),
        get("/my/home/1"),
        get("/work/0"),
    ]
    apps.compare(steps, config=TWO)


def test_other_paths(apps):
    """A path without a route is answered by the application, wherever it begins."""
    apps.compare(
        [get("/"), get("/nothing"), get("/work/x"), get("/my/home/1/2"), get("/admin/x")], config=TWO
    )
    apps.compare([get("/my"), get("/my/home"), get("/home")], config=TWO)


def test_token(apps):
    """The pages of the admin need the token, and no others do."""
    apps.compare(
        [get("/admin/books"), get("/admin/books", "s3cret!"), get("/admin/books", "s3cret")], config=ONE
    )
    steps = [
        add("/work", "tea"),
        clear("work", "guess"),
        get("/work"),
        clear("none", "guess"),
        get("/work/9"),
    ]
    apps.compare([*steps, clear("work"), get("/work")], config=ONE)


def test_admin(apps):
    """The admin sees how many notes each book has, and can empty one."""
    books = get("/admin/books", "s3cret")
    steps = [books, add("/my/home", "rest"), add("/work", "tea"), add("/my/home", "eat"), books]
    apps.compare(
        [*steps, clear("home"), books, get("/my/home"), add("/my/home", "new"), get("/work")], config=TWO
    )


def test_missing_books(apps):
    """A book that is not there is no note: the application answers."""
    apps.compare([clear("work"), clear("garden"), clear("home"), clear("notes")], config=ONE)


def test_registered_names(submission):
    """Each registration has the name that was asked for, and its pages work."""
    app = submission.create_app(TWO)
    client = app.test_client()

    assert_close(sorted(app.blueprints), ["admin", "home", "work"])
    assert_close(client.get("/").get_json(), {"work": "/work", "home": "/my/home"})


def test_two_applications(submission):
    """Books belong to one application; the next one begins with empty ones."""
    first = submission.create_app(ONE).test_client()
    first.post("/work", json={"text": "tea"})
    second = submission.create_app(TWO).test_client()
    note = {"number": 1, "text": "rest", "url": "/work/1"}

    assert_close(second.get("/work").get_json(), {"book": "work", "notes": []})
    assert_close(second.post("/work", json={"text": "rest"}).get_json(), note)
    assert_close(first.get("/work/1").get_json(), {**note, "text": "tea"})


def actions(names, prefixes, texts):
    """Return every request for these books."""
    tokens = st.sampled_from(["s3cret", "wrong"])
    return [
        st.request("POST", "{prefix}", prefix=prefixes, json={"text": texts}),
        st.request("GET", "{prefix}", prefix=prefixes),
        st.request("GET", "{prefix}/{number}", prefix=prefixes, number=st.integers(0, 2)),
        st.tuples(names, tokens).map(lambda drawn: clear(*drawn)),
        tokens.map(lambda token: get("/admin/books", token)),
    ]


@given(
    max_examples=12,
    sequence=st.request_sequences(
        actions(st.sampled_from(["work", "home"]), st.sampled_from(["/work", "/my/home"]), st.just("tea")),
        max_steps=14,
        min_steps=0,
        first=[add("/my/home", "rest"), clear("home", "wrong"), add("/my/home", "eat"), add("/work", "tea")],
        last=[get("/admin/books", "s3cret"), get("/my/home"), get("/work"), get("/work/0"), get("/zzz")],
    ),
)
def test_any_sequence(apps, sequence):
    """Every answer is the expected one, whatever came before."""
    apps.compare(sequence, config=TWO)


@given(
    max_examples=9, books=st.sampled_from(BOOKS), texts=st.lists(st.sampled_from(["차", "a & b"]), max_size=3)
)
def test_fresh_books(apps, books, texts):
    """The same holds for other books, prefixes and tokens."""
    steps = [
        get("/"),
        get("/admin/books"),
        *(add(prefix, text) for text in texts for prefix in books.values()),
    ]
    for name, prefix in books.items():
        steps += [
            get(prefix),
            add(prefix, name),
            get(f"{prefix}/1"),
            get(f"{prefix}/7"),
            get(f"{prefix}/x/y"),
        ]
    steps += [
        get("/admin/books", "t0ken"),
        clear(next(iter(books)), "t0ken"),
        clear("no", "t0ken"),
        get("/work"),
    ]
    apps.compare([*steps, get("/admin/books", "t0ken")], config={"BOOKS": books, "TOKEN": "t0ken"})
