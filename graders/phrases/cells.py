"""How a submission's cell ended before it answered: limits, exits, forged answers."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "cell.time": Phrase(
        "Time limit: no answer within {limit} s (stopped after {measured} s).",
        "시간 제한 초과: {limit}초 안에 답하지 않았습니다({measured}초 뒤 중단).",
    ),
    "cell.cpu": Phrase(
        "CPU time limit: {limit} s of computing allowed, {measured} s used.",
        "CPU 시간 제한 초과: 허용 {limit}초, 사용 {measured}초.",
    ),
    "cell.memory": Phrase(
        "Memory limit: {limit} MiB allowed, {measured} MiB used.",
        "메모리 제한 초과: 허용 {limit} MiB, 사용 {measured} MiB.",
    ),
    "cell.gpu_memory": Phrase(
        "GPU memory limit: {limit} MiB allowed, {measured} MiB used.",
        "GPU 메모리 제한 초과: 허용 {limit} MiB, 사용 {measured} MiB.",
    ),
    "cell.output": Phrase(
        "Output limit: {limit} MiB may be printed, {measured} MiB were.",
        "출력 제한 초과: 허용 {limit} MiB, 출력 {measured} MiB.",
    ),
    "cell.exit": Phrase(
        "Your code ended its process (exit code {code}) instead of answering.",
        "제출 코드가 답하지 않고 프로세스를 끝냈습니다(종료 코드 {code}).",
    ),
    "cell.signal": Phrase(
        "Your code's process was killed by {name} (signal {signal}).",
        "제출 코드의 프로세스가 강제로 종료되었습니다. 원인: {name}(시그널 {signal}).",
    ),
    "cell.closed": Phrase(
        "Your code cut its connection to the check.", "제출 코드가 검사와의 연결을 끊었습니다."
    ),
    "cell.violation": Phrase(
        "The answer was not one that a call produces.", "함수 호출로는 나올 수 없는 답을 보냈습니다."
    ),
    "cell.line": Phrase(
        "It was at {file}, line {line}, in {function}.", "중단 위치: {file} {line}번째 줄, {function}."
    ),
    "cell.stale": Phrase(
        "An object this check uses was lost when the submission was stopped earlier.",
        "이 검사가 쓰는 객체가 앞서 제출 코드가 중단될 때 사라졌습니다.",
    ),
}
