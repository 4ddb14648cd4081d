"""Reports as JUnit XML, which continuous integration services show as test results.

Written against the schema that Jenkins' xUnit plugin publishes (junit-10.xsd), the strictest of the ones in
use. It has no place for points in a case, so those stand among the suite's properties, as
`points.test_name` = "earned/most".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from graders.formats.sheet import Case, Sheet

#: what XML 1.0 cannot hold, escaped or not (section 2.2 of its specification)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format_junit(sheets: Sequence[Sheet]) -> str:
    """One suite for each submission, one case for each check."""
    suites = [_suite(sheet) for sheet in sheets]
    total = {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in _COUNTED}
    root = ElementTree.Element("testsuites", {"name": "seodang", **total})
    root.extend(suites)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


_COUNTED = ("tests", "failures", "errors")


def _suite(sheet: Sheet) -> ElementTree.Element:
    elements = [_testcase(case, sheet) for case in sheet.cases]
    suite = ElementTree.Element(
        "testsuite",
        {
            "name": _fit(f"{sheet.exercise} {sheet.name}"),
            "tests": str(len(elements)),
            "failures": _count(elements, "failure"),
            "errors": _count(elements, "error"),
            "skipped": _count(elements, "skipped"),
            "time": _seconds(sum(case.duration_s for case in sheet.cases)),
        },
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(sheet).items():
        ElementTree.SubElement(properties, "property", {"name": name, "value": _fit(value)})
    suite.extend(elements)
    _print(suite, "system-out", sheet.stdout)
    _print(suite, "system-err", sheet.stderr)
    return suite


def _properties(sheet: Sheet) -> dict[str, str]:
    return {
        "exercise": sheet.exercise,
        "version": sheet.version,
        "verdict": sheet.verdict,
        "score": f"{sheet.score:g}",
        "points": str(sheet.points),
        "max_points": str(sheet.max_points),
        "message": sheet.message,
        **{f"points.{case.test}": f"{case.points}/{case.max_points}" for case in sheet.cases},
    }


def _testcase(case: Case, sheet: Sheet) -> ElementTree.Element:
    attributes = {"name": case.test, "classname": sheet.exercise, "time": _seconds(case.duration_s)}
    element = ElementTree.Element("testcase", attributes)
    tag = _tag(case, sheet)
    if tag:
        said = case.message or sheet.message
        attributes = {"message": _fit(f"{case.title}: {said}" if said else case.title)}
        if tag != "skipped":
            attributes["type"] = case.verdict or sheet.verdict
        text = "\n".join(part for part in (case.title, said, case.hint) if part)
        ElementTree.SubElement(element, tag, attributes).text = _fit(text)
    return element


def _tag(case: Case, sheet: Sheet) -> str:
    """What JUnit calls an outcome. A submission that was refused has failed, though no check ran."""
    if case.passed:
        return ""
    if case.outcome == "error" or sheet.ours:
        return "error"
    return "failure" if case.outcome == "failed" or sheet.refused else "skipped"


def _print(suite: ElementTree.Element, tag: str, text: str) -> None:
    if text:
        ElementTree.SubElement(suite, tag).text = _fit(text)


def _count(elements: Sequence[ElementTree.Element], tag: str) -> str:
    return str(sum(element.find(tag) is not None for element in elements))


def _seconds(value: float) -> str:
    """Seconds as the schema wants them: three digits, thousands set off by commas."""
    return f"{value:,.3f}"


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
