"""Annotations, the job summary and a step's outputs for GitHub Actions."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from graders.formats import FORMATS, Graded, Reader
from graders.formats.github import MAX_SUMMARY
from graders.report import Report
from tests.graders.formats.reports import failed, graded, hostile, mixed
from tests.graders.test_report import SECRET, report

COMMAND = re.compile(r"::(?P<kind>\w+) (?P<properties>[^:\n]*)::(?P<message>[^\n]*)")


def annotations(*reports: Report, folder: bool = False) -> list[str]:
    """The lines for these reports."""
    each = [Graded("work" if folder else "work/solution.py", made, folder) for made in reports]
    return FORMATS["github"](each, Reader("en")).splitlines()


def summary(made: Report) -> str:
    """The summary's HTML, as GitHub's Markdown makes it, raw HTML left in."""
    text = FORMATS["summary"]([Graded("work/solution.py", made)], Reader("en"))
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_failures_are_annotations_at_the_student_s_line() -> None:
    """Each failed public check points into the file that was graded."""
    found = COMMAND.fullmatch(annotations(mixed())[0])

    assert found is not None
    assert found["kind"] == "error"
    assert "file=work/solution.py,line=7,title=Small numbers" in found["properties"]


def test_the_file_of_a_folder_is_found_in_it() -> None:
    """Where a folder was graded, the annotation names the file inside."""
    assert "file=work/solution.py,line=7" in annotations(mixed(), folder=True)[0]


def test_hidden_checks_say_only_that_they_failed() -> None:
    """A log is read by students: what a hidden check saw is not in it, its title and hint are."""
    hidden = annotations(report(failed("test_hidden", "hidden")))[0]

    assert SECRET not in hidden
    assert "Multiply." in hidden


def test_every_failed_check_and_nothing_else_is_annotated() -> None:
    """Passed checks and those that did not run are no annotations; the last line sums up."""
    lines = annotations(mixed())

    assert [line.split()[0] for line in lines[:-1]] == ["::error", "::error", "::warning"]
    assert lines[-1].strip() == "work/solution.py: Wrong answer, 2/8"


def test_advice_is_a_warning_at_its_line() -> None:
    """What the author advises against stands at the line, and fails nothing."""
    found = COMMAND.fullmatch(annotations(mixed())[2])

    assert found is not None
    assert "file=work/solution.py,line=3" in found["properties"]
    assert found["message"] == "Not this call."
    assert "Not this call" in summary(mixed())


def test_no_submission_can_forge_a_command() -> None:
    """Line ends and percent signs of a message are escaped, so that it stays one command."""
    lines = annotations(hostile())

    assert [line.startswith("::") for line in lines] == [True, False]
    assert "%0A::error::forged" in lines[0]
    assert "%250A" in lines[0]


def test_outputs_sum_up_all_submissions() -> None:
    """A later step reads the first verdict that is not AC, the lowest score and all points."""
    text = FORMATS["outputs"](graded("accepted", "mixed"), Reader("en"))

    assert text == "verdict=WA\nscore=0.25\npoints=4\nmax-points=10\n"


def test_the_summary_is_a_table_of_the_checks() -> None:
    """One row for each check, with its points; hidden ones say that they are."""
    html = summary(mixed())

    assert html.count("<tr>") == 1 + 4
    assert "Small numbers (hidden)" in html
    assert html.count("<summary>") == 2


def test_hostile_text_stays_in_its_fence() -> None:
    """A message with fences and tags of its own shows as it is, inside one block."""
    html = summary(hostile())

    assert html.count("<details>") == html.count("</details>") == 1
    assert "&lt;/details&gt;" in html
    assert "<x>" not in html


def test_the_summary_stays_within_what_a_step_may_write() -> None:
    """GitHub refuses more than 1 MiB, so a longer one is cut."""
    long = report(*(failed(f"test_{number}", message="가" * 12_000) for number in range(40)))
    text = FORMATS["summary"]([Graded("a.py", long)], Reader("ko"))

    assert len(text.encode()) <= MAX_SUMMARY + 10
