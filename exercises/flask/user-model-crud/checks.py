"""Checks for user-model-crud: the model alone, then each request, then any order of requests."""

from __future__ import annotations

from werkzeug.security import check_password_hash

from graders import SubmissionError, expect, given, strategies as st

TABLES = {"users": ["id", "name", "email"]}
ADA = {"name": "Ada", "email": "ada@example.org", "password": "long enough"}
LIN = {"name": "Lin", "email": "lin@example.org", "password": "12345678"}
KIM = {"name": "Kim", "email": "kim@example.org", "password": "longer still"}
NEW = {"name": "New", "email": "new@example.org", "password": "never used before"}


def post(data):
    """Return the request that creates a user."""
    return {"method": "POST", "path": "/users", "json": data}


def put(key, data):
    """Return the request that changes a user."""
    return {"method": "PUT", "path": f"/users/{key}", "json": data}


def login(email, password):
    """Return the request that tries a password."""
    return {"method": "POST", "path": "/login", "json": {"email": email, "password": password}}


def get(path):
    """Return a request for a resource."""
    return {"method": "GET", "path": path}


def delete(key):
    """Return the request that deletes a user."""
    return {"method": "DELETE", "path": f"/users/{key}"}


def actions(emails, passwords):
    """Return requests that create, rename, read and delete users, and let them log in."""
    keys = st.sampled_from([1, 1, 2])
    return [
        st.request("POST", "/users", json={"name": "Ada", "email": emails, "password": passwords}),
        st.request("PUT", "/users/{key}", key=keys, json={"name": st.sampled_from(["Bo", "Cy"])}),
        st.request("GET", "/users/{key}", key=keys),
        st.request("DELETE", "/users/{key}", key=keys),
        st.request("POST", "/login", json={"email": emails, "password": passwords}),
    ]


def reading(user):
    """Return what comes of reading a password: the name of the exception, or the value."""
    try:
        return repr(user.password)
    except AttributeError:  # nothing of that name can be read
        return "AttributeError"
    except SubmissionError as error:
        return error.type


def fits(password_hash, password):
    """Return whether a stored text is a hash of this password, as Werkzeug makes them."""
    try:
        return isinstance(password_hash, str) and check_password_hash(password_hash, password)
    except ValueError:
        return False


def expect_hashes(rows, passwords):
    """Hold the hashes of a table against the passwords that were given, row by row."""
    found = [fits(row["password_hash"], password) for row, password in zip(rows, passwords, strict=True)]
    expect(
        found == [True] * len(passwords),
        en=f"`password_hash` should fit the password, as `check_password_hash` sees it. By user: {found}.",
        ko=f"`check_password_hash`로 볼 때 `password_hash`가 비밀번호와 맞아야 합니다. 사용자별 결과: {found}.",
    )
    hashes = [row["password_hash"] for row in rows]
    expect(
        len(set(hashes)) == len(hashes),
        en="Two users with the same password have the same hash: a salt of its own is missing.",
        ko="비밀번호가 같은 두 사용자의 해시가 같습니다. 저마다 다른 솔트가 없습니다.",
    )


def test_password_is_write_only(submission, rng):
    """A password can be set and tried, but not read."""
    first, second = (f"secret {number}" for number in rng.integers(10**6, 10**9, 2))
    user = submission.User(name="Ada", email="ada@example.org", password=first)

    expect(
        reading(user) == "AttributeError",
        en=f"Reading `password` should raise AttributeError; what came was {reading(user)}.",
        ko=f"`password`를 읽으면 AttributeError가 나야 합니다. 제출 결과: {reading(user)}.",
    )
    known = [user.check_password(text) for text in (first, second, first.upper(), "")]
    expect(
        known == [True, False, False, False],
        en=f"`check_password` of the password, two others and an empty text gave {known}.",
        ko=f"`check_password`에 맞는 비밀번호, 다른 비밀번호 두 개, 빈 문자열을 차례로 준 결과: {known}.",
    )


def test_create(apps):
    """Users are stored and answered, without anything of their passwords."""
    apps.compare([post(ADA), post(KIM)], tables=TABLES)
    apps.compare([post({**ADA, "name": " Ada "})], tables=TABLES)


def test_hashes_are_stored(apps):
    """The table holds a salted hash of each password."""
    apps.compare([post(ADA), post({**KIM, "password": ADA["password"]})], tables=TABLES)

    expect_hashes(apps.rows("users", ["password_hash"]), [ADA["password"]] * 2)


def test_read(apps):
    """All users are listed by number, one is found by number, and a number that is not there is told."""
    apps.compare([get("/users"), post(ADA), get("/users/1"), get("/users/2"), post(KIM), get("/users")])
    apps.compare([post(LIN), post(KIM), post(ADA), get("/users")])


def test_update(apps):
    """Given fields change, the others stay, and the change is there for later requests."""
    steps = [post(ADA), put(1, {"name": "Ada L."}), get("/users/1"), put(1, {"email": "al@example.org"})]
    after = [
        get("/users"),
        login("al@example.org", ADA["password"]),
        put(1, {}),
        put(1, KIM),
        get("/users/1"),
    ]

    apps.compare(steps + after, tables=TABLES)


def test_update_password(apps):
    """A new password is hashed, too, and the old one is of no use any more."""
    email, new = ADA["email"], "another secret"
    apps.compare([post(ADA), put(1, {"password": new}), login(email, new), login(email, ADA["password"])])

    expect_hashes(apps.rows("users", ["password_hash"]), [new])


def test_delete(apps):
    """A deleted user is gone, and cannot be deleted twice."""
    apps.compare([post(ADA), post(KIM), delete(1), get("/users"), delete(1), get("/users/1")], tables=TABLES)


def test_login(apps):
    """The right password of a known address is accepted, nothing else is."""
    apps.compare(
        [post(ADA), post(KIM), login(ADA["email"], ADA["password"]), login(KIM["email"], KIM["password"])]
    )
    apps.compare([login(ADA["email"], ADA["password"]), post(ADA), login(ADA["email"], KIM["password"])])


def test_refusals_in_order(apps):
    """The first rule that is broken is told, an address in use comes last, and nothing is stored."""
    bad = [{}, {"name": " ", "email": "x", "password": "short"}, {**ADA, "email": "x", "password": "short"}]
    worse = [{**ADA, "password": "seven77"}, {**ADA, "name": 3}, {**ADA, "email": None}, {**ADA, "name": ""}]
    apps.compare([post(data) for data in bad + worse] + [get("/users")], tables=TABLES)
    apps.compare([post(ADA), post({**ADA, "password": "short"}), post(ADA), post(KIM)], tables=TABLES)
    missing = [put(1, {"name": ""}), delete(1), post(ADA), put(2, {"email": ADA["email"]})]
    taken = [post(KIM), put(2, {"email": ADA["email"]}), put(2, KIM), put(2, {**ADA, "password": "short"})]
    half = [put(1, {"name": "A", "email": "x"}), put(1, {"name": None}), put(1, {"password": None})]
    apps.compare([*missing, *taken, *half, get("/users")], tables=TABLES)


# Few and short: each sequence opens a database of its own on both sides. How it begins and ends is fixed, so that
# each mistake that shows here at all shows in every grading.
@given(
    max_examples=4,
    sequence=st.request_sequences(
        actions(
            st.sampled_from(["ada@example.org", "kim@example.org"]),
            st.sampled_from(["long enough", "longer still"]),
        ),
        min_steps=0,
        max_steps=8,
        first=[post(ADA), post(ADA), put(1, {"name": "Bo"})],
        last=[delete(1), delete(1), post(NEW), get("/users")],
    ),
)
def test_any_sequence(apps, sequence):
    """Answers and rows are the expected ones, whatever came before."""
    apps.compare(sequence, tables=TABLES)


@given(
    max_examples=4,
    sequence=st.request_sequences(
        actions(
            st.sampled_from(["lin@example.org", "Lin@example.org"]),
            st.sampled_from(["12345678", "8 SPACES", "8 spaces"]),
        ),
        min_steps=0,
        max_steps=8,
        first=[post(LIN), post(LIN), put(1, {"name": "Bo"})],
        last=[delete(1), delete(1), post(NEW), get("/users")],
    ),
)
def test_fresh_sequences(apps, sequence):
    """The same holds for other addresses and passwords."""
    apps.compare(sequence, tables=TABLES)


def test_fresh_story(apps, rng):
    """Users with passwords that were never seen are created, changed and let in."""
    names = [f"user{number}" for number in rng.integers(10**3, 10**6, 3)]
    users = [{"name": n, "email": f"{n}@example.org", "password": f"{n} secret"} for n in names]
    changed = {"password": f"{names[0]} changed"}
    steps = [*map(post, users), put(1, changed), put(2, {"name": names[0]}), delete(3), post(users[2])]
    tries = [login(users[0]["email"], text) for text in (changed["password"], users[0]["password"])]

    apps.compare(
        [*steps, *tries, login(users[1]["email"], users[1]["password"]), get("/users")], tables=TABLES
    )

    passwords = [changed["password"], users[1]["password"], users[2]["password"]]
    expect_hashes(apps.rows("users", ["password_hash"]), passwords)
