"""What is wrong with an exercise's solutions, tests or variants, and its cure."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "bundle.to_do": Phrase("To do: {text}", "할 일: {text}"),
    "bundle.to_do.cure": Phrase("Do it and remove the mark.", "마친 뒤 표시를 지우세요."),
    "bundle.example_needs_folder": Phrase(
        "An example of this exercise has several files.", "이 연습문제의 예시는 여러 파일로 이루어집니다."
    ),
    "bundle.example_needs_folder.cure": Phrase(
        "Make it a folder that holds {files}.", "{files} 파일이 든 폴더로 만드세요."
    ),
    "bundle.example_files": Phrase(
        "The example's files are not those that are handed in.", "예시의 파일이 제출할 파일과 다릅니다."
    ),
    "bundle.example_files.cure": Phrase(
        "Its folder must hold exactly {files}.", "폴더에 {files} 파일만 두세요."
    ),
    "bundle.example_header": Phrase(
        "The header line is missing or empty.", "머리글 줄이 없거나 비어 있습니다."
    ),
    "bundle.example_header.cure": Phrase(
        "Write it among the first lines: `# technique: …` in a right example; "
        "`# fails: test_a, test_b` and `# because: …` in a wrong one.",
        "파일 첫머리에 쓰세요. 올바른 예시에는 `# technique: …`, "
        "틀린 예시에는 `# fails: test_a, test_b`와 `# because: …`가 필요합니다.",
    ),
    "bundle.example_unknown": Phrase(
        "{test} is no check of this exercise.", "{test}: 이 연습문제에 없는 검사입니다."
    ),
    "bundle.example_unknown.cure": Phrase("Name some of: {known}.", "다음 중에서 고르세요: {known}."),
    "bundle.example_fails": Phrase("It fails {test}.", "{test} 검사를 통과하지 못했습니다."),
    "bundle.example_fails.cure": Phrase(
        "The reference and right examples must get full marks: correct the solution or the check.",
        "모범 답안과 올바른 예시는 만점을 받아야 합니다. 코드나 검사를 고치세요.",
    ),
    "bundle.starter_passes": Phrase("The starter gets full marks.", "시작 코드가 만점을 받습니다."),
    "bundle.starter_passes.cure": Phrase(
        "Leave something to do in it, or add a check that notices.",
        "작성할 부분을 남기거나 이를 가려낼 검사를 추가하세요.",
    ),
    "bundle.wrong_passes": Phrase("It names {test} and passes it.", "{test} 검사를 지정했으나 통과했습니다."),
    "bundle.wrong_passes.cure": Phrase(
        "Sharpen the check, or take the name off the `# fails:` line.",
        "검사를 더 엄격하게 하거나 `# fails:` 줄에서 이름을 빼세요.",
    ),
    "bundle.wrong_fails_more": Phrase(
        "It fails {test} too, which it does not name ({reason}).",
        "지정하지 않은 {test} 검사도 통과하지 못했습니다({reason}).",
    ),
    "bundle.wrong_fails_more.cure": Phrase(
        "Narrow the check or the mistake, or add the name to the `# fails:` line.",
        "검사나 오류의 범위를 좁히거나 `# fails:` 줄에 이름을 추가하세요.",
    ),
    "bundle.unbound_entry": Phrase(
        "There is no test {test} in checks.py.", "checks.py에 {test} 검사가 없습니다."
    ),
    "bundle.unbound_entry.cure": Phrase(
        "Write the test or remove the entry.", "검사를 작성하거나 항목을 지우세요."
    ),
    "bundle.unbound_test": Phrase(
        "The test {test} has no entry in exercise.toml.", "{test} 검사의 항목이 exercise.toml에 없습니다."
    ),
    "bundle.unbound_test.cure": Phrase(
        'Add [[checks]] with test = "{test}", points, visibility, title and hint.',
        '[[checks]]에 test = "{test}"와 points, visibility, title, hint를 추가하세요.',
    ),
    "bundle.checks_broken.cure": Phrase(
        "Correct checks.py; `pytest -p graders` on the folder shows the failure in full.",
        "checks.py를 고치세요. 이 폴더에서 `pytest -p graders`를 실행하면 오류 전체를 볼 수 있습니다.",
    ),
    "bundle.variant_fails": Phrase("No usable variant: {error}", "변형 문항을 만들 수 없습니다: {error}"),
    "bundle.variant_fails.cure": Phrase(
        "Correct generate(rng) so that it returns a Question for every seed.",
        "어떤 시드에서도 Question을 돌려주도록 generate(rng)를 고치세요.",
    ),
    "bundle.variant_differs": Phrase(
        "Two runs with this seed gave two variants.", "같은 시드로 두 번 실행한 결과가 다릅니다."
    ),
    "bundle.variant_differs.cure": Phrase(
        "Draw every random number from the rng that generate receives.",
        "모든 난수를 generate가 받은 rng에서 뽑으세요.",
    ),
    "bundle.key_scores_wrong": Phrase(
        "The key's own answer is not scored as right.", "정답으로 채점해도 맞은 것으로 처리되지 않습니다."
    ),
    "bundle.key_scores_wrong.cure": Phrase(
        "Correct the key, its tolerance or its unit.", "정답, 허용 오차, 단위를 고치세요."
    ),
    "bundle.variants_alike": Phrase("All variants are alike.", "모든 변형 문항이 같습니다."),
    "bundle.variants_alike.cure": Phrase(
        "Let generate(rng) choose numbers or wording.", "generate(rng)에서 숫자나 표현을 바꾸세요."
    ),
}
