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
}
