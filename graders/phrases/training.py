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
}
