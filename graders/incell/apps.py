"""The `apps` fixture: one sequence of requests for the student's application and for the reference.

Both begin each sequence in the same state: imported anew, in a folder of their own, with an empty database
and no cookies. The student's runs in the submission's cell, the reference in this one, through the same
client. A whole sequence is one call into the submission, however many requests it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graders.errors import AuthorError, ChecksNotRun, Mismatch, SubmissionFault, SubmissionUnusable
from graders.incell import context, tampering
from graders.incell.answers import (
    Difference,
    Look,
    answer_difference,
    body_difference,
    logs_difference,
    rows_difference,
    session_difference,
)
from graders.incell.cookies import read_session, set_cookies
from graders.incell.formatting import short
from graders.incell.proxy import Cells
from graders.incell.shortening import shortened
from graders.incell.stage import MAX_REDIRECTS, MAX_ROWS, Request, Rows, Stage, Table
from graders.incell.tampering import Change
from graders.incell.wsgi import Response, read_response, wire_request
from graders.messages import Text, plain

Step = Mapping[str, Any]
#: of one step: its answers, and the rows of each table after it
Outcome = tuple[list[Response], list[Rows]]

_KEYS = {
    "method", "path", "query", "form", "json", "data", "headers", "follow", "client", "cookies", "tamper",
}  # fmt: skip
_SHOWN_STEPS = 20
_SHOWN_BODY = 400
_SHOWN_ROWS = 10
_SHOWN_FIELDS = 20


class Apps:
    """The student's application and the reference, driven alike and compared answer by answer."""

    def __init__(self, cells: Cells, stage: Stage) -> None:
        self._cells = cells
        self._stage = stage
        #: of the fresh applications that the next request begins with; None where the present ones go on
        self._config: dict[str, Any] | None = {}
        #: the author's keys that the present ones were made with
        self._made_with: dict[str, Any] = {}
        self._steps: list[Step] = []
        self._shown: list[dict[str, Any]] = []
        #: what the session of each browser holds, of the reference and of the submission
        self._sessions: tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]] = ({}, {})

    def start(self, **config: Any) -> None:
        """Have the next request begin with fresh applications, made with these keys of the configuration."""
        self._config = config

    def compare(
        self,
        sequence: Sequence[Step],
        *,
        config: Mapping[str, Any] | None = None,
        tables: Mapping[str, Sequence[str]] | None = None,
        **look: Any,
    ) -> list[Response]:
        """Raise `Mismatch` at the first request whose answer differs; the submission's answers otherwise.

        Both applications start afresh. `tables` are names of tables and their columns, whose rows must be
        equal after each request; the other options are those of `Look`. A failing sequence that is a list
        loses, in place, the steps after the one that differs.
        """
        self.start(**(config or {}))
        wanted = Look(tables=tables or {}, **look)
        try:
            return self._play(list(sequence), wanted)
        except _Differs as error:
            if isinstance(sequence, list):
                del sequence[error.step :]
            steps, mismatch = list(sequence[: error.step]), error.mismatch
            if len(steps) > 1 and context.current().diagnose:
                mismatch.shorter = lambda: self._shortest(steps, mismatch, wanted, config or {})
            raise mismatch from None

    def _shortest(
        self, steps: list[Step], first: Mismatch, look: Look, config: Mapping[str, Any]
    ) -> Mismatch:
        """The same difference at the same request, after as few requests before it as can be found."""

        def attempt(fewer: list[Step]) -> Mismatch | None:
            self.start(**config)
            try:
                self._play(fewer, look)
            except _Differs as error:
                told = error.mismatch
                alike = told.detail["differs"] == first.detail["differs"] and error.step == len(fewer)
                return told if alike else None
            except (SubmissionFault, AuthorError, ChecksNotRun):  # what is known already is told
                return None
            return None

        first.shorter = None
        return shortened(steps, first, attempt)

    def request(self, method: str, path: str, **options: Any) -> Response:
        """Send one more request to both, compare their answers, and give the submission's.

        The options are those of a step and of `compare`, but for a configuration.
        """
        step = {"method": method, "path": path, **{k: v for k, v in options.items() if k in _KEYS}}
        look = Look(**{k: v for k, v in options.items() if k not in _KEYS})
        try:
            return self._play([step], look)[-1]
        except _Differs as error:
            raise error.mismatch from None

    def get(self, path: str, **options: Any) -> Response:
        """`request` with the method GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Response:
        """`request` with the method POST."""
        return self.request("POST", path, **options)

    def rows(self, table: str, columns: Sequence[str]) -> list[dict[str, Any]]:
        """The committed rows of a table of the student's application, as it is now."""
        config, self._config = self._config, None
        args = [config, [], [(table, list(columns))]]
        told = self._cells.perform(self._cells.current(), "drive", args=args)
        ((_, (rows,)),) = _outcomes(told, 0, 1)
        if isinstance(rows, str):
            found = rows_difference(table, [], rows)
            raise Mismatch("rows", found.text if found else Text("app.no_response"), {"table": table})
        return [dict(zip(columns, row, strict=False)) for row in rows]

    def _play(self, steps: list[Step], look: Look) -> list[Response]:
        """Send these steps to both; raises `_Differs` at the first that differs."""
        config, self._config = self._config, None
        if config is not None:
            self._made_with = config
            self._steps, self._shown = [], []
            self._sessions = ({}, {})
        tables: list[Table] = [(name, list(columns)) for name, columns in look.tables.items()]
        requests = [_wire(step) for step in steps]
        wanted = self._expected(config, requests, tables, steps)
        told = self._cells.perform(self._cells.current(), "drive", args=[config, requests, tables])
        there = _outcomes(told, len(steps), len(tables))
        for step, expected, got in zip(steps, wanted, there, strict=True):
            self._steps.append(step)
            self._shown.append(_shown_step(step, expected, got, look))
            if found := self._difference(step, expected, got, look):
                raise _Differs(len(self._steps), self._mismatch(*found))
        return [answers[-1] for answers, _ in there]

    def _expected(
        self,
        config: dict[str, Any] | None,
        requests: list[Request],
        tables: list[Table],
        steps: list[Step],
    ) -> list[Outcome]:
        """What the reference does; that it fails is never the student's fault."""
        try:
            told = self._stage.play(config, requests, tables)
        except Exception as error:  # the author's code may raise anything
            raise AuthorError(f"the reference application fails: {type(error).__name__}: {error}") from error
        outcomes = _outcomes(told, len(steps), len(tables))
        for step, (answers, rows) in zip(steps, outcomes, strict=True):
            crash = next((answer.crash for answer in answers if answer.crash), None)
            failed = [each for each in rows if isinstance(each, str)]
            if crash is not None or failed:
                why = f"{crash.type}: {crash.message}" if crash else failed[0]
                raise AuthorError(f"the reference fails at {request_text(step)}: {why}")
        return outcomes

    def _difference(
        self, step: Step, expected: Outcome, got: Outcome, look: Look
    ) -> tuple[int, Difference, Response] | None:
        """Which answer of a step differs (the second and later ones are redirects), how, and that answer."""
        client, url = int(step.get("client", 0)), str(step["path"])
        if any(look.session_cookie in step.get(key, ()) for key in ("cookies", "tamper")):
            for sessions in self._sessions:
                sessions.pop(client, None)  # nobody signed what the cookie holds now
        for number, (wanted, there) in enumerate(zip(expected[0], got[0], strict=False)):
            held = self._session(0, client, wanted, look), self._session(1, client, there, look)
            found = (
                answer_difference(wanted, there, url, look)
                or session_difference(*held, look)
                or body_difference(wanted, there, look)
                or logs_difference(wanted, there, look)
            )
            if found:
                return number, found, there
            url = wanted.location
        if len(got[0]) != len(expected[0]):
            # Answers alike are followed alike: a cell that tells fewer keeps the page back that would differ.
            raise SubmissionUnusable("IR", Text("app.no_response"))
        for (table, _), wanted_rows, rows in zip(look.tables.items(), expected[1], got[1], strict=True):
            if found := rows_difference(table, wanted_rows, rows):
                return 0, found, got[0][-1]
        return None

    def _session(self, side: int, client: int, response: Response, look: Look) -> dict[str, Any]:
        """What the session of one browser holds after an answer."""
        sessions = self._sessions[side]
        if cookie := set_cookies(response.headers).get(look.session_cookie):
            sessions[client] = read_session(cookie.value)
        return sessions.get(client, {})

    def _mismatch(self, number: int, found: Difference, answer: Response) -> Mismatch:
        """The failure at the last of the steps so far."""
        last = len(self._steps)
        key = "app.differs_redirected" if number else "app.differs_at"
        text = Text(key, {"step": last, "request": request_text(self._steps[-1])}).followed_by(found.text)
        if answer.crash is not None:
            text = text.followed_by(answer.crash.text)
        begin = max(0, last - _SHOWN_STEPS)
        lines = [
            Text("app.request", {"step": i + 1, "request": request_text(step)})
            for i, step in enumerate(self._steps[begin:], begin)
        ]
        if self._made_with:
            text = text.followed_by(Text("app.configured", {"config": _config_text(self._made_with)}))
        text = text.followed_by(Text("app.requests"), *lines)
        detail = {"expected": found.expected, "got": found.got, "differs": found.kind, "step": last}
        return Mismatch("app", text, {**detail, "requests": self._shown[begin:], "lines": list(found.lines)})


def _config_text(config: Mapping[str, Any]) -> str:
    """A configuration on one line, as it is shown."""
    return plain(", ".join(f"{key} = {short(value, 200)}" for key, value in config.items()), 400)


class _Differs(Exception):
    """Both sides differ after so many steps."""

    def __init__(self, step: int, mismatch: Mismatch) -> None:
        super().__init__(str(mismatch))
        self.step = step
        self.mismatch = mismatch


def request_text(step: Step) -> str:
    """A step on one line, as it is shown: method, path, and what is sent."""
    parts = [str(step["method"]), str(step["path"])]
    for key in ("query", "form", "json", "data", "headers", "cookies", "tamper"):
        if key in step:
            parts += _sent(key, step[key])
    if client := step.get("client"):
        parts.append(f"(browser {client})")
    return plain(" ".join(part for part in parts if part), 300)


def _sent(key: str, value: Any) -> list[str]:
    """What one key of a step adds to its line."""
    if key == "tamper":
        return [
            "tamper:",
            *(f"{name}={how if isinstance(how, str) else short(how, 60)}" for name, how in value.items()),
        ]
    if isinstance(value, Mapping) and key != "json":
        fields = " ".join(f"{name}={short(item, 60)}" for name, item in value.items())
        return [f"{key}:", fields] if key in ("headers", "cookies") else [fields]
    return [f"{key} {short(value, 120)}"]


def _wire(step: Step) -> Request:
    """A step as it is sent."""
    if unknown := set(step) - _KEYS:
        raise AuthorError(f"a step has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(_KEYS))}")
    data = step.get("form", step.get("data"))
    method, path, query, headers, body = wire_request(
        step["method"],
        step["path"],
        query=step.get("query"),
        data=data,
        json=step.get("json"),
        headers=step.get("headers"),
    )
    follow = bool(step.get("follow"))
    return int(step.get("client", 0)), method, path, query, headers, body, follow, _changes(step)


def _changes(step: Step) -> list[Change]:
    """What is done to the browser's cookies before a step is sent."""
    changes: list[Change] = [
        [name, tampering.SET, str(value)] for name, value in step.get("cookies", {}).items()
    ]
    for name, how in step.get("tamper", {}).items():
        if isinstance(how, Mapping):
            changes.append([name, tampering.FORGE, dict(how)])
        elif how in (tampering.PAYLOAD, tampering.SIGNATURE):
            changes.append([name, how, None])
        else:
            raise AuthorError(
                f"a cookie is tampered with as payload or signature, or by a payload, not {how!r}"
            )
    return changes


def _outcomes(told: Any, steps: int, tables: int) -> list[Outcome]:
    """What a side told of each step; raises what a submission earns that tells anything else."""
    match told:
        case [*each] if len(each) == max(1, steps) and all(_is_outcome(o, bool(steps), tables) for o in each):
            return [([read_response(answer) for answer in answers], rows) for answers, rows in each]
    raise SubmissionUnusable("IR", Text("app.no_response"))


def _is_outcome(told: Any, asked: bool, tables: int) -> bool:
    match told:
        case ([*answers], [*rows]) if asked <= len(answers) <= MAX_REDIRECTS + 1 and len(rows) == tables:
            return all(isinstance(each, str) or _are_rows(each) for each in rows)
    return False


def _are_rows(told: Any) -> bool:
    values = (type(None), bool, int, float, str, bytes)
    return (
        isinstance(told, list)
        and len(told) <= MAX_ROWS
        and all(isinstance(row, list) and all(type(value) in values for value in row) for row in told)
    )


def _shown_step(step: Step, expected: Outcome, got: Outcome, look: Look) -> dict[str, Any]:
    """A step as the report has it: what was sent, and both answers."""
    sent = {key: _shown(value) for key, value in step.items() if key in _KEYS}
    return {**sent, "expected": _shown_outcome(expected, look), "got": _shown_outcome(got, look)}


def _shown_outcome(outcome: Outcome, look: Look) -> dict[str, Any]:
    answers, rows = outcome
    last = answers[-1]
    shown: dict[str, Any] = {
        "status": last.status,
        "location": plain(last.location, 300),
        "cookies": [plain(v, 300) for k, v in last.headers if k.lower() == "set-cookie"][:8],
        "type": plain(last.header("Content-Type"), 120),
        "body": plain(last.text, _SHOWN_BODY),
        "crash": f"{last.crash.type}: {last.crash.message}"[:300] if last.crash else "",
    }
    if len(answers) > 1:
        shown["redirects"] = [plain(answer.location, 300) for answer in answers[:-1]]
    if look.logs:
        said = [record for answer in answers for record in answer.records]
        shown["logs"] = [f"{each.level} {short(each.message)}" for each in said[:_SHOWN_ROWS]]
    if look.tables:
        shown["rows"] = {
            table: plain(found, 200)
            if isinstance(found, str)
            else [short(row) for row in found[:_SHOWN_ROWS]]
            for table, found in zip(look.tables, rows, strict=True)
        }
    return shown


def _shown(value: Any) -> Any:
    """A part of a step as plain data of the report."""
    if isinstance(value, Mapping):
        return {plain(str(key), 120): _shown(item) for key, item in list(value.items())[:_SHOWN_FIELDS]}
    if isinstance(value, (bool, int)) or value is None:
        return value if isinstance(value, bool) or value is None or abs(value) < 2**53 else short(value)
    return plain(value, 300) if isinstance(value, str) else short(value, 300)
