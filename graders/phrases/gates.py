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
    "gate.cheat": Phrase(
        "{count} cheating submissions got nothing ({waived} only what is waived).",
        "부정 제출 {count}개가 점수를 얻지 못했습니다(면제된 점수만 얻은 것 {waived}개).",
    ),
    "gate.cheat_unclear": Phrase(
        "None of {count} cheating submissions got points that are not waived, and still something is wrong.",
        "부정 제출 {count}개 가운데 면제되지 않은 점수를 얻은 것은 없지만 다른 문제가 있습니다.",
    ),
    "gate.cheat_paid": Phrase(
        "{paid} of {count} cheating submissions got points.",
        "부정 제출 {count}개 가운데 {paid}개가 점수를 얻었습니다.",
    ),
    "cheat.stored": Phrase(
        "an answer stored for arguments of this shape", "같은 형태의 입력에 대해 저장해 둔 답"
    ),
    "bundle.cheat_pays": Phrase(
        "It gives points to cheating submissions: {cheats}.", "부정 제출에 점수를 줍니다: {cheats}."
    ),
    "bundle.cheat_pays.cure": Phrase(
        "Let the check compare a value that such an answer cannot have; or, where it is right, waive it in "
        'waivers.toml: cheat = "{cheat}", checks = ["{test}"] and a reason.',
        "그런 답으로는 맞출 수 없는 값을 비교하세요. 그 답이 옳다면 waivers.toml에서 "
        'cheat = "{cheat}", checks = ["{test}"]와 이유를 적어 면제하세요.',
    ),
    "bundle.cheat_breaks": Phrase(
        "The cheat {cheat} ({form}) makes the checks themselves fail.",
        "부정 제출 {cheat}({form}): 채점하면 검사 자체가 깨집니다.",
    ),
    "bundle.cheat_breaks.cure": Phrase(
        "Let the checks fail for such an answer instead of breaking, or whoever cheats so is not graded.",
        "이런 답에는 검사가 깨지지 않고 오답으로 판정하게 하세요. 깨지면 부정 제출이 채점되지 않습니다.",
    ),
    "gate.variants": Phrase(
        "{made} variants are in order; {solved} were solved independently.",
        "변형 문항 {made}개에 이상이 없습니다. {solved}개는 따로 풀어 확인했습니다.",
    ),
    "gate.variants_found": Phrase(
        "{made} variants, {faults} kinds of fault.", "변형 문항 {made}개에서 {faults}가지 문제를 찾았습니다."
    ),
    "bundle.solver_missing": Phrase(
        "The answers differ from variant to variant, and nothing confirms them.",
        "변형마다 정답이 다른데 이를 확인해 주는 것이 없습니다.",
    ),
    "bundle.solver_missing.cure": Phrase(
        "Write `solve(question)` that finds the answers another way than generate(rng) does.",
        "generate(rng)와 다른 방법으로 답을 구하는 `solve(question)`을 작성하세요.",
    ),
    "bundle.solver_fails": Phrase("It has no answer: {error}", "답을 구하지 못했습니다: {error}"),
    "bundle.solver_fails.cure": Phrase(
        "Let solve(question) return a dict of answers by field name.",
        "solve(question)이 필드 이름별 답이 담긴 dict를 반환하게 하세요.",
    ),
    "bundle.solver_differs": Phrase(
        "{field}: the solver says {answer}, the key {right} ({times} variants).",
        "{field}: 풀이 프로그램의 답은 {answer}, 정답은 {right}입니다(변형 {times}개).",
    ),
    "bundle.solver_differs.cure": Phrase(
        "One of them is wrong: work this variant out on paper.",
        "둘 중 하나가 틀렸습니다. 이 변형을 손으로 풀어 보세요.",
    ),
    "bundle.variant_unfinished": Phrase(
        "{field}: the worked solution ({lang}) does not end with {value} ({times} variants).",
        "{field}: 풀이({lang})의 마지막 문단에 다음 답이 없습니다: {value}(변형 {times}개).",
    ),
    "bundle.variant_unfinished.cure": Phrase(
        "End the worked solution with every answer, as a student would write it.",
        "수강생이 쓰는 형태 그대로 모든 답을 적으며 풀이를 마치세요.",
    ),
    "bundle.variant_number": Phrase(
        "{place}: {number} is no number for a person ({times} times).",
        "{place}: {number} — 사람이 다루기 어려운 수입니다({times}번).",
    ),
    "bundle.variant_number.cure": Phrase(
        "Round it to {digits} significant digits, or allow more as `digits` under [gates].",
        "유효숫자 {digits}자리로 반올림하거나 [gates]의 `digits`를 늘리세요.",
    ),
    "bundle.variant_options": Phrase(
        "{field}: the options {one} and {other} read the same ({lang}, {times} variants).",
        "{field}: 선택지 {one}, {other}의 내용이 같습니다({lang}, 변형 {times}개).",
    ),
    "bundle.variant_options.cure": Phrase(
        "Draw options until all differ.", "선택지가 모두 다를 때까지 다시 뽑으세요."
    ),
    "bundle.no_room": Phrase(
        "It takes {taken} of {allowed} in `limits.{limit}`, more than a third.",
        "`limits.{limit}` {allowed} 가운데 {taken}을(를) 씁니다. 3분의 1을 넘습니다.",
    ),
    "bundle.no_room.cure": Phrase(
        "Raise the limit to three times what right solutions take, or ask less of them in the checks.",
        "올바른 풀이가 쓰는 양의 세 배가 되도록 제한을 늘리거나, 검사의 입력을 줄이세요.",
    ),
    "gate.examples": Phrase("{count} tried, each as expected.", "{count}건 모두 예상한 결과입니다."),
    "gate.examples_found": Phrase(
        "{count} tried, {faults} problems.", "{count}건에서 문제 {faults}개를 찾았습니다."
    ),
    "cli.no_gate": Phrase(
        "There is no gate {name!r}. Name some of {known}, or all, or quick.",
        "{name!r} 관문은 없습니다. {known} 가운데 고르거나 all, quick을 쓰세요.",
    ),
    "gate.title.examples": Phrase("Its own solutions", "자체 풀이"),
    "gate.title.variants": Phrase("Variants", "변형 문항"),
    "gate.title.cheat": Phrase("Cheating submissions", "부정 제출"),
    "gate.title.training": Phrase("Thresholds of training", "훈련 기준값"),
    "gate.title.flake": Phrase("Repetition", "반복 채점"),
    "gate.title.mutation": Phrase("Mutants of the reference", "모범 답안의 돌연변이"),
}
