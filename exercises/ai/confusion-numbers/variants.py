"""Variants of confusion-numbers: matrices drawn one way or another, to be read and computed with."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from graders.quiz import Question, both, choice, matrix_figure, number, tex
from graders.quiz.questions import Part

TOLERANCE = 0.001


#: positive and negative class, and what the classifier looks at
PAIRS = (
    (both("spam", "스팸"), both("normal mail", "정상 메일"), both("mails", "메일")),
    (both("defective", "불량"), both("sound", "양품"), both("parts", "부품")),
    (both("ill", "환자"), both("healthy", "건강한 사람"), both("people", "검진")),
    (both("fraud", "사기"), both("genuine", "정상 거래"), both("payments", "결제")),
)
TRIPLES = (
    (both("cat", "고양이"), both("dog", "개"), both("rabbit", "토끼")),
    (both("apple", "사과"), both("pear", "배"), both("peach", "복숭아")),
    (both("sun", "맑음"), both("cloud", "흐림"), both("rain", "비")),
    (both("three", "숫자 3"), both("five", "숫자 5"), both("eight", "숫자 8")),
)
MEASURES = {
    "accuracy": both("accuracy", "정확도"),
    "precision": both("precision", "정밀도"),
    "recall": both("recall", "재현율"),
    "f1": both("$F_1$", "$F_1$"),
}
CELLS = {
    "tp": both("True positives (TP)", "참 양성(TP)"),
    "fp": both("False positives (FP)", "거짓 양성(FP)"),
    "fn": both("False negatives (FN)", "거짓 음성(FN)"),
    "tn": both("True negatives (TN)", "참 음성(TN)"),
}
WITHIN = both(
    "Give fractions or decimals, to within 0.001.",
    "분수나 소수로 답하세요. 0.001까지의 차이는 정답으로 봅니다.",
)
TITLE = both("Confusion matrix", "혼동 행렬")
TRUE = both("true class", "실제 클래스")
PREDICTED = both("predicted class", "예측 클래스")


@dataclass(frozen=True)
class Counts:
    """What came of the examples, seen from one class."""

    tp: int
    fp: int
    fn: int
    tn: int

    def values(self) -> dict[str, Fraction]:
        """The four measures."""
        return {
            "accuracy": Fraction(self.tp + self.tn, self.tp + self.fp + self.fn + self.tn),
            "precision": Fraction(self.tp, self.tp + self.fp),
            "recall": Fraction(self.tp, self.tp + self.fn),
            "f1": Fraction(2 * self.tp, 2 * self.tp + self.fp + self.fn),
        }

    def tell_apart(self) -> bool:
        """Whether no cell and no measure can be taken for another."""
        values = self.values().values()
        return len({self.tp, self.fp, self.fn, self.tn}) == 4 and all(
            abs(a - b) > 0.01 for a, b in combinations(values, 2)
        )


def generate(rng: random.Random) -> Question:
    """Return one question about one or two matrices."""
    makers = [read_cells, measures, measures, one_of_three, one_of_three, always_negative, two_models]
    return rng.choice(makers)(rng)


def draw_counts(rng: random.Random) -> Counts:
    """Return counts of a classifier that is neither hopeless nor perfect."""
    while True:
        found = rng.choice([8, 10, 12, 16, 20, 24, 25, 30, 40])
        tp = rng.randint(found // 2, found - 1)
        counts = Counts(tp, rng.randint(1, found // 2), found - tp, rng.randint(found, 2 * found + 20))
        if counts.tell_apart():
            return counts


def draw_matrix(name: str, title, labels, shown: list[list[int]], true_in_rows: bool):
    """Return the figure of counts as they are shown."""
    rows, columns = (TRUE, PREDICTED) if true_in_rows else (PREDICTED, TRUE)
    sides = both(
        f"Confusion matrix. Rows: {rows['en']}; columns: {columns['en']}.",
        f"혼동 행렬. 행: {rows['ko']}, 열: {columns['ko']}.",
    )
    return matrix_figure(
        name, title, labels, labels, shown, row_title=rows, column_title=columns, description=sides
    )


def two_classes(counts: Counts, names, flipped: bool, true_in_rows: bool, name="matrix", title=None):
    """Return the figure of a matrix of two classes, and the facts of it."""
    positive, negative, _ = names
    matrix, labels = [[counts.tp, counts.fn], [counts.fp, counts.tn]], [positive, negative]
    if flipped:
        matrix, labels = [row[::-1] for row in matrix[::-1]], labels[::-1]
    shown = matrix if true_in_rows else [list(column) for column in zip(*matrix, strict=True)]
    figure = draw_matrix(name, title or TITLE, labels, shown, true_in_rows)
    return figure, {"shown": shown, "rows": "true" if true_in_rows else "predicted", "positive": int(flipped)}


def draw_way(rng: random.Random) -> tuple[bool, bool]:
    """Return whether the positive class comes second, and whether the rows are the truth."""
    return rng.random() < 0.5, rng.random() < 0.5


def told(names, lang: str) -> str:
    """Return which class is the positive one."""
    positive, _, things = names
    if lang == "en":
        return f"A classifier has judged {things['en']}. The positive class is **{positive['en']}**."
    return f"분류기 하나로 {things['ko']} 데이터를 분류했습니다. 양성 클래스는 **{positive['ko']}**입니다."


def read_cells(rng: random.Random) -> Question:
    """Return a matrix whose four cells are to be named."""
    counts, names = draw_counts(rng), rng.choice(PAIRS)
    figure, facts = two_classes(counts, names, *draw_way(rng))
    return Question(
        "cells",
        prompt={
            "en": f"{told(names, 'en')} Read the four counts from its confusion matrix.",
            "ko": f"{told(names, 'ko')} 혼동 행렬에서 네 가지 개수를 읽으세요.",
        },
        fields=[number(key, label, vars(counts)[key]) for key, label in CELLS.items()],
        figures=[figure],
        worked={lang: explain_cells(counts, names, lang) for lang in ("en", "ko")},
        facts=facts,
    )


def explain_cells(counts: Counts, names, lang: str) -> str:
    """Return where each of the four counts is found."""
    positive, negative = names[0][lang], names[1][lang]
    ways = {"tp": (positive, positive), "fp": (negative, positive)}
    ways |= {"fn": (positive, negative), "tn": (negative, negative)}
    line = {"en": "- {}: truly {}, predicted {}: {}", "ko": "- {}: 실제 {}, 예측 {}: {}개"}[lang]
    return "\n".join(line.format(key.upper(), *ways[key], vars(counts)[key]) for key in CELLS)


def measures(rng: random.Random) -> Question:
    """Return a matrix whose four measures are to be computed."""
    counts, names = draw_counts(rng), rng.choice(PAIRS)
    figure, facts = two_classes(counts, names, *draw_way(rng))
    return Question(
        "measures",
        prompt={
            "en": f"{told(names, 'en')} Compute accuracy, precision, recall and $F_1$. {WITHIN['en']}",
            "ko": f"{told(names, 'ko')} 정확도, 정밀도, 재현율, $F_1$을 구하세요. {WITHIN['ko']}",
        },
        fields=[measure(key, value) for key, value in counts.values().items()],
        figures=[figure],
        worked={
            lang: f"{explain_cells(counts, names, lang)}\n\n{formulas(counts, list(MEASURES), lang)}"
            for lang in ("en", "ko")
        },
        facts=facts,
    )


def measure(key: str, value: Fraction) -> Part:
    """Return the field of one measure."""
    label = {lang: text[:1].upper() + text[1:] for lang, text in MEASURES[key].items()}
    return number(key, label, float(value), tolerance=TOLERANCE)


def formulas(counts: Counts, keys: list[str], lang: str) -> str:
    """Return measures with their numbers, one a line, in one paragraph."""
    tp, fp, fn, tn = counts.tp, counts.fp, counts.fn, counts.tn
    value = counts.values()
    precision, recall = tex(value["precision"]), tex(value["recall"])
    steps = {
        "accuracy": rf"\frac{{{tp} + {tn}}}{{{tp} + {fp} + {fn} + {tn}}}",
        "precision": rf"\frac{{{tp}}}{{{tp} + {fp}}}",
        "recall": rf"\frac{{{tp}}}{{{tp} + {fn}}}",
        "f1": rf"\frac{{2 \cdot {precision} \cdot {recall}}}{{{precision} + {recall}}}",
    }
    return "\n".join(
        f"- {MEASURES[key][lang]}: ${steps[key]} = {tex(value[key])} {rounded(value[key])}$" for key in keys
    )


def decimal(value: Fraction) -> str:
    """Return three places, without zeros at the end."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def rounded(value: Fraction) -> str:
    """Return three places and whether they say all of a value."""
    sign = "=" if (value * 1000).denominator == 1 else r"\approx"
    return f"{sign} {decimal(value)}"


def one_of_three(rng: random.Random) -> Question:
    """Return a matrix of three classes, of which one is looked at."""
    labels = rng.choice(TRIPLES)
    while True:
        matrix = [[rng.randint(1, 9) for _ in range(3)] for _ in range(3)]
        for place in range(3):
            matrix[place][place] = rng.randint(8, 30)
        asked = rng.randrange(3)
        tp = matrix[asked][asked]
        fn = sum(matrix[asked]) - tp
        fp = sum(row[asked] for row in matrix) - tp
        counts = Counts(tp, fp, fn, sum(map(sum, matrix)) - tp - fp - fn)
        total, right = sum(map(sum, matrix)), sum(matrix[place][place] for place in range(3))
        overall = Fraction(right, total)
        if counts.tell_apart() and all(abs(overall - value) > 0.01 for value in counts.values().values()):
            break
    true_in_rows = rng.random() < 0.5
    shown = matrix if true_in_rows else [list(column) for column in zip(*matrix, strict=True)]
    figure = draw_matrix("matrix", TITLE, labels, shown, true_in_rows)
    others = [matrix[place][asked] for place in range(3) if place != asked]
    missed = [matrix[asked][place] for place in range(3) if place != asked]
    across = {
        "en": ("columns", "rows") if true_in_rows else ("rows", "columns"),
        "ko": ("열", "행") if true_in_rows else ("행", "열"),
    }
    name = labels[asked]
    worked = {
        "en": f"True positives of “{name['en']}” stand on the diagonal: {tp}. False positives were predicted as it but "
        f"belong elsewhere (other entries of its {across['en'][0][:-1]}): ${others[0]} + {others[1]} = {fp}$. False negatives "
        f"belong to it but were predicted otherwise (other entries of its {across['en'][1][:-1]}): ${missed[0]} + {missed[1]} = {fn}$.",
        "ko": f"‘{name['ko']}’의 참 양성은 대각선에 있습니다: {tp}개. 거짓 양성은 이 클래스로 예측했지만 실제로는 다른 클래스인 데이터입니다"
        f"(같은 {across['ko'][0]}의 나머지 칸): ${others[0]} + {others[1]} = {fp}$개. 거짓 음성은 실제로 이 클래스이지만 다르게 예측한 데이터입니다"
        f"(같은 {across['ko'][1]}의 나머지 칸): ${missed[0]} + {missed[1]} = {fn}$개.",
    }
    last = {
        lang: f"- TP {tp}, FP {fp}, FN {fn}\n{formulas(counts, ['precision', 'recall'], lang)}\n"
        rf"- {MEASURES['accuracy'][lang]}: $\frac{{{right}}}{{{total}}} {rounded(overall)}$"
        for lang in ("en", "ko")
    }
    return Question(
        "three-classes",
        prompt={
            "en": f"A classifier tells three classes apart. Take **{name['en']}** as the positive class: read its counts "
            "and compute its precision and recall. The accuracy is that of the whole classifier, over all three classes. "
            f"{WITHIN['en']}",
            "ko": f"클래스가 셋인 분류기입니다. **{name['ko']}** 클래스를 양성으로 보고 개수를 읽은 다음, 이 클래스의 정밀도와 재현율을 "
            "구하세요. 정확도는 세 클래스를 모두 본 분류기 전체의 정확도입니다. "
            f"{WITHIN['ko']}",
        },
        fields=[
            *(number(key, CELLS[key], vars(counts)[key]) for key in ("tp", "fp", "fn")),
            measure("precision", counts.values()["precision"]),
            measure("recall", counts.values()["recall"]),
            measure("accuracy", overall),
        ],
        figures=[figure],
        worked={lang: f"{worked[lang]}\n\n{last[lang]}" for lang in ("en", "ko")},
        facts={"shown": shown, "rows": "true" if true_in_rows else "predicted", "positive": asked},
    )


def always_negative(rng: random.Random) -> Question:
    """Return a classifier that always says the same, with good accuracy all the same."""
    names, ill = rng.choice(PAIRS), rng.choice([2, 4, 5, 8, 10])
    total = ill * rng.choice([10, 20, 25])
    counts = Counts(0, 0, ill, total - ill)
    figure, facts = two_classes(counts, names, *draw_way(rng))
    values = {"accuracy": Fraction(total - ill, total), "recall": Fraction(0)}
    options = {
        "accuracy": both("The accuracy", "정확도"),
        "recall": both("The recall", "재현율"),
        "specificity": both("The share of negatives judged right", "음성 가운데 맞힌 비율"),
    }
    order = rng.sample(list(options), 3)
    solved = (
        rf"$\frac{{{total - ill}}}{{{total}}} = {decimal(values['accuracy'])}$",
        r"$\frac{0}{0 + %d} = 0$" % ill,
    )
    return Question(
        "always-negative",
        prompt={
            "en": f"{told(names, 'en')} It has never predicted the positive class. (Its precision would be 0/0 and has no value.) {WITHIN['en']}",
            "ko": f"{told(names, 'ko')} 이 분류기는 양성으로 예측한 적이 한 번도 없습니다. (정밀도는 0/0이 되어 값이 없습니다.) {WITHIN['ko']}",
        },
        fields=[
            *(measure(key, value) for key, value in values.items()),
            choice(
                "shows",
                both(
                    "Which measure shows that it finds nothing?",
                    "양성을 하나도 못 찾는다는 사실을 보여 주는 지표는 무엇입니까?",
                ),
                {key: options[key] for key in order},
                "recall",
            ),
        ],
        figures=[figure],
        worked={
            "en": f"Of {total} examples {ill} are positive, and all are predicted negative. The {total - ill} negatives are all judged "
            f"right, so accuracy and the share of negatives look fine.\n\n- accuracy: {solved[0]}\n- recall: {solved[1]}\n"
            "- The recall shows it: none of the positives is found.",
            "ko": f"데이터 {total}개 가운데 양성은 {ill}개이고, 모두 음성으로 예측했습니다. 음성 {total - ill}개는 모두 맞혔으므로 정확도와 음성 가운데 "
            f"맞힌 비율은 좋아 보입니다.\n\n- 정확도: {solved[0]}\n- 재현율: {solved[1]}\n- 양성을 하나도 찾지 못했다는 사실은 재현율에 드러납니다.",
        },
        facts=facts,
    )


#: which measure matters, by the pair of classes
STORIES = (
    ("precision", 0, both("A normal mail must not land in the spam folder; spam that gets through is bearable.",
                          "정상 메일이 스팸함에 들어가면 안 됩니다. 스팸이 조금 새는 것은 괜찮습니다.")),
    ("recall", 1, both("No defective part may leave the factory; sound parts that are checked again cost little.",
                       "불량품이 하나라도 나가면 안 됩니다. 양품을 다시 검사하는 비용은 작습니다.")),
    ("recall", 2, both("Nobody who is ill may be missed; healthy people are simply examined once more.",
                       "환자를 놓치면 안 됩니다. 건강한 사람은 한 번 더 검사하면 됩니다.")),
    ("precision", 3, both("Every alarm blocks a card, and blocked genuine customers leave; fraud is insured.",
                          "경보가 울리면 카드를 막는데, 정상 거래가 막힌 고객은 떠납니다. 사기 피해는 보험으로 메웁니다.")),
)  # fmt: skip


def two_models(rng: random.Random) -> Question:
    """Return two matrices and what matters; which classifier is the better one?"""
    key, pair, story = rng.choice(STORIES)
    names, found = PAIRS[pair], rng.choice([20, 25, 40, 50])
    negatives = 3 * found
    while True:
        models = {}
        for name in ("A", "B"):
            tp, fp = rng.randint(found // 2, found - 1), rng.randint(1, found // 2)
            models[name] = Counts(tp, fp, found - tp, negatives - fp)
        precision, recall = ({n: m.values()[k] for n, m in models.items()} for k in ("precision", "recall"))
        gaps = (precision["A"] - precision["B"]) * (recall["A"] - recall["B"])
        apart = all(each.tell_apart() for each in models.values())
        if apart and gaps < 0 and all(abs(v["A"] - v["B"]) > 0.04 for v in (precision, recall)):
            break
    better = max(models, key=lambda name: models[name].values()[key])
    way = draw_way(rng)
    drawn = {
        name: two_classes(counts, names, *way, f"matrix-{name}", both(f"Classifier {name}", f"분류기 {name}"))
        for name, counts in models.items()
    }
    worked = {
        lang: "\n\n".join(
            f"**{'Classifier' if lang == 'en' else '분류기'} {name}**\n\n{formulas(counts, ['precision', 'recall'], lang)}"
            for name, counts in models.items()
        )
        for lang in ("en", "ko")
    }
    value = decimal(models[better].values()[key])
    return Question(
        "two-models",
        prompt={
            "en": f"Two classifiers have judged the same {names[2]['en']}; the positive class is **{names[0]['en']}**. {story['en']} {WITHIN['en']}",
            "ko": f"두 분류기로 같은 {names[2]['ko']} 데이터를 분류했습니다. 양성 클래스는 **{names[0]['ko']}**입니다. {story['ko']} {WITHIN['ko']}",
        },
        fields=[
            choice(
                "measure",
                both("Which measure should be high?", "어느 지표가 높아야 합니까?"),
                {name: MEASURES[name] for name in ("precision", "recall")},
                key,
            ),
            choice(
                "better",
                both("Which classifier is the better one here?", "이 경우 어느 분류기가 더 낫습니까?"),
                {"A": both("Classifier A", "분류기 A"), "B": both("Classifier B", "분류기 B")},
                better,
            ),
            number(
                "value",
                both("That measure of the better one", "더 나은 분류기의 그 지표 값"),
                float(models[better].values()[key]),
                tolerance=TOLERANCE,
            ),
        ],
        figures=[figure for figure, _ in drawn.values()],
        worked={
            "en": f"{worked['en']}\n\n{story['en']} So the {MEASURES[key]['en']} counts, and classifier {better} is the better one "
            f"with {value}.",
            "ko": f"{worked['ko']}\n\n{story['ko']} 따라서 비교할 지표는 {MEASURES[key]['ko']}입니다. 값이 {value}인 분류기 {better}가 더 낫습니다.",
        },
        facts={"models": {name: facts for name, (_, facts) in drawn.items()}, "story": pair},
    )
