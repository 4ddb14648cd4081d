"""Variants of svm-margin: streets whose numbers come out evenly, since w is always a leg pair of a right triangle."""

from __future__ import annotations

import math
import random
from fractions import Fraction

from graders.quiz import (
    Question,
    both,
    choice,
    curve_figure,
    decimal,
    exact,
    matching,
    number,
    scatter_figure,
    several,
)

Point = tuple[int, int]
Vector = tuple[Fraction, Fraction]
#: w and its norm
WEIGHTS = [
    (Fraction(a) * scale, Fraction(b) * scale, norm * scale)
    for a, b, norm in ((3, 4, 5), (4, 3, 5), (-3, 4, 5), (4, -3, 5), (3, -4, 5))
    for scale in (Fraction(1, 10), Fraction(1, 5), Fraction(2, 5), Fraction(1, 2))
]
SMALL = [Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(1)]
EXACT = both("Give numbers exactly.", "수는 정확하게 답하세요.")
CLASSES = {"plus": "$+1$", "minus": "$-1$"}


def generate(rng: random.Random) -> Question:
    """Return one question about a street, its price, or a kernel."""
    return rng.choice([width, support_vectors, two_points, slack, price, gamma])(rng)


def show(value: Fraction | float) -> str:
    """Return a number as formulas write it, with at most four decimal places."""
    return decimal(value, 4)


def of(w: Vector, b: Fraction, point: Point) -> Fraction:
    """Return the decision function of a point."""
    return w[0] * point[0] + w[1] * point[1] + b


def signed(value: Fraction) -> str:
    """Return a summand with its sign."""
    return f"{'-' if value < 0 else '+'} {show(abs(value))}"


def line_of(w: Vector, b: Fraction) -> str:
    """Return the decision function as a formula."""
    return f"f(x) = {show(w[0])}\\, x_1 {signed(w[1])}\\, x_2 {signed(b)}"


def put_in(w: Vector, b: Fraction, point: Point) -> str:
    """Return the decision function of a point, with its numbers."""
    first, second = (f"({n})" if n < 0 else f"{n}" for n in point)
    return f"{show(w[0])} \\cdot {first} {signed(w[1])} \\cdot {second} {signed(b)} = {show(of(w, b, point))}"


def norm_of(w: Vector, norm: Fraction) -> str:
    """Return the norm with its steps."""
    squares = " + ".join(show(each * each) for each in w)
    return f"\\lVert w \\rVert = \\sqrt{{{squares}}} = {show(norm)}"


def width(rng: random.Random) -> Question:
    """Return a decision function and a point: width, value, class, distance."""
    while True:
        *w, norm = rng.choice(WEIGHTS)
        b, point = Fraction(rng.randint(-8, 8), 2), (rng.randint(-6, 8), rng.randint(-6, 8))
        value = of(w, b, point)
        if b and value and 0 not in point and norm != 1:
            break
    side, far = "plus" if value > 0 else "minus", abs(value) / norm
    answers = f"$\\lVert w \\rVert = {show(norm)}$, margin ${show(2 / norm)}$, $f(P) = {show(value)}$"
    korean = f"$\\lVert w \\rVert = {show(norm)}$, 마진 ${show(2 / norm)}$, $f(P) = {show(value)}$"
    steps = f"- ${norm_of(w, norm)}$\n- $f(P) = {put_in(w, b, point)}$"
    return Question(
        "width",
        prompt=both(
            f"A linear machine has ${line_of(w, b)}$. What are the norm of $w$ and the margin? What is $f(P)$ for P "
            f"${point}$, which class does P get, and how far is it from the border? {EXACT['en']}",
            f"선형 머신의 결정 함수는 ${line_of(w, b)}$입니다. $w$의 길이와 마진은 얼마입니까? 점 P ${point}$에서 $f(P)$는 얼마이고, P의 클래스는 무엇이며, 결정 "
            f"경계까지의 거리는 얼마입니까? {EXACT['ko']}",
        ),
        fields=[
            number("norm", both("Norm of w", "w의 길이"), exact(norm)),
            number("margin", both("Margin", "마진"), exact(2 / norm)),
            number("value", both("f(P)", "f(P)"), exact(value)),
            choice("side", both("Class of P", "P의 클래스"), CLASSES, side),
            number("far", both("Distance of P from the border", "P에서 결정 경계까지의 거리"), exact(far)),
        ],
        worked=both(
            f"{steps}\n- the distance divides $|f(P)|$ by the norm\n\n{answers}, class {CLASSES[side]}, distance ${show(far)}$.",
            f"{steps}\n- 거리는 $|f(P)|$를 $w$의 길이로 나눈 값입니다\n\n{korean}, 클래스 {CLASSES[side]}, 거리 ${show(far)}$입니다.",
        ),
        facts={"w": [*map(str, w)], "b": str(b), "point": point},
    )


def street(rng: random.Random) -> tuple[Vector, Fraction, Fraction, list[Point], list[int]]:
    """Return w, b, norm, and points of two classes whose widest street this is, two to four of them on its edges."""
    normal = rng.choice([(3, 4), (4, 3), (4, -3), (3, -4)])
    half, grid = rng.choice([5, 10]), [(x, y) for x in range(13) for y in range(13)]
    while True:
        middle = sum(n * rng.randint(5, 7) for n in normal)
        level = {p: normal[0] * p[0] + normal[1] * p[1] - middle for p in grid}
        edges = [[p for p in grid if level[p] == side * half] for side in (1, -1)]
        beyond = [[p for p in grid if half + 5 <= side * level[p] <= half + 18] for side in (1, -1)]
        sizes = rng.choice([(1, 2), (2, 1), (2, 2)])
        if any(len(edge) < 2 for edge in edges) or any(len(each) < 3 for each in beyond):
            continue
        holding = [rng.sample(edge, size) for edge, size in zip(edges, sizes, strict=True)]
        along = [[normal[0] * y - normal[1] * x for x, y in each] for each in holding]
        if max(map(min, along)) < min(map(max, along)) or (
            1 in sizes and max(map(min, along)) == min(map(max, along))
        ):
            break
    chosen = [(p, side) for each, side in zip(holding, (1, -1), strict=True) for p in each]
    chosen += [(p, side) for each, side in zip(beyond, (1, -1), strict=True) for p in rng.sample(each, 3)]
    rng.shuffle(chosen)
    w = (Fraction(normal[0], half), Fraction(normal[1], half))
    return w, Fraction(-middle, half), Fraction(5, half), [p for p, _ in chosen], [y for _, y in chosen]


def through(w: Vector, b: Fraction, level: int) -> list[list[float]]:
    """Return two ends, far outside, of the line on which the decision function has a value."""
    return [[x, float((level - b - w[0] * x) / w[1])] for x in (-20, 33)]


def plane(name: str, w: Vector, b: Fraction, points: list[Point], classes: list[int], *, edges: bool):
    """Return the drawing of points and border, with the edges of the street if wanted."""
    groups = [
        {
            "label": both(f"class {shown}", f"클래스 {shown}"),
            "marker": marker,
            "points": [
                [*p, f"P{n}"] for n, (p, own) in enumerate(zip(points, classes, strict=True), 1) if own == y
            ],
        }
        for y, shown, marker in ((1, "+1", "disc"), (-1, "−1", "square"))
    ]
    lines = [{"label": both("border", "결정 경계"), "points": through(w, b, 0)}]
    if edges:
        low, high = through(w, b, -1), through(w, b, 1)
        lines.append(
            {"label": both("edges of the street", "길의 가장자리"), "points": [*low, [33, None], *high]}
        )
    return scatter_figure(
        name,
        both("Two classes and the border", "두 클래스와 결정 경계"),
        groups,
        lines=lines,
        x_label="x₁",
        y_label="x₂",
        x_range=[-1, 13],
        y_range=[-1, 13],
        description=both(
            f"Points P1 to P{len(points)} of two classes, and a straight border between them.",
            f"두 클래스의 점 P1부터 P{len(points)}까지와 그 사이의 곧은 결정 경계가 있습니다.",
        ),
    )


def support_vectors(rng: random.Random) -> Question:
    """Return drawn points and the border of the widest street, whose support vectors are to be named."""
    w, b, norm, points, classes = street(rng)
    values = [of(w, b, p) for p in points]
    names = [f"P{n}" for n in range(1, len(points) + 1)]
    holding = [name for name, value in zip(names, values, strict=True) if abs(value) == 1]
    table = "\n".join(f"| {name} | ${put_in(w, b, p)}$ |" for name, p in zip(names, points, strict=True))
    told = ", ".join(f"{name} ${p}$" for name, p in zip(names, points, strict=True))
    listed = ", ".join(holding)
    return Question(
        "support-vectors",
        prompt=both(
            f"The drawing shows the border with the widest street: ${line_of(w, b)}$. The points are {told}. Which are the support "
            f"vectors, and how wide is the street? {EXACT['en']}",
            f"그림의 결정 경계에서 길이 가장 넓습니다. 결정 함수는 ${line_of(w, b)}$이고 점은 {told}입니다. 서포트 벡터는 무엇이고 길의 너비는 얼마입니까? {EXACT['ko']}",
        ),
        fields=[
            several("holding", both("Support vectors", "서포트 벡터"), names, holding),
            number("margin", both("Margin", "마진"), exact(2 / norm)),
        ],
        figures=[plane("plane", w, b, points, classes, edges=False)],
        worked_figures=[plane("street", w, b, points, classes, edges=True)],
        worked=both(
            f"Put the points in:\n\n| | $f$ |\n|---|---|\n{table}\n\nOn the edges $f$ is 1 or $-1$; all other points may be moved "
            f"a little, or left out, without any effect on the border. ${norm_of(w, norm)}$.\n\nSupport vectors: {listed}; margin "
            f"$2 / {show(norm)} = {show(2 / norm)}$.",
            f"점을 넣어 봅니다.\n\n| | $f$ |\n|---|---|\n{table}\n\n가장자리에서는 $f$가 1이나 $-1$입니다. 나머지 점은 조금 옮기거나 빼도 결정 경계가 바뀌지 않습니다. "
            f"${norm_of(w, norm)}$입니다.\n\n서포트 벡터는 {listed}이고 마진은 $2 / {show(norm)} = {show(2 / norm)}$입니다.",
        ),
        facts={"points": points, "classes": classes, "w": [*map(str, w)], "b": str(b)},
    )


def two_points(rng: random.Random) -> Question:
    """Return one point of each class: the border is half-way between them."""
    step, length = rng.choice(
        [((3, 4), 5), ((4, 3), 5), ((6, 8), 10), ((8, 6), 10), ((4, -3), 5), ((-3, 4), 5)]
    )
    low = (rng.randint(0, 6), rng.randint(0, 6))
    high = (low[0] + step[0], low[1] + step[1])
    w = tuple(Fraction(2 * each, length**2) for each in step)
    middle = [Fraction(a + c, 2) for a, c in zip(low, high, strict=True)]
    b = -(w[0] * middle[0] + w[1] * middle[1])
    return Question(
        "two-points",
        prompt=both(
            f"The training set has one point of class $-1$, A ${low}$, and one of class $+1$, B ${high}$. Both are support vectors. "
            f"What are the margin, $w = (w_1, w_2)$ and $b$ of the widest street? {EXACT['en']}",
            f"훈련 세트에는 클래스 $-1$인 점 A ${low}$와 클래스 $+1$인 점 B ${high}$뿐이고, 둘 다 서포트 벡터입니다. 길이 가장 넓을 때 마진과 $w = (w_1, w_2)$, "
            f"$b$는 얼마입니까? {EXACT['ko']}",
        ),
        fields=[
            number("margin", both("Margin", "마진"), length),
            number("w1", both("$w_1$", "$w_1$"), exact(w[0])),
            number("w2", both("$w_2$", "$w_2$"), exact(w[1])),
            number("b", both("$b$", "$b$"), exact(b)),
        ],
        worked=both(
            f"The street is as wide as A and B are apart: $\\lVert B - A \\rVert = {length}$. $w$ points from A to B and has the norm "
            f"$2 / {length}$, so $w = \\frac{{2}}{{{length**2}}} (B - A)$ with $B - A = {step}$. The middle $({show(middle[0])}, {show(middle[1])})$ has $f = 0$, "
            f"which gives $b$.\n\nMargin ${length}$, $w_1 = {show(w[0])}$, $w_2 = {show(w[1])}$, $b = {show(b)}$. Check: $f(A) = -1$, $f(B) = 1$.",
            f"길의 너비는 A와 B 사이의 거리이므로 $\\lVert B - A \\rVert = {length}$입니다. $w$는 A에서 B를 향하고 길이가 $2 / {length}$이므로, $B - A = {step}$일 "
            f"때 $w = \\frac{{2}}{{{length**2}}} (B - A)$입니다. 가운데 점 $({show(middle[0])}, {show(middle[1])})$에서 $f = 0$이라는 것으로 $b$를 구합니다.\n\n마진 "
            f"${length}$, $w_1 = {show(w[0])}$, $w_2 = {show(w[1])}$, $b = {show(b)}$입니다. 확인하면 $f(A) = -1$, $f(B) = 1$입니다.",
        ),
        facts={"low": low, "high": high},
    )


def slack(rng: random.Random) -> Question:
    """Return points on both sides of their edges: slack of each, sum, errors."""
    while True:
        *w, norm = rng.choice([each for each in WEIGHTS if each[2] in (1, Fraction(1, 2))])
        b, points = (
            Fraction(rng.randint(-10, 10), 2),
            [(rng.randint(0, 6), rng.randint(0, 6)) for _ in range(4)],
        )
        classes = [rng.choice([1, -1]) for _ in points]
        levels = [y * of(w, b, p) for y, p in zip(classes, points, strict=True)]
        slacks = [max(Fraction(0), 1 - level) for level in levels]
        kinds = (
            sum(level > 1 for level in levels),
            sum(0 < level < 1 for level in levels),
            sum(v < 0 for v in levels),
        )
        if b and min(kinds) >= 1 and sum(kinds) == 4 and max(slacks) < 4 and len(set(points)) == 4:
            break
    names, errors = [f"P{n}" for n in range(1, 5)], kinds[2]
    shown = [f"{name} ${p}$ ($y = {y:+d}$)" for name, p, y in zip(names, points, classes, strict=True)]
    steps = "\n".join(
        f"- {name}: $f = {put_in(w, b, p)}$, $y f = {show(level)}$, $\\xi = {show(each)}$"
        for name, p, level, each in zip(names, points, levels, slacks, strict=True)
    )
    answers = ", ".join(f"{name} ${show(each)}$" for name, each in zip(names, slacks, strict=True))
    total = sum(slacks)
    return Question(
        "slack",
        prompt=both(
            f"A machine has ${line_of(w, b)}$. What is the slack $\\xi$ of {', '.join(shown)}, and how many of the four points are "
            f"classified wrongly? {EXACT['en']}",
            f"결정 함수가 ${line_of(w, b)}$인 머신이 있습니다. {', '.join(shown)}의 여유 변수 $\\xi$는 각각 얼마입니까? 네 점 가운데 잘못 분류한 것은 몇 개입니까? "
            f"{EXACT['ko']}",
        ),
        fields=[
            *(
                number(name, both(f"Slack of {name}", f"{name}의 여유 변수"), exact(v))
                for name, v in zip(names, slacks, strict=True)
            ),
            number("errors", both("Points on the wrong side", "잘못 분류한 점의 수"), errors),
        ],
        worked=both(
            f"{steps}\n\nSlack between 0 and 1 means inside of the street but on the right side; beyond 1 the border is crossed. The sum is "
            f"${show(total)}$.\n\nSlack: {answers}; wrongly classified: {errors}.",
            f"{steps}\n\n여유 변수가 0과 1 사이이면 길 안이지만 맞는 쪽에 있고, 1보다 크면 결정 경계를 넘은 것입니다. 합은 ${show(total)}$입니다.\n\n여유 변수: {answers}. 잘못 "
            f"분류한 점: {errors}개.",
        ),
        facts={"w": [*map(str, w)], "b": str(b), "points": points, "classes": classes},
    )


def price(rng: random.Random) -> Question:
    """Return two borders for the same data: which one is cheaper for a small and for a large C?"""
    narrow = rng.choice([Fraction(2), Fraction(5, 2), Fraction(4)])
    wide = rng.choice([Fraction(1, 2), Fraction(1, 5), Fraction(2, 5), Fraction(1)])
    lost = Fraction(rng.randint(12, 40), 10), Fraction(rng.randint(0, 4), 10)
    gain = (narrow**2 - wide**2) / 2 / (lost[0] - lost[1])
    little = rng.choice([c for c in SMALL if c < gain * Fraction(4, 5)])
    much = rng.choice([c for c in (10, 20, 50, 100) if c > gain * Fraction(6, 5)])
    order = rng.sample([(wide, lost[0]), (narrow, lost[1])], 2)
    costs = [norm**2 / 2 + little * loss for norm, loss in order]
    later = [norm**2 / 2 + much * loss for norm, loss in order]
    first, then = str(1 + costs.index(min(costs))), str(1 + later.index(min(later)))
    rows = "\n".join(f"| {n} | {show(norm)} | {show(loss)} |" for n, (norm, loss) in enumerate(order, 1))
    steps = "\n".join(
        f"- {n}: $\\frac{{1}}{{2}} \\cdot {show(norm)}^2 + {show(little)} \\cdot {show(loss)} = {show(a)}$; $C = {much}$: ${show(c)}$"
        for n, ((norm, loss), a, c) in enumerate(zip(order, costs, later, strict=True), 1)
    )
    streets, low, high = str(1 + order.index((wide, lost[0]))), f"$C = {show(little)}$", f"$C = {much}$"
    return Question(
        "price",
        prompt=both(
            f"Two borders for the same points:\n\n| border | $\\lVert w \\rVert$ | sum of slack |\n|---|---|---|\n{rows}\n\nWhat do they "
            f"cost for $C = {show(little)}$? Which is chosen then, which for $C = {much}$, and which has the wider street? {EXACT['en']}",
            f"같은 점들에 대한 결정 경계 두 개입니다.\n\n| 경계 | $\\lVert w \\rVert$ | 여유 변수의 합 |\n|---|---|---|\n{rows}\n\n$C = {show(little)}$일 때 비용은 각각 "
            f"얼마입니까? 이때 어느 것을 고릅니까? $C = {much}$이면 어느 것을 고릅니까? 길이 더 넓은 것은 어느 것입니까? {EXACT['ko']}",
        ),
        fields=[
            *(
                number(
                    f"cost-{n}", both(f"Cost of border {n}, {low}", f"경계 {n}의 비용, {low}"), exact(cost)
                )
                for n, cost in enumerate(costs, 1)
            ),
            choice("little", both(f"Chosen for {low}", f"{low}일 때 고르는 것"), ["1", "2"], first),
            choice("much", both(f"Chosen for {high}", f"{high}일 때 고르는 것"), ["1", "2"], then),
            choice("wide", both("Wider street", "길이 더 넓은 것"), ["1", "2"], streets),
        ],
        worked=both(
            f"{steps}\n\nA small $C$ forgives errors and keeps the street wide, a large one pays with a narrow street for few errors."
            f"\n\nCosts {show(costs[0])} and {show(costs[1])}: border {first}; for $C = {much}$ border {then}. Border {streets} has the wider street.",
            f"{steps}\n\n$C$가 작으면 오류를 눈감고 길을 넓게 두며, 크면 오류를 줄이는 대신 길이 좁아집니다.\n\n비용은 차례로 {show(costs[0])}, {show(costs[1])}이므로 경계 {first}, "
            f"$C = {much}$이면 경계 {then}입니다. 길이 더 넓은 것은 경계 {streets}입니다.",
        ),
        facts={"order": [[*map(str, each)] for each in order], "little": str(little), "much": much},
    )


def gamma(rng: random.Random) -> Question:
    """Return three drawn kernels whose gammas are to be told, and a change of the unit of length."""
    found = rng.choice([("0.1", "0.5", "4"), ("0.2", "1", "8"), ("0.1", "0.8", "5"), ("0.25", "2", "10")])
    order = dict(zip("ABC", rng.sample(found, 3), strict=True))
    factor, old = rng.choice([2, 5, 10]), rng.choice([Fraction(1), Fraction(2), Fraction(5), Fraction(1, 2)])
    new, narrow = old / factor**2, next(name for name, value in order.items() if value == found[2])
    steps, names = [n / 20 for n in range(81)], {name: name for name in order}
    figure = curve_figure(
        "kernels",
        both("K over the distance d", "거리 d에 따른 K"),
        [
            {"label": name, "points": [[d, round(math.exp(-float(g) * d * d), 4)] for d in steps]}
            for name, g in order.items()
        ],
        x_label="d",
        y_label="K",
        y_range=[0, 1.05],
    )
    halves = {name: round(math.sqrt(math.log(2) / float(value)), 2) for name, value in order.items()}
    told = ", ".join(f"{name} {value}" for name, value in halves.items())
    answers = ", ".join(f"{name}: ${value}$" for name, value in order.items())
    return Question(
        "gamma",
        prompt=both(
            f"The curves A, B and C show the RBF kernel for $\\gamma = {found[0]}$, ${found[1]}$ and ${found[2]}$. Which is which, and with which "
            f"one does the border bend most closely around single training points? And if all lengths were {factor} times as large, which "
            f"$\\gamma$ would give the same machine as $\\gamma = {show(old)}$ does now? {EXACT['en']}",
            f"$\\gamma = {found[0]}$, ${found[1]}$, ${found[2]}$인 RBF 커널을 곡선 A, B, C로 섞어 그렸습니다. 곡선마다 $\\gamma$는 얼마이고, 결정 경계가 훈련 점 하나하나를 가장 바짝 휘감는 것은 "
            f"어느 것입니까? 또 모든 길이가 {factor}배가 되면, 지금 $\\gamma = {show(old)}$인 머신과 같은 것을 얻는 $\\gamma$는 얼마입니까? {EXACT['ko']}",
        ),
        fields=[
            matching("curve", both("Gamma of the curve", "곡선의 감마"), names, list(found), order),
            choice("bends", both("Bends most closely", "가장 바짝 휘감는 것"), list("ABC"), narrow),
            number("scaled", both("Gamma for the larger lengths", "길이가 커진 뒤의 감마"), exact(new)),
        ],
        figures=[figure],
        worked=both(
            f"The larger $\\gamma$, the faster $K$ falls; half of it is left at these distances: {told}. A narrow kernel knows only the closest "
            f"points, so the border bends around each: overfitting. Squared distances grow by ${factor}^2 = {factor**2}$, so $\\gamma$ is divided by "
            f"it.\n\n{answers}; most bent: {narrow}; $\\gamma = {show(old)} / {factor**2} = {show(new)}$.",
            f"$\\gamma$가 클수록 $K$가 빨리 작아집니다. 값이 절반이 되는 거리는 {told}입니다. 커널이 좁으면 아주 가까운 점만 영향을 주므로 결정 경계가 점마다 휘감깁니다. 과적합입니다. "
            f"제곱 거리가 ${factor}^2 = {factor**2}$배가 되므로 $\\gamma$를 그만큼 나눕니다.\n\n{answers}. 가장 바짝 휘감는 것: {narrow}. $\\gamma = {show(old)} / {factor**2} "
            f"= {show(new)}$입니다.",
        ),
        facts={
            "curves": {
                name: [[d, math.exp(-float(g) * d * d)] for d in (0.25, 0.5)] for name, g in order.items()
            },
            "found": found,
            "factor": factor,
            "old": str(old),
        },
    )
