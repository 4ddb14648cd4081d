"""Checks for flash-messages: one message, then several, then any order of requests."""

from __future__ import annotations

from graders import given, strategies as st

NAMES = st.sampled_from(["Ada", " Ada ", "<b>Eve</b>", ""])
FRESH = st.sampled_from(["Lin", "<i>Lin</i>", "  <i>Lin</i>", " ", "Lin & 'Lin'"])


def sign(name, **step):
    """Return the request that signs the book."""
    return {"method": "POST", "path": "/sign", "form": {"name": name}, **step}


def erase(name, **step):
    """Return the request that takes a name out."""
    return {"method": "POST", "path": "/erase", "form": {"name": name}, **step}


def page(**step):
    """Return the request for the page."""
    return {"method": "GET", "path": "/", **step}


COUNT = {"method": "GET", "path": "/count"}
SIGN_NOTHING = {"method": "POST", "path": "/sign"}
ERASE_NOTHING = {"method": "POST", "path": "/erase"}


def actions(names, client=0):
    """Return every request with these names."""
    return [
        st.request("POST", "/sign", form={"name": names}, client=client),
        st.request("GET", "/", client=client),
        st.request("POST", "/erase", form={"name": names}, client=client),
        st.request("GET", "/count", client=client),
    ]


def test_actions_redirect(apps):
    """Every outcome of both actions leads back to the page."""
    steps = [
        sign("Ada"),
        sign("Ada"),
        sign(""),
        erase("Ada"),
        erase("Ada"),
        SIGN_NOTHING,
        ERASE_NOTHING,
    ]

    apps.compare(steps, flashes=False, body="none")
    apps.compare([sign("Ada"), COUNT, sign("Ada"), sign(" "), COUNT, erase("Ada"), COUNT], flashes=False)


def test_message_after_an_action(apps):
    """The page after an action shows its message and the book."""
    apps.compare([sign("Ada"), page()])
    apps.compare([sign("Ada", follow=True), erase("Ada", follow=True)])


def test_categories(apps):
    """Each of the five outcomes has its message and category."""
    apps.compare([sign("Ada"), page(), sign(" Ada "), page(), sign("  "), page(), sign("Kim"), page()])
    apps.compare([sign("Ada"), page(), erase(" Ada "), page(), erase("Ada"), page()])
    apps.compare([SIGN_NOTHING, page(), ERASE_NOTHING, page()])


def test_shown_once(apps):
    """The page shows a message the first time only."""
    apps.compare([sign("Ada"), page(), page(), sign("Kim"), page(), page()])


def test_messages_wait(apps):
    """Messages wait, in order, until the page is asked for."""
    apps.compare([sign("Ada"), COUNT, COUNT, page()])
    apps.compare([sign("Ada"), sign("Ada"), erase("Kim"), COUNT, page(), page()])


def test_escaped(apps):
    """What a visitor typed is shown as it was typed."""
    apps.compare([sign("<b>Ada</b>"), page(), page(), sign("<b>Ada</b>"), page()])
    apps.compare([sign("a & 'b'"), page(), erase("a & 'b'"), page()])


@given(max_examples=24, sequence=st.request_sequences(actions(NAMES), max_steps=20, last=[page()]))
def test_any_sequence(apps, sequence):
    """Page, messages and session are the expected ones, whatever came before."""
    apps.compare(sequence)


def test_each_browser_has_its_own(apps):
    """A browser sees the messages of its own actions, and all names."""
    apps.compare([sign("Ada"), page(client=1), page(), page(client=1)])
    apps.compare([sign("Ada"), sign("Kim", client=1), page(client=1), page(), page(client=1)])


@given(
    max_examples=12,
    sequence=st.request_sequences(
        actions(FRESH, st.integers(0, 1)), max_steps=20, last=[page(), page(client=1)]
    ),
)
def test_fresh_sequences(apps, sequence):
    """The same holds for other names and two browsers."""
    apps.compare(sequence)
