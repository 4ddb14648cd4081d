"""Verdicts by name, and what is said when a grading fails on our side."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "verdict.AC": Phrase("Accepted", "정답"),
    "verdict.WA": Phrase("Wrong answer", "오답"),
    "verdict.RTE": Phrase("Runtime error", "실행 오류"),
    "verdict.TLE": Phrase("Time limit exceeded", "시간 초과"),
    "verdict.MLE": Phrase("Memory limit exceeded", "메모리 초과"),
    "verdict.GMLE": Phrase("GPU memory limit exceeded", "GPU 메모리 초과"),
    "verdict.OLE": Phrase("Output limit exceeded", "출력 초과"),
    "verdict.CE": Phrase("Will not compile", "문법 오류"),
    "verdict.IR": Phrase("Invalid result", "잘못된 결과 형식"),
    "verdict.IE": Phrase("Internal error", "채점 시스템 오류"),
    "verdict.ST": Phrase("Stopped", "중단됨"),
    "grading.stopped": Phrase(
        "You stopped this grading. Public checks that had ended keep their result; the others did not run.",
        "채점을 중단했습니다. 그때까지 끝난 공개 검사의 결과만 남고, 나머지 검사는 실행되지 않았습니다.",
    ),
    "live.point": Phrase("{value} at step {step}", "{step}단계 {value}"),
    "live.reference": Phrase("reference {low} to {high}", "모범 답안 {low}~{high}"),
    "advice.heading": Phrase("Advice, which costs no points", "점수에 영향이 없는 조언"),
    "advice.line": Phrase("{file}, line {line}: {text}", "{file} {line}번째 줄: {text}"),
    "advice.file": Phrase("{file}: {text}", "{file}: {text}"),
    "grading.ours": Phrase(
        "Grading failed. It was not your submission's fault and does not count as an attempt.",
        "채점 시스템 오류로 채점하지 못했습니다. 제출 코드의 잘못이 아니며 시도 횟수에 포함되지 않습니다.",
    ),
    "grading.boundary": Phrase(
        "Grading failed twice: the sandbox stopped working.",
        "샌드박스가 멈추어 두 번 모두 채점하지 못했습니다.",
    ),
    "grading.gpu_crowded": Phrase(
        "Grading failed: other programs held the GPU memory that was meant for it.",
        "다른 프로그램이 GPU 메모리를 차지하고 있어 채점하지 못했습니다.",
    ),
    "grading.waits_for_gpu": Phrase(
        "No worker with a GPU is running. Your submission waits for one.",
        "지금 GPU가 있는 채점기가 없습니다. 제출은 GPU 채점기를 기다립니다.",
    ),
    "grading.no_gpu": Phrase(
        "Grading failed: the exercise needs a GPU with {mib} MiB, and there is none here.",
        "이 연습문제에는 {mib} MiB 이상의 GPU가 필요하지만 여기에는 없습니다.",
    ),
    "grading.forged": Phrase(
        "The checks of this exercise sent a message that cannot be right, so nothing of this grading counts.",
        "이 연습문제의 검사가 올바르지 않은 메시지를 보내어 이번 채점은 무효입니다.",
    ),
    "grading.unlisted": Phrase(
        "checks.py has tests without an entry in exercise.toml: {tests}.",
        "checks.py의 다음 검사가 exercise.toml에 없습니다: {tests}.",
    ),
    "grading.unreported": Phrase(
        "The test {test} gave no result. Is it in checks.py?",
        "{test} 검사의 결과가 없습니다. checks.py에 있는지 확인하세요.",
    ),
    "grading.grader_ended": Phrase(
        "The checks of this exercise ended before they were through ({how}).",
        "이 연습문제의 검사가 끝까지 실행되지 못하고 종료되었습니다({how}).",
    ),
}
