"""Every address of the site: how to reach something with it, and who gets what is there.

A new route must be put in here; until then the tests fail. Names in braces are ids of the things that
`conftest.py` makes: all of them are the owner's, in a course of the instructor.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WHO = ("anonymous", "classmate", "outsider", "instructor elsewhere", "owner", "instructor", "admin")
EVERYBODY = frozenset(WHO)
SIGNED_IN = EVERYBODY - {"anonymous"}
OWNER = frozenset({"owner"})
TEACHERS = frozenset({"instructor", "admin"})
OWNER_AND_TEACHERS = OWNER | TEACHERS
ANY_TEACHER = TEACHERS | {"instructor elsewhere"}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    url: str
    allowed: frozenset[str]
    form: dict[str, str] = field(default_factory=dict)


COURSE = "/courses/test"
CODE = f"{COURSE}/exercises/double"
_C, _E, _T = "/courses/<course>", "/courses/<course>/exercises/<slug>", "/teaching/courses/<course>"
_L = "/courses/<course>/lessons/<section>"
_A = f"{_T}/assignments"
ASSIGNMENTS = "/teaching/courses/test/assignments"

#: method and rule -> the thing of the owner it leads to, and who gets it
ROUTES: dict[str, Route] = {
    "GET /": Route("/", EVERYBODY),
    "GET /healthz": Route("/healthz", EVERYBODY),
    "GET /static/<path:filename>": Route("/static/seal.svg", EVERYBODY),
    "GET /styleguide": Route("/styleguide", EVERYBODY),
    "GET /sign-in": Route("/sign-in", EVERYBODY),
    "POST /sign-in": Route("/sign-in", EVERYBODY),
    "GET /register": Route("/register", EVERYBODY),
    "POST /register": Route("/register", EVERYBODY),
    "POST /sign-out": Route("/sign-out", SIGNED_IN),
    "POST /demo/<role>": Route("/demo/student", EVERYBODY),
    "POST /language": Route("/language", EVERYBODY, {"lang": "en"}),
    # one's own account: whoever asks gets theirs, and there is no way to name another
    "GET /account": Route("/account", SIGNED_IN),
    "GET /account/data.zip": Route("/account/data.zip", SIGNED_IN),
    "POST /account/region": Route("/account/region", SIGNED_IN, {"language": "en"}),
    "POST /account/editor": Route("/account/editor", SIGNED_IN, {"font_size": "14"}),
    "POST /account/identity": Route("/account/identity", SIGNED_IN),
    "POST /account/password": Route("/account/password", SIGNED_IN),
    "POST /account/sign-outs": Route("/account/sign-outs", SIGNED_IN),
    "POST /account/deletion": Route("/account/deletion", SIGNED_IN),
    # courses are open to everybody with an account
    f"GET {_C}": Route(COURSE, SIGNED_IN),
    f"GET {_C}/map": Route(f"{COURSE}/map", SIGNED_IN),
    f"GET {_C}/terms": Route(f"{COURSE}/terms", SIGNED_IN),
    f"GET {_L}": Route(f"{COURSE}/lessons/1-1", SIGNED_IN),
    f"GET {_L}/figures/<name>": Route(f"{COURSE}/lessons/1-1/figures/curve.svg", SIGNED_IN),
    f"GET {_E}": Route(CODE, SIGNED_IN),
    f"GET {_E}/figures/<path:path>": Route(f"{CODE}/figures/curve.svg", SIGNED_IN),
    f"GET {_E}/compare": Route(f"{CODE}/compare?with={{submission}}", OWNER),
    f"GET {_E}/draft/reset": Route(f"{CODE}/draft/reset", SIGNED_IN),
    f"GET {_E}/solution": Route(f"{CODE}/solution", OWNER_AND_TEACHERS),
    f"GET {_E}/submissions": Route(f"{CODE}/submissions", SIGNED_IN),
    f"POST {_E}/submissions": Route(f"{CODE}/submissions", SIGNED_IN),
    f"POST {_E}/draft": Route(f"{CODE}/draft", SIGNED_IN),
    f"PUT {_E}/draft": Route(f"{CODE}/draft", SIGNED_IN),
    f"POST {_E}/draft/reset": Route(f"{CODE}/draft/reset", SIGNED_IN),
    f"POST {_E}/draft/restore": Route(f"{CODE}/draft/restore", SIGNED_IN),
    f"POST {_E}/hints": Route(f"{CODE}/hints", SIGNED_IN, {"number": "1"}),
    f"POST {_E}/run-on-pause": Route(f"{CODE}/run-on-pause", SIGNED_IN),
    f"POST {_E}/variants": Route(f"{COURSE}/exercises/doubles/variants", SIGNED_IN),
    "GET /search": Route("/search?q=OWNERS", SIGNED_IN),
    # one's own practice
    "GET /practice": Route("/practice", SIGNED_IN),
    "POST /practice/<int:id>/tries": Route("/practice/{card}/tries", OWNER),
    "POST /practice/<int:id>/removal": Route("/practice/{card}/removal", OWNER),
    # what somebody has handed in or answered
    "GET /submissions/<int:id>": Route("/submissions/{submission}", OWNER_AND_TEACHERS),
    "GET /submissions/<int:id>/status": Route("/submissions/{submission}/status", OWNER_AND_TEACHERS),
    "GET /submissions/<int:id>/events": Route("/submissions/{submission}/events", OWNER_AND_TEACHERS),
    "POST /submissions/<int:id>/stop": Route("/submissions/{submission}/stop", OWNER),
    "GET /variants/<int:id>": Route("/variants/{variant}", OWNER_AND_TEACHERS),
    "POST /variants/<int:id>/answers": Route("/variants/{variant}/answers", OWNER),
    # teaching
    "GET /teaching": Route("/teaching", ANY_TEACHER),
    f"GET {_T}/upload": Route("/teaching/courses/test/upload", TEACHERS),
    f"POST {_T}/upload": Route("/teaching/courses/test/upload", TEACHERS),
    f"GET {_A}": Route(ASSIGNMENTS, TEACHERS),
    f"GET {_A}/new": Route(f"{ASSIGNMENTS}/new", TEACHERS),
    f"POST {_A}/new": Route(f"{ASSIGNMENTS}/new", TEACHERS),
    f"GET {_A}/<key>": Route(f"{ASSIGNMENTS}/week", TEACHERS),
    f"POST {_A}/<key>": Route(f"{ASSIGNMENTS}/week", TEACHERS),
    f"POST {_A}/<key>/delete": Route(f"{ASSIGNMENTS}/week/delete", TEACHERS),
    f"GET {_T}/scores": Route("/teaching/courses/test/scores", TEACHERS),
    f"GET {_T}/scores.csv": Route("/teaching/courses/test/scores.csv", TEACHERS),
    f"GET {_T}/failures": Route("/teaching/courses/test/failures", TEACHERS),
    "GET /teaching/validations/<int:id>": Route("/teaching/validations/{run}", TEACHERS),
    "GET /teaching/validations/<int:id>/status": Route("/teaching/validations/{run}/status", TEACHERS),
    "POST /teaching/validations/<int:id>/publish": Route("/teaching/validations/{run}/publish", TEACHERS),
}
FIGURES = (f"GET {_E}/figures/<path:path>", f"GET {_L}/figures/<name>")
GETS = {name: route for name, route in ROUTES.items() if name.startswith("GET ")}
CHANGES = {name: route for name, route in ROUTES.items() if not name.startswith("GET ")}
