"""Checks for config-objects: each environment, what overrides it, what is refused, then any mixture."""

from __future__ import annotations

from graders import SubmissionError, expect, given, strategies as st

NAMES = ["development", "testing", "production"]
ABOUT = {"method": "GET", "path": "/"}
ITEMS = {"method": "GET", "path": "/items"}
KEYS = [
    "TITLE",
    "DEBUG",
    "ITEMS_PER_PAGE",
    "SECRET_KEY",
    "DATABASE",
    "title",
    "MISSING",
    "OTHER",
    "API_KEY",
    "PASSWORD",
    "MAIL_PASSWORD",
    "SECRET_KEY_FALLBACKS",
    "SQLALCHEMY_DATABASE_URI",
    "APIKEYS",
]


def page(number):
    """Return the request for one page of items."""
    return {"method": "GET", "path": "/items", "query": {"page": number}}


def key(name):
    """Return the request for one setting."""
    return {"method": "GET", "path": f"/config/{name}"}


def outcome(submission, config):
    """Return what comes of making an application: the name of an exception, or nothing."""
    try:
        submission.create_app(config)
    except SubmissionError as error:
        return error.type
    return "nothing"


def told(submission, config, name):
    """Return one setting of an application that is made with this dictionary."""
    return submission.create_app(config).test_client().get("/").get_json()[name]


def expect_refused(submission, config):
    """Hold that no application is made with this dictionary."""
    found = outcome(submission, config)
    expect(
        found == "ValueError",
        en=f"`create_app({config!r})` should raise ValueError; it raised {found}.",
        ko=f"`create_app({config!r})`: ValueError가 나야 합니다. 발생한 예외: {'없음' if found == 'nothing' else found}.",
    )


def expect_made(submission, config):
    """Hold that an application is made with this dictionary."""
    found = outcome(submission, config)
    expect(
        found == "nothing",
        en=f"`create_app({config!r})` should return an application; it raised {found}.",
        ko=f"`create_app({config!r})`: 애플리케이션을 반환해야 하는데 {found} 예외가 발생했습니다.",
    )


def test_development(apps):
    """In development DEBUG is on and a page is short."""
    apps.compare([ABOUT], config={"ENVIRONMENT": "development"})


def test_environments(apps):
    """Each environment has its settings, and without a name it is production."""
    for name in NAMES:
        apps.compare([ABOUT], config={"ENVIRONMENT": name})
    apps.compare([ABOUT])


def test_what_the_dictionary_says(apps):
    """Keys of the dictionary come last, whatever the environment."""
    for name in NAMES:
        apps.compare([ABOUT], config={"ENVIRONMENT": name, "TITLE": "Mine", "ITEMS_PER_PAGE": 7})
    apps.compare([ABOUT], config={"ENVIRONMENT": "development", "DEBUG": False, "TESTING": True})


def test_items(apps):
    """Pages have as many items as the configuration says."""
    steps = [ITEMS, page(1), page(2), page(3), page(11)]
    for name in NAMES:
        apps.compare(steps, config={"ENVIRONMENT": name})
    apps.compare(steps, config={"ENVIRONMENT": "testing", "ITEMS_PER_PAGE": 30})


def test_single_settings(apps):
    """A setting is told by its name; secrets are not told, unknown names are not found."""
    apps.compare([key(name) for name in KEYS], config={"ENVIRONMENT": "testing"}, body="none")
    apps.compare(
        [key(name) for name in KEYS], config={"ENVIRONMENT": "production", "OTHER": [1, "a"]}, body="none"
    )


def test_small_letters(apps):
    """Keys that are not in capital letters are no settings."""
    small = {"title": "mine", "Title": "Mine", "debug": True, "items_per_page": 1, "_TITLE": "under"}
    apps.compare([ABOUT, *map(key, small)], config={"ENVIRONMENT": "production", **small}, body="none")


def test_unknown_environments(submission):
    """A name that no class belongs to is refused, not guessed at."""
    for name in ("staging", "Development", "", "BaseConfig"):
        expect_refused(submission, {"ENVIRONMENT": name, "SECRET_KEY": "k"})
    expect_made(submission, {"ENVIRONMENT": "testing"})
    expect_made(submission, {"ENVIRONMENT": "production", "SECRET_KEY": "k"})


def test_production_is_guarded(submission):
    """Production is refused with DEBUG, or without a key; the others are not."""
    expect_refused(submission, {"ENVIRONMENT": "production", "SECRET_KEY": "k", "DEBUG": True})
    expect_refused(submission, {"ENVIRONMENT": "production"})
    expect_refused(submission, {"ENVIRONMENT": "production", "SECRET_KEY": ""})
    expect_refused(submission, {})
    expect_refused(submission, {"SECRET_KEY": "k", "DEBUG": True})
    expect_refused(submission, {"SECRET_KEY": "k", "DEBUG": 1})
    expect_made(submission, {"SECRET_KEY": "k", "DEBUG": False, "debug": True})
    expect_made(submission, {"ENVIRONMENT": "development", "DEBUG": True})
    expect_made(submission, {"ENVIRONMENT": "testing", "DEBUG": True})


def test_applications_do_not_meet(submission):
    """What one application overrides is not there in the next."""
    first = {"ENVIRONMENT": "testing", "TITLE": "Mine", "ITEMS_PER_PAGE": 9}
    second = {"ENVIRONMENT": "testing"}
    found = [told(submission, config, "TITLE") for config in (first, second)]
    found += [told(submission, {"ENVIRONMENT": "development"}, "ITEMS_PER_PAGE")]
    expect(
        found == ["Mine", "Shelf", 5],
        en=f"Three applications: TITLE overridden, TITLE not overridden, ITEMS_PER_PAGE in development. They say {found}.",
        ko=f"앱 세 개(TITLE을 바꾼 앱, 바꾸지 않은 앱, development의 ITEMS_PER_PAGE)의 값: {found}.",
    )


REQUESTS = [
    ABOUT,
    ITEMS,
    st.request("GET", "/items", query={"page": st.integers(1, 26)}),
    st.sampled_from(list(map(key, KEYS))),
]


@given(
    max_examples=6,
    sequence=st.request_sequences(
        REQUESTS,
        max_steps=8,
        first=[ABOUT],
        last=[page(2), key("TITLE"), key("SECRET_KEY"), key("API_KEY"), key("SECRET_KEY_FALLBACKS")],
    ),
    size=st.sampled_from([13, 1, 50]),
    title=st.sampled_from([None, "Other", ""]),
)
def test_any_mixture(apps, sequence, size, title):
    """Environment, overrides and requests in any mixture."""
    given_ = {"ITEMS_PER_PAGE": size, "TITLE": title, "shelf": 1}
    config = {key: value for key, value in given_.items() if value is not None}
    for name in NAMES:
        apps.compare(sequence, config={"ENVIRONMENT": name, **config}, body="none")
