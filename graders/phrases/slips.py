"""Mistakes that are made often: what a result is that is not the expected one.

A sentence states what is so: the result equals what this mistake leads to. Whether the mistake was made is
left to the reader.
"""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "slip.words": Phrase("Diagnosis: {text}", "진단: {text}"),
    "slip.changed_argument": Phrase(
        "Diagnosis: the call changed an argument it was given ({names}). Work on a copy.",
        "진단: 호출이 받은 인자를 바꾸었습니다({names}). 복사본에서 계산하세요.",
    ),
    "slip.negated": Phrase(
        "Diagnosis: every value has the opposite sign of the expected one.",
        "진단: 모든 값의 부호가 기댓값과 반대입니다.",
    ),
    "slip.transposed": Phrase(
        "Diagnosis: the values are right, but the axes are in the order {axes}.",
        "진단: 값은 맞지만 축의 순서가 {axes}(으)로 바뀌어 있습니다.",
    ),
    "slip.reversed": Phrase(
        "Diagnosis: the values are right, but axis {axis} runs backwards.",
        "진단: 값은 맞지만 {axis}번 축의 순서가 거꾸로입니다.",
    ),
    "slip.shifted": Phrase(
        "Diagnosis: the values are right, but moved by {step} along axis {axis}: off by one.",
        "진단: 값은 맞지만 {axis}번 축을 따라 {step}칸 밀려 있습니다. 인덱스가 하나 어긋났는지 보세요.",
    ),
    "slip.truncated": Phrase(
        "Diagnosis: the digits after the decimal point are cut off, as `//` or an integer dtype does.",
        "진단: 소수점 아래가 잘려 있습니다. `//`나 정수 자료형을 쓰면 이렇게 됩니다.",
    ),
    "slip.rounded": Phrase(
        "Diagnosis: the values are rounded to whole numbers.",
        "진단: 값이 정수로 반올림되어 있습니다.",
    ),
    "slip.clipped_at_zero": Phrase(
        "Diagnosis: negative values became 0, as after a ReLU.",
        "진단: ReLU를 거친 것처럼 음수가 모두 0이 되었습니다.",
    ),
    "slip.exponential": Phrase(
        "Diagnosis: the result is the exponential of the expected one; a logarithm is missing.",
        "진단: 결과가 기댓값에 지수 함수를 적용한 값입니다. 로그가 빠졌습니다.",
    ),
    "slip.logarithm": Phrase(
        "Diagnosis: the result is the natural logarithm of the expected one.",
        "진단: 결과가 기댓값에 자연로그를 적용한 값입니다.",
    ),
    "slip.square_root": Phrase(
        "Diagnosis: the result is the square root of the expected one.",
        "진단: 결과가 기댓값의 제곱근입니다.",
    ),
    "slip.absolute": Phrase(
        "Diagnosis: the result is the absolute value of the expected one; the sign is lost.",
        "진단: 결과가 기댓값의 절댓값입니다. 부호가 사라졌습니다.",
    ),
    "slip.squared": Phrase(
        "Diagnosis: the result is the square of the expected one; a root may be missing.",
        "진단: 결과가 기댓값의 제곱입니다. 제곱근이 빠졌는지 보세요.",
    ),
    "slip.reciprocal": Phrase(
        "Diagnosis: the result is 1 divided by the expected one.",
        "진단: 결과가 기댓값의 역수입니다.",
    ),
    "slip.complement": Phrase(
        "Diagnosis: the result is 1 minus the expected one.",
        "진단: 결과가 1에서 기댓값을 뺀 값입니다.",
    ),
    "slip.offset": Phrase(
        "Diagnosis: every value is off by the same amount, {offset}.",
        "진단: 모든 값이 똑같이 {offset}만큼 다릅니다.",
    ),
    "slip.factor": Phrase(
        "Diagnosis: every value is {factor} times the expected one.",
        "진단: 모든 값이 기댓값의 {factor}배입니다.",
    ),
    "slip.divided_by_size": Phrase(
        "Diagnosis: every value is the expected one divided by {n}, a size of the result: a mean where a "
        "sum belongs?",
        "진단: 모든 값이 기댓값을 {n}(결과의 크기 중 하나)로 나눈 값입니다. 합 대신 평균을 냈는지 보세요.",
    ),
    "slip.times_size": Phrase(
        "Diagnosis: every value is {n} times the expected one, and {n} is a size of the result: a sum "
        "where a mean "
        "belongs?",
        "진단: 모든 값이 기댓값의 {n}배이고 {n}은 결과의 크기 중 하나입니다. 평균 대신 합을 냈는지 보세요.",
    ),
    "slip.single_precision": Phrase(
        "Diagnosis: the values are right to the precision of float32; somewhere the computation left "
        "float64.",
        "진단: 값이 float32의 정밀도까지만 맞습니다. 계산 도중에 float64에서 벗어났습니다.",
    ),
    "slip.half_precision": Phrase(
        "Diagnosis: the values are right to the precision of float16 only.",
        "진단: 값이 float16의 정밀도까지만 맞습니다.",
    ),
    "slip.reordered": Phrase(
        "Diagnosis: these are the expected values in another order.",
        "진단: 기댓값과 같은 수들이 다른 순서로 놓여 있습니다.",
    ),
    "slip.first_of_batch": Phrase(
        "Diagnosis: this is the result for the first entry of the batch only, without the batch axis.",
        "진단: 배치의 첫 번째 항목만 계산한 결과이며 배치 축도 없습니다.",
    ),
    "slip.first_of_batch_kept": Phrase(
        "Diagnosis: this is the result for the first entry of the batch only.",
        "진단: 배치의 첫 번째 항목만 계산한 결과입니다.",
    ),
    "slip.cut_short": Phrase(
        "Diagnosis: the values are right as far as they go, but the result stops too soon: {shape}.",
        "진단: 있는 값은 맞지만 결과가 {shape}에서 너무 일찍 끝납니다.",
    ),
    "slip.too_long": Phrase(
        "Diagnosis: the result begins as expected and then goes on too long: {got}.",
        "진단: 앞부분은 기댓값과 같지만 결과가 {got}(으)로 너무 깁니다.",
    ),
    "slip.fraction_lost": Phrase(
        "Diagnosis: the values lost their fractions on the way into {got}.",
        "진단: 값이 {got}(으)로 바뀌면서 소수점 아래를 잃었습니다.",
    ),
    "slip.made_in_float32": Phrase(
        "Diagnosis: the values are right. float32 is what `torch.zeros(…)` and the like make unless told "
        "otherwise: take the "
        "dtype from the input.",
        "진단: 값은 맞습니다. `torch.zeros(…)` 같은 함수는 따로 정하지 않으면 float32를 만듭니다. 입력의 "
        "자료형을 따르세요.",
    ),
    "slip.made_in_float64": Phrase(
        "Diagnosis: the values are right. float64 is what NumPy makes unless told otherwise: take the "
        "dtype from the input.",
        "진단: 값은 맞습니다. NumPy는 따로 정하지 않으면 float64를 만듭니다. 입력의 자료형을 따르세요.",
    ),
    "slip.made_of_integers": Phrase(
        "Diagnosis: the values are right, but they are whole numbers ({got}) and should be {expected}.",
        "진단: 값은 맞지만 자료형이 정수({got})입니다. {expected}이어야 합니다.",
    ),
    "slip.only_dtype": Phrase(
        "Diagnosis: the values are right; only the dtype is {got} and should be {expected}.",
        "진단: 값은 맞습니다. 자료형만 {got}이고 {expected}이어야 합니다.",
    ),
    "slip.axis_too_many": Phrase(
        "Diagnosis: the values are right, with an axis of size 1 too many: {got} for {expected}. Was it "
        "kept by `keepdim`?",
        "진단: 값은 맞지만 크기가 1인 축이 남아 있습니다({expected} 대신 {got}). `keepdim`을 확인하세요.",
    ),
    "slip.axis_missing": Phrase(
        "Diagnosis: the values are right, but an axis of size 1 is missing: {got} for {expected}. Was it "
        "squeezed away?",
        "진단: 값은 맞지만 크기가 1인 축이 빠졌습니다({expected} 대신 {got}). 배치 축이나 `keepdim`을 "
        "확인하세요.",
    ),
    "slip.reshaped": Phrase(
        "Diagnosis: these are the expected values one after the other, in another shape: {got} for "
        "{expected}.",
        "진단: 기댓값과 같은 수가 같은 순서로 있지만 형태가 다릅니다({expected} 대신 {got}).",
    ),
    "slip.broadcast": Phrase(
        "Diagnosis: each value met each other one: {got} for {expected}. (n,) against (n, 1) is broadcast "
        "to (n, n).",
        "진단: 값마다 다른 모든 값과 짝지어졌습니다({expected} 대신 {got}). (n,)과 (n, 1)은 (n, n)으로 "
        "브로드캐스트됩니다.",
    ),
}
