"""What the mutation gate says to an exercise's author."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "gate.mutation": Phrase(
        "{killed} of {counted} mutants noticed: {percent} % ({least} % required). "
        "Made {made}, tried {tried}, waived {waived}.",
        "돌연변이 {counted}개 가운데 {killed}개를 알아챘습니다: {percent} %(기준 {least} %). "
        "생성 {made}개, 시험 {tried}개, 면제 {waived}개.",
    ),
    "gate.mutation_stopped": Phrase("No mutant was tried.", "돌연변이를 시험하지 못했습니다."),
    "gate.mutation_survivor": Phrase(
        "{file}, line {line} ({operator}): no check notices",
        "{file} {line}행({operator}): 알아채는 검사 없음",
    ),
    "bundle.mutant_survives": Phrase(
        "No check notices this mutant ({operator}):\n{diff}\n",
        "이 돌연변이({operator})를 알아채는 검사가 없습니다.\n{diff}\n",
    ),
    "bundle.mutant_survives.cure": Phrase(
        "Sharpen or add a check, or waive the mutant in waivers.toml and say why nobody could tell.",
        "검사를 더 엄격하게 하거나 추가하세요. "
        "아무도 차이를 알 수 없다면 그 이유를 적어 waivers.toml에서 면제하세요.",
    ),
    "bundle.mutant_breaks": Phrase(
        "This mutant ({operator}) breaks the checks themselves, so no student could be told:\n{diff}\n",
        "이 돌연변이({operator})에서는 검사 자체가 깨져 수강생에게 아무것도 알려 줄 수 없습니다.\n{diff}\n",
    ),
    "bundle.mutant_breaks.cure": Phrase(
        "Let the check fail for such an answer instead of breaking.",
        "이런 답에는 검사가 깨지지 않고 오답으로 판정하게 하세요.",
    ),
    "bundle.mutation_reference": Phrase(
        "The reference does not pass its own checks, so its mutants say nothing.",
        "모범 답안이 검사를 통과하지 못해 돌연변이로 알 수 있는 것이 없습니다.",
    ),
    "bundle.mutation_reference.cure": Phrase(
        "Let the examples pass first.", "먼저 예시 제출이 모두 기대대로 채점되게 하세요."
    ),
    "bundle.mutants_unmade": Phrase("No mutants could be made: {why}", "돌연변이를 만들지 못했습니다: {why}"),
    "bundle.mutants_unmade.cure": Phrase(
        "Make sure that each file of the reference is Python that compiles.",
        "모범 답안의 파일이 모두 문법에 맞는 파이썬인지 확인하세요.",
    ),
}
