"""Mistakes that are made often in layers: what the result looks like then.

Each sentence says what computation gives the result that came, which is so; whether it was that one is left
to the reader.
"""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "slip.flipped_kernel": Phrase(
        "Diagnosis: the kernel was turned by 180° before use; a convolution layer does not turn it.",
        "진단: 커널을 180° 뒤집어 계산한 값입니다. 합성곱층은 커널을 뒤집지 않습니다.",
    ),
    "slip.transposed_kernel": Phrase(
        "Diagnosis: rows and columns of the kernel are swapped.",
        "진단: 커널의 행과 열이 서로 바뀌었습니다.",
    ),
    "slip.kernel_upside_down": Phrase(
        "Diagnosis: the kernel is upside down.",
        "진단: 커널의 위아래가 뒤집혔습니다.",
    ),
    "slip.kernel_mirrored": Phrase(
        "Diagnosis: the kernel is mirrored left to right.",
        "진단: 커널의 좌우가 뒤집혔습니다.",
    ),
    "slip.weight_channels_swapped": Phrase(
        "Diagnosis: input and output channels of the weight are swapped.",
        "진단: 가중치의 입력 채널과 출력 채널이 서로 바뀌었습니다.",
    ),
    "slip.padding_ignored": Phrase(
        "Diagnosis: the padding was left out.",
        "진단: 패딩을 하지 않은 값입니다.",
    ),
    "slip.padding_one_side": Phrase(
        "Diagnosis: padding was put before the data only: above and to the left.",
        "진단: 패딩을 앞쪽(위와 왼쪽)에만 붙인 값입니다.",
    ),
    "slip.padding_other_side": Phrase(
        "Diagnosis: padding was put after the data only: below and to the right.",
        "진단: 패딩을 뒤쪽(아래와 오른쪽)에만 붙인 값입니다.",
    ),
    "slip.padding_repeats_border": Phrase(
        "Diagnosis: padding repeats the border instead of being zero.",
        "진단: 0 대신 가장자리 값을 되풀이해 패딩한 값입니다.",
    ),
    "slip.padding_reflects": Phrase(
        "Diagnosis: padding mirrors the image instead of being zero.",
        "진단: 0 대신 이미지를 거울처럼 비추어 패딩한 값입니다.",
    ),
    "slip.padding_swapped": Phrase(
        "Diagnosis: vertical and horizontal padding are swapped.",
        "진단: 세로 패딩과 가로 패딩이 서로 바뀌었습니다.",
    ),
    "slip.padding_too_large": Phrase(
        "Diagnosis: the padding is too large by one.",
        "진단: 패딩이 하나 더 큽니다.",
    ),
    "slip.padding_too_small": Phrase(
        "Diagnosis: the padding is too small by one.",
        "진단: 패딩이 하나 더 작습니다.",
    ),
    "slip.padding_same": Phrase(
        "Diagnosis: the padding is half the kernel (“same”), whatever was asked for.",
        '진단: 인자와 상관없이 커널 크기의 절반만큼("same") 패딩한 값입니다.',
    ),
    "slip.stride_ignored": Phrase(
        "Diagnosis: the stride was left out: the window moves by one.",
        "진단: 스트라이드를 쓰지 않고 창을 한 칸씩 옮긴 값입니다.",
    ),
    "slip.stride_as_dilation": Phrase(
        "Diagnosis: the stride was used as dilation.",
        "진단: 스트라이드를 팽창(dilation)으로 쓴 값입니다.",
    ),
    "slip.size_rounded_up": Phrase(
        "Diagnosis: windows that stick out of the image were counted: the size is rounded up.",
        "진단: 이미지 밖으로 나가는 창까지 계산해 크기를 올림한 값입니다.",
    ),
    "slip.stride_too_small": Phrase(
        "Diagnosis: the stride is too small by one.",
        "진단: 스트라이드가 하나 더 작습니다.",
    ),
    "slip.stride_swapped": Phrase(
        "Diagnosis: vertical and horizontal stride are swapped.",
        "진단: 세로 스트라이드와 가로 스트라이드가 서로 바뀌었습니다.",
    ),
    "slip.dilation_ignored": Phrase(
        "Diagnosis: the dilation was left out.",
        "진단: 팽창(dilation)을 쓰지 않은 값입니다.",
    ),
    "slip.stride_and_padding_swapped": Phrase(
        "Diagnosis: stride and padding are swapped.",
        "진단: 스트라이드와 패딩이 서로 바뀌었습니다.",
    ),
    "slip.stride_of_kernel": Phrase(
        "Diagnosis: the window moves by its own size.",
        "진단: 창을 그 크기만큼씩 옮긴 값입니다.",
    ),
    "slip.first_channel_only": Phrase(
        "Diagnosis: only the first input channel was used.",
        "진단: 첫 번째 입력 채널만 쓴 값입니다.",
    ),
    "slip.channels_averaged": Phrase(
        "Diagnosis: the input channels were averaged instead of added.",
        "진단: 입력 채널을 더하지 않고 평균을 낸 값입니다.",
    ),
    "slip.channels_not_summed": Phrase(
        "Diagnosis: the input channels were not added up.",
        "진단: 입력 채널을 더하지 않은 값입니다.",
    ),
    "slip.groups_mixed_up": Phrase(
        "Diagnosis: the input channels were dealt out to the groups in turns instead of in blocks.",
        "진단: 입력 채널을 연속한 묶음이 아니라 번갈아 가며 그룹에 나눈 값입니다.",
    ),
    "slip.first_filter_everywhere": Phrase(
        "Diagnosis: the first kernel was used for every output channel.",
        "진단: 모든 출력 채널에 첫 번째 커널을 쓴 값입니다.",
    ),
    "slip.first_image_everywhere": Phrase(
        "Diagnosis: the first image was used for the whole batch.",
        "진단: 배치 전체에 첫 번째 이미지를 쓴 값입니다.",
    ),
    "slip.batch_summed": Phrase(
        "Diagnosis: the images of the batch were added up.",
        "진단: 배치의 이미지를 모두 더해 계산한 값입니다.",
    ),
    "slip.bias_missing": Phrase(
        "Diagnosis: the bias was left out.",
        "진단: 편향을 더하지 않은 값입니다.",
    ),
    "slip.bias_twice": Phrase(
        "Diagnosis: the bias was added twice.",
        "진단: 편향을 두 번 더한 값입니다.",
    ),
    "slip.bias_subtracted": Phrase(
        "Diagnosis: the bias was subtracted.",
        "진단: 편향을 빼서 계산한 값입니다.",
    ),
    "slip.bias_along_width": Phrase(
        "Diagnosis: the bias follows the last axis instead of the channels; give it the shape (C, 1, 1).",
        "진단: 편향이 채널이 아니라 마지막 축을 따라 더해졌습니다. 형태를 (C, 1, 1)로 바꾸세요.",
    ),
    "slip.average_for_maximum": Phrase(
        "Diagnosis: the average was taken instead of the maximum.",
        "진단: 최댓값 대신 평균을 낸 값입니다.",
    ),
    "slip.maximum_for_average": Phrase(
        "Diagnosis: the maximum was taken instead of the average.",
        "진단: 평균 대신 최댓값을 고른 값입니다.",
    ),
    "slip.smallest_value": Phrase(
        "Diagnosis: the smallest value was taken.",
        "진단: 가장 작은 값을 고른 값입니다.",
    ),
    "slip.largest_value": Phrase(
        "Diagnosis: the largest value was taken.",
        "진단: 가장 큰 값을 고른 값입니다.",
    ),
    "slip.window_turned": Phrase(
        "Diagnosis: height and width of the window are swapped.",
        "진단: 창의 높이와 너비가 서로 바뀌었습니다.",
    ),
    "slip.padded_with_zeros": Phrase(
        "Diagnosis: the padding competes as zeros; in max pooling it never wins.",
        "진단: 패딩한 0이 최댓값으로 뽑혔습니다. 최대 풀링의 패딩은 결코 뽑히지 않습니다.",
    ),
    "slip.padding_not_counted": Phrase(
        "Diagnosis: the average leaves the padding out of the count.",
        "진단: 평균을 낼 때 패딩한 칸을 세지 않은 값입니다.",
    ),
    "slip.weight_transposed": Phrase(
        "Diagnosis: the weight was used without transposing it: `x @ weight` for `x @ weight.T`.",
        "진단: 가중치를 전치하지 않은 값입니다. `x @ weight.T`가 아니라 `x @ weight`입니다.",
    ),
    "slip.result_transposed": Phrase(
        "Diagnosis: rows and columns of the result are swapped.",
        "진단: 결과의 행과 열이 서로 바뀌었습니다.",
    ),
    "slip.eval_for_train": Phrase(
        "Diagnosis: this is the result of evaluation mode where training mode was asked for.",
        "진단: 훈련 모드인데 평가 모드로 계산한 값입니다.",
    ),
    "slip.train_for_eval": Phrase(
        "Diagnosis: this is the result of training mode where evaluation mode was asked for.",
        "진단: 평가 모드인데 훈련 모드로 계산한 값입니다.",
    ),
    "slip.train_for_eval_unscaled": Phrase(
        "Diagnosis: values were dropped in evaluation mode.",
        "진단: 평가 모드인데 일부 값을 0으로 만들었습니다.",
    ),
    "slip.unbiased_variance": Phrase(
        "Diagnosis: the variance was divided by n − 1 instead of n.",
        "진단: 분산을 n이 아니라 n − 1로 나눈 값입니다.",
    ),
    "slip.biased_variance": Phrase(
        "Diagnosis: the variance was divided by n instead of n − 1.",
        "진단: 분산을 n − 1이 아니라 n으로 나눈 값입니다.",
    ),
    "slip.normalised_over_features": Phrase(
        "Diagnosis: each entry of the batch was normalised by itself, as in layer normalisation.",
        "진단: 층 정규화처럼 배치의 항목마다 따로 정규화한 값입니다.",
    ),
    "slip.normalised_each_alone": Phrase(
        "Diagnosis: each channel of each image was normalised by itself, as in instance normalisation.",
        "진단: 인스턴스 정규화처럼 이미지의 채널마다 따로 정규화한 값입니다.",
    ),
    "slip.eps_outside_root": Phrase(
        "Diagnosis: eps was added to the root instead of under it.",
        "진단: eps를 제곱근 안이 아니라 밖에 더한 값입니다.",
    ),
    "slip.eps_inside_root": Phrase(
        "Diagnosis: eps was added under the root instead of to it.",
        "진단: eps를 제곱근 밖이 아니라 안에 더한 값입니다.",
    ),
    "slip.eps_missing": Phrase(
        "Diagnosis: eps was left out.",
        "진단: eps를 더하지 않은 값입니다.",
    ),
    "slip.eps_before_correction": Phrase(
        "Diagnosis: eps was added before the bias correction of the second moment.",
        "진단: 2차 모멘트의 편향을 보정하기 전에 eps를 더한 값입니다.",
    ),
    "slip.root_missing": Phrase(
        "Diagnosis: the square root was left out.",
        "진단: 제곱근을 씌우지 않은 값입니다.",
    ),
    "slip.mean_not_subtracted": Phrase(
        "Diagnosis: the mean was not subtracted.",
        "진단: 평균을 빼지 않은 값입니다.",
    ),
    "slip.scale_missing": Phrase(
        "Diagnosis: the values were not multiplied by the weight.",
        "진단: 가중치(감마)를 곱하지 않은 값입니다.",
    ),
    "slip.shift_missing": Phrase(
        "Diagnosis: the bias was not added at the end.",
        "진단: 마지막에 편향(베타)을 더하지 않은 값입니다.",
    ),
    "slip.shifted_before_scaled": Phrase(
        "Diagnosis: the bias was added before the weight was multiplied.",
        "진단: 가중치를 곱하기 전에 편향을 더한 값입니다.",
    ),
    "slip.momentum_swapped": Phrase(
        "Diagnosis: the momentum weighs the old value instead of the new one.",
        "진단: 모멘텀을 새 값이 아니라 이전 값에 곱했습니다.",
    ),
    "slip.statistics_not_kept": Phrase(
        "Diagnosis: the old statistics were thrown away instead of mixed with the new ones.",
        "진단: 이전 통계량을 섞지 않고 새 값으로 바꾸었습니다.",
    ),
    "slip.statistics_unchanged": Phrase(
        "Diagnosis: the running statistics did not change.",
        "진단: 이동 통계량이 갱신되지 않았습니다.",
    ),
    "slip.dropout_unscaled": Phrase(
        "Diagnosis: the values that were kept are not divided by 1 − p.",
        "진단: 남긴 값을 1 − p로 나누지 않았습니다.",
    ),
    "slip.dropout_scaled_by_p": Phrase(
        "Diagnosis: the values that were kept are divided by p instead of 1 − p.",
        "진단: 남긴 값을 1 − p가 아니라 p로 나누었습니다.",
    ),
    "slip.dropout_scaled_down": Phrase(
        "Diagnosis: the values that were kept are multiplied by 1 − p instead of divided.",
        "진단: 남긴 값을 1 − p로 나누지 않고 곱했습니다.",
    ),
    "slip.mask_inverted": Phrase(
        "Diagnosis: what should be kept was dropped, and the other way round.",
        "진단: 남길 값을 버리고 버릴 값을 남겼습니다.",
    ),
    "slip.scaled_in_eval": Phrase(
        "Diagnosis: evaluation mode multiplies by 1 − p, although training has already divided by it.",
        "진단: 훈련할 때 이미 나누었는데 평가 모드에서 1 − p를 곱했습니다.",
    ),
    "slip.divided_in_eval": Phrase(
        "Diagnosis: evaluation mode divides by 1 − p.",
        "진단: 평가 모드에서 1 − p로 나누었습니다.",
    ),
}
