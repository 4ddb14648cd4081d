"""Checks for cookies-and-session: the cookie, the session, what somebody changed, then any order of requests."""

from __future__ import annotations

from graders import expect, given, strategies as st

LOGOUT = {"method": "POST", "path": "/logout"}
FORGET = {"method": "DELETE", "path": "/theme"}
#: what the session's own cookie is like is the matter of test_visits alone
ANY_SESSION = {"ignored_cookies": ["session"]}
EVE = {"user": "eve", "visits": 900, "basket": ["gold"]}


def page(**step):
    """Return the request for the page."""
    return {"method": "GET", "path": "/", **step}


def theme(name, **step):
    """Return the request that chooses a theme."""
    return {"method": "POST", "path": "/theme", "form": {"theme": name}, **step}


def login(name, **step):
    """Return the request that logs in."""
    return {"method": "POST", "path": "/login", "form": {"name": name}, **step}


def put(item, **step):
    """Return the request that puts something into the basket."""
    return {"method": "POST", "path": "/basket", "form": {"item": item}, **step}


#: how random sequences end, so that each mistake shows whatever came before
ENDING = [
    *(login("Ada"), put("tea"), put("jam"), page(), FORGET, page(cookies={"theme": "blue"}), page(client=1)),
    *(LOGOUT, LOGOUT, page(), login(" "), page(), page(tamper={"session": EVE})),
]


def actions(names, themes, client=0):
    """Return every kind of request, some of them after a cookie was changed by hand."""
    tampering = st.sampled_from(["payload", "signature", EVE])
    return [
        st.request("GET", "/", client=client),
        st.request("POST", "/login", form={"name": names}, client=client),
        st.request("POST", "/basket", form={"item": st.sampled_from(["tea", "jam"])}, client=client),
        st.request("POST", "/logout", client=client),
        st.request("POST", "/theme", form={"theme": themes}, client=client),
        st.request("DELETE", "/theme", client=client),
        st.request("GET", "/", tamper={"session": tampering}, client=client),
        st.request("GET", "/", cookies={"theme": themes}, client=client),
    ]


def test_theme_cookie(apps):
    """A theme is set as a cookie with the attributes of the prompt, and read from it."""
    apps.compare([theme("dark"), theme("light")], **ANY_SESSION)
    apps.compare([page(), theme("dark"), page(), theme("light"), page(), page(client=1)], **ANY_SESSION)


def test_theme_refused_and_deleted(apps):
    """An unknown theme sets nothing; a deleted cookie is gone from the browser."""
    apps.compare([theme("blue"), {"method": "POST", "path": "/theme"}, theme("Dark"), page()], **ANY_SESSION)
    apps.compare([theme("dark"), FORGET, page(), FORGET, theme("dark"), page()], **ANY_SESSION)


def test_visits(apps):
    """Each browser has a count of its own, in a session that scripts and other sites do not get."""
    apps.compare([page(), page(), page(client=1), page(), page(client=1)])


def test_login_and_logout(apps):
    """Who is logged in is in the session; logging out takes it away, and the count stays."""
    apps.compare([login("Ada"), page(), LOGOUT, page(), LOGOUT, page()], **ANY_SESSION)
    apps.compare([page(), login("  Ada "), page(), login("Kim"), page(), login(" "), page()], **ANY_SESSION)
    apps.compare(
        [theme("dark"), login("Ada"), LOGOUT, page(), {"method": "POST", "path": "/login"}], **ANY_SESSION
    )


def test_basket(apps):
    """What is put into the basket is still there at the next request, until somebody logs out."""
    apps.compare(
        [put("tea"), page(), login("Ada"), put("tea"), page(), put("jam"), put("tea"), page()], **ANY_SESSION
    )
    apps.compare(
        [login("Ada"), put("tea"), login("Kim"), page(), LOGOUT, page(), put("jam"), login("Ada"), page()],
        **ANY_SESSION,
    )
    nothing = {"method": "POST", "path": "/basket"}
    apps.compare([nothing, login("Ada"), nothing, page()], **ANY_SESSION)


def test_changed_session(apps):
    """A session that somebody changed, or forged, counts as none at all."""
    for how in ("payload", "signature", EVE):
        apps.compare(
            [login("Ada"), put("tea"), page(), page(tamper={"session": how}), page(), login("Kim"), page()],
            **ANY_SESSION,
        )
    apps.compare([page(tamper={"session": EVE}), put("jam"), page()], **ANY_SESSION)
    apps.compare([login("Ada"), put("jam", tamper={"session": "payload"}), page()], **ANY_SESSION)


def test_key(submission, rng):
    """A session is signed with the key of the configuration: who has the same key reads it, nobody else does."""
    first, second = (f"key {number}" for number in rng.integers(10**6, 10**9, 2))
    browsers = [
        submission.create_app({"SECRET_KEY": key}).test_client(use_cookies=False)
        for key in (first, first, second)
    ]
    answer = browsers[0].post("/login", data={"name": "Ada"})
    cookie = answer.headers.get("Set-Cookie", "").split(";")[0]
    pages = [browser.get("/", headers={"Cookie": cookie}).get_json() for browser in browsers]
    users = [content.get("user") if isinstance(content, dict) else content for content in pages]
    expect(
        users == ["Ada", "Ada", None],
        en="Ada's session cookie was sent to three applications: the one that made it, another with the same "
        f"SECRET_KEY, one with another SECRET_KEY. As user they say {users}; it should be ['Ada', 'Ada', None].",
        ko="Ada의 세션 쿠키를 세 애플리케이션(쿠키를 만든 앱, SECRET_KEY가 같은 다른 앱, SECRET_KEY가 다른 앱)에 "
        f"보냈습니다. 응답한 user: {users}, 기댓값: ['Ada', 'Ada', None].",
    )


def test_believed_cookies(apps):
    """What a browser claims in a cookie of its own is checked, or not looked at."""
    apps.compare(
        [page(cookies={"theme": "dark"}), page(cookies={"theme": "blue"}), page(cookies={"theme": ""})],
        **ANY_SESSION,
    )
    apps.compare(
        [page(cookies={"user": "eve", "visits": "900", "name": "eve"}), put("tea", cookies={"user": "eve"})],
        **ANY_SESSION,
    )


@given(
    max_examples=10,
    sequence=st.request_sequences(
        actions(st.sampled_from(["Ada", "Kim", ""]), st.sampled_from(["dark", "light", "blue"])),
        max_steps=16,
        first=[theme("dark"), login("Ada"), put("tea")],
        last=ENDING,
    ),
)
def test_any_sequence(apps, sequence):
    """Answers and cookies are the expected ones, whatever came before."""
    apps.compare(sequence)


@given(
    max_examples=10,
    sequence=st.request_sequences(
        actions(
            st.sampled_from(["차", " a=b; c", '"']),
            st.sampled_from(["dark", "Dark", " light"]),
            st.integers(0, 1),
        ),
        max_steps=16,
        first=[login("Lin"), login('a"; b', client=1), put("x=1; y", client=1), theme("Dark"), theme("dark")],
        last=[page(), *ENDING, page(client=1)],
    ),
)
def test_fresh_sequences(apps, sequence):
    """The same holds for two browsers and for names with signs that cookies know."""
    apps.compare(sequence)
