"""What a check says about itself: passed, not run, broken, and the author's own words."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "check.passed": Phrase("Passed.", "통과했습니다."),
    "check.words": Phrase("{text}", "{text}"),
    "check.assertion": Phrase("The check does not hold: {text}", "검사 조건이 성립하지 않습니다: {text}"),
    "check.not_run": Phrase(
        "Not run: the submission was stopped too often before this check.",
        "실행하지 않았습니다: 앞선 검사에서 제출 코드가 너무 여러 번 중단되었습니다.",
    ),
    "check.skipped": Phrase("Not run: {text}", "실행하지 않았습니다: {text}"),
    "check.broken": Phrase(
        "The check itself failed ({type}: {text}). This is not your fault; please tell your instructor.",
        "검사 자체에 오류가 있습니다({type}: {text}). 제출 코드의 잘못이 아니니 강사에게 알려 주세요.",
    ),
    "check.broken_at": Phrase("In the check: {file}, line {line}.", "검사 코드 위치: {file} {line}번째 줄."),
    "check.misused": Phrase(
        "The check cannot work with what your code gave it ({type}: {text}).",
        "제출 코드가 돌려준 값으로는 검사를 계속할 수 없습니다({type}: {text}).",
    ),
    "check.last_answer": Phrase(
        "The last answer came from {name}; its type is {got}.",
        "마지막으로 받은 값은 {name}의 결과이고 자료형은 {got}입니다.",
    ),
    "check.absent": Phrase(
        "The exercise has no test named {test}. Please tell your instructor.",
        "이 연습문제에 {test} 검사가 없습니다. 강사에게 알려 주세요.",
    ),
    "check.deep": Phrase(
        "The check does not hold (its text was too long to show).",
        "검사 조건이 성립하지 않습니다(내용이 너무 길어 표시하지 않습니다).",
    ),
    "given.example": Phrase("For example with:", "다음 입력에서 확인됩니다:"),
    "given.argument": Phrase("    {name} = {value}", "    {name} = {value}"),
    "given.rebuilt": Phrase(
        "    {name} = {line}  # {value}",
        "    {name} = {line}  # {value}",
    ),
    "given.flaky": Phrase(
        "The answer changed between calls: asked again with the same input, this check passed or failed in "
        "another way. A result should depend on nothing but the arguments.",
        "호출할 때마다 답이 달라집니다. 같은 입력으로 다시 확인하니 검사를 통과하거나 다르게 실패했습니다. "
        "결과는 인자에 따라서만 정해져야 합니다.",
    ),
}
