"""Mistakes that are made often in reductions, losses and optimiser steps: what the result looks like then.

Each sentence says what computation gives the result that came, which is so; whether it was that one is left
to the reader.
"""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "slip.mean_for_sum": Phrase(
        "Diagnosis: a mean was taken instead of a sum.",
        "진단: 합 대신 평균을 낸 값입니다.",
    ),
    "slip.sum_for_mean": Phrase(
        "Diagnosis: a sum was taken instead of a mean.",
        "진단: 평균 대신 합을 낸 값입니다.",
    ),
    "slip.deviation_for_variance": Phrase(
        "Diagnosis: the standard deviation was taken instead of the variance.",
        "진단: 분산 대신 표준편차를 쓴 값입니다.",
    ),
    "slip.variance_for_deviation": Phrase(
        "Diagnosis: the variance was taken instead of the standard deviation.",
        "진단: 표준편차 대신 분산을 쓴 값입니다.",
    ),
    "slip.wrong_axis": Phrase(
        "Diagnosis: it was computed along axis {axis}, which is the wrong one.",
        "진단: {axis}번 축을 따라 계산한 값입니다. 축을 다시 보세요.",
    ),
    "slip.all_axes": Phrase(
        "Diagnosis: it was computed over all axes at once.",
        "진단: 모든 축에 걸쳐 한꺼번에 계산한 값입니다.",
    ),
    "slip.log_softmax_for_softmax": Phrase(
        "Diagnosis: this is the logarithm of the softmax.",
        "진단: 소프트맥스에 로그를 적용한 값입니다.",
    ),
    "slip.softmax_of_everything": Phrase(
        "Diagnosis: the softmax was taken over all values at once instead of along an axis.",
        "진단: 한 축이 아니라 모든 값에 걸쳐 소프트맥스를 계산한 값입니다.",
    ),
    "slip.not_normalised": Phrase(
        "Diagnosis: the exponentials were not divided by their sum.",
        "진단: 지수 함수 값을 그 합으로 나누지 않았습니다.",
    ),
    "slip.softmax_of_negative": Phrase(
        "Diagnosis: the sign in the exponent is wrong.",
        "진단: 지수의 부호가 반대입니다.",
    ),
    "slip.softmax_twice": Phrase(
        "Diagnosis: the softmax was applied twice.",
        "진단: 소프트맥스를 두 번 적용한 값입니다.",
    ),
    "slip.sigmoid_for_softmax": Phrase(
        "Diagnosis: this is the sigmoid of each value.",
        "진단: 값마다 시그모이드를 적용한 값입니다.",
    ),
    "slip.exponential_missing": Phrase(
        "Diagnosis: the values were divided by their sum without taking exponentials.",
        "진단: 지수 함수를 쓰지 않고 합으로만 나눈 값입니다.",
    ),
    "slip.softmax_of_powers_of_two": Phrase(
        "Diagnosis: powers of 2 were taken instead of powers of e.",
        "진단: e 대신 2를 거듭제곱한 값입니다.",
    ),
    "slip.log_missing": Phrase(
        "Diagnosis: the logarithm was left out.",
        "진단: 로그를 적용하지 않은 값입니다.",
    ),
    "slip.log_base_2": Phrase(
        "Diagnosis: the logarithm has base 2 instead of e.",
        "진단: 자연로그가 아니라 밑이 2인 로그를 쓴 값입니다.",
    ),
    "slip.log_base_10": Phrase(
        "Diagnosis: the logarithm has base 10 instead of e.",
        "진단: 자연로그가 아니라 상용로그를 쓴 값입니다.",
    ),
    "slip.log_softmax_of_softmax": Phrase(
        "Diagnosis: the softmax was applied before the log-softmax.",
        "진단: 로그 소프트맥스 앞에서 소프트맥스를 한 번 더 적용한 값입니다.",
    ),
    "slip.largest_subtracted": Phrase(
        "Diagnosis: only the largest value was subtracted, not the logarithm of the sum.",
        "진단: 합의 로그가 아니라 가장 큰 값만 뺀 값입니다.",
    ),
    "slip.sum_not_exponential": Phrase(
        "Diagnosis: the sum of exponentials was subtracted without its logarithm.",
        "진단: 지수 함수의 합을 로그 없이 뺀 값입니다.",
    ),
    "slip.log_softmax_of_everything": Phrase(
        "Diagnosis: the log-softmax was taken over all values at once.",
        "진단: 모든 값에 걸쳐 로그 소프트맥스를 계산한 값입니다.",
    ),
    "slip.mean_over_batch_only": Phrase(
        "Diagnosis: the sum was divided by the batch size instead of the number of all entries.",
        "진단: 전체 원소 수가 아니라 배치 크기로만 나눈 값입니다.",
    ),
    "slip.mean_over_all": Phrase(
        "Diagnosis: the sum was divided by the number of all scores instead of the batch size.",
        "진단: 배치 크기가 아니라 전체 점수의 개수로 나눈 값입니다.",
    ),
    "slip.loss_halved": Phrase(
        "Diagnosis: the loss was divided by 2.",
        "진단: 손실을 2로 나눈 값입니다.",
    ),
    "slip.root_taken": Phrase(
        "Diagnosis: a square root was taken at the end.",
        "진단: 마지막에 제곱근을 씌운 값입니다.",
    ),
    "slip.absolute_for_square": Phrase(
        "Diagnosis: absolute values were taken instead of squares.",
        "진단: 제곱 대신 절댓값을 쓴 값입니다.",
    ),
    "slip.square_missing": Phrase(
        "Diagnosis: the differences were not squared.",
        "진단: 차이를 제곱하지 않은 값입니다.",
    ),
    "slip.loss_not_reduced": Phrase(
        "Diagnosis: the losses were not averaged into one number.",
        "진단: 손실을 평균 내어 하나의 수로 만들지 않았습니다.",
    ),
    "slip.broadcast_accident": Phrase(
        "Diagnosis: each prediction was compared with each target: (n, 1) against (n,) is broadcast to "
        "(n, n).",
        "진단: 예측마다 모든 정답과 비교했습니다. (n, 1)과 (n,)은 (n, n)으로 브로드캐스트됩니다.",
    ),
    "slip.sign_missing": Phrase(
        "Diagnosis: the minus sign was left out.",
        "진단: 음의 부호를 빠뜨린 값입니다.",
    ),
    "slip.softmax_missing": Phrase(
        "Diagnosis: the scores were used as if they were log-probabilities.",
        "진단: 점수를 로그 확률처럼 그대로 쓴 값입니다.",
    ),
    "slip.mean_of_logs": Phrase(
        "Diagnosis: the logarithm was taken of the mean instead of the mean of the logarithms.",
        "진단: 로그의 평균이 아니라 평균의 로그를 구한 값입니다.",
    ),
    "slip.negative_class_missing": Phrase(
        "Diagnosis: the term (1 − y)·log(1 − p) was left out.",
        "진단: (1 − y)·log(1 − p) 항을 빠뜨린 값입니다.",
    ),
    "slip.positive_class_missing": Phrase(
        "Diagnosis: the term y·log(p) was left out.",
        "진단: y·log(p) 항을 빠뜨린 값입니다.",
    ),
    "slip.classes_swapped": Phrase(
        "Diagnosis: the two classes are swapped.",
        "진단: 두 클래스가 서로 바뀌었습니다.",
    ),
    "slip.sigmoid_twice": Phrase(
        "Diagnosis: the sigmoid was applied twice.",
        "진단: 시그모이드를 두 번 적용한 값입니다.",
    ),
    "slip.ascent": Phrase(
        "Diagnosis: the step goes up the gradient instead of down.",
        "진단: 기울기의 반대 방향이 아니라 같은 방향으로 움직였습니다.",
    ),
    "slip.rate_missing": Phrase(
        "Diagnosis: the learning rate was left out.",
        "진단: 학습률을 곱하지 않은 값입니다.",
    ),
    "slip.momentum_ignored": Phrase(
        "Diagnosis: the momentum was left out.",
        "진단: 모멘텀을 쓰지 않은 값입니다.",
    ),
    "slip.momentum_dampened": Phrase(
        "Diagnosis: the new gradient was multiplied by 1 − momentum.",
        "진단: 새 기울기에 1 − 모멘텀을 곱한 값입니다.",
    ),
    "slip.momentum_looks_ahead": Phrase(
        "Diagnosis: this is Nesterov's momentum.",
        "진단: 네스테로프 모멘텀으로 계산한 값입니다.",
    ),
    "slip.decay_ignored": Phrase(
        "Diagnosis: the weight decay was left out.",
        "진단: 가중치 감쇠를 쓰지 않은 값입니다.",
    ),
    "slip.decay_reversed": Phrase(
        "Diagnosis: the weight decay has the wrong sign.",
        "진단: 가중치 감쇠의 부호가 반대입니다.",
    ),
    "slip.decay_decoupled": Phrase(
        "Diagnosis: the weight decay acts on the parameter itself, as in AdamW.",
        "진단: AdamW처럼 가중치 감쇠를 파라미터에 직접 적용한 값입니다.",
    ),
    "slip.parameter_unchanged": Phrase(
        "Diagnosis: the parameter did not move.",
        "진단: 파라미터가 움직이지 않았습니다.",
    ),
    "slip.last_step_missing": Phrase(
        "Diagnosis: one step too few was made.",
        "진단: 한 단계를 덜 계산한 값입니다.",
    ),
    "slip.state_forgotten": Phrase(
        "Diagnosis: the state was not kept from step to step.",
        "진단: 상태를 다음 단계로 넘기지 않았습니다.",
    ),
    "slip.no_bias_correction": Phrase(
        "Diagnosis: both moments were used without bias correction.",
        "진단: 두 모멘트를 편향 보정 없이 쓴 값입니다.",
    ),
    "slip.first_moment_not_corrected": Phrase(
        "Diagnosis: the first moment was used without bias correction.",
        "진단: 1차 모멘트를 편향 보정 없이 쓴 값입니다.",
    ),
    "slip.second_moment_not_corrected": Phrase(
        "Diagnosis: the second moment was used without bias correction.",
        "진단: 2차 모멘트를 편향 보정 없이 쓴 값입니다.",
    ),
    "slip.step_counted_late": Phrase(
        "Diagnosis: the bias correction counts the steps from 2 instead of 1.",
        "진단: 편향 보정에서 단계를 1이 아니라 2부터 센 값입니다.",
    ),
    "slip.gradient_not_squared": Phrase(
        "Diagnosis: the second moment gathers the gradient instead of its square.",
        "진단: 2차 모멘트에 기울기의 제곱이 아니라 기울기를 모은 값입니다.",
    ),
    "slip.second_of_first_moment": Phrase(
        "Diagnosis: the second moment gathers the square of the first moment.",
        "진단: 2차 모멘트에 1차 모멘트의 제곱을 모은 값입니다.",
    ),
    "slip.betas_swapped": Phrase(
        "Diagnosis: the two betas are swapped.",
        "진단: 두 베타가 서로 바뀌었습니다.",
    ),
    "slip.first_moment_ignored": Phrase(
        "Diagnosis: the gradient itself was used instead of the first moment.",
        "진단: 1차 모멘트가 아니라 기울기를 그대로 쓴 값입니다.",
    ),
}
