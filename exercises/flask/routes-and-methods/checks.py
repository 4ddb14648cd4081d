"""Checks for routes-and-methods: single answers, then the list of tasks, then any order of requests."""

from __future__ import annotations

import re

from graders import assert_close, given, strategies as st

TEA, MILK = {"title": "buy tea"}, {"title": "buy milk", "done": True}


def get(path):
    """Return a request that reads."""
    return {"method": "GET", "path": path}


def post(data):
    """Return the request that adds a task."""
    return {"method": "POST", "path": "/tasks", "json": data}


def put(number, data):
    """Return the request that replaces a task."""
    return {"method": "PUT", "path": f"/tasks/{number}", "json": data}


def delete(number):
    """Return the request that removes a task."""
    return {"method": "DELETE", "path": f"/tasks/{number}"}


def actions(titles, numbers):
    """Return every request for tasks, with these titles and numbers."""
    done = st.optional(st.booleans())
    return [
        st.request("POST", "/tasks", json={"title": titles}),
        st.request("PUT", "/tasks/{number}", number=numbers, json={"title": titles, "done": done}),
        st.request("DELETE", "/tasks/{number}", number=numbers),
        st.request("GET", "/tasks/{number}", number=numbers),
        st.request("GET", "/tasks"),
    ]


def words(answer):
    """Return the text of an answer, be it plain or within tags."""
    return " ".join(re.sub("<[^>]*>", " ", answer.text).split())


#: how random sequences begin and end, so that each mistake that can show in them shows in every grading
BEGIN = [post({"title": ""}), post(TEA), put(1, MILK), put(1, TEA), post(TEA), delete(2), post(TEA)]
END = [put(9, {"title": ""}), delete(9), get("/tasks/9"), get("/tasks")]


def test_hello(apps):
    """The first page says hello."""
    apps.compare([get("/")], body=words)


def test_path_variables(apps):
    """What stands in the path comes back."""
    apps.compare([get("/hello/Ada"), get("/hello/Kim"), get("/hello/12")], body="none")


def test_converters(apps):
    """Numbers are numbers, a path may hold slashes, and what does not fit is not found."""
    apps.compare([get("/double/21"), get("/double/0"), get("/double/x"), get("/double/1.5")], body="none")
    apps.compare([get("/files/a.txt"), get("/files/notes/2024/a.txt"), get("/hello/a/b")], body="none")


def test_create(apps):
    """New tasks get the numbers 1, 2, 3 and are not done."""
    apps.compare([post(TEA), post({"title": "write"}), post(TEA)], body="none")


def test_read(apps):
    """Tasks are listed in order, and found by their number."""
    apps.compare([get("/tasks"), post(TEA), post({"title": "write"}), get("/tasks")], body="none")
    apps.compare([post(TEA), get("/tasks/1"), get("/tasks/2"), get("/tasks/x"), get("/tasks/0")], body="none")


def test_replace(apps):
    """PUT puts new contents in the place of the old ones and leaves other tasks alone."""
    steps = [post(TEA), post(TEA), put(2, MILK), get("/tasks"), get("/tasks/2"), put(2, TEA), get("/tasks/2")]
    apps.compare([*steps, put(1, {"title": "rest", "done": False}), get("/tasks")], body="none")


def test_delete(apps):
    """A deleted task is gone, the others stay, and the answer is empty."""
    steps = [post(TEA), post(MILK), delete(1), get("/tasks"), get("/tasks/1"), delete(1), delete(2)]
    apps.compare([*steps, get("/tasks")], body="none")


def test_refusals(apps):
    """A task needs a title, and a task that is not there is told first; nothing changes."""
    apps.compare([post({}), post({"title": ""}), get("/tasks"), post(TEA)], body="none")
    apps.compare([post(TEA), put(1, {"done": True}), put(1, {"title": ""}), get("/tasks/1")], body="none")
    apps.compare([post(TEA), put(2, {}), put(2, MILK), get("/tasks")], body="none")


def test_other_methods(apps):
    """An address answers the methods of the table and no others."""
    steps = [get("/"), {"method": "POST", "path": "/"}, {"method": "DELETE", "path": "/tasks"}]
    more = [{"method": "PUT", "path": "/tasks", "json": TEA}, post(TEA)]
    last = [{"method": "POST", "path": "/tasks/1", "json": TEA}, get("/nothing"), get("/tasks/1")]
    apps.compare([*steps, *more, *last], body="none")


def test_numbers_stay(apps):
    """The number of a deleted task is not given again."""
    apps.compare([post(TEA), delete(1), post(MILK), get("/tasks")], body="none")
    apps.compare(
        [post(TEA), post(TEA), delete(2), post(TEA), delete(1), post(TEA), get("/tasks")], body="none"
    )


@given(
    max_examples=16,
    sequence=st.request_sequences(
        actions(st.sampled_from(["buy tea", "write", ""]), st.integers(1, 3)),
        min_steps=0,
        max_steps=16,
        first=BEGIN,
        last=END,
    ),
)
def test_any_sequence(apps, sequence):
    """Every answer is the expected one, whatever came before."""
    apps.compare(sequence, body="none")


@given(
    max_examples=10,
    sequence=st.request_sequences(
        [
            *actions(st.sampled_from(["차 사기", "a < b", ""]), st.integers(0, 3)),
            st.request("GET", "/hello/{name}", name=st.sampled_from(["Lin", "a-b", "7"])),
            st.request("GET", "/double/{number}", number=st.integers(0, 10**6)),
            st.request("GET", "/files/{name}", name=st.sampled_from(["x/y", "b"])),
        ],
        min_steps=0,
        max_steps=16,
        first=[*BEGIN, get("/double/12"), get("/files/x/y")],
        last=[*END, post(TEA)],
    ),
)
def test_fresh_sequences(apps, sequence):
    """The same holds for other titles, names and numbers."""
    apps.compare(sequence, body="none")


def test_two_applications(submission):
    """Each call of create_app makes an application of its own, which begins without tasks."""
    first = submission.create_app().test_client()
    kept = first.post("/tasks", json=TEA).get_json()
    second = submission.create_app().test_client()
    empty = second.get("/tasks").get_json()
    number = second.post("/tasks", json={"title": "rest"}).get_json()

    assert_close(kept, {"id": 1, "title": "buy tea", "done": False})
    assert_close(empty, [])
    assert_close(number, {"id": 1, "title": "rest", "done": False})
    assert_close(first.get("/tasks").get_json(), [kept])
