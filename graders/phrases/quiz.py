"""What is said about an answer that cannot be read as one."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "quiz.empty": Phrase("There is no answer yet.", "아직 답이 없습니다."),
    "quiz.not_a_number": Phrase(
        "“{answer}” is not a number. Write one such as 12, 0.25, 3/4 or 1e-3.",
        "“{answer}”: 숫자가 아닙니다. 12, 0.25, 3/4, 1e-3처럼 쓰세요.",
    ),
    "quiz.other_unit": Phrase(
        "The unit is “{right}”, not “{unit}”.", "단위는 “{unit}”이(가) 아니라 “{right}”입니다."
    ),
    "quiz.no_unit": Phrase("Write the number alone, without “{unit}”.", "“{unit}” 없이 숫자만 쓰세요."),
    "quiz.not_offered": Phrase("“{answer}” is none of the options.", "“{answer}”: 보기에 없는 답입니다."),
}
