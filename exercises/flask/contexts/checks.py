"""Checks for contexts: the configuration, one connection for each request, then any order of requests."""

from __future__ import annotations

from graders import SubmissionError, expect, given, strategies as st

STATS = {"method": "GET", "path": "/stats"}


def hello(user=None, **step):
    """Return the request for a greeting, from a user or from nobody."""
    headers = {"headers": {"X-User": user}} if user is not None else {}
    return {"method": "GET", "path": "/hello", **headers, **step}


def work(times, **step):
    """Return the request that uses its connection so often."""
    return {"method": "GET", "path": f"/work/{times}", **step}


def refuse(times):
    """Return the request that uses its connection and is refused then."""
    return {"method": "GET", "path": f"/refuse/{times}"}


def actions(users, client=0):
    """Return every kind of request."""
    times = st.sampled_from([0, 1, 2, 5])
    return [
        st.request("GET", "/work/{times}", times=times, client=client),
        st.request("GET", "/refuse/{times}", times=times, client=client),
        st.request("GET", "/stats", client=client),
        st.sampled_from([hello(user) for user in users]),
    ]


def greeted(app, **headers):
    """Return what an application in the student's cell answers to GET /hello."""
    return app.test_client().get("/hello", headers=headers).get_json()["text"]


def test_greeting_from_the_configuration(apps):
    """Each application greets in its own words."""
    apps.compare([hello("Ada"), hello()])
    apps.compare([hello("Ada")], config={"GREETING": "Good morning"})


def test_one_connection_for_a_request(apps):
    """However often a request uses its connection, it opens one; the next request opens another."""
    apps.compare([work(1), work(3), STATS], body=numbers)


def numbers(answer):
    """Leave out what is open: a check of its own looks at that."""
    content = answer.json if "json" in answer.header("Content-Type") else {}
    return (
        {key: value for key, value in content.items() if key != "open"}
        if isinstance(content, dict)
        else content
    )


def test_opened_when_needed(apps):
    """A request that uses no connection opens none."""
    apps.compare([STATS, hello("Ada"), work(0), refuse(0), STATS, work(2), STATS], body=numbers)


def test_closed_after_each_request(apps):
    """After a request no connection is open, whether it was refused or not."""
    apps.compare([work(2), STATS], body="none")
    apps.compare([refuse(2), STATS, work(0), hello(), STATS, work(1), STATS], body="none")


def test_nothing_of_a_request_stays(apps):
    """The user and the uses of one request are unknown in the next."""
    apps.compare([hello("Ada"), hello(), work(2), work(1), hello("Kim"), hello(client=1)], body="none")


def test_two_applications(submission):
    """Two applications in one process have their own words and their own counts."""
    first, second = (submission.create_app({"GREETING": word}) for word in ("Hi", "Ahoy"))
    found = [greeted(first), greeted(second), greeted(first)]

    expect(
        found == ["Hi, guest!", "Ahoy, guest!", "Hi, guest!"],
        en=f"Applications made with the greetings Hi and Ahoy were asked in the order Hi, Ahoy, Hi; they answered {found}.",
        ko=f"인사말이 Hi인 앱과 Ahoy인 앱에 Hi, Ahoy, Hi 순서로 요청했더니 {found}라고 답했습니다.",
    )
    first.test_client().get("/work/1")
    opened = [app.test_client().get("/stats").get_json()["opened"] for app in (first, second)]
    expect(
        opened == [1, 0],
        en=f"Only the first of two applications opened a connection; their counts say {opened}.",
        ko=f"두 앱 가운데 첫 번째만 연결을 열었는데, 두 앱의 opened 값은 {opened}입니다.",
    )


def test_outside_a_request(submission):
    """With an application context `greeting` works; without one it cannot."""
    app = submission.create_app({"GREETING": "Hi"})
    context = app.app_context()
    context.push()
    try:
        said = submission.greeting("Ada")
    finally:
        context.pop()
    expect(
        said == "Hi, Ada!",
        en=f"Within `app.app_context()` of an application whose greeting is Hi, `greeting('Ada')` gave {said!r}.",
        ko=f"인사말이 Hi인 앱의 `app.app_context()` 안에서 `greeting('Ada')`의 결과: {said!r}.",
    )
    raised = "nothing"
    try:
        submission.greeting("Ada")
    except SubmissionError as error:
        raised = error.type
    expect(
        raised == "RuntimeError",
        en=f"Without a context no application is at work, so `current_app` raises RuntimeError; it was {raised}.",
        ko=f"컨텍스트가 없으면 동작 중인 앱이 없으므로 `current_app`에서 RuntimeError가 나야 합니다. 제출 결과: {raised}.",
    )


@given(
    max_examples=12,
    sequence=st.request_sequences(
        actions(["Ada", "Kim", None]),
        max_steps=12,
        first=[hello("Ada"), hello(), refuse(1)],
        last=[work(2), STATS],
    ),
)
def test_any_sequence(apps, sequence):
    """Answers are the expected ones, whatever came before."""
    apps.compare(sequence, body="none")


@given(
    max_examples=8,
    sequence=st.request_sequences(
        actions(["Lin", "", None], st.integers(0, 1)),
        max_steps=16,
        first=[hello("Lin"), hello(), refuse(3)],
        last=[work(1), STATS],
    ),
    word=st.sampled_from(["Good evening", "Servus"]),
)
def test_fresh_sequences(apps, sequence, word):
    """The same holds for other words, other users and two browsers."""
    apps.compare(sequence, body="none", config={"GREETING": word})
