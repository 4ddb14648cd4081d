"""What is wrong with a course's outline or its lessons, and its cure."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

_OWN = Phrase("Give each its own.", "서로 다른 이름을 지정하세요.")

PHRASES: Mapping[str, Phrase] = {
    "bundle.bad_section": Phrase("{name!r} cannot be in an address.", "{name!r}: 주소에 쓸 수 없습니다."),
    "bundle.bad_section.cure": Phrase(
        "Use digits and lower-case letters joined by hyphens, as in 5-1.",
        "5-1처럼 숫자와 소문자를 하이픈으로 이어 쓰세요.",
    ),
    "bundle.duplicate_section": Phrase("Two sections have the id {name}.", "id가 {name}인 절이 둘입니다."),
    "bundle.duplicate_section.cure": _OWN,
    "bundle.duplicate_assignment": Phrase(
        "Two assignments have the key {name}.", "key가 {name}인 과제가 둘입니다."
    ),
    "bundle.duplicate_assignment.cure": _OWN,
    "bundle.not_listed": Phrase(
        "{name} is in no chapter of this course.", "{name}: 이 과목의 어느 장에도 없습니다."
    ),
    "bundle.not_listed.cure": Phrase(
        "List it in a chapter or a section, or correct the slug.",
        "장이나 절의 exercises에 추가하거나 이름을 고치세요.",
    ),
    "bundle.circular": Phrase(
        "{name} would have to be solved before itself.", "{name}: 자기 자신을 먼저 풀어야 하는 순환입니다."
    ),
    "bundle.circular.cure": Phrase(
        "Remove one link of the circle in [requires].", "[requires]에서 순환을 이루는 고리 하나를 지우세요."
    ),
    "bundle.no_such_section": Phrase(
        "No section of this course has the id {name}.", "이 과목에는 id가 {name}인 절이 없습니다."
    ),
    "bundle.no_such_section.cure": Phrase(
        "Name the section whose lesson explains the concept, or leave the key out.",
        "개념을 설명하는 수업 글의 절 id를 쓰거나 이 키를 지우세요.",
    ),
    "bundle.not_yet_solved": Phrase(
        "{name} needs {earlier}, which does not come before it.",
        "{name}: 먼저 풀어야 하는 {earlier}이(가) 앞에 없습니다.",
    ),
    "bundle.not_yet_solved.cure": Phrase(
        "Put {earlier} before {name} in first_hour, or leave {name} out.",
        "first_hour에서 {earlier}을(를) {name} 앞에 두거나 {name}을(를) 빼세요.",
    ),
    "bundle.assigned_twice": Phrase(
        "{name} stands in two assignments.", "{name}: 과제 두 곳에 들어 있습니다."
    ),
    "bundle.assigned_twice.cure": Phrase(
        "Keep it in one: an exercise has one deadline.",
        "한 과제에만 남기세요. 연습문제의 마감은 하나뿐입니다.",
    ),
    "bundle.time_without_zone": Phrase("The time has no time zone.", "시각에 시간대가 없습니다."),
    "bundle.time_without_zone.cure": Phrase(
        "Write it with its offset, as in 2026-09-30T23:59:00+09:00.",
        "2026-09-30T23:59:00+09:00처럼 UTC와의 차이까지 쓰세요.",
    ),
    "bundle.times_out_of_order": Phrase(
        "This is not after {earlier}.", "이 시각은 {earlier} 시각보다 뒤여야 합니다."
    ),
    "bundle.times_out_of_order.cure": Phrase(
        "Put them in the order opens, due, closes; closes may equal due.",
        "opens, due, closes 차례로 늦어지게 쓰세요. closes는 due와 같아도 됩니다.",
    ),
    "bundle.stray_lesson": Phrase(
        "No section of course.toml has this lesson.", "course.toml에 이 수업 글의 절이 없습니다."
    ),
    "bundle.stray_lesson.cure": Phrase(
        "Name it after a section, as in 5-1.en.md, or list the section in course.toml.",
        "5-1.ko.md처럼 절의 id로 이름을 짓거나 course.toml에 절을 추가하세요.",
    ),
    "bundle.missing_lesson": Phrase(
        "The lesson is missing in this language.", "이 언어로 쓴 수업 글이 없습니다."
    ),
    "bundle.missing_lesson.cure": Phrase(
        "Write it; a lesson is shown when both languages are there.",
        "작성하세요. 두 언어가 다 있어야 수업 글이 보입니다.",
    ),
    "bundle.long_lesson": Phrase("The lesson is longer than {kib} KiB.", "수업 글이 {kib} KiB를 넘습니다."),
    "bundle.long_lesson.cure": Phrase("Shorten it, or split the section.", "줄이거나 절을 나누세요."),
    "bundle.missing_drawing": Phrase(
        "It shows figures/{figure}, which is no SVG file in lessons/figures/.",
        "figures/{figure}: lessons/figures/에 없는 SVG 파일입니다.",
    ),
    "bundle.missing_drawing.cure": Phrase(
        "Draw it, or remove the image.", "그림을 추가하거나 이미지를 지우세요."
    ),
    "bundle.unsafe_drawing": Phrase(
        "The drawing holds {what}, which is not shown.", "그림에 보여 줄 수 없는 내용이 있습니다: {what}."
    ),
    "bundle.unsafe_drawing.cure": Phrase(
        "Draw with plain SVG shapes and text: no scripts, no links, nothing loaded from elsewhere.",
        "스크립트, 링크, 외부 자료 없이 SVG 도형과 글자로만 그리세요.",
    ),
}
