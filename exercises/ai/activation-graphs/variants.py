"""Variants of activation-graphs: drawn curves to be recognised and read, values and derivatives to be computed.

Whoever does not see a drawing finds the same in its description: the values of the curve at some places.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

from graders.quiz import Question, both, choice, curve_figure, number, several, tex

TOLERANCE = 0.001
Curve = Callable[[float], float]


NAMES = {
    "sigmoid": both("sigmoid", "시그모이드"),
    "tanh": both("tanh", "하이퍼볼릭 탄젠트"),
    "relu": both("ReLU", "ReLU"),
    "leaky": both("leaky ReLU", "리키 렐루"),
}
#: how to recognise a curve; of a derivative without a verb
SIGNS = {
    "sigmoid": both(
        "It rises from 0 to 1 and passes 1/2 at 0.", "0에서 1까지 올라가고 $x = 0$에서 1/2을 지납니다."
    ),
    "tanh": both(
        "It rises from −1 to 1 and passes 0 at 0.", "−1에서 1까지 올라가고 $x = 0$에서 0을 지납니다."
    ),
    "relu": both(
        "It is 0 for negative inputs and $x$ for positive ones.",
        "음수 입력에서는 0이고 양수 입력에서는 $x$입니다.",
    ),
    "leaky": both(
        "It is $x$ for positive inputs and falls gently for negative ones.",
        "양수 입력에서는 $x$이고 음수 입력에서는 완만하게 내려갑니다.",
    ),
    "sigmoid-slope": both("a bump of height 1/4 at 0", "$x = 0$에서 높이가 1/4인 봉우리 모양"),
    "tanh-slope": both("a bump of height 1 at 0", "$x = 0$에서 높이가 1인 봉우리 모양"),
    "relu-slope": both("a step at 0, from 0 to 1", "$x = 0$에서 0이 1로 뛰는 계단 모양"),
    "leaky-slope": both(
        "a step at 0, from a small positive value to 1", "$x = 0$에서 작은 양수가 1로 뛰는 계단 모양"
    ),
}


def functions(slope: float) -> dict[str, Curve]:
    """Return the four functions and their derivatives."""
    found: dict[str, Curve] = {
        "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
        "tanh": math.tanh,
        "relu": lambda x: max(x, 0.0),
        "leaky": lambda x: x if x > 0 else slope * x,
        "relu-slope": lambda x: float(x > 0),
        "leaky-slope": lambda x: 1.0 if x > 0 else slope,
        "tanh-slope": lambda x: 1 - math.tanh(x) ** 2,
    }
    sigmoid = found["sigmoid"]
    return {**found, "sigmoid-slope": lambda x: sigmoid(x) * (1 - sigmoid(x))}


def title_of(key: str) -> dict[str, str]:
    """Return what a curve is called."""
    name = NAMES[key.removesuffix("-slope")]
    if key in NAMES:
        return name
    return both(f"the derivative of {name['en']}", f"{name['ko']}의 도함수")


def points_of(key: str, curve: Curve, side: float) -> list[list[float | None]]:
    """Return the points of a curve from −side to side; a jump breaks the line."""
    steps = [side * n / 20 for n in range(-20, 21)]
    found: list[list[float | None]] = [[round(x, 3), round(curve(x), 4)] for x in steps]
    if key in ("relu-slope", "leaky-slope"):
        found[21:21] = [[0.0, None], [0.0, curve(1.0)]]
    return found


def values_of(key: str, curve: Curve) -> str:
    """Return a curve's values in words, for those who do not see it."""
    places = [-4, -2, -1, 1, 2, 4] if key in ("relu-slope", "leaky-slope") else [-4, -2, -1, 0, 1, 2, 4]
    return ", ".join(f"({spell(x)}, {spell(curve(float(x)))})" for x in places)


def drawn(name: str, title: dict[str, str], curves: dict[str, tuple[str, Curve]], side: float):
    """Return the figure of curves, by the label each carries; zero is always in sight, for a slope may stop above it."""
    described = {
        lang: " ".join(
            f"{f'{word} {label}' if label else word}: {values_of(key, curve)}."
            for label, (key, curve) in curves.items()
        )
        for lang, word in (("en", "Points of the curve"), ("ko", "곡선 위의 점"))
    }
    points = {label: points_of(key, curve, side) for label, (key, curve) in curves.items()}
    heights = [0.0, *(y for each in points.values() for _, y in each if y is not None)]
    margin = 0.08 * (max(heights) - min(heights))
    return curve_figure(
        name,
        title,
        [{"label": label, "points": each} for label, each in points.items()],
        y_range=[round(min(heights) - margin, 3), round(max(heights) + margin, 3)],
        description=described,
        data_table=False,
    )


def spell(value: float | Fraction) -> str:
    """Return three decimal places, without zeros at the end."""
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def generate(rng: random.Random) -> Question:
    """Return one question about curves, or about values."""
    return rng.choice([recognise, recognise, match_slope, values, values, read_slope, properties])(rng)


def recognise(rng: random.Random) -> Question:
    """Return a curve whose function is to be named."""
    slope, side = rng.choice([0.1, 0.15, 0.2, 0.25, 0.3]), rng.choice([4, 5, 6, 8])
    curves = functions(slope)
    asked = rng.choice(list(curves))
    others = rng.sample([key for key in curves if key != asked], 4)
    options, sign = rng.sample([asked, *others], 5), SIGNS[asked]
    if asked not in NAMES:
        sign = both(f"It is {sign['en']}.", f"{sign['ko']}입니다.")
    return Question(
        "which-curve",
        prompt=both("Which function is drawn here?", "그림은 어떤 함수의 그래프입니까?"),
        fields=[
            choice("function", both("The function", "함수"), {key: title_of(key) for key in options}, asked)
        ],
        figures=[drawn("curve", both("A curve", "곡선"), {"": (asked, curves[asked])}, side)],
        worked={
            "en": f"{sign['en']}\n\nSo it is {title_of(asked)['en']}.",
            "ko": f"{sign['ko']}\n\n따라서 정답은 {title_of(asked)['ko']}입니다.",
        },
        facts={"slope": slope},
    )


def match_slope(rng: random.Random) -> Question:
    """Return a curve and four others, of which one is its derivative."""
    slope, side = rng.choice([0.1, 0.2, 0.25, 0.3]), rng.choice([4, 5, 6])
    curves, asked = functions(slope), rng.choice(list(NAMES))
    order = rng.sample(list(NAMES), 4)
    labelled = {
        label: (f"{key}-slope", curves[f"{key}-slope"]) for label, key in zip("ABCD", order, strict=True)
    }
    right = "ABCD"[order.index(asked)]
    name, sign = NAMES[asked], SIGNS[f"{asked}-slope"]
    return Question(
        "derivative",
        prompt=both(
            "The first drawing shows a function. Which curve of the second drawing, A to D, is its derivative? Look at where the "
            "function is steep and where it is flat.",
            "첫째 그림은 어떤 함수의 그래프입니다. 둘째 그림의 곡선 A–D 가운데 이 함수의 도함수는 무엇입니까? 함수가 가파른 곳과 평평한 곳을 보세요.",
        ),
        fields=[choice("derivative", both("The derivative", "도함수"), list("ABCD"), right)],
        figures=[
            drawn("function", both("The function", "함수"), {"": (asked, curves[asked])}, side),
            drawn("slopes", both("Four curves", "네 곡선"), labelled, side),
        ],
        worked={
            "en": f"{SIGNS[asked]['en']} This is {name['en']}, and its derivative is {sign['en']}.\n\nThat is curve {right}.",
            "ko": f"{SIGNS[asked]['ko']} 이 함수는 {name['ko']}입니다. 도함수는 {sign['ko']}입니다.\n\n따라서 곡선 {right}입니다.",
        },
        facts={},
    )


def values(rng: random.Random) -> Question:
    """Return a function and a place: value and derivative come out as fractions."""
    key = rng.choice(["sigmoid", "sigmoid", "tanh", "tanh", "relu", "leaky"])
    if key in ("sigmoid", "tanh"):
        k = rng.choice([2, 3, 4, 5, 7] if key == "sigmoid" else [2, 3, 4, 5])
        sign = rng.choice([1, -1])
        z = Fraction(k) ** sign
        place = rf"{'' if sign > 0 else '-'}\ln {k}"
        value = z / (1 + z) if key == "sigmoid" else (z * z - 1) / (z * z + 1)
        slope = value * (1 - value) if key == "sigmoid" else 1 - value * value
        steps = smooth_steps(key, z, value, slope)
        facts = {"function": key, "log_of": k, "sign": sign}
    else:
        a = Fraction(0) if key == "relu" else Fraction(rng.choice([1, 2, 5, 10, 20]), 100)
        x = rng.choice([-8, -6, -5, -4, -3, -2, -1, 2, 3, 5] if key == "leaky" else [-6, -3, -1, 2, 4, 7])
        place, value, slope = str(x), max(x, 0) + a * min(x, 0), Fraction(1) if x > 0 else a
        part = f"x = {x} {'>' if x > 0 else '<'} 0"
        product = f"{spell(a)} \\cdot ({x}) = " if key == "leaky" and x < 0 else ""
        steps = f"${part}$; $f({x}) = {product}{spell(value)}$, $f'({x}) = {spell(slope)}$"
        facts = {"function": key, "slope": float(a), "x": x}
    name = title_of(key)
    with_slope = f" ($a = {facts['slope']}$)" if key == "leaky" else ""
    last = rf"- $f({place}) = {spelled(value)}$" + "\n" + rf"- $f'({place}) = {spelled(slope)}$"
    return Question(
        "values",
        prompt=both(
            f"Let $f$ be {name['en']}{with_slope}. Compute its value and its derivative at $x = {place}$, as fractions or decimals, "
            "to within 0.001.",
            f"$f$는 {name['ko']}{with_slope.strip()} 함수입니다. $x = {place}$에서 함숫값과 도함숫값을 구하세요. "
            "분수나 소수로 답하며, 0.001까지의 차이는 정답으로 봅니다.",
        ),
        fields=[
            number("value", rf"$f({place})$", float(value), tolerance=TOLERANCE),
            number("slope", rf"$f'({place})$", float(slope), tolerance=TOLERANCE),
        ],
        worked=f"{steps}\n\n{last}",
        facts=facts,
    )


def smooth_steps(key: str, z: Fraction, value: Fraction, slope: Fraction) -> str:
    """Return how value and derivative follow from $e^x$."""
    e, n = tex(z), tex(1 / z)
    if key == "sigmoid":
        return (
            rf"$e^{{-x}} = {n}$, $\sigma(x) = \frac{{1}}{{1 + {n}}} = {tex(value)}$"
            "\n\n"
            rf"$\sigma'(x) = {tex(value)} \cdot \left(1 - {tex(value)}\right) = {tex(slope)}$"
        )
    return (
        rf"$e^{{x}} = {e}$, $e^{{-x}} = {n}$, $\tanh(x) = \left({e} - {n}\right) / \left({e} + {n}\right) = {tex(value)}$"
        "\n\n"
        rf"$\tanh'(x) = 1 - \left({tex(value)}\right)^2 = {tex(slope)}$"
    )


def spelled(value: Fraction) -> str:
    """Return a fraction with its decimal number, where that is another thing."""
    if value.denominator == 1:
        return str(value)
    sign = "=" if (value * 1000).denominator == 1 else r"\approx"
    return f"{tex(value)} {sign} {spell(value)}".replace("−", "-")


def read_slope(rng: random.Random) -> Question:
    """Return a drawn leaky ReLU whose slope is to be read."""
    slope, side = rng.choice([0.1, 0.2, 0.25, 0.3, 0.4, 0.5]), rng.choice([4, 5])
    curve, far = functions(slope)["leaky"], rng.choice([-10, -12, -15, -20])
    low = spell(curve(-side)).replace("−", "-")
    read = rf"$a = \frac{{{low}}}{{-{side}}} = {spell(slope)}$"
    value, off = slope * far, 0.04 * abs(far)  # what a reading may be off, carried on
    return Question(
        "read-slope",
        prompt=both(
            f"A leaky ReLU is drawn. Read its slope $a$ for negative inputs, to within 0.04, and compute $f({far})$ from it, to "
            f"within {off:g}. What is its derivative for positive inputs?",
            f"리키 렐루의 그래프입니다. 음수 입력에서의 기울기 $a$를 그림에서 읽고(오차 0.04까지), 이를 이용해 $f({far})$의 값을 계산하세요(오차 {off:g}까지). "
            "양수 입력에서의 도함숫값은 얼마입니까?",
        ),
        fields=[
            number("a", both("Slope $a$", "기울기 $a$"), slope, tolerance=0.04),
            number("far", f"$f({far})$", value, tolerance=off),
            number("positive", both("Derivative for $x > 0$", "$x > 0$에서의 도함숫값"), 1),
        ],
        figures=[drawn("curve", both("A leaky ReLU", "리키 렐루"), {"": ("leaky", curve)}, side)],
        worked={
            "en": f"At $x = -{side}$ the curve is at {low}, so {read}.\n\n- {read}\n- $f({far}) = {spell(slope)} \\cdot ({far}) = {value:g}$\n"
            "- derivative for $x > 0$: 1, since $f(x) = x$ there",
            "ko": f"$x = -{side}$에서 곡선의 높이가 {low}이므로 {read}입니다.\n\n- {read}\n- $f({far}) = {spell(slope)} \\cdot ({far}) = {value:g}$\n"
            "- $x > 0$에서의 도함숫값: $f(x) = x$이므로 1",
        },
        facts={},
    )


#: a property, and which functions have it
PROPERTIES = {
    "negative": (both("take negative values", "음수 값을 가질 수 있는"), ("tanh", "leaky")),
    "bounded": (
        both("are bounded: no value is larger than 1", "값이 1보다 커지지 않는"),
        ("sigmoid", "tanh"),
    ),
    "dead": (
        both("have the derivative 0 at every negative input", "모든 음수 입력에서 도함숫값이 0인"),
        ("relu",),
    ),
    "quarter": (
        both("have a derivative of at most 1/4 everywhere", "도함숫값이 어디에서나 1/4 이하인"),
        ("sigmoid",),
    ),
    "vanish": (
        both(
            "have a derivative that tends to 0 for large inputs", "입력이 커질수록 도함숫값이 0에 가까워지는"
        ),
        ("sigmoid", "tanh"),
    ),
    "passes": (
        both("have the derivative 1 at every positive input", "모든 양수 입력에서 도함숫값이 1인"),
        ("relu", "leaky"),
    ),
    "origin": (both("are 0 at $x = 0$", "$x = 0$에서 값이 0인"), ("tanh", "relu", "leaky")),
    "odd": (both("satisfy $f(-x) = -f(x)$", "$f(-x) = -f(x)$를 만족하는"), ("tanh",)),
}


def properties(rng: random.Random) -> Question:
    """Return a property of some of the functions."""
    key = rng.choice(list(PROPERTIES))
    text, have = PROPERTIES[key]
    order = rng.sample(list(NAMES), 4)
    slope = rng.choice([0.01, 0.1, 0.2])
    word = both("its derivative", "도함수")
    signs = {
        lang: "\n".join(
            f"- {NAMES[n][lang]}: {SIGNS[n][lang]} ({word[lang]}: {SIGNS[f'{n}-slope'][lang]})" for n in NAMES
        )
        for lang in ("en", "ko")
    }
    listed = {lang: ", ".join(NAMES[name][lang] for name in have) for lang in ("en", "ko")}
    return Question(
        "properties",
        prompt=both(
            f"Which of these functions {text['en']}? (The leaky ReLU has the slope {slope}.)",
            f"다음 가운데 {text['ko']} 함수를 모두 고르세요. (리키 렐루의 기울기는 {slope}입니다.)",
        ),
        fields=[
            several(
                "functions", both("The functions", "함수"), {name: NAMES[name] for name in order}, list(have)
            )
        ],
        worked={
            "en": f"Each function, with its derivative:\n\n{signs['en']}\n\nSo these {text['en']}: {listed['en']}.",
            "ko": f"함수와 그 도함수의 특징입니다.\n\n{signs['ko']}\n\n{text['ko']} 함수: {listed['ko']}.",
        },
        facts={"property": key, "slope": slope},
    )
