"""Variants of bottleneck-savings: weights and multiplications of convolutions with and without a bottleneck."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from graders.quiz import Question, both, choice, decimal, grouped, number, table
from graders.quiz.questions import Part

WITHIN = 0.1
#: how a count of a block without a projection goes wrong
SLIPS = {
    "norms": both("The batch normalisations are missing.", "배치 정규화를 빠뜨렸습니다."),
    "biases": both("Each convolution was given biases.", "합성곱마다 편향을 더했습니다."),
    "projection": both(
        "A projection was counted in the shortcut, which is the input itself.",
        "숏컷 연결은 입력 그대로인데 투영을 세었습니다.",
    ),
    "wide": both(
        "The 3×3 convolution was counted between the channels outside of the block.",
        "3×3 합성곱을 블록 바깥의 채널 수로 세었습니다.",
    ),
    "once": both(
        "Only one of the two 1×1 convolutions was counted.", "1×1 합성곱 두 개 가운데 하나만 세었습니다."
    ),
}
COLUMNS = [
    both("Layer", "층"),
    both("Channels in", "들어오는 채널"),
    both("Channels out", "나가는 채널"),
    both("Parameters", "파라미터 수"),
]


def generate(rng: random.Random) -> Question:
    """Return one question about what a bottleneck saves."""
    return rng.choice([weights, multiplications, block_table, stride_place, wrong_count])(rng)


def millions(count: int) -> Fraction:
    """Return a count in millions."""
    return Fraction(count, 10**6)


def rounded(name: str, en: str, ko: str, value: Fraction, unit: str = "") -> Part:
    """Return a field for a number that is rounded to one decimal."""
    return number(name, both(en, ko), float(value), tolerance=WITHIN, unit=unit)


def conv(kernel: int, before: int, after: int) -> str:
    """Return the weights of a convolution as a formula without its result."""
    size = rf"{kernel} \cdot {kernel} \cdot " if kernel > 1 else ""
    return rf"{size}{before} \cdot {after}"


def weights(rng: random.Random) -> Question:
    """Return two 3×3 convolutions and the bottleneck in their place."""
    channels, part = rng.choice([64, 96, 128, 160, 192, 256, 320, 384, 512]), rng.choice([2, 4, 4, 8])
    width = channels // part
    plain, narrow = 2 * 9 * channels**2, 2 * channels * width + 9 * width**2
    saved = Fraction(100 * (plain - narrow), plain)
    first = rf"$2 \cdot {conv(3, channels, channels)} = {grouped(plain)}$"
    second = rf"${conv(1, channels, width)} + {conv(3, width, width)} + {conv(1, width, channels)} = {grouped(narrow)}$"
    share = rf"$1 - \frac{{{grouped(narrow)}}}{{{grouped(plain)}}} \approx {decimal(saved, 1)}\,\%$"
    return Question(
        "weights",
        prompt=both(
            f"Two 3×3 convolutions from {channels} to {channels} channels are replaced by a bottleneck: 1×1 to {width}, 3×3 from "
            f"{width} to {width}, 1×1 back to {channels}. Count the weights of the convolutions alone. How many percent are saved?",
            f"채널 {channels}개에서 {channels}개로 가는 3×3 합성곱 두 개를 병목으로 바꿉니다. 1×1로 {width}개, 3×3으로 {width}개에서 {width}개, "
            f"1×1로 다시 {channels}개가 됩니다. 합성곱의 가중치만 세세요. 몇 퍼센트가 줄어듭니까?",
        ),
        fields=[
            number("plain", both("Weights of the two 3×3", "3×3 두 개의 가중치 수"), plain),
            number("narrow", both("Weights of the bottleneck", "병목의 가중치 수"), narrow),
            rounded("saved", "Saved", "줄어든 비율", saved, "%"),
        ],
        worked=both(
            f"The 3×3 of the bottleneck meets {width} channels on both sides, so it has $1 / ({part} \\cdot {part})$ of the weights of one of the others.\n\n"
            f"- two 3×3: {first}\n- bottleneck: {second}\n- saved: {share}",
            f"병목의 3×3은 들어오고 나가는 채널이 모두 {width}개이므로 가중치가 다른 3×3 하나의 $1 / ({part} \\cdot {part})$입니다.\n\n"
            f"- 3×3 두 개: {first}\n- 병목: {second}\n- 줄어든 비율: {share}",
        ),
        facts={"channels": channels, "width": width},
    )


def multiplications(rng: random.Random) -> Question:
    """Return a convolution with and without a reduction before it, as in an inception module."""
    while True:
        kernel, side = rng.choice([3, 5, 5]), rng.choice([7, 14, 28])
        before, few, after = (
            rng.choice([192, 256, 480, 512]),
            rng.choice([16, 24, 32, 48]),
            rng.choice([32, 64, 96, 128]),
        )
        straight, reduced = (
            kernel**2 * before * after * side**2,
            (before * few + kernel**2 * few * after) * side**2,
        )
        if reduced > 4 * 10**6 and straight > 2 * reduced:
            break
    ratio, points = Fraction(straight, reduced), rf"{side} \cdot {side}"
    lines = (
        rf"${conv(kernel, before, after)} \cdot {points} = {grouped(straight)}$",
        rf"$({conv(1, before, few)} + {conv(kernel, few, after)}) \cdot {points} = {grouped(reduced)}$",
    )
    ends = [decimal(millions(straight), 1), decimal(millions(reduced), 1), decimal(ratio, 1)]
    return Question(
        "multiplications",
        prompt=both(
            f"A {kernel}×{kernel} convolution makes {after} maps of {side}\u00a0×\u00a0{side} from {before} maps of the same size, "
            f"with stride 1. Instead, a 1×1 convolution may reduce them to {few} maps first. How many million multiplications does "
            "each way take, and by which factor is the second one cheaper?",
            f"{kernel}×{kernel} 합성곱이 {side}\u00a0×\u00a0{side} 맵 {before}개에서 같은 크기의 맵 {after}개를 만듭니다. 스트라이드는 1입니다. "
            f"그 대신 1×1 합성곱으로 맵을 {few}개로 먼저 줄일 수도 있습니다. 두 방법의 곱셈 횟수는 각각 얼마이고, 앞의 횟수는 뒤의 횟수의 몇 배입니까? "
            "곱셈 횟수는 백만 단위로 답하세요.",
        ),
        fields=[
            rounded("straight", "Millions without reduction", "줄이지 않을 때(백만)", millions(straight)),
            rounded("reduced", "Millions with reduction", "먼저 줄일 때(백만)", millions(reduced)),
            number("factor", both("Factor", "배수"), float(decimal(ratio, 1)), relative=0.02),
        ],
        worked=both(
            f"Every weight is used at each of the {side * side} points.\n\n- without reduction: {lines[0]}\n- with reduction: {lines[1]}\n\n"
            f"In millions: {ends[0]} and {ends[1]}; the factor is {ends[2]}.",
            f"가중치는 점 {side * side}개에서 한 번씩 쓰입니다.\n\n- 줄이지 않을 때: {lines[0]}\n- 먼저 줄일 때: {lines[1]}\n\n"
            f"백만 단위로 {ends[0]}과 {ends[1]}이고, 배수는 {ends[2]}입니다.",
        ),
        facts={"kernel": kernel, "side": side, "channels": [before, few, after]},
    )


def rows_of(before: int, width: int) -> list[tuple[str, int, int, int]]:
    """Return the layers of a block with a projection: name, channels in and out, kernel."""
    wide = 4 * width
    return [
        ("conv1", before, width, 1),
        ("conv2", width, width, 3),
        ("conv3", width, wide, 1),
        ("projection", before, wide, 1),
    ]


def block_table(rng: random.Random) -> Question:
    """Return the first block of a stage, whose parameters are to be filled in."""
    width = rng.choice([16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128])
    before = rng.choice([each for each in (32, 64, 96, width, 2 * width, 8 * width) if each != 4 * width])
    rows = rows_of(before, width)
    names = {"conv1": both("conv1, 1×1", "conv1, 1×1"), "conv2": both("conv2, 3×3", "conv2, 3×3"), "conv3": both("conv3, 1×1", "conv3, 1×1"),
             "projection": both("projection, 1×1", "투영, 1×1")}  # fmt: skip
    cells: list[list[Any]] = []
    norms = 2 * sum(after for _, _, after, _ in rows)
    total = norms
    lines = []
    for name, inward, after, kernel in rows:
        count = kernel**2 * inward * after
        total += count
        shown = {lang: f"{text}" for lang, text in names[name].items()}
        cells.append([shown, str(inward), str(after), number(name, shown, count)])
        lines.append((shown, rf"${conv(kernel, inward, after)} = {grouped(count)}$"))
    every = both("all four normalisations", "정규화 네 개 모두")
    cells.append([every, "", "", number("norms", every, norms)])
    sums = both("sum", "합계")
    cells.append([sums, "", "", number("sum", sums, total)])
    added = " + ".join(str(after) for _, _, after, _ in rows)
    steps = {
        lang: "\n".join(
            [*(f"- {shown[lang]}: {text}" for shown, text in lines), rf"- {every[lang]}: $2 \cdot ({added}) = {grouped(norms)}$",
             f"- {sums[lang]}: ${grouped(total)}$"]
        )
        for lang in ("en", "ko")
    }  # fmt: skip
    return Question(
        "block-table",
        prompt=both(
            f"The first block of a stage takes {before} channels and has the width {width}, so its shortcut holds a projection. Fill in "
            "the parameters; the convolutions have no biases.",
            f"어떤 단계의 첫 블록은 채널 {before}개를 받고 너비가 {width}이므로 숏컷 연결에 투영이 있습니다. 파라미터 수를 채우세요. 합성곱에는 편향이 없습니다.",
        ),
        fields=[table("layers", both("The layers of the block", "블록의 층"), COLUMNS, cells)],
        worked=both(
            f"Outside there are $4 \\cdot {width} = {4 * width}$ channels. A normalisation has two parameters for each channel.\n\n{steps['en']}",
            f"블록에서 나가는 채널은 $4 \\cdot {width} = {4 * width}$개입니다. 정규화의 파라미터는 채널마다 두 개입니다.\n\n{steps['ko']}",
        ),
        facts={"before": before, "width": width},
    )


def stride_place(rng: random.Random) -> Question:
    """Return a block that halves the sides, with the stride in one of two places."""
    width, side = rng.choice([32, 48, 64, 96, 128, 160, 192]), rng.choice([28, 32, 40, 56])
    before, half = rng.choice([2, 4, 8]) * width, side // 2
    late, early = before * width * side**2, before * width * half**2
    same = (9 * width**2 + 4 * width**2) * half**2
    total = [millions(late + same), millions(early + same)]
    one = conv(1, before, width)
    lines = (
        rf"${one} \cdot {side} \cdot {side} = {grouped(late)}$",
        rf"${one} \cdot {half} \cdot {half} = {grouped(early)}$",
        rf"$({conv(3, width, width)} + {conv(1, width, 4 * width)}) \cdot {half} \cdot {half} = {grouped(same)}$",
    )
    ends = [decimal(value, 1) for value in total]
    return Question(
        "stride-place",
        prompt=both(
            f"A bottleneck block of width {width} takes {before} maps of {side}\u00a0×\u00a0{side} and halves the sides. Count the "
            "multiplications of the three convolutions of its residual, in millions, with the stride on the 3×3 and with the stride on "
            "the first 1×1. Which points does the first 1×1 read in the second case?",
            f"너비가 {width}인 병목 블록이 {side}\u00a0×\u00a0{side} 맵 {before}개를 받아 한 변을 반으로 줄입니다. 스트라이드가 3×3에 있을 때와 첫 "
            "1×1에 있을 때, 잔차에 있는 합성곱 세 개의 곱셈 횟수를 백만 단위로 구하세요. 뒤의 경우에 첫 1×1은 어느 점을 읽습니까?",
        ),
        fields=[
            rounded("second", "Millions, stride on the 3×3", "스트라이드가 3×3에 있을 때(백만)", total[0]),
            rounded(
                "first", "Millions, stride on the first 1×1", "스트라이드가 첫 1×1에 있을 때(백만)", total[1]
            ),
            choice("points", both("Points read", "읽는 점"), shuffled(rng, POINTS), "quarter"),
        ],
        worked=both(
            "The place of the stride changes only how many points the first 1×1 makes; behind it everything has half the sides.\n\n"
            f"- first 1×1, all points: {lines[0]}\n- first 1×1 with the stride: {lines[1]}\n- the other two: {lines[2]}\n\n"
            f"In millions: {ends[0]} with the stride on the 3×3, {ends[1]} with it on the first 1×1. {POINTS['quarter']['en']}: its "
            "window is one point wide, so a step of 2 in both directions passes over the others.",
            "스트라이드의 자리에 따라 달라지는 것은 첫 1×1이 계산하는 점의 수뿐입니다. 그 뒤로는 어느 쪽이든 한 변이 반입니다.\n\n"
            f"- 모든 점을 계산하는 첫 1×1: {lines[0]}\n- 스트라이드가 있는 첫 1×1: {lines[1]}\n- 나머지 두 합성곱: {lines[2]}\n\n"
            f"백만 단위로 스트라이드가 3×3에 있으면 {ends[0]}, 첫 1×1에 있으면 {ends[1]}입니다. 읽는 점은 "
            f"‘{POINTS['quarter']['ko']}’입니다. 창이 점 하나뿐이라 두 방향으로 2칸씩 건너뛰면 나머지 점은 지나칩니다.",
        ),
        facts={"before": before, "width": width, "side": side},
    )


POINTS = {
    "quarter": both("A quarter of the points", "전체의 4분의 1"),
    "half": both("Half of the points", "전체의 절반"),
    "all": both("All points", "모든 점"),
    "ninth": both("A ninth of the points", "전체의 9분의 1"),
}


def shuffled(rng: random.Random, options: dict[str, Any]) -> dict[str, Any]:
    """Return options in another order."""
    return {name: options[name] for name in rng.sample(list(options), len(options))}


def wrong_count(rng: random.Random) -> Question:
    """Return a wrong count of a block without a projection, whose mistake is to be found."""
    width = rng.choice([16, 24, 32, 40, 48, 64, 80, 96, 128])
    wide = 4 * width
    convs, norms = 2 * wide * width + 9 * width**2, 2 * (width + width + wide)
    right = convs + norms
    told = {
        "norms": convs,
        "biases": right + 2 * width + wide,
        "projection": right + wide * wide + 2 * wide,
        "wide": 2 * wide * width + 9 * wide**2 + norms,
        "once": right - wide * width,
    }
    slip = rng.choice(list(told))
    one = rf"{conv(1, wide, width)} + {conv(3, width, width)} + {conv(1, width, wide)}"
    line = rf"${one} + 2 \cdot ({width} + {width} + {wide}) = {grouped(right)}$"
    return Question(
        "wrong-count",
        prompt=both(
            f"A bottleneck block of width {width} takes {wide} channels, has the stride 1 and therefore no projection. Somebody counts "
            f"{told[slip]:,} parameters, batch normalisations included. What went wrong, and how many are there?",
            f"너비가 {width}인 병목 블록이 채널 {wide}개를 받습니다. 스트라이드는 1이므로 투영이 없습니다. 누군가 배치 정규화까지 포함한 파라미터를 "
            f"{told[slip]:,}개로 세었습니다. 무엇을 잘못했고, 올바른 개수는 몇 개입니까?",
        ),
        fields=[
            choice("mistake", both("What went wrong?", "무엇을 잘못했습니까?"), shuffled(rng, SLIPS), slip),
            number("right", both("The right count", "올바른 개수"), right),
        ],
        worked=both(
            f"Three convolutions without biases and three normalisations with two parameters for each channel: {line}. The count told "
            f"differs by {abs(told[slip] - right):,}.\n\n{SLIPS[slip]['en']} The right count is {right:,}.",
            f"편향이 없는 합성곱 세 개와, 파라미터가 채널마다 두 개인 정규화 세 개입니다. {line}. 잘못 센 수와는 "
            f"{abs(told[slip] - right):,}개 차이가 납니다.\n\n{SLIPS[slip]['ko']} 올바른 개수는 {right:,}개입니다.",
        ),
        facts={"width": width, "told": told[slip]},
    )
