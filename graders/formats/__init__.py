"""Every form a report is given: one set of reports in, one text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graders.formats.github import format_annotations, format_outputs, format_summary
from graders.formats.gradescope import format_gradescope
from graders.formats.json import format_reports
from graders.formats.junit import format_junit
from graders.formats.sheet import Sheet, View, sheet_of
from graders.report import Report


@dataclass(frozen=True)
class Graded:
    """One submission and its report."""

    #: the path that was graded, as it was given
    name: str
    report: Report
    #: whether the path is a folder that holds the submitted files
    folder: bool = False


@dataclass(frozen=True)
class Reader:
    """Whom a format is for: the language, and whether a student reads it."""

    lang: str = "en"
    #: None: whoever usually reads the format
    view: View | None = None

    def sheets(self, graded: Sequence[Graded], usual: View) -> list[Sheet]:
        """The cases of each report, for this reader."""
        view = self.view or usual
        return [sheet_of(each.name, each.report, self.lang, view, each.folder) for each in graded]


Format = Callable[[Sequence[Graded], Reader], str]


def _json(graded: Sequence[Graded], reader: Reader) -> str:
    return format_reports([(each.name, each.report) for each in graded], reader.view or "author") + "\n"


def _junit(graded: Sequence[Graded], reader: Reader) -> str:
    return format_junit(reader.sheets(graded, "author"))


def _github(graded: Sequence[Graded], reader: Reader) -> str:
    return format_annotations(reader.sheets(graded, "student"), reader.lang)


def _summary(graded: Sequence[Graded], reader: Reader) -> str:
    return format_summary(reader.sheets(graded, "student"), reader.lang)


def _outputs(graded: Sequence[Graded], reader: Reader) -> str:
    return format_outputs(reader.sheets(graded, "student"))


def _gradescope(graded: Sequence[Graded], reader: Reader) -> str:
    (sheet,) = reader.sheets(graded, "student")
    return format_gradescope(sheet)


#: formats by name, but for `text`, which is printed as the reports come
FORMATS: dict[str, Format] = {
    "json": _json,
    "junit": _junit,
    "github": _github,
    "gradescope": _gradescope,
    "summary": _summary,
    "outputs": _outputs,
}
#: formats of one submission
SINGLE = frozenset({"gradescope"})
#: formats whose file may hold something already, which stays
APPENDED = frozenset({"summary", "outputs"})
