"""JUnit XML that holds against the schema Jenkins' xUnit plugin publishes."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema

from graders.formats import FORMATS, Reader
from tests.graders.formats.reports import HOSTILE, REPORTS, graded
from tests.graders.test_report import SECRET

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "junit-10.xsd")


def junit(*names: str, view: str | None = None) -> ElementTree.Element:
    """The document for these reports, held against the schema."""
    text = FORMATS["junit"](graded(*names), Reader("en", view))  # type: ignore[arg-type]
    SCHEMA.validate(text)
    return ElementTree.fromstring(text)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_valid_against_the_published_schema(name: str) -> None:
    """Whatever a submission came to, the document holds against junit-10.xsd."""
    assert junit(name).tag == "testsuites"


def test_outcomes_have_junit_s_names() -> None:
    """A failed check is a failure, one that did not run is skipped, one that passed has neither."""
    tags = [[child.tag for child in case] for case in junit("mixed").iter("testcase")]

    assert tags == [[], ["failure"], ["failure"], ["skipped"]]


def test_our_fault_is_an_error() -> None:
    """Where grading failed each case is an error, so that no service takes it for a wrong answer."""
    suite = junit("broken").find("testsuite")

    assert suite is not None
    assert (suite.get("errors"), suite.get("failures")) == ("2", "0")


def test_a_refused_submission_fails() -> None:
    """No check ran, and still the suite is not green: the case says why."""
    failure = junit("refused").find(".//failure")

    assert failure is not None
    assert "Not UTF-8." in (failure.text or "")


def test_counts_are_those_of_the_cases() -> None:
    """The counts of the whole document are the sums of its suites."""
    root = junit("mixed", "broken", "accepted")

    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("7", "2", "2")


def test_points_are_properties() -> None:
    """The schema has no place for points in a case, so the suite's properties name them."""
    properties = {each.get("name"): each.get("value") for each in junit("mixed").iter("property")}

    assert properties["points.test_passed"] == "2/2"
    assert (properties["points"], properties["max_points"]) == ("2", "8")


def test_hostile_text_stays_text() -> None:
    """What XML cannot hold is replaced, the rest is escaped and comes back as it was."""
    failure = junit("hostile").find(".//failure")

    assert failure is not None
    assert HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd") in (failure.text or "")


def test_a_student_s_document_keeps_hidden_checks_closed() -> None:
    """For a student a hidden check has a title, a hint and an outcome, and nothing of what it saw."""
    case = next(
        each for each in junit("mixed", view="student").iter("testcase") if each.get("name") == "test_hidden"
    )

    assert SECRET not in ElementTree.tostring(case, encoding="unicode")
    assert "Multiply." in ElementTree.tostring(case, encoding="unicode")
