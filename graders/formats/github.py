"""Reports for GitHub Actions: annotations at the student's lines, a job summary, and a step's outputs.

Source: "Workflow commands for GitHub Actions" in GitHub's documentation
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). A step shows ten
annotations of each kind, and takes a summary of at most 1 MiB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graders.bilingual import both
from graders.formats.sheet import Case, Place, Sheet

MAX_SUMMARY = 1_000_000
MAX_MESSAGE = 4000
_BLOCK = re.compile(r"`{3,}")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@-])")
_MARKS = {"passed": "✅", "failed": "❌", "error": "⚠️", "not_run": "➖"}


def format_annotations(sheets: Sequence[Sheet], lang: str) -> str:
    """Workflow commands for whatever failed and for advice, and a line that sums each submission up."""
    return "".join(
        line + "\n" for sheet in sheets for line in [*_annotations(sheet, lang), _last_line(sheet)]
    )


def format_summary(sheets: Sequence[Sheet], lang: str) -> str:
    """Markdown for $GITHUB_STEP_SUMMARY, to be appended to that file."""
    text = "\n".join(_summary(sheet, lang) for sheet in sheets)
    data = text.encode()
    return text if len(data) <= MAX_SUMMARY else data[:MAX_SUMMARY].decode(errors="ignore") + "\n\n…\n"


def format_outputs(sheets: Sequence[Sheet]) -> str:
    """Lines for $GITHUB_OUTPUT, to be appended to that file: verdict, score and points of all submissions."""
    first = next((sheet for sheet in sheets if sheet.verdict != "AC"), sheets[0])
    points, most = sum(sheet.points for sheet in sheets), sum(sheet.max_points for sheet in sheets)
    score = min(sheet.score for sheet in sheets)
    return f"verdict={first.verdict}\nscore={score:g}\npoints={points}\nmax-points={most}\n"


def _annotations(sheet: Sheet, lang: str) -> list[str]:
    lines = []
    if sheet.message:
        lines.append(_command("error", sheet.verdict_name, sheet.message, Place(sheet.name)))
    for case in sheet.cases:
        if case.outcome in ("failed", "error"):
            lines.append(_command("error", case.title, case.text or case.title, case.place))
    for remark in sheet.advice:
        lines.append(_command("warning", both("advice.heading").in_(lang), remark.text, remark.place))
    return lines


def _command(kind: str, title: str, message: str, place: Place | None) -> str:
    properties = {"file": place.file} if place is not None else {}
    if place is not None and place.line:
        properties["line"] = str(place.line)
    properties["title"] = title
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {listed}::{_data(message[:MAX_MESSAGE])}"


def _last_line(sheet: Sheet) -> str:
    # A line that begins with two colons would be a command, and a path may begin with anything.
    return " " + _data(f"{sheet.name}: {sheet.verdict_name}, {sheet.points}/{sheet.max_points}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(sheet: Sheet, lang: str) -> str:
    said = both("cli.points", points=sheet.points, most=sheet.max_points).in_(lang)
    lines = [
        f"### {_inline(sheet.exercise)}: {_inline(sheet.verdict_name)}, {said}",
        "",
        _inline(sheet.name),
        "",
    ]
    if sheet.message:
        lines += [_fenced(sheet.message), ""]
    head = [both(f"cli.column_{name}").in_(lang) for name in ("check", "points")]
    lines += [f"| | {head[0]} | {head[1]} |", "|---|---|---:|"]
    lines += [_row(case, lang) for case in sheet.cases]
    if sheet.advice:
        lines += ["", _inline(both("advice.heading").in_(lang)) + ":", ""]
        lines += [
            f"- {_inline(each.place.file)}:{each.place.line} {_inline(each.text)}" for each in sheet.advice
        ]
    for case in sheet.cases:
        if case.text:
            lines += [
                "",
                f"<details><summary>{_html(case.title)}</summary>",
                "",
                _fenced(case.text),
                "",
                "</details>",
            ]
    return "\n".join(lines) + "\n"


def _row(case: Case, lang: str) -> str:
    hidden = f" ({both(f'cli.{case.visibility}').in_(lang)})" if case.visibility != "public" else ""
    return f"| {_MARKS[case.outcome]} | {_inline(case.title)}{hidden} | {case.points}/{case.max_points} |"


def _inline(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fenced(text: str) -> str:
    """Text in a fence longer than any that it holds."""
    longest = max((len(found) for found in _BLOCK.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{text}\n{fence}"
