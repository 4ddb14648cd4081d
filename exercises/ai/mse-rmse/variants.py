"""Variants of mse-rmse: residuals of a drawn line, units, outliers, two models, scaled targets, the mean as a model.

Residuals are whole, so that every mean ends after two places; only roots are rounded. What a usual mistake gives
instead is more than twice as far from the key as an answer may be.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction
from itertools import combinations

from graders.quiz import Question, both, choice, decimal, equals, exact, number, scatter_figure, spell
from graders.quiz.questions import Part

TOLERANCE = 0.01
#: which of the residuals
ORDINALS = ("첫", "두", "세", "네", "다섯")
#: what is predicted, its unit, and the square of that
TARGETS = (
    (both("the duration of a bus ride", "버스가 걸리는 시간"), both("minutes", "분"), both("minutes²", "분²")),
    (both("tomorrow's highest temperature", "내일의 최고 기온"), both("°C", "°C"), both("°C²", "°C²")),
    (both("the weight of a parcel", "소포의 무게"), both("kg", "kg"), both("kg²", "kg²")),
    (both("the rent of a flat", "방의 월세"), both("10,000 won", "만 원"), both("(10,000 won)²", "(만 원)²")),
    (both("the height of a plant", "식물의 키"), both("cm", "cm"), both("cm²", "cm²")),
    (both("the power a household draws", "가정의 소비 전력"), both("kW", "kW"), both("kW²", "kW²")),
    (both("the length of a hospital stay", "입원 기간"), both("days", "일"), both("days²", "일²")),
    (both("the speed of a cyclist", "자전거의 속력"), both("km/h", "km/h"), both("(km/h)²", "(km/h)²")),
)  # fmt: skip


def mean_square(values: list[int]) -> Fraction:
    """Return the mean of the squares."""
    return Fraction(sum(value**2 for value in values), len(values))


def mean_size(values: list[int]) -> Fraction:
    """Return the mean of the absolute values."""
    return Fraction(sum(abs(value) for value in values), len(values))


def root(value: Fraction) -> float:
    """Return the square root, which is rounded only where it is shown."""
    return math.sqrt(value)


def is_short(value: Fraction) -> bool:
    """Return whether two places say all of it."""
    return (value * 100).denominator == 1


def tell_apart(*values: Fraction | float) -> bool:
    """Return whether no value passes for another."""
    return all(abs(float(a) - float(b)) > 3 * TOLERANCE for a, b in combinations(values, 2))


def measure(name: str, label: dict[str, str] | str, value: Fraction | float) -> Part:
    """Return a field for a number that may be rounded."""
    key = exact(value) if isinstance(value, Fraction) else value
    return number(name, label, key, tolerance=TOLERANCE)


def squares(residuals: list[int]) -> str:
    """Return the sum of squares as a formula writes it."""
    return " + ".join(f"({e})^2" if e < 0 else f"{e}^2" for e in residuals)


def sizes(residuals: list[int]) -> str:
    """Return the sum of absolute values as a formula writes it."""
    return " + ".join(str(abs(e)) for e in residuals)


def mse_formula(residuals: list[int], name: str = "MSE") -> str:
    """Return the whole computation of an MSE."""
    total = sum(e**2 for e in residuals)
    return rf"$\mathrm{{{name}}} = \frac{{{squares(residuals)}}}{{{len(residuals)}}} = \frac{{{total}}}{{{len(residuals)}}} {equals(mean_square(residuals), 2)}$"


def mae_formula(residuals: list[int]) -> str:
    """Return the whole computation of an MAE."""
    return rf"$\mathrm{{MAE}} = \frac{{{sizes(residuals)}}}{{{len(residuals)}}} {equals(mean_size(residuals), 2)}$"


def rmse_formula(square: Fraction) -> str:
    """Return the root of an MSE."""
    return rf"$\mathrm{{RMSE}} = \sqrt{{{decimal(square, 2)}}} {equals(root(square), 2)}$"


def listed(values: list[int]) -> str:
    """Return numbers as a sentence writes them."""
    return ", ".join(spell(value) for value in values)


def generate(rng: random.Random) -> Question:
    """Return one question about the error of predictions."""
    return rng.choice([line, line, units, outlier, two_models, scaled, baseline])(rng)


def draw_residuals(rng: random.Random, count: int, largest: int = 4) -> list[int]:
    """Return residuals of both signs whose measures differ."""
    while True:
        found = [rng.randint(-largest, largest) for _ in range(count)]
        square, size = mean_square(found), mean_size(found)
        if min(found) < 0 < max(found) and is_short(square) and tell_apart(square, root(square), size):
            return found


def line(rng: random.Random) -> Question:
    """Return points and a line in a drawing; sum of squares, MSE and RMSE are asked."""
    count, slope = rng.choice([4, 5]), rng.choice([-1, 1, 2])
    while True:
        residuals = draw_residuals(rng, count, 3)
        start = rng.randint(1, 4) if slope > 0 else rng.randint(6, 8)
        xs = sorted(rng.sample(range(1, 7), count))
        points = [(x, start + slope * x + e) for x, e in zip(xs, residuals, strict=True)]
        if min(y for _, y in points) >= 0 and start + 7 * slope >= -1:
            break
    total, square = sum(e**2 for e in residuals), mean_square(residuals)
    sign = {-1: "-x", 1: "x", 2: "2x"}[slope]
    strokes: list[list[int | None]] = []
    for (x, y), e in zip(points, residuals, strict=True):
        strokes += [[x, y], [x, y - e], [x, None]]
    top = max(max(y for _, y in points), start + max(0, 7 * slope)) + 1
    pairs = ", ".join(f"({x}, {y})" for x, y in points)
    figure = scatter_figure(
        "points",
        both("Measured points and a line", "측정한 점과 직선"),
        [{"label": both("measured", "측정값"), "points": [list(point) for point in points]}],
        lines=[
            {"label": both("predicted", "예측"), "points": [[0, start], [7, start + 7 * slope]]},
            {"label": both("residuals", "잔차"), "points": strokes[:-1]},
        ],
        x_range=[0, 7],
        y_range=[min(0, start + 7 * slope), top],
        description=both(
            f"The points {pairs} and the line of the predictions; vertical strokes join them.",
            f"점 {pairs}와 예측을 나타내는 직선이 있고, 둘 사이를 세로 선으로 이었습니다.",
        ),
    )  # fmt: skip
    steps = "\n".join(
        rf"- $x = {x}$: $\hat{{y}} = {y - e}$, $e = {y} - {f'({y - e})' if y < e else y - e} = {e}$"
        for (x, y), e in zip(points, residuals, strict=True)
    )
    formulas = f"{mse_formula(residuals)}, {rmse_formula(square)}"
    return Question(
        "line",
        prompt={
            "en": rf"A model predicts $\hat{{y}} = {sign} + {start}$. The figure shows the measured points. Compute how far the model is off.",
            "ko": rf"모델의 예측은 $\hat{{y}} = {sign} + {start}$입니다. 그림의 점은 측정값입니다. 모델이 얼마나 빗나갔는지 구하세요.",
        },
        fields=[
            number("total", both("Sum of the squared residuals", "잔차의 제곱합"), total),
            measure("mse", "MSE", square),
            measure("rmse", "RMSE", root(square)),
        ],
        figures=[figure],
        worked={
            "en": f"The residuals are measured minus predicted:\n\n{steps}\n\nTheir squares add up to {total}: {formulas}.",
            "ko": f"잔차는 측정값에서 예측값을 뺀 수입니다.\n\n{steps}\n\n제곱을 모두 더하면 {total}입니다. {formulas}입니다.",
        },
        facts={"pairs": [[y, y - e] for (_, y), e in zip(points, residuals, strict=True)]},
    )


def units(rng: random.Random) -> Question:
    """Return an MSE with a story; its root, the units and the meaning are asked."""
    target, unit, squared = rng.choice(TARGETS)
    size = Fraction(rng.choice([3, 5, 6, 7, 8, 9, 12, 15, 16, 18, 20, 24, 25, 30]), 10)
    square = size**2
    options = {
        "unit": unit,
        "squared": squared,
        "none": both("none: a plain number", "단위가 없는 수"),
        "percent": both("per cent", "퍼센트"),
    }
    meanings = {
        "size": both("how large an error is, large ones counting more", "오차의 대략적인 크기. 큰 오차일수록 더 크게 반영됩니다"),
        "limit": both("how large an error is at most", "오차가 커 봐야 얼마인지"),
        "share": both("which share of the predictions is wrong", "예측 가운데 틀린 비율"),
        "shift": both("by how much the predictions are too high on average", "예측이 평균적으로 얼마나 높은지"),
    }  # fmt: skip
    order, other = rng.sample(list(options), 4), rng.sample(list(meanings), 4)
    shown = {lang: f"{spell(square, 2)} {squared[lang]}" for lang in ("en", "ko")}
    return Question(
        "units",
        prompt={
            "en": f"A model predicts {target['en']}, measured in {unit['en']}. On test data its mean squared error, as a number, is {spell(square, 2)}.",
            "ko": f"모델 하나가 예측하는 것은 {target['ko']}입니다(단위: {unit['ko']}). 테스트 데이터에서 평균 제곱 오차를 수로만 적으면 {spell(square, 2)}입니다.",
        },
        fields=[
            measure("rmse", "RMSE", size),
            choice("mse_unit", both("Unit of the MSE", "MSE의 단위"), {k: options[k] for k in order}, "squared"),
            choice("rmse_unit", both("Unit of the RMSE", "RMSE의 단위"), {k: options[k] for k in order}, "unit"),
            choice("says", both("The RMSE says", "RMSE가 말해 주는 것"), {k: meanings[k] for k in other}, "size"),
        ],
        worked={
            "en": f"Squaring residuals squares their unit, and the root undoes it. The RMSE is no upper limit: single errors may be larger; "
            f"and signs are lost, so it does not say in which direction the model is off.\n\nMSE: {shown['en']}. RMSE: "
            rf"$\sqrt{{{decimal(square, 2)}}} = {decimal(size, 2)}$ {unit['en']}. It says {meanings['size']['en']}.",
            "ko": "잔차를 제곱하면 단위도 제곱되고, 제곱근을 구하면 원래 단위로 돌아옵니다. RMSE는 상한이 아니어서 더 큰 오차도 있을 수 있습니다. "
            f"부호가 사라지므로 어느 쪽으로 빗나갔는지도 알 수 없습니다.\n\nMSE: {shown['ko']}. RMSE: "
            rf"$\sqrt{{{decimal(square, 2)}}} = {decimal(size, 2)}$ {unit['ko']}. RMSE가 말해 주는 것: {meanings['size']['ko']}.",
        },
        facts={"square": [square.numerator, square.denominator]},
    )  # fmt: skip


def outlier(rng: random.Random) -> Question:
    """Return residuals of which one turns into an outlier; MSE and MAE before and after are asked."""
    while True:
        before = [rng.choice([-2, -1, 1, 2]) for _ in range(rng.choice([4, 5]))]
        after = list(before)
        place = rng.randrange(len(before))
        after[place] = rng.choice([-1, 1]) * rng.choice([8, 9, 10, 11, 12])
        values = [each(found) for found in (before, after) for each in (mean_square, mean_size)]
        if tell_apart(*values) and min(before) < 0 < max(before):
            break
    labels = {
        "mse_before": both("MSE before", "바뀌기 전의 MSE"),
        "mae_before": both("MAE before", "바뀌기 전의 MAE"),
        "mse_after": both("MSE after", "바뀐 뒤의 MSE"),
        "mae_after": both("MAE after", "바뀐 뒤의 MAE"),
    }
    grown = [spell(values[2] / values[0], 1), spell(values[3] / values[1], 1)]
    lines = {
        lang: "\n".join(
            f"- {words}: {mse_formula(found)}, {mae_formula(found)}"
            for words, found in zip(told, (before, after), strict=True)
        )
        for lang, told in (("en", ("before", "after")), ("ko", ("바뀌기 전", "바뀐 뒤")))
    }
    return Question(
        "outlier",
        prompt={
            "en": f"The residuals of a model are {listed(before)}. Then one true value is copied wrongly, and residual number {place + 1} "
            f"changes from {spell(before[place])} to {spell(after[place])}. Compute both measures before and after.",
            "ko": f"모델의 잔차는 {listed(before)}입니다. 그런데 실제 값 하나를 잘못 옮겨 적어서 {ORDINALS[place]} 번째 잔차가 바뀌었습니다"
            f"(바뀌기 전: {spell(before[place])}, 바뀐 뒤: {spell(after[place])}). 바뀌기 전과 뒤의 두 지표를 구하세요.",
        },
        fields=[measure(name, label, value) for (name, label), value in zip(labels.items(), values, strict=True)],
        worked={
            "en": f"By the one outlier the MSE grows about {grown[0]}-fold, the MAE only {grown[1]}-fold: the square makes a large residual "
            f"count much more.\n\n{lines['en']}",
            "ko": f"이상치 하나 때문에 MSE는 약 {grown[0]}배가 되지만 MAE는 {grown[1]}배에 그칩니다. 큰 잔차는 제곱하면 훨씬 크게 반영되기 "
            f"때문입니다.\n\n{lines['ko']}",
        },
        facts={"before": before, "after": after},
    )  # fmt: skip


def two_models(rng: random.Random) -> Question:
    """Return the residuals of two models; one is better by MSE, the other by MAE."""
    count = rng.choice([4, 5])
    while True:
        even = [rng.choice([-1, 1]) * rng.choice([2, 3]) for _ in range(count)]
        uneven = [rng.choice([-1, 0, 1]) for _ in range(count)]
        uneven[rng.randrange(count)] = rng.choice([-1, 1]) * rng.choice([6, 7, 8, 9])
        values = [mean_square(even), mean_square(uneven), mean_size(even), mean_size(uneven)]
        if values[0] < values[1] and values[2] > values[3] and tell_apart(*values):
            break
    truth = [rng.randint(20, 40) for _ in range(count)]
    names = rng.sample(["A", "B"], 2)
    residuals = dict(zip(names, (even, uneven), strict=True))
    guesses = {
        name: [y - e for y, e in zip(truth, own, strict=True)] for name, own in sorted(residuals.items())
    }
    head = {"en": ("true", "model A", "model B"), "ko": ("실제 값", "모델 A", "모델 B")}
    tables = {
        lang: "| | " + " | ".join(str(place) for place in range(1, count + 1)) + " |\n|" + "---|" * (count + 1) + "\n"
        + "\n".join(
            f"| {word} | " + " | ".join(map(str, row)) + " |"
            for word, row in zip(words, (truth, guesses["A"], guesses["B"]), strict=True)
        )
        for lang, words in head.items()
    }  # fmt: skip
    models = {name: both(f"model {name}", f"모델 {name}") for name in "AB"}
    lines = {
        lang: "\n".join(
            f"- {models[name][lang]}: {mse_formula(residuals[name])}, {mae_formula(residuals[name])}" for name in "AB"
        )
        for lang in ("en", "ko")
    }  # fmt: skip
    rows = "\n".join(f"- {name}: {listed(residuals[name])}" for name in "AB")
    return Question(
        "two-models",
        prompt={
            "en": f"Two models have predicted the same values.\n\n{tables['en']}\n\nWhich of them is better?",
            "ko": f"두 모델로 같은 값을 예측했습니다.\n\n{tables['ko']}\n\n어느 모델이 더 낫습니까?",
        },
        fields=[
            measure("mse_a", both("MSE of model A", "모델 A의 MSE"), mean_square(residuals["A"])),
            measure("mse_b", both("MSE of model B", "모델 B의 MSE"), mean_square(residuals["B"])),
            choice("by_mse", both("Better by the MSE", "MSE로 보면 더 나은 모델"), models, names[0]),
            choice("by_mae", both("Better by the MAE", "MAE로 보면 더 나은 모델"), models, names[1]),
        ],
        worked={
            "en": f"The residuals are\n\n{rows}\n\nOne large error weighs more in the MSE than many middling ones; in the MAE every unit of error "
            f"counts the same.\n\n{lines['en']}\n- Smaller is better: by the MSE it is model {names[0]}, by the MAE model {names[1]}.",
            "ko": f"잔차는 다음과 같습니다.\n\n{rows}\n\nMSE에서는 큰 오차 하나가 중간 크기 오차 여럿보다 무겁고, MAE에서는 오차 1만큼이 어디서나 "
            f"똑같이 셉니다.\n\n{lines['ko']}\n- 작을수록 좋으므로 MSE로는 모델 {names[0]}, MAE로는 모델 {names[1]}입니다.",
        },
        facts={"truth": truth, "guesses": guesses},
    )  # fmt: skip


def scaled(rng: random.Random) -> Question:
    """Return an RMSE for a standardised target; the errors in the target's own unit are asked."""
    target, unit, _ = rng.choice(TARGETS)
    spread, middle = rng.choice([4, 5, 8, 10, 12, 20]), rng.choice([25, 30, 40, 50, 60])
    small = Fraction(rng.choice([2, 3, 4, 5, 6, 7]), 10)
    large, square = small * spread, small**2
    reasons = {
        "cancels": both("nothing: it drops out of every residual", "없습니다. 모든 잔차에서 지워집니다"),
        "added": both("it is added to the RMSE", "RMSE에 더해야 합니다"),
        "times": both("it multiplies the RMSE", "RMSE에 곱해야 합니다"),
        "subtracted": both("it is subtracted from the RMSE", "RMSE에서 빼야 합니다"),
    }
    order = rng.sample(list(reasons), 4)
    return Question(
        "scaled",
        prompt={
            "en": f"A model predicts {target['en']} in {unit['en']}. For training, the target was standardised: $y' = (y - {middle}) / {spread}$. "
            f"For $y'$ the model has an RMSE of {spell(small, 2)}. The predictions are then turned back into {unit['en']}.",
            "ko": f"모델 하나가 예측하는 것은 {target['ko']}입니다(단위: {unit['ko']}). 훈련할 때는 타깃을 $y' = (y - {middle}) / {spread}$로 표준화했습니다. "
            f"$y'$에 대한 RMSE는 {spell(small, 2)}입니다. 그다음 예측값을 원래 단위로 되돌렸습니다.",
        },
        fields=[
            measure("mse_scaled", both("MSE for $y'$", "$y'$에 대한 MSE"), square),
            measure("rmse", both(f"RMSE for $y$, in {unit['en']}", f"$y$에 대한 RMSE({unit['ko']})"), large),
            measure("mse", both("MSE for $y$, as a number", "$y$에 대한 MSE(수로만)"), large**2),
            choice(
                "shift",
                both(f"What the shift by {middle} does to the RMSE", f"뺀 수 {middle}의 영향"),
                {key: reasons[key] for key in order},
                "cancels",
            ),
        ],
        worked={
            "en": f"A residual of $y$ is $y - \\hat{{y}} = {spread}\\,(y' - \\hat{{y}}')$: the {middle} drops out, and each residual grows by the "
            f"factor {spread}, its square by ${spread}^2 = {spread**2}$.\n\n"
            f"- MSE for $y'$: ${decimal(small, 2)}^2 = {decimal(square, 2)}$\n- RMSE for $y$: ${spread} \\cdot {decimal(small, 2)} = {decimal(large, 2)}$\n"
            f"- MSE for $y$: ${spread**2} \\cdot {decimal(square, 2)} = {decimal(large**2, 2)}$\n- The shift: {reasons['cancels']['en']}.",
            "ko": f"$y$의 잔차는 $y - \\hat{{y}} = {spread}\\,(y' - \\hat{{y}}')$입니다. 뺀 수 {middle}에 해당하는 부분은 지워지고, 잔차는 {spread}배, 잔차의 제곱은 "
            f"${spread}^2 = {spread**2}$배가 됩니다.\n\n"
            f"- $y'$에 대한 MSE: ${decimal(small, 2)}^2 = {decimal(square, 2)}$\n- $y$에 대한 RMSE: ${spread} \\cdot {decimal(small, 2)} = {decimal(large, 2)}$\n"
            f"- $y$에 대한 MSE: ${spread**2} \\cdot {decimal(square, 2)} = {decimal(large**2, 2)}$\n- 뺀 수의 영향: {reasons['cancels']['ko']}.",
        },
        facts={"spread": spread, "middle": middle, "small": [small.numerator, small.denominator]},
    )  # fmt: skip


def baseline(rng: random.Random) -> Question:
    """Return true values and a model's MSE; the mean as a model, its MSE, and R² are asked."""
    while True:
        truth = [rng.randint(2, 20) for _ in range(rng.choice([4, 5]))]
        middle = Fraction(sum(truth), len(truth))
        spread = mean_square([int(y - middle) for y in truth]) if middle.denominator == 1 else Fraction(0)
        share = Fraction(rng.choice([10, 20, 25, 40, 50, 60, 75, 80, 125, 150]), 100)
        if 4 <= spread <= 40 and len(set(truth)) > 3 and is_short(spread * share) and is_short(spread):
            break
    error, explained = spread * share, 1 - share
    away = [int(y - middle) for y in truth]
    count = len(truth)
    verdicts = {
        "better": both("better than always the mean", "늘 평균을 답하는 것보다 낫습니다"),
        "worse": both("worse than always the mean", "늘 평균을 답하는 것보다 못합니다"),
        "equal": both("exactly as good as always the mean", "늘 평균을 답하는 것과 똑같습니다"),
    }
    key = "better" if explained > 0 else "worse"
    formulas = (
        rf"$\bar{{y}} = \frac{{{' + '.join(map(str, truth))}}}{{{count}}} = {decimal(middle)}$",
        mse_formula(away, "MSE"),
        rf"$R^2 = 1 - \frac{{{decimal(error, 2)}}}{{{decimal(spread, 2)}}} {equals(explained, 2)}$",
    )
    return Question(
        "baseline",
        prompt={
            "en": f"The true values are {listed(truth)}. The simplest model always predicts their mean. Another model has the MSE "
            f"{spell(error, 2)} on the same values.",
            "ko": f"실제 값은 {listed(truth)}입니다. 가장 단순한 모델은 늘 이 값들의 평균을 예측합니다. 다른 모델의 MSE는 같은 값에서 "
            f"{spell(error, 2)}입니다.",
        },
        fields=[
            measure("mean", both("The mean", "평균"), middle),
            measure("spread", both("MSE of always predicting the mean", "늘 평균을 예측하는 모델의 MSE"), spread),
            measure("explained", both("$R^2$ of the other model", "다른 모델의 $R^2$"), explained),
            choice("verdict", both("The other model is", "다른 모델은"), verdicts, key),
        ],
        worked={
            "en": "The deviations from the mean are the residuals of the simplest model, so its MSE is the variance of the true values. "
            "Both sums in $R^2$ have the same $n$, so it is 1 minus the quotient of the two MSEs.\n\n"
            f"- mean: {formulas[0]}\n- always the mean: {formulas[1]}\n- the other model: {formulas[2]}, {verdicts[key]['en']}",
            "ko": "평균에서 벗어난 정도가 가장 단순한 모델의 잔차이므로, 그 MSE는 실제 값의 분산입니다. "
            "$R^2$의 두 합은 $n$이 같으므로 $R^2$은 1에서 두 MSE의 비를 뺀 값입니다.\n\n"
            f"- 평균: {formulas[0]}\n- 늘 평균: {formulas[1]}\n- 다른 모델: {formulas[2]}, {verdicts[key]['ko']}",
        },
        facts={"truth": truth, "error": [error.numerator, error.denominator]},
    )  # fmt: skip
