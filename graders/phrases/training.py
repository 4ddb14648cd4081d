"""What is said about scores of training: to students by checks, to authors by gate and measuring."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "bundle.measured_unfit": Phrase(
        "These are no measurements: {error}.", "측정 결과로 읽을 수 없습니다: {error}."
    ),
    "bundle.measured_unfit.cure": Phrase(
        "Run `seodang measure` anew, or delete the file.",
        "`seodang measure`를 다시 실행하거나 파일을 지우세요.",
    ),
    "training.below": Phrase(
        "The lower bound of your mean score is {bound}; {threshold} is asked for.",
        "평균 점수의 신뢰하한은 {bound}입니다. 기준은 {threshold}입니다.",
    ),
    "training.scores": Phrase(
        "Scores of {runs} training run(s): {scores}. Their mean: {mean}.",
        "훈련 {runs}회의 점수: {scores}. 평균: {mean}.",
    ),
    "training.hopeless": Phrase(
        "The threshold, {threshold}, can no longer be reached.", "기준 {threshold}에 더는 도달할 수 없습니다."
    ),
    "training.not_finite": Phrase(
        "Training run {run} ended without a finite score.", "훈련 {run}회째의 점수가 유한한 수가 아닙니다."
    ),
    "training.sample": Phrase("Measured: {score}.", "측정값: {score}."),
    "training.nothing_measured": Phrase(
        "No check asked for a score: none called measured.expect.",
        "점수를 요구한 검사가 없습니다. measured.expect를 부르는 검사가 필요합니다.",
    ),
    "training.reference_fails": Phrase(
        "The reference cannot be measured, since it fails {test}: {reason}",
        "모범 답안이 {test} 검사를 통과하지 못해 측정할 수 없습니다: {reason}",
    ),
    "training.written": Phrase(
        "{file}: {seeds} seeds, {checks} check(s), {curves} curve(s).",
        "{file}: 시드 {seeds}개, 검사 {checks}개, 곡선 {curves}개.",
    ),
    "training.no_checks": Phrase(
        "{name} has no check that asks for measurements.", "{name}: 측정값을 쓰는 검사가 없습니다."
    ),
    "training.score": Phrase(
        "{test}: the reference scores {mean} ± {deviation}, and the lower bound must reach {threshold}. A "
        "submission as good as it fails with a probability of at most {false_fail}; one that is worse by "
        "{drop} is caught in 95 of 100 cases.",
        "{test}: 모범 답안의 점수 {mean} ± {deviation}, 신뢰하한의 기준 {threshold}. 같은 수준의 제출이 "
        "떨어질 확률은 최대 {false_fail}, {drop}만큼 나쁜 제출은 100번 중 95번 걸러집니다.",
    ),
    "training.wrong_scores": Phrase("Wrong examples reach: {scores}.", "틀린 예시의 점수: {scores}."),
    "training.not_applied": Phrase("Nothing could be judged.", "판단할 수 없었습니다."),
    "bundle.unmeasured": Phrase(
        "The checks ask for measurements, and there is no measured.json.",
        "검사가 측정값을 쓰는데 measured.json이 없습니다.",
    ),
    "bundle.unmeasured.cure": Phrase("Run `seodang measure`.", "`seodang measure`를 실행하세요."),
    "bundle.measured_stale": Phrase(
        "It was measured with another reference, other checks or other data.",
        "다른 모범 답안, 검사 또는 데이터로 측정한 값입니다.",
    ),
    "bundle.measured_stale.cure": Phrase(
        "Run `seodang measure` again.", "`seodang measure`를 다시 실행하세요."
    ),
    "bundle.measured_uneven": Phrase(
        "measured.json knows {known}, but {asked} ask for scores.",
        "measured.json에는 {known}의 값이 있는데 점수를 요구하는 검사는 {asked}입니다.",
    ),
    "bundle.measured_uneven.cure": Phrase(
        "Run `seodang measure` again.", "`seodang measure`를 다시 실행하세요."
    ),
    "bundle.measured_drifted": Phrase(
        "{count} fresh runs of the reference score {fresh} on average; {low} to {high} was to be expected.",
        "모범 답안을 새로 {count}번 훈련한 평균 점수는 {fresh}입니다. "
        "예상 범위는 {low}에서 {high}까지입니다.",
    ),
    "bundle.measured_drifted.cure": Phrase(
        "Measure again on the machine that grades; if scores still wander, "
        "let all that is random follow from the seed.",
        "채점하는 컴퓨터에서 다시 측정하세요. 그래도 달라지면 모든 난수가 시드에서만 나오게 하세요.",
    ),
    "bundle.false_fail": Phrase(
        "A submission as good as the reference fails with a probability of up to {probability}; "
        "{bound} is allowed.",
        "모범 답안과 같은 수준의 제출이 떨어질 확률이 최대 {probability}입니다. 허용 한도는 {bound}입니다.",
    ),
    "bundle.false_fail.cure": Phrase(
        "Ask for a smaller false_fail, or allow a margin, in measured.expect; then measure again.",
        "measured.expect의 false_fail을 줄이거나 margin을 주고 다시 측정하세요.",
    ),
    "bundle.regrouped": Phrase(
        "{share} of the groups made of the reference's own scores fail: "
        "they do not spread like normal numbers.",
        "모범 답안의 점수를 묶어 보면 {share}의 비율로 기준에 못 미칩니다. "
        "점수가 정규분포처럼 퍼지지 않습니다.",
    ),
    "bundle.regrouped.cure": Phrase(
        "Allow a margin, or make the training steadier, and measure again.",
        "margin을 주거나 훈련을 더 안정되게 한 뒤 다시 측정하세요.",
    ),
    "bundle.unmeasurable": Phrase(
        "The reference cannot be measured: {reason}", "모범 답안을 측정할 수 없습니다: {reason}"
    ),
    "bundle.unmeasurable.cure": Phrase(
        "Make the reference pass every other check first.",
        "먼저 모범 답안이 다른 검사를 모두 통과하게 하세요.",
    ),
}
