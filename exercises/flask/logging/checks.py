"""Checks for logging: answers alone, each level, the threshold, then any order of requests."""

from __future__ import annotations

from graders import given, strategies as st

ORDERS = {"method": "GET", "path": "/orders"}
NOTHING = {"method": "POST", "path": "/orders"}
NO_LEVEL = {"method": "POST", "path": "/level"}
LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
ALL = {"LOG_LEVEL": "DEBUG"}


def order(item="tea", count="3", **step):
    """Return the request that orders so many of an item."""
    return {"method": "POST", "path": "/orders", "form": {"item": item, "count": count}, **step}


def level(name):
    """Return the request that sets another threshold."""
    return {"method": "POST", "path": "/level", "form": {"level": name}}


def actions(items, counts, levels):
    """Return every kind of request."""
    return [
        st.request("POST", "/orders", form={"item": items, "count": st.optional(counts)}),
        st.request("POST", "/level", form={"level": levels}),
        ORDERS,
    ]


def test_answers(apps):
    """Orders are stored, refused and listed, whatever is logged."""
    apps.compare([order(), order("jam", "0"), ORDERS, order("jam", "x"), order("jam", "101")])
    apps.compare([order()] * 4 + [order(count="-1"), ORDERS])
    apps.compare([level("INFO"), level("LOUD"), level("info"), level("WARN"), level("NOTSET"), level("")])


def test_a_stored_order(apps):
    """At DEBUG an order leaves what was received and what was stored."""
    apps.compare([order(), order("jam", "7"), ORDERS], config=ALL, logs=True)


def test_each_level(apps):
    """Each event has its level and its words."""
    apps.compare([order("jam", "100"), order("jam", "101")], config=ALL, logs=True)
    apps.compare([order(count="x"), order(count=""), order(count="0"), ORDERS], config=ALL, logs=True)
    apps.compare([order(count="007"), order("jam", "0101"), ORDERS], config=ALL, logs=True)
    apps.compare([order()] * 4, config=ALL, logs=True)
    apps.compare([level("LOUD"), order()], config=ALL, logs=True)
    apps.compare([{**order(), "form": {"count": "2"}}, NOTHING, NO_LEVEL, ORDERS], config=ALL, logs=True)


def test_thresholds(apps):
    """Records below the threshold of the configuration are not let through, those at it are."""
    steps = [order(), order("jam", "500"), order(count="x"), order(), order(), level("LOUD")]
    for name in LEVELS:
        apps.compare(steps, config={"LOG_LEVEL": name}, logs=True)


def test_threshold_without_a_setting(apps):
    """Where the configuration names no level, the threshold is WARNING."""
    apps.compare([order(), order("jam", "500"), order(count="x")], logs=True)


def test_another_threshold(apps):
    """A new threshold holds from the next record on; an unknown one changes nothing."""
    apps.compare(
        [order(), level("DEBUG"), order(), level("CRITICAL"), order(count="x"), order(), order()], logs=True
    )
    apps.compare([level("INFO"), level("debug"), order(), level("LOUD"), order("a", "101")], logs=True)
    apps.compare([level("ERROR"), level(""), order("a", "101"), level("20"), order()], logs=True)


def test_line_breaks(apps):
    """What somebody typed cannot make a line of its own."""
    forged = "tea\nERROR the shop is closed"
    apps.compare(
        [order(forged), order("a", "1\n"), level("X\nINFO"), order("'tea'", "101")], config=ALL, logs=True
    )
    apps.compare([order("%s", "3"), order("100 %d", "101"), order(count="%x")], config=ALL, logs=True)


@given(
    max_examples=10,
    sequence=st.request_sequences(
        actions(
            st.sampled_from(["tea", "jam"]), st.sampled_from(["1", "0", "250", "x"]), st.sampled_from(LEVELS)
        ),
        max_steps=12,
        first=[order("jam", "101"), level("DEBUG"), order("jam", "101")],
        last=[level("DEBUG"), order(), order(), order(), order(count="x"), level("LOUD"), order()],
    ),
)
def test_any_sequence(apps, sequence):
    """Answers and records are the expected ones, whatever came before."""
    apps.compare(sequence, logs=True)


@given(
    max_examples=10,
    sequence=st.request_sequences(
        actions(
            st.sampled_from(["", "a 'b'", "100 %", "차"]),
            st.sampled_from(["100", "101", " 3", "3.0", "１"]),
            st.sampled_from([*LEVELS, "warning", "30"]),
        ),
        max_steps=12,
        first=[
            order("100 %"),
            level("DEBUG"),
            order("100 %", "100"),
            order("차", "101"),
            order("a 'b'", "1"),
        ],
        last=[
            level("DEBUG"),
            level("warning"),
            level("30"),
            order("", "2"),
            order("차", "101"),
            order(count=" 3"),
            order(),
            order(),
        ],
    ),
    limit=st.integers(4, 6),
    name=st.sampled_from(["INFO", "DEBUG"]),
)
def test_fresh_sequences(apps, sequence, limit, name):
    """The same holds for other words, limits and thresholds."""
    apps.compare(sequence, config={"LOG_LEVEL": name, "LIMIT": limit}, logs=True)
