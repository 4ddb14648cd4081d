"""What the gates say about an exercise: waivers, flakes, cheats and variants."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "bundle.waiver_unknown": Phrase("There is no check {test}.", "검사 {test}: 그런 검사가 없습니다."),
    "bundle.waiver_unknown.cure": Phrase("Name one of: {known}.", "다음 가운데서 고르세요: {known}."),
    "bundle.waiver_unreasoned": Phrase("The reason is blank.", "이유가 비어 있습니다."),
    "bundle.waiver_unreasoned.cure": Phrase(
        "Write why this may pass, for whoever changes the exercise next.",
        "다음에 이 연습문제를 고칠 사람을 위해 왜 통과해도 되는지 적으세요.",
    ),
    "bundle.waiver_stale": Phrase(
        "This waiver applies to nothing any more: {what}.",
        "이 면제는 더 이상 해당하는 것이 없습니다: {what}.",
    ),
    "bundle.waiver_stale.cure": Phrase(
        "Remove it, or correct it to what it was meant for.", "지우거나, 원래 뜻한 대상에 맞게 고치세요."
    ),
    "gate.flake": Phrase(
        "{solutions} solutions came out the same {count} times each.",
        "풀이 {solutions}개가 {count}번씩 모두 같은 결과를 냈습니다.",
    ),
    "gate.flake_found": Phrase(
        "{flaky} of {solutions} solutions came out differently in {count} repeats.",
        "풀이 {solutions}개 가운데 {flaky}개가 {count}번 반복하는 동안 다른 결과를 냈습니다.",
    ),
    "bundle.flaky_fails": Phrase(
        "It fails {test} in {times} of {of} repeats.",
        "{of}번 반복 가운데 {times}번 {test} 검사에 실패했습니다.",
    ),
    "bundle.flaky_fails.cure": Phrase(
        "`{command}` shows it. Let the check use random numbers from `rng` alone, avoid cases near a border, "
        "and allow for rounding.",
        "`{command}` 명령으로 재현할 수 있습니다. 난수는 `rng`에서만 얻고, 경계에 가까운 입력을 피하고, "
        "반올림 오차를 허용하세요.",
    ),
    "bundle.flaky_passes": Phrase(
        "It passes {test} in {times} of {of} repeats.",
        "{of}번 반복 가운데 {times}번 {test} 검사를 통과했습니다.",
    ),
    "bundle.flaky_passes.cure": Phrase(
        "`{command}` shows it. Add a case to the check that always finds the mistake, or more cases.",
        "`{command}` 명령으로 재현할 수 있습니다. 이 오류를 늘 찾아내는 입력을 넣거나 입력 수를 늘리세요.",
    ),
    "bundle.flaky_in_order_fails": Phrase(
        "It fails {test} in {times} of {of} repeats, with seed {seed} and checks in this order: {order}.",
        "{of}번 반복 가운데 {times}번 {test} 검사에 실패했습니다. 시드 {seed}, 검사 순서: {order}.",
    ),
    "bundle.flaky_in_order_fails.cure": Phrase(
        "Let no check depend on what an earlier one left behind, in the checks or in the submission, nor on "
        "the time it takes.",
        "앞선 검사가 검사 코드나 제출 코드에 남긴 것, 걸린 시간에 따라 결과가 달라지지 않게 하세요.",
    ),
    "bundle.flaky_in_order_passes": Phrase(
        "It passes {test} in {times} of {of} repeats, with seed {seed} and checks in this order: {order}.",
        "{of}번 반복 가운데 {times}번 {test} 검사를 통과했습니다. 시드 {seed}, 검사 순서: {order}.",
    ),
    "bundle.flaky_in_order_passes.cure": Phrase(
        "Let the check find the mistake by itself, whatever ran before it.",
        "앞서 무엇이 실행되었든 이 검사만으로 오류를 찾아내게 하세요.",
    ),
}
