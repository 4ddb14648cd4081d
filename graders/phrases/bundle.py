"""What is wrong with a bundle, and its cure: two phrases for each problem."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "bundle.no_folder": Phrase("There is no such folder.", "그런 폴더가 없습니다."),
    "bundle.no_folder.cure": Phrase(
        "Give the folder that holds exercise.toml.", "exercise.toml이 들어 있는 폴더를 지정하세요."
    ),
    "bundle.not_kebab": Phrase("{name!r} is not kebab-case.", "{name!r}: kebab-case가 아닙니다."),
    "bundle.not_kebab.cure": Phrase(
        "Use lower-case letters, digits and single hyphens, as in conv2d-layer.",
        "conv2d-layer처럼 소문자, 숫자, 하이픈만 쓰세요.",
    ),
    "bundle.too_large": Phrase(
        "The bundle has more than {mib} MiB or {files} files.",
        "번들이 {mib} MiB 또는 파일 {files}개를 넘습니다.",
    ),
    "bundle.too_large.cure": Phrase(
        "Remove what grading does not need.", "채점에 필요 없는 파일을 지우세요."
    ),
    "bundle.missing_file": Phrase("The file is missing.", "파일이 없습니다."),
    "bundle.missing_file.cure": Phrase(
        "Add it; `seodang new` writes each file a bundle needs.",
        "파일을 추가하세요. `seodang new`는 번들에 필요한 파일을 모두 만들어 줍니다.",
    ),
    "bundle.empty_file": Phrase("The file is empty.", "파일이 비어 있습니다."),
    "bundle.empty_file.cure": Phrase("Write it.", "내용을 작성하세요."),
    "bundle.long_text": Phrase("The file is longer than {kib} KiB.", "파일이 {kib} KiB를 넘습니다."),
    "bundle.long_text.cure": Phrase("Shorten it, or split the exercise.", "줄이거나 연습문제를 나누세요."),
    "bundle.not_utf8": Phrase(
        "The file is not UTF-8 (byte {position}).", "파일이 UTF-8이 아닙니다({position}번째 바이트)."
    ),
    "bundle.not_utf8.cure": Phrase("Save it as UTF-8.", "UTF-8로 저장하세요."),
    "bundle.not_toml": Phrase("This is not TOML: {error}.", "TOML 형식이 아닙니다: {error}."),
    "bundle.not_toml.cure": Phrase("Correct that line.", "해당 줄을 고치세요."),
    "bundle.not_a_table": Phrase("A table is needed here, not {got}.", "{got} 대신 테이블이 필요합니다."),
    "bundle.not_a_table.cure": Phrase(
        'Write a table, as in title = {{ en = "…", ko = "…" }}.',
        'title = {{ en = "…", ko = "…" }}처럼 테이블로 쓰세요.',
    ),
    "bundle.unknown_key": Phrase("There is no such key.", "그런 키가 없습니다."),
    "bundle.unknown_key.cure": Phrase("Remove it. Keys here: {known}.", "지우세요. 쓸 수 있는 키: {known}."),
    "bundle.unknown_key_near": Phrase("There is no such key.", "그런 키가 없습니다."),
    "bundle.unknown_key_near.cure": Phrase(
        "Did you mean {near}?", "{near}: 이 키를 쓰려던 것인지 확인하세요."
    ),
    "bundle.missing_key": Phrase("The key is missing.", "키가 없습니다."),
    "bundle.missing_key.cure": Phrase("Add {name} = ….", "{name} = … 을 추가하세요."),
    "bundle.wrong_value": Phrase("{got} does not fit: {error}.", "{got}: 값이 맞지 않습니다({error})."),
    "bundle.wrong_value.cure": Phrase(
        "See docs/exercise-format.md for the values this key takes.",
        "이 키에 쓸 수 있는 값은 docs/exercise-format.md에 있습니다.",
    ),
    "bundle.wrong_choice": Phrase("{got} is not among its values.", "{got}: 이 키에 쓸 수 없는 값입니다."),
    "bundle.wrong_choice.cure": Phrase("Choose from: {choices}.", "다음 가운데 고르세요: {choices}."),
    "bundle.empty_text": Phrase("The text is empty.", "내용이 비어 있습니다."),
    "bundle.empty_text.cure": Phrase("Write it in this language too.", "이 언어로도 작성하세요."),
    "bundle.duplicate_test": Phrase("{test} is listed {times} times.", "{test} 항목이 {times}번 나옵니다."),
    "bundle.duplicate_test.cure": Phrase("Keep one entry for each test.", "검사마다 항목을 하나만 남기세요."),
    "bundle.time_over_total": Phrase(
        "One call may take {time} s, longer than the whole ({total} s).",
        "호출 한 번의 제한({time}초)이 전체 제한({total}초)보다 깁니다.",
    ),
    "bundle.time_over_total.cure": Phrase(
        "Make limits.time_s at most limits.total_s.", "limits.time_s를 limits.total_s 이하로 줄이세요."
    ),
    "bundle.quiz_gpu": Phrase("A quiz runs no code on a GPU.", "퀴즈는 GPU에서 코드를 실행하지 않습니다."),
    "bundle.quiz_gpu.cure": Phrase("Remove [resources].", "[resources]를 지우세요."),
    "bundle.gpu_without_memory": Phrase(
        "A GPU is needed, but not how much of its memory.",
        "GPU가 필요하다고 했지만 GPU 메모리 크기가 없습니다.",
    ),
    "bundle.gpu_without_memory.cure": Phrase(
        "Add gpu_memory_mib = 4096, or as much as a submission may hold.",
        "gpu_memory_mib = 4096처럼 제출 코드가 쓸 수 있는 크기를 추가하세요.",
    ),
    "bundle.not_without_gpu": Phrase(
        "{name} means nothing without a GPU.", "{name}: GPU가 없으면 의미가 없습니다."
    ),
    "bundle.not_without_gpu.cure": Phrase(
        "Add gpu = true to [resources], or remove {name}.",
        "[resources]에 gpu = true를 추가하거나 {name} 항목을 지우세요.",
    ),
    "bundle.quiz_checks": Phrase("A quiz has no checks.", "퀴즈에는 검사가 없습니다."),
    "bundle.quiz_checks.cure": Phrase(
        "Remove [[checks]]; answers are scored by the key that variants.py makes.",
        "[[checks]]를 지우세요. 답은 variants.py가 만든 정답으로 채점합니다.",
    ),
    "bundle.quiz_hints": Phrase(
        "A quiz has no hints; the worked solution of its variants explains.",
        "퀴즈에는 힌트가 없습니다. 변형 문항의 풀이가 설명합니다.",
    ),
    "bundle.quiz_hints.cure": Phrase(
        "Remove [[hints]], and say it in `worked` of the question.",
        "[[hints]]를 지우고 문항의 `worked`에 설명을 쓰세요.",
    ),
    "bundle.too_many_hints": Phrase("There are more than {most} hints.", "힌트가 {most}개를 넘습니다."),
    "bundle.too_many_hints.cure": Phrase(
        "Join steps, or leave out those that say little.", "단계를 합치거나 도움이 적은 힌트를 지우세요."
    ),
    "bundle.no_checks": Phrase("The exercise has no checks.", "검사가 없습니다."),
    "bundle.no_checks.cure": Phrase(
        "Add one [[checks]] entry for each test in checks.py.",
        "checks.py의 검사마다 [[checks]] 항목을 추가하세요.",
    ),
    "bundle.no_public_check": Phrase("No check is public.", "공개 검사가 없습니다."),
    "bundle.no_public_check.cure": Phrase(
        'Give at least one check visibility = "public", so that Run has something to show.',
        '하나 이상의 검사를 visibility = "public"으로 지정하세요. 실행 버튼은 공개 검사만 돌립니다.',
    ),
    "bundle.no_points": Phrase("All checks together are worth nothing.", "배점의 합이 0입니다."),
    "bundle.no_points.cure": Phrase(
        "Give at least one check points.", "하나 이상의 검사에 points를 지정하세요."
    ),
    "bundle.bad_submit_name": Phrase(
        "{name!r} cannot be handed in under this name.", "{name!r}: 제출할 수 없는 이름입니다."
    ),
    "bundle.bad_submit_name.cure": Phrase(
        "The first file is a module such as solution.py; the others are relative paths without `..`.",
        "첫 파일은 solution.py 같은 모듈이어야 하고, 나머지는 `..`이 없는 상대 경로여야 합니다.",
    ),
    "bundle.duplicate_submit": Phrase("{name} is listed {times} times.", "{name} 항목이 {times}번 나옵니다."),
    "bundle.duplicate_submit.cure": Phrase("Name each file once.", "파일 이름을 한 번씩만 쓰세요."),
    "bundle.missing_figure": Phrase(
        "The prompt shows {figure}, which is not in the bundle.",
        "문제 설명에 나오는 {figure} 파일이 없습니다.",
    ),
    "bundle.missing_figure.cure": Phrase(
        "Add the figure or remove the image.", "그림을 추가하거나 이미지를 지우세요."
    ),
    "bundle.stray_file": Phrase("This file has no place in a bundle.", "번들에 속하지 않는 파일입니다."),
    "bundle.stray_file.cure": Phrase(
        "Move it into one of {folders} or remove it.", "{folders} 중 한 곳으로 옮기거나 지우세요."
    ),
}
