"""Variants of vanishing-gradient: products of factors, one for each layer that a gradient passes."""

from __future__ import annotations

import math
import random
from fractions import Fraction

from graders.quiz import Question, both, choice, curve_figure, matching, number, several, spell, tex

SHARE = 0.01
NAMES = {
    "sigmoid": both("sigmoid", "시그모이드"),
    "tanh": both("tanh", "tanh"),
    "relu": both("ReLU", "ReLU"),
}


def slope_of(activation: str, k: int, sign: int) -> Fraction:
    """Return the derivative of an activation at sign · ln k."""
    if activation == "sigmoid":
        return Fraction(k, (k + 1) ** 2)
    if activation == "tanh":
        return Fraction(4 * k * k, (k * k + 1) ** 2)
    return Fraction(int(sign > 0))


def place_of(k: int, sign: int) -> str:
    """Return sign · ln k as formulas write it; ln 1 is 0."""
    return "0" if k == 1 else rf"{'' if sign > 0 else '-'}\ln {k}"


def rounded(value: Fraction) -> str:
    """Return three significant digits, as an answer may be typed: 0.0625, 9.54e-7, 18.2."""
    if value == 0:
        return "0"
    text = f"{float(value):.2e}"
    digits, power = text.split("e")
    if -3 <= int(power) <= 2:
        return f"{float(text):g}"
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"


def approx(value: Fraction) -> str:
    """Return the same for formulas, behind the sign that is true."""
    text = rounded(value)
    sign = "=" if Fraction(text) == value else r"\approx"
    digits, _, power = text.partition("e")
    return f"{sign} {digits}" + (rf" \cdot 10^{{{power}}}" if power else "")


def measured(name: str, label: dict[str, str] | str, value: Fraction):
    """Return a field for a number that may be off by a hundredth of it."""
    exact = float(value)
    return number(name, label, exact, tolerance=SHARE * abs(exact), relative=SHARE)


def generate(rng: random.Random) -> Question:
    """Return one of the questions."""
    return rng.choice([bound, chain, compare, curves, residual, remedies])(rng)


def bound(rng: random.Random) -> Question:
    """Return how much n sigmoid layers let through at most, and how many layers fall below a threshold."""
    layers, power, w = rng.randint(3, 12), rng.randint(2, 8), rng.choice([1, 1, 2, 3])
    factor = Fraction(w, 4)
    most = factor**layers
    enough = next(n for n in range(1, 200) if factor**n < Fraction(1, 10**power))
    value = r"\left(" + tex(factor) + rf"\right)^{{{layers}}}"
    steps = (
        rf"$f'(z) \le \frac{{1}}{{4}}$, $w f'(z) \le {tex(factor)}$"
        "\n\n"
        rf"$\left({tex(factor)}\right)^{{{enough - 1}}} {approx(factor ** (enough - 1))}$, "
        rf"$\left({tex(factor)}\right)^{{{enough}}} {approx(factor**enough)} < 10^{{-{power}}}$"
    )
    return Question(
        id="bound",
        prompt=both(
            f"Every layer of a network has the sigmoid as activation and the weight $w = {w}$. Whatever the weighted sums are, a "
            f"layer multiplies the gradient by at most a certain factor. What is the largest product of the factors of {layers} "
            f"layers? And how many layers are enough for the product to be below $10^{{-{power}}}$ in any case? Give the smallest "
            "number.",
            f"어떤 신경망의 모든 층은 활성화 함수가 시그모이드이고 가중치가 $w = {w}$입니다. 가중합이 얼마이든 한 층이 기울기에 곱하는 값에는 "
            f"최댓값이 있습니다. 층 {layers}개를 지날 때 곱해지는 값은 가장 커야 얼마입니까? 또 어떤 경우에도 이 값이 $10^{{-{power}}}$보다 "
            "작아지려면 층이 몇 개 이상이어야 합니까? 가장 작은 수로 답하세요.",
        ),
        fields=[
            measured("most", both(f"Largest product for {layers} layers", f"층 {layers}개의 최댓값"), most),
            number("layers", both("Number of layers", "층의 수"), enough),
        ],
        worked={
            "en": f"The sigmoid's slope is largest at $z = 0$. {steps}\n\n- largest product for {layers} layers: "
            f"${value} {approx(most)}$, that is `{rounded(most)}`\n- below $10^{{-{power}}}$ from {enough} layers on",
            "ko": f"시그모이드의 도함숫값은 $z = 0$에서 가장 큽니다. {steps}\n\n- 층 {layers}개의 최댓값: "
            f"${value} {approx(most)}$, 곧 `{rounded(most)}`\n- $10^{{-{power}}}$보다 작아지는 층의 수: {enough}",
        },
        facts={"weight": w, "layers": layers, "power": power},
    )


def chain(rng: random.Random) -> Question:
    """Return a few sigmoid or tanh layers, each with a weight and a weighted sum."""
    activation = rng.choice(["sigmoid", "sigmoid", "tanh"])
    count = rng.randint(3, 5)
    ks = [rng.choice([1, 3, 4, 9] if activation == "sigmoid" else [1, 2, 3, 7]) for _ in range(count)]
    signs = [rng.choice([1, -1]) for _ in range(count)]
    weights = [
        rng.choice([Fraction(1, 2), Fraction(1), Fraction(2), Fraction(3), Fraction(4), Fraction(-2)])
        for _ in ks
    ]
    slopes = [slope_of(activation, k, sign) for k, sign in zip(ks, signs, strict=True)]
    factors = [w * slope for w, slope in zip(weights, slopes, strict=True)]
    product, size = math.prod(factors), abs(math.prod(factors))
    if size == 1:
        return chain(rng)
    grows = "grows" if size > 1 else "shrinks"
    rows = "\n".join(
        f"| {n} | ${decimal_of(w)}$ | ${place_of(k, sign)}$ |"
        for n, (w, k, sign) in enumerate(zip(weights, ks, signs, strict=True), start=1)
    )
    steps = "\n".join(
        rf"- ${decimal_of(w)} \cdot {tex(slope)} {approx_signed(w * slope)}$"
        for w, slope in zip(weights, slopes, strict=True)
    )
    name = NAMES[activation]
    words = {"grows": both("it grows", "커집니다"), "shrinks": both("it shrinks", "작아집니다")}
    end = f"`{'-' if product < 0 else ''}{rounded(size)}`"
    return Question(
        id="chain",
        prompt=both(
            f"A gradient passes {count} layers with the activation {name['en']}. By which number is it multiplied altogether? Does "
            f"its size grow or shrink?\n\n| layer | $w$ | $z$ |\n|---|---|---|\n{rows}",
            f"활성화 함수가 {name['ko']}인 층 {count}개를 기울기가 지납니다. 모두 합해 얼마가 곱해집니까? 기울기의 크기는 커집니까, 작아집니까?"
            f"\n\n| 층 | $w$ | $z$ |\n|---|---|---|\n{rows}",
        ),
        fields=[
            measured("product", both("Product of the factors", "곱해지는 값"), product),
            choice("size", both("The size of the gradient", "기울기의 크기"), words, grows),
        ],
        worked={
            "en": f"The factor of each layer is $w\\, f'(z)$:\n\n{steps}\n\nTheir product is {end}, so in size {words[grows]['en']}.",
            "ko": f"층마다 곱하는 값은 $w\\, f'(z)$입니다.\n\n{steps}\n\n모두 곱하면 {end}이고 크기는 {words[grows]['ko']}.",
        },
        facts={"activation": activation, "k": ks, "sign": signs, "weight": [float(w) for w in weights]},
    )


def decimal_of(value: Fraction) -> str:
    """Return a weight as formulas write it."""
    return f"{float(value):g}"


def approx_signed(value: Fraction) -> str:
    """Return a number of either sign behind the sign that is true."""
    text = approx(abs(value))
    return text.replace(" ", " -", 1) if value < 0 else text


def compare(rng: random.Random) -> Question:
    """Return the same weighted sum in each of n layers, for three activations."""
    k, sign, layers = rng.choice([2, 3, 4, 7]), rng.choice([1, 1, -1]), rng.randint(2, 6)
    slopes = {name: slope_of(name, k, sign) for name in NAMES}
    totals = {name: slope**layers for name, slope in slopes.items()}
    largest = max(totals, key=lambda name: totals[name])
    steps = "\n".join(
        rf"- {NAMES[name]['en']}: $\left({tex(slope)}\right)^{{{layers}}} {approx(totals[name])}$"
        for name, slope in slopes.items()
    )
    last = ", ".join(f"{NAMES[name]['en']} `{rounded(total)}`" for name, total in totals.items())
    korean = NAMES["sigmoid"]["ko"]
    return Question(
        id="compare",
        prompt=both(
            f"Each of the {layers} layers of a network has $w = 1$ and the weighted sum $z = {place_of(k, sign)}$. By which number is the "
            "gradient multiplied altogether with each of the three activations? Which one lets most of it through?",
            f"어떤 신경망의 층 {layers}개는 모두 $w = 1$이고 가중합이 $z = {place_of(k, sign)}$입니다. 활성화 함수가 각각 다음과 같을 때 기울기에는 "
            "모두 합해 얼마가 곱해집니까? 가장 많이 통과시키는 것은 무엇입니까?",
        ),
        fields=[
            *(measured(name, NAMES[name], totals[name]) for name in NAMES),
            choice("largest", both("Most comes through with", "가장 많이 통과시키는 함수"), NAMES, largest),
        ],
        worked={
            "en": f"{steps}\n\n{last}; most comes through with {NAMES[largest]['en']}.",
            "ko": f"{steps.replace('sigmoid', korean)}\n\n{last.replace('sigmoid', korean)}. 가장 많이 통과시키는 함수는 "
            f"{NAMES[largest]['ko']}입니다.",
        },
        facts={"k": k, "sign": sign, "layers": layers},
    )


#: activation, k of the weighted sum ln k, weight
NETWORKS = [
    ("sigmoid", 1, Fraction(1)),
    ("sigmoid", 3, Fraction(1)),
    ("sigmoid", 1, Fraction(2)),
    ("sigmoid", 1, Fraction(3)),
    ("sigmoid", 1, Fraction(6)),
    ("tanh", 1, Fraction(1, 2)),
    ("tanh", 2, Fraction(1)),
    ("tanh", 3, Fraction(1)),
    ("tanh", 1, Fraction(3, 2)),
    ("relu", 2, Fraction(1)),
    ("relu", 2, Fraction(3, 4)),
    ("relu", 2, Fraction(5, 4)),
]


def curves(rng: random.Random) -> Question:
    """Return four curves of the gradient's size over the layers passed, to be matched with their networks."""
    while True:
        chosen = rng.sample(NETWORKS, 4)
        logs = [math.log10(w * slope_of(name, k, 1)) for name, k, w in chosen]
        if min(abs(a - b) for i, a in enumerate(logs) for b in logs[:i]) > 0.08:
            break
    labels = dict(zip("ABCD", rng.sample(range(4), 4), strict=True))
    far = rng.choice([8, 10, 12])
    options = {
        str(n): both(
            f"{NAMES[name]['en']}, $z = {place_of(k, 1)}$, $w = {decimal_of(w)}$",
            f"{NAMES[name]['ko']}, $z = {place_of(k, 1)}$, $w = {decimal_of(w)}$",
        )
        for n, (name, k, w) in enumerate(chosen)
    }
    figure = curve_figure(
        "sizes",
        both("Size of the gradient", "기울기의 크기"),
        [
            {"label": label, "points": [[n, round(n * logs[at], 3)] for n in range(far + 1)]}
            for label, at in labels.items()
        ],
        x_label=both("layers passed", "지나온 층의 수"),
        y_label=both("log₁₀ of the size", "크기의 log₁₀"),
    )
    steps = "\n".join(
        rf"- $w f'(z) = {decimal_of(w)} \cdot {tex(slope_of(name, k, 1))}$, $\log_{{10}} {spelled(logs[n])}$"
        for n, (name, k, w) in enumerate(chosen)
    )
    pairs = {
        lang: "; ".join(f"{label}: {options[str(at)][lang]}" for label, at in labels.items())
        for lang in ("en", "ko")
    }
    return Question(
        id="curves",
        prompt=both(
            f"A gradient of size 1 goes back through {far} layers that are all alike. The figure shows the decimal logarithm of its "
            "size after each layer, for four networks. Which curve belongs to which network?",
            f"크기가 1인 기울기가 똑같은 층 {far}개를 거슬러 지납니다. 그림은 층을 하나 지날 때마다 그 크기의 상용로그를 신경망 네 개에 대해 그린 "
            "것입니다. 어느 곡선이 어느 신경망의 것입니까?",
        ),
        fields=[
            matching(
                "networks",
                both("The networks", "신경망"),
                {label: both(f"Curve {label}", f"곡선 {label}") for label in "ABCD"},
                options,
                {label: str(at) for label, at in labels.items()},
            )
        ],
        figures=[figure],
        worked={
            "en": f"Each layer adds the logarithm of its factor, so the curves are straight lines that move by this much for each layer:\n\n{steps}\n\n"
            f"{pairs['en']}.",
            "ko": f"층마다 인수의 로그가 더해지므로 그래프는 직선입니다. 층 하나를 지날 때마다 다음 값만큼 오르내립니다.\n\n{steps}\n\n{pairs['ko']}.",
        },
        facts={"networks": [[name, k, float(w)] for name, k, w in chosen]},
    )


def spelled(value: float) -> str:
    """Return a logarithm behind the sign that is true; only that of 1 is exact."""
    return "= 0" if value == 0 else rf"\approx {spell(round(value, 2), 2)}".replace("−", "-")


def residual(rng: random.Random) -> Question:
    """Return a block with and without a shortcut, n times in a row."""
    slope = rng.choice([Fraction(n, 100) for n in (1, 2, 5, 10, 15, 20, 25, 30, -5, -10, -20)])
    layers = rng.choice([4, 5, 6, 8, 10])
    plain, kept = slope**layers, (1 + slope) ** layers
    shown = f"{float(slope):g}"
    steps = rf"$y = g(x)$: $({shown})^{{{layers}}} {approx(plain) if plain > 0 else approx_signed(plain)}$"
    return Question(
        id="residual",
        prompt=both(
            f"Each of {layers} blocks in a row has $g'(x) = {shown}$ where it works. By which number is the gradient multiplied "
            "altogether if a block gives $y = g(x)$? And if it has a shortcut, $y = x + g(x)$?",
            f"이어진 블록 {layers}개가 저마다 지금의 입력에서 $g'(x) = {shown}$입니다. 블록이 $y = g(x)$를 내면 기울기에는 모두 합해 얼마가 곱해집니까? "
            "숏컷 연결이 있어 $y = x + g(x)$를 내면 얼마가 곱해집니까?",
        ),
        fields=[
            measured("plain", both("Without shortcuts", "숏컷 연결이 없을 때"), plain),
            measured("kept", both("With shortcuts", "숏컷 연결이 있을 때"), kept),
        ],
        worked={
            "en": f"The derivative of $x + g(x)$ is $1 + g'(x)$, so the 1 is never lost.\n\n{steps}\n\n- without shortcuts: "
            f"`{signed(plain)}`\n- with shortcuts: $({float(1 + slope):g})^{{{layers}}} {approx(kept)}$, that is `{rounded(kept)}`",
            "ko": f"$x + g(x)$의 도함수는 $1 + g'(x)$이므로 1이 사라지지 않습니다.\n\n{steps}\n\n- 숏컷 연결이 없을 때: "
            f"`{signed(plain)}`\n- 숏컷 연결이 있을 때: $({float(1 + slope):g})^{{{layers}}} {approx(kept)}$, 곧 `{rounded(kept)}`",
        },
        facts={"slope": float(slope), "layers": layers},
    )


def signed(value: Fraction) -> str:
    """Return three significant digits of a number of either sign."""
    return ("-" if value < 0 else "") + rounded(abs(value))


#: what keeps the factors near 1, and why
HELPS = {
    "relu": both("ReLU in place of the sigmoid in the hidden layers", "은닉층의 시그모이드를 ReLU로 바꾸기"),
    "leaky": both(
        "leaky ReLU in place of the sigmoid in the hidden layers", "은닉층의 시그모이드를 리키 렐루로 바꾸기"
    ),
    "init": both(
        "first weights as large as the number of inputs asks for (Glorot, He), where they were far too small",
        "너무 작게 정했던 처음 가중치를 입력의 수에 맞는 크기로 정하기(Glorot, He 초기화)",
    ),
    "norm": both("batch normalisation before the activations", "활성화 함수 앞에 배치 정규화 두기"),
    "shortcut": both("residual blocks with shortcuts", "숏컷 연결이 있는 잔차 블록 쓰기"),
    "shallow": both("fewer sigmoid layers", "시그모이드 층의 수 줄이기"),
}
#: what is done for other reasons
OTHER = {
    "clip": both(
        "clipping gradients that are longer than a bound (it serves against exploding ones)",
        "한계보다 큰 기울기 자르기(기울기 폭주를 막는 방법)",
    ),
    "shuffle": both("shuffling the examples in each epoch", "에포크마다 예제 섞기"),
    "data": both("more training examples", "훈련 예제 늘리기"),
    "dropout": both("dropout in the hidden layers", "은닉층에 드롭아웃 쓰기"),
    "tiny": both("first weights that are all very close to 0", "처음 가중치를 모두 0에 아주 가깝게 두기"),
    "deeper": both("more sigmoid layers in between", "중간에 시그모이드 층 더 넣기"),
    "rate": both("a smaller learning rate", "학습률 줄이기"),
    "batch": both("larger mini-batches", "미니배치 키우기"),
}
WHY = {
    "relu": both("its slope is 1 for positive sums", "가중합이 양수이면 도함숫값이 1입니다"),
    "leaky": both(
        "its slope is 1 or a fixed small number, never nearly 0",
        "도함숫값이 1이거나 정해진 값이어서 0에 다가가지 않습니다",
    ),
    "init": both("factors do not begin too small", "인수가 처음부터 너무 작지 않습니다"),
    "norm": both("sums stay where the slope is large", "가중합이 도함숫값이 큰 곳에 머뭅니다"),
    "shortcut": both("the factor is 1 plus a slope", "인수가 1 더하기 도함숫값입니다"),
    "shallow": both("there are fewer factors", "인수의 개수가 줄어듭니다"),
    "clip": both("it only makes gradients smaller", "기울기를 줄이기만 합니다"),
    "shuffle": both("it does not touch the factors", "인수가 그대로입니다"),
    "data": both("it does not touch the factors", "인수가 그대로입니다"),
    "dropout": both("it is meant against overfitting", "과적합을 막는 방법입니다"),
    "tiny": both("the weights are part of the factors", "가중치도 인수에 곱해집니다"),
    "deeper": both("there are more factors", "인수의 개수가 늘어납니다"),
    "rate": both("it makes steps shorter, not gradients larger", "걸음이 짧아질 뿐 기울기가 커지지 않습니다"),
    "batch": both(
        "it makes gradients less noisy, not larger", "기울기의 흔들림이 줄 뿐 기울기가 커지지 않습니다"
    ),
}


def remedies(rng: random.Random) -> Question:
    """Return measures of which some keep the gradient from vanishing."""
    right = rng.sample(sorted(HELPS), rng.randint(2, 3))
    chosen = rng.sample([*right, *rng.sample(sorted(OTHER), 5 - len(right))], 5)
    options = {key: {**HELPS, **OTHER}[key] for key in chosen}
    layers = rng.choice([12, 15, 20, 30])
    notes = {
        lang: "\n".join(f"- {options[key][lang]}: {WHY[key][lang]}" for key in chosen)
        for lang in ("en", "ko")
    }
    named = {lang: "; ".join(options[key][lang] for key in chosen if key in right) for lang in ("en", "ko")}
    return Question(
        id="remedies",
        prompt=both(
            f"A network has {layers} hidden layers with sigmoid activations, and hardly any gradient reaches the first ones. Which "
            "of these measures let more of the gradient arrive there?",
            f"시그모이드를 쓰는 은닉층이 {layers}개인 신경망에서 앞쪽 층에 기울기가 거의 전해지지 않습니다. 다음 가운데 앞쪽 층에 전해지는 기울기를 키우는 "
            "방법을 모두 고르세요.",
        ),
        fields=[several("measures", both("These help", "도움이 되는 방법"), options, right)],
        worked={
            "en": f"What counts are the factors $w\\, f'(z)$ of the layers.\n\n{notes['en']}\n\nThese help: {named['en']}.",
            "ko": f"중요한 것은 층마다 곱해지는 $w\\, f'(z)$입니다.\n\n{notes['ko']}\n\n도움이 되는 방법: {named['ko']}.",
        },
        facts={},
    )
