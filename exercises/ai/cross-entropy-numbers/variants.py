"""Variants of cross-entropy-numbers: predictions with short decimals, their losses, and what the losses prefer."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction

from graders.quiz import Question, both, choice, decimal, equals, matrix_figure, number

LANGS = ("en", "ko")
LOSS_OFF, SMALL_OFF = 0.005, 0.002
CLASSES = (
    (both("bus", "버스"), both("car", "승용차"), both("bicycle", "자전거")),
    (both("rose", "장미"), both("tulip", "튤립"), both("lily", "백합")),
    (both("piano", "피아노"), both("violin", "바이올린"), both("flute", "플루트")),
    (both("oak", "참나무"), both("pine", "소나무"), both("birch", "자작나무")),
)
ASKED = (
    both("Is the mail spam?", "스팸 메일입니까?"),
    both("Will it rain?", "비가 옵니까?"),
    both("Is the part defective?", "불량품입니까?"),
    both("Does the image show a face?", "사진에 얼굴이 있습니까?"),
)
#: chances of yes in hundredths, none of them even
UNEVEN = [p for p in range(5, 100, 5) if p != 50]
LOSS = both("Loss", "손실")
CHANCE = both("Probability of the right class", "정답 클래스의 확률")
LOSSES = {
    "cross-entropy": both("only the cross-entropy", "교차 엔트로피만"),
    "squared-error": both("only the squared error", "제곱 오차만"),
    "both": both("both", "둘 다"),
    "neither": both("neither", "둘 다 아님"),
}


def generate(rng: random.Random) -> Question:
    """Return one question about a loss."""
    makers = [one_hot, batch, from_scores, from_loss, two_models, squared_error, binary]
    return rng.choice(makers)(rng)


def cost(p: Fraction) -> float:
    """Return −ln p."""
    return -math.log(p)


def minus_ln(p: Fraction) -> str:
    """Return −ln p and its value as a formula."""
    return rf"-\ln {decimal(p)} \approx {decimal(cost(p))}"


def draw_prediction(rng: random.Random) -> list[Fraction]:
    """Return three different probabilities in steps of 0.05."""
    while True:
        first, second = rng.randint(1, 17), rng.randint(1, 17)
        parts = [first, second, 20 - first - second]
        if min(parts) > 0 and len(set(parts)) == 3:
            return [Fraction(part, 20) for part in parts]


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def prediction_table(names, chances: Sequence[Fraction], right: int, lang: str) -> str:
    """Return the table of a prediction beside its one-hot target."""
    head = {"en": ["class", "predicted $p$", "target $y$"], "ko": ["클래스", "예측 $p$", "정답 $y$"]}[lang]
    rows = [
        [name[lang], f"${decimal(p)}$", f"${int(j == right)}$"]
        for j, (name, p) in enumerate(zip(names, chances, strict=True))
    ]
    return markdown(head, rows)


def loss_field(name: str, label, value: float):
    """Return the field of a loss."""
    return number(name, label, value, tolerance=LOSS_OFF)


def one_hot(rng: random.Random) -> Question:
    """Return one prediction with its target; what happens to the loss if some probability moves?"""
    names, chances, right = rng.choice(CLASSES), draw_prediction(rng), rng.randrange(3)
    wrong = [j for j in range(3) if j != right]
    give, take, effect = rng.choice(
        [(wrong[0], wrong[1], "same"), (wrong[1], right, "falls"), (right, wrong[0], "rises")]
    )
    moved = chances[give] / 2
    value = cost(chances[right])
    options = {
        "rises": both("It rises", "커집니다"),
        "falls": both("It falls", "작아집니다"),
        "same": both("It stays as it is", "그대로입니다"),
    }
    reason = {
        "same": both("that of the right class does not change, and no other one counts",
                     "정답 클래스의 확률은 그대로이고 다른 클래스의 확률은 손실에 들어가지 않습니다"),
        "falls": both("the right class becomes more probable", "정답 클래스의 확률이 커집니다"),
        "rises": both("the right class becomes less probable", "정답 클래스의 확률이 작아집니다"),
    }[effect]  # fmt: skip
    half = both(f"half of the probability of *{names[give]['en']}*", f"‘{names[give]['ko']}’ 확률의 절반")
    return Question(
        "one-hot",
        prompt={
            "en": f"Compute the cross-entropy of this prediction.\n\n{prediction_table(names, chances, right, 'en')}\n\n"
            f"Then suppose that {half['en']} goes to *{names[take]['en']}*: ${decimal(moved)}$ less here and more there.",
            "ko": f"이 예측의 교차 엔트로피를 구하세요.\n\n{prediction_table(names, chances, right, 'ko')}\n\n"
            f"그다음 {half['ko']}인 ${decimal(moved)}$만큼을 ‘{names[take]['ko']}’에 옮긴다고 생각해 보세요.",
        },
        fields=[
            loss_field("loss", LOSS, value),
            choice("effect", both("What does the loss do?", "손실은 어떻게 됩니까?"), options, effect),
        ],
        worked={
            "en": f"Of the sum only the term of the right class, *{names[right]['en']}*, is left.\n\n"
            f"- Loss: ${minus_ln(chances[right])}$\n- {options[effect]['en']}: {reason['en']}.",
            "ko": f"합에서 정답 클래스인 ‘{names[right]['ko']}’의 항만 남습니다.\n\n"
            f"- 손실: ${minus_ln(chances[right])}$\n- {options[effect]['ko']}. {reason['ko']}.",
        },
        facts={"chances": [float(p) for p in chances], "right": right, "give": give, "take": take},
    )


def batch(rng: random.Random) -> Question:
    """Return three predictions with their classes; what is the mean loss?"""
    names = rng.choice(CLASSES)
    while True:
        rows = [draw_prediction(rng) for _ in range(3)]
        rights = [rng.randrange(3) for _ in rows]
        owns = [row[right] for row, right in zip(rows, rights, strict=True)]
        if len(set(owns)) == 3 and len(set(rights)) > 1:
            break
    total = sum(cost(p) for p in owns)
    worst = owns.index(min(owns))
    most = both("Which example contributes most?", "어느 예제의 몫이 가장 큽니까?")
    examples = [both(f"Example {n}", f"예제 {n}") for n in (1, 2, 3)]
    told = {lang: ", ".join(f"{n}: *{names[t][lang]}*" for n, t in enumerate(rights, 1)) for lang in LANGS}
    figure = matrix_figure(
        "predictions",
        both("Predicted probabilities", "예측 확률"),
        examples,
        list(names),
        [[float(p) for p in row] for row in rows],
        row_title=both("example", "예제"),
        column_title=both("class", "클래스"),
        description=both("A row for each example, a column for each class.", "행은 예제, 열은 클래스입니다."),
        shaded=False,
    )
    terms = " + ".join(decimal(cost(p)) for p in owns)
    each = {
        lang: "\n".join(f"- {examples[n][lang]}: ${minus_ln(p)}$" for n, p in enumerate(owns))
        for lang in LANGS
    }
    return Question(
        "batch",
        prompt={
            "en": f"A batch of three examples has been classified. The right classes are {told['en']}. "
            "Compute the loss of the batch, which is the mean.",
            "ko": f"예제 세 개로 된 배치를 분류했습니다. 정답 클래스는 {told['ko']}입니다. 배치의 손실, 곧 평균을 구하세요.",
        },
        fields=[
            loss_field("loss", both("Loss of the batch", "배치의 손실"), total / 3),
            choice("worst", most, {str(n): example for n, example in enumerate(examples, 1)}, str(worst + 1)),
        ],
        figures=[figure],
        worked={
            "en": f"{each['en']}\n\n- Loss of the batch: $\\frac{{{terms}}}{{3}} \\approx {decimal(total / 3)}$\n"
            f"- {examples[worst]['en']} contributes most: its right class had the lowest probability.",
            "ko": f"{each['ko']}\n\n- 배치의 손실: $\\frac{{{terms}}}{{3}} \\approx {decimal(total / 3)}$\n"
            f"- {examples[worst]['ko']}의 몫이 가장 큽니다. 정답 클래스의 확률이 가장 낮기 때문입니다.",
        },
        facts={"rows": [[float(p) for p in row] for row in rows], "rights": rights},
    )


def from_scores(rng: random.Random) -> Question:
    """Return three scores; what are the probability of the right class and the loss?"""
    names, right = rng.choice(CLASSES), rng.randrange(3)
    while True:
        scores = [rng.randint(-2, 4) for _ in range(3)]
        powers = [math.exp(z) for z in scores]
        p = powers[right] / sum(powers)
        if 0.11 < p < 0.95 and max(scores) - min(scores) >= 2:
            break
    shown = ", ".join(f"*{name['en']}* ${z}$" for name, z in zip(names, scores, strict=True))
    shown_ko = ", ".join(f"‘{name['ko']}’ ${z}$" for name, z in zip(names, scores, strict=True))
    bottom = " + ".join(f"e^{{{z}}}" for z in scores)
    value = -math.log(p)
    steps = rf"p = \frac{{e^{{{scores[right]}}}}}{{{bottom}}} \approx \frac{{{decimal(powers[right])}}}{{{decimal(sum(powers))}}} \approx {decimal(p)}"
    own = str(scores[right]) if scores[right] >= 0 else f"({scores[right]})"
    direct = rf"L = \ln({bottom}) - {own} \approx {decimal(math.log(sum(powers)))} - {own} \approx {decimal(value)}"
    return Question(
        "from-scores",
        prompt={
            "en": f"A network gives the scores {shown}. The right class is *{names[right]['en']}*. Apply the softmax, then compute "
            "the loss.",
            "ko": f"신경망이 낸 점수는 {shown_ko}입니다. 정답 클래스는 ‘{names[right]['ko']}’입니다. 소프트맥스를 적용한 다음 손실을 구하세요.",
        },
        fields=[
            number("p", CHANCE, p, tolerance=SMALL_OFF),
            loss_field("loss", LOSS, value),
        ],
        worked={
            "en": f"The softmax divides by the sum over all classes: ${steps}$. The loss is $-\\ln p$, which the scores give at once "
            f"and without rounding in between: ${direct}$.\n\n- Probability: ${decimal(p)}$\n- Loss: ${decimal(value)}$",
            "ko": f"소프트맥스는 모든 클래스의 합으로 나눕니다. ${steps}$입니다. 손실은 $-\\ln p$이고, 점수에서 곧바로 구하면 중간에 "
            f"반올림하지 않아도 됩니다. ${direct}$입니다.\n\n- 확률: ${decimal(p)}$\n- 손실: ${decimal(value)}$",
        },
        facts={"scores": scores, "right": right},
    )


def from_loss(rng: random.Random) -> Question:
    """Return a loss; which probability had the right class, and what would another one cost?"""
    hundredths, factor = rng.randint(20, 180), rng.choice([2, 3, 4, 5, 10])
    loss = Fraction(hundredths, 100)
    p = math.exp(-loss)
    grows = p * factor <= 0.97 and rng.random() < 0.6
    after = float(loss) + (-1 if grows else 1) * math.log(factor)
    change = rf"{decimal(loss)} {'-' if grows else '+'} \ln {factor} \approx {decimal(loss)} {'-' if grows else '+'} {decimal(math.log(factor))} \approx {decimal(after)}"
    shares = both(f"1/{factor} of", f"1/{factor}로 줄면"), both(f"{factor} times", f"{factor}배가 되면")
    other = shares[grows]
    new = both(f"Loss with {other['en']} that probability", f"확률이 {other['ko']} 손실은")
    return Question(
        "from-loss",
        prompt={
            "en": f"The cross-entropy of one example is ${decimal(loss)}$. Which probability did its right class have? "
            f"And what would the loss be with {other['en']} that probability?",
            "ko": f"예제 하나의 교차 엔트로피가 ${decimal(loss)}$입니다. 정답 클래스의 확률은 얼마입니까? "
            f"그 확률이 {other['ko']} 손실은 얼마가 됩니까?",
        },
        fields=[
            number("p", CHANCE, p, tolerance=SMALL_OFF),
            loss_field("after", new, after),
        ],
        worked={
            "en": "From $L = -\\ln p$ follows $p = e^{-L}$. A factor in the probability is a summand in the loss.\n\n"
            f"- Probability: $e^{{-{decimal(loss)}}} \\approx {decimal(p)}$\n- New loss: ${change}$",
            "ko": "$L = -\\ln p$에서 $p = e^{-L}$입니다. 확률에 곱하는 수는 손실에 더하거나 빼는 수가 됩니다.\n\n"
            f"- 확률: $e^{{-{decimal(loss)}}} \\approx {decimal(p)}$\n- 새 손실: ${change}$",
        },
        facts={"loss": float(loss), "factor": factor, "grows": grows},
    )


def draw_models(rng: random.Random) -> dict[str, list[Fraction]]:
    """Return, for two classifiers, the probability each gave to the right one of two classes, four times."""
    sure = [rng.choice([80, 85, 90, 95]) for _ in range(3)] + [rng.choice([1, 2, 5, 25, 35])]
    mild = [rng.choice([60, 65, 70, 75]) for _ in range(2)] + [rng.choice([30, 35, 40, 45]) for _ in range(2)]
    first, second = rng.sample([rng.sample(sure, 4), rng.sample(mild, 4)], 2)
    return {name: [Fraction(p, 100) for p in each] for name, each in (("A", first), ("B", second))}


def two_models(rng: random.Random) -> Question:
    """Return two classifiers; which has the lower loss, and which is right more often?"""
    while True:
        models = draw_models(rng)
        losses = {name: sum(map(cost, chances)) / 4 for name, chances in models.items()}
        hits = {name: sum(p > Fraction(1, 2) for p in chances) for name, chances in models.items()}
        if abs(losses["A"] - losses["B"]) > 0.1 and hits["A"] != hits["B"]:
            break
    lower, higher = min(losses, key=losses.get), max(hits, key=hits.get)
    titles = {name: both(f"Classifier {name}", f"분류기 {name}") for name in "AB"}
    head = {"en": ["example", "A", "B"], "ko": ["예제", "A", "B"]}
    rows = [[f"${n}$", *(f"${decimal(models[name][n - 1])}$" for name in "AB")] for n in range(1, 5)]
    sums = {
        name: rf"\frac{{{' + '.join(decimal(cost(p)) for p in models[name])}}}{{4}} \approx {decimal(losses[name])}"
        for name in "AB"
    }
    same = lower == higher
    last = {
        "en": "Here both agree." if same else "One confident mistake outweighs several right answers in the loss; the accuracy "
        "counts it once.",
        "ko": "여기서는 둘이 일치합니다." if same else "손실에서는 확신하고 틀린 답 하나가 맞은 답 여럿보다 크게 반영되지만, 정확도에서는 "
        "한 번으로 셀 뿐입니다.",
    }  # fmt: skip
    return Question(
        "two-models",
        prompt={
            "en": "Two classifiers told two classes apart, on the same four examples. The table says which probability each gave "
            f"to the **right** class; above 0.5, the prediction is right.\n\n{markdown(head['en'], rows)}\n\n"
            "Compute the mean cross-entropy of each, and compare.",
            "ko": "두 분류기가 같은 예제 네 개를 두 클래스로 분류했습니다. 표는 각 분류기가 **정답** 클래스에 준 확률입니다. 0.5보다 크면 맞힌 "
            f"것입니다.\n\n{markdown(head['ko'], rows)}\n\n분류기마다 교차 엔트로피의 평균을 구하고 비교하세요.",
        },
        fields=[
            loss_field("A", both("Mean loss of A", "A의 평균 손실"), losses["A"]),
            loss_field("B", both("Mean loss of B", "B의 평균 손실"), losses["B"]),
            choice("lower", both("Which has the lower loss?", "손실이 더 낮은 분류기"), titles, lower),
            choice("higher", both("Which is right more often?", "더 자주 맞힌 분류기"), titles, higher),
        ],
        worked={
            "en": f"{last['en']}\n\n- A: ${sums['A']}$, right {hits['A']} times of 4\n- B: ${sums['B']}$, right {hits['B']} times of 4\n"
            f"- Lower loss: {titles[lower]['en']}\n- Right more often: {titles[higher]['en']}",
            "ko": f"{last['ko']}\n\n- A: ${sums['A']}$, 4개 중 {hits['A']}개 맞힘\n- B: ${sums['B']}$, 4개 중 {hits['B']}개 맞힘\n"
            f"- 손실이 더 낮은 것: {titles[lower]['ko']}\n- 더 자주 맞힌 것: {titles[higher]['ko']}",
        },
        facts={name: [float(p) for p in chances] for name, chances in models.items()},
    )


def squared_error(rng: random.Random) -> Question:
    """Return a prediction; what are both losses, and which of them notices a change?"""
    names, chances, right = rng.choice(CLASSES), draw_prediction(rng), rng.randrange(3)
    errors = [p - (j == right) for j, p in enumerate(chances)]
    square = sum(error**2 for error in errors) / 3
    first, second = (j for j in range(3) if j != right)
    evenly = rng.random() < 0.5
    key = "squared-error" if evenly else "cross-entropy"
    asked = {
        True: both(
            f"Which of the two changes if “{names[first]['en']}” and “{names[second]['en']}” get equal probabilities with the same sum?",
            f"‘{names[first]['ko']}’, ‘{names[second]['ko']}’의 확률을 합은 그대로 두고 서로 같게 하면 어느 쪽의 값이 바뀝니까?",
        ),
        False: both(
            "Which of the two grows without bound as the probability of the right class goes to 0?",
            "정답 클래스의 확률이 0에 가까워질 때 끝없이 커지는 것은 어느 쪽입니까?",
        ),
    }[evenly]
    why = {
        True: both(
            "The cross-entropy sees the right class alone; the squared error looks at every class, and equal probabilities make it smaller",
            "교차 엔트로피는 정답 클래스만 봅니다. 제곱 오차는 모든 클래스를 보며, 두 확률을 같게 하면 작아집니다",
        ),
        False: both(
            "$-\\ln p$ has no bound, while three squares of numbers from −1 to 1 have a mean of at most 1",
            "$-\\ln p$에는 한계가 없지만, −1과 1 사이의 수 세 개를 제곱한 평균은 1을 넘지 않습니다",
        ),
    }[evenly]
    sum_ = " + ".join(rf"({decimal(error)})^2" for error in errors)
    formula = rf"\frac{{{sum_}}}{{3}} {equals(square)}"
    return Question(
        "squared-error",
        prompt={
            "en": "Compute the cross-entropy of this prediction and its squared error, the mean over the three classes.\n\n"
            f"{prediction_table(names, chances, right, 'en')}",
            "ko": "이 예측의 교차 엔트로피와 제곱 오차(세 클래스에 대한 평균)를 구하세요.\n\n"
            f"{prediction_table(names, chances, right, 'ko')}",
        },
        fields=[
            loss_field("loss", both("Cross-entropy", "교차 엔트로피"), cost(chances[right])),
            number("square", both("Squared error", "제곱 오차"), float(square), tolerance=SMALL_OFF),
            choice("which", asked, LOSSES, key),
        ],
        worked={
            "en": f"{why['en']}.\n\n- Cross-entropy: ${minus_ln(chances[right])}$\n- Squared error: ${formula}$\n"
            f"- The answer to the question is: {LOSSES[key]['en']}.",
            "ko": f"{why['ko']}.\n\n- 교차 엔트로피: ${minus_ln(chances[right])}$\n- 제곱 오차: ${formula}$\n- 물음의 답: {LOSSES[key]['ko']}",
        },
        facts={"chances": [float(p) for p in chances], "right": right, "evenly": evenly},
    )


def binary(rng: random.Random) -> Question:
    """Return two probabilities of yes with their answers; what do they cost?"""
    asked, one = rng.choice(ASKED), rng.choice(UNEVEN)
    two = rng.choice([p for p in UNEVEN if p not in (one, 100 - one)])
    chances, answers = [Fraction(one, 100), Fraction(two, 100)], rng.sample([0, 1], 2)
    owns = [p if y else 1 - p for p, y in zip(chances, answers, strict=True)]
    values = [cost(p) for p in owns]
    words = both(("no", "yes"), ("아니요", "예"))
    head = {
        "en": ["example", "predicted $p$ of *yes*", "answer"],
        "ko": ["예제", "예측한 ‘예’의 확률 $p$", "정답"],
    }
    tables = {}
    for lang in LANGS:
        told = [f"{words[lang][y]} ($y = {y}$)" for y in answers]
        rows = zip(("$1$", "$2$"), (f"${decimal(p)}$" for p in chances), told, strict=True)
        tables[lang] = markdown(head[lang], list(rows))
    inner = [
        f"-\\ln {decimal(p)}" if y else f"-\\ln(1 - {decimal(p)}) = -\\ln {decimal(1 - p)}"
        for p, y in zip(chances, answers, strict=True)
    ]
    steps = [rf"{form} \approx {decimal(value)}" for form, value in zip(inner, values, strict=True)]
    mean = sum(values) / 2
    return Question(
        "binary",
        prompt={
            "en": f"{asked['en']} A network answers with the probability of *yes*.\n\n{tables['en']}\n\nCompute the binary cross-entropy "
            "of both examples and their mean.",
            "ko": f"{asked['ko']} 신경망은 ‘예’의 확률로 답합니다.\n\n{tables['ko']}\n\n두 예제의 이진 교차 엔트로피와 그 평균을 구하세요.",
        },
        fields=[
            loss_field("first", both("Loss of example 1", "예제 1의 손실"), values[0]),
            loss_field("second", both("Loss of example 2", "예제 2의 손실"), values[1]),
            loss_field("mean", both("Mean", "평균"), mean),
        ],
        worked={
            "en": "What counts is the probability that was given to the right answer: $p$ for yes, $1 - p$ for no.\n\n"
            f"- Example 1: ${steps[0]}$\n- Example 2: ${steps[1]}$\n- Mean: ${decimal(mean)}$",
            "ko": "정답에 준 확률이 손실을 정합니다. 정답이 ‘예’이면 $p$, ‘아니요’이면 $1 - p$입니다.\n\n"
            f"- 예제 1: ${steps[0]}$\n- 예제 2: ${steps[1]}$\n- 평균: ${decimal(mean)}$",
        },
        facts={"chances": [float(p) for p in chances], "answers": answers},
    )
