"""Variants of choose-k: votes by hand, weights, scales, a table of accuracies, and borders that are drawn.

No two training points are equally far from the query, and no vote is tied unless the question asks for it.
"""

from __future__ import annotations

import random
import re
from dataclasses import asdict, dataclass
from fractions import Fraction

from graders.quiz import Question, both, choice, exact, number, scatter_figure, several, spell

Point = tuple[int, int]
MARKERS = {"A": "disc", "B": "triangle"}
EXACT = both("Give numbers exactly.", "수는 정확하게 답하세요.")
KS = (1, 3, 5, 9, 15, 25, 45)
CELLS = range(41)
DISTANCES = [Fraction(each) for each in ("0.5", "1", "2", "2.5", "4", "5", "8", "10")]


def generate(rng: random.Random) -> Question:
    """Return one question about neighbours and their number."""
    return rng.choice([growing_k, growing_k, weighted, scaling, validation, boundary])(rng)


def winner(labels: list[str]) -> str | None:
    """Return the label with the most votes; None where votes are equal."""
    counts = sorted(((labels.count(label), label) for label in set(labels)), reverse=True)
    return None if len(counts) > 1 and counts[0][0] == counts[1][0] else counts[0][1]


def classed(points: list[Point], labels: list[str], *, named: bool) -> list[dict]:
    """Return training points as groups of a drawing."""
    rows = [[*p, f"P{n}"] if named else [*p] for n, p in enumerate(points, 1)]
    return [
        {
            "label": both(f"class {label}", f"클래스 {label}"),
            "marker": MARKERS[label],
            "points": [row for row, own in zip(rows, labels, strict=True) if own == label],
        }
        for label in sorted(set(labels))
    ]


@dataclass(frozen=True)
class Scene:
    """Training points P1, P2, … with classes, and a query that is at another distance from each."""

    points: list[Point]
    labels: list[str]
    query: Point

    def squares(self) -> list[int]:
        """The squared distances to the query."""
        return [(x - self.query[0]) ** 2 + (y - self.query[1]) ** 2 for x, y in self.points]

    def order(self) -> list[int]:
        """The numbers of the points, from 0, the nearest first."""
        return sorted(range(len(self.points)), key=self.squares().__getitem__)

    def votes(self, k: int) -> list[str]:
        """The classes of the k nearest."""
        return [self.labels[n] for n in self.order()[:k]]

    def figure(self):
        """The drawing."""
        count = len(self.points)
        query = {"label": both("query Q", "질의 점 Q"), "marker": "star", "points": [[*self.query, "Q"]]}
        return scatter_figure(
            "plane",
            both("Training points and query", "훈련 점과 질의 점"),
            [*classed(self.points, self.labels, named=True), query],
            x_range=[0, 11],
            y_range=[0, 11],
            description=both(
                f"{count} training points, P1 to P{count}, each with its class, and the query Q.",
                f"클래스가 표시된 훈련 점 P1부터 P{count}까지 {count}개와 질의 점 Q가 있습니다.",
            ),
        )

    def told(self) -> dict[str, str]:
        """Points and classes in words."""
        named = ", ".join(f"P{n} $({x}, {y})$" for n, (x, y) in enumerate(self.points, 1))
        own = {
            y: [f"P{n}" for n, label in enumerate(self.labels, 1) if label == y]
            for y in sorted(set(self.labels))
        }
        classes = "; ".join(f"{label}: {', '.join(names)}" for label, names in own.items())
        query = f"Q $({self.query[0]}, {self.query[1]})$"
        return both(
            f"The training points are {named}, with the classes {classes}. The query is {query}.",
            f"훈련 점은 {named}이고, 클래스는 {classes}입니다. 질의 점은 {query}입니다.",
        )

    def ranking(self, shown: int) -> dict[str, str]:
        """The nearest points in a table, with their squared distances and classes."""
        rows = "\n".join(
            f"| {place} | P{n + 1} | {self.squares()[n]} | {self.labels[n]} |"
            for place, n in enumerate(self.order()[:shown], 1)
        )
        return both(
            f"Sorted by squared distance:\n\n| place | point | $d^2$ | class |\n|---|---|---|---|\n{rows}",
            f"제곱 거리 순서로 정렬합니다.\n\n| 순위 | 점 | $d^2$ | 클래스 |\n|---|---|---|---|\n{rows}",
        )


def draw(rng: random.Random, count: int) -> Scene:
    """Return training points of two classes on a grid, and a query among them."""
    grid = [(x, y) for x in range(1, 11) for y in range(1, 11)]
    while True:
        labels = [rng.choice("AB") for _ in range(count)]
        scene = Scene(rng.sample(grid, count), labels, (rng.randint(3, 8), rng.randint(3, 8)))
        if len(set(scene.squares())) == count and min(scene.squares()) > 0 and set(labels) == set("AB"):
            return scene


def growing_k(rng: random.Random) -> Question:
    """Return a query whose class depends on k."""
    while True:
        scene = draw(rng, 9)
        found = {k: winner(scene.votes(k)) for k in (1, 3, 5, 9)}
        ties = [k for k in (2, 4, 6) if winner(scene.votes(k)) is None]
        if len(ties) <= 1 and (len(set(found.values())) == 2 or (not ties and rng.random() < 0.04)):
            break
    text, table, tie = scene.told(), scene.ranking(9), str(ties[0]) if ties else "none"
    near = [f"P{n + 1}" for n in scene.order()[:3]]
    shown = {str(k): both(f"$k = {k}$", f"$k = {k}$") for k in (2, 4, 6)}
    shown["none"] = both("none of these", "없음")
    answers = ", ".join(f"$k = {k}$: {label}" for k, label in found.items())
    return Question(
        "growing-k",
        prompt=both(
            f"{text['en']} Which are the three nearest training points of Q? Which class does Q get for $k = 1, 3, 5$ and 9? And at which of $k = 2, 4, 6$ would both classes have "
            "equally many votes?",
            f"{text['ko']} Q에서 가장 가까운 훈련 점 세 개는 무엇입니까? $k = 1, 3, 5$와 9일 때 Q의 클래스는 각각 무엇입니까? 또 $k = 2, 4, 6$ 가운데 두 클래스의 득표가 같아지는 것은 무엇입니까?",
        ),
        fields=[
            several("near", both("The 3 nearest", "가장 가까운 3개"), [f"P{n}" for n in range(1, 10)], near),
            *(
                choice(
                    f"label-{k}", both(f"Class for $k = {k}$", f"$k = {k}$일 때의 클래스"), ["A", "B"], label
                )
                for k, label in found.items()
            ),
            choice("tie", both("Equal votes at", "득표가 같아지는 $k$"), shown, tie),
        ],
        figures=[scene.figure()],
        worked=both(
            f"{table['en']}\n\nCount from the top. With $k = 9$ all points vote, so the larger class wins wherever Q lies. Of two "
            f"classes, odd $k$ never tie.\n\nThe nearest are {', '.join(near)}. {answers}. Equal votes: {shown[tie]['en']}.",
            f"{table['ko']}\n\n위에서부터 셉니다. $k = 9$이면 모든 점이 투표하므로 Q가 어디에 있든 점이 많은 클래스가 이깁니다. 클래스가 둘일 때 홀수 $k$에서는 득표가 "
            f"같아질 수 없습니다.\n\n가장 가까운 점은 {', '.join(near)}입니다. {answers}. 득표가 같은 경우: {shown[tie]['ko']}.",
        ),
        facts=asdict(scene),
    )


def weighted(rng: random.Random) -> Question:
    """Return neighbours at given distances, whose votes count by 1 / d."""
    while True:
        far = sorted(rng.sample(DISTANCES, rng.choice([3, 5])))
        labels = [rng.choice("AB") for _ in far]
        own = {y: [d for d, label in zip(far, labels, strict=True) if label == y] for y in "AB"}
        sums = {y: sum((1 / d for d in own[y]), Fraction(0)) for y in "AB"}
        plain, heavy = winner(labels), max("AB", key=lambda y: sums[y])
        apart = set(labels) == {"A", "B"} and abs(sums["A"] - sums["B"]) >= Fraction(1, 20)
        if apart and (plain != heavy or rng.random() < 0.2):
            break
    listed = ", ".join(f"{y} ({spell(d)})" for d, y in zip(far, labels, strict=True))
    parts = {y: [rf"\frac{{1}}{{{spell(d)}}}" for d in own[y]] for y in "AB"}
    steps = "\n".join(f"- {y}: ${' + '.join(parts[y])} = {spell(sums[y])}$" for y in "AB")
    return Question(
        "weighted",
        prompt=both(
            f"The {len(far)} nearest neighbours of a point have these classes, with their distances in brackets: {listed}. Each votes "
            f"with the weight $\\frac{{1}}{{d}}$. How much weight does each class get, which class wins, and which would win if each neighbour "
            f"had one vote? {EXACT['en']}",
            f"어떤 점의 가장 가까운 이웃 {len(far)}개의 클래스와 거리(괄호 안)는 {listed}입니다. 이웃이 $\\frac{{1}}{{d}}$만큼의 가중치로 투표합니다. 클래스마다 가중치의 합은 "
            f"얼마이고 어느 클래스가 이깁니까? 한 표씩 가진다면 어느 클래스가 이깁니까? {EXACT['ko']}",
        ),
        fields=[
            *(number(f"sum-{y}", both(f"Weight of {y}", f"{y}의 가중치 합"), exact(sums[y])) for y in "AB"),
            choice("heavy", both("Winner by weight", "가중 투표의 승자"), ["A", "B"], heavy),
            choice("plain", both("Winner by plain votes", "한 표씩일 때의 승자"), ["A", "B"], plain),
        ],
        worked=both(
            f"Each neighbour adds $\\frac{{1}}{{d}}$:\n\n{steps}\n\nWeights: A {spell(sums['A'])}, B {spell(sums['B'])}, so {heavy} "
            f"wins. By plain votes it is {labels.count('A')} to {labels.count('B')}, so {plain} wins.",
            f"이웃마다 $\\frac{{1}}{{d}}$을 더합니다.\n\n{steps}\n\n가중치의 합은 A {spell(sums['A'])}, B {spell(sums['B'])}이므로 {heavy}가 "
            f"이깁니다. 한 표씩이면 A와 B가 {labels.count('A')} 대 {labels.count('B')}이므로 {plain}가 이깁니다.",
        ),
        facts={"far": [str(d) for d in far], "labels": labels},
    )


def scaling(rng: random.Random) -> Question:
    """Return points in two units, whose nearest one changes when the features are scaled."""
    spreads = (10, 200)
    while True:
        age, pay = rng.randrange(30, 56, 5), rng.randrange(2000, 3001, 100)
        moves = [(rng.randrange(-25, 26, 5), rng.randrange(-400, 401, 100)) for _ in range(4)]
        raw = [a * a + b * b for a, b in moves]
        scaled = [Fraction(a, spreads[0]) ** 2 + Fraction(b, spreads[1]) ** 2 for a, b in moves]
        first, then = raw.index(min(raw)), scaled.index(min(scaled))
        if len(set(raw)) == len(set(scaled)) == 4 and min(raw) > 0 and first != then:
            break
    points = [(age + a, pay + b) for a, b in moves]
    names = [f"P{n}" for n in range(1, 5)]
    rows = "\n".join(
        f"| {name} | {a} | {b} |" for name, (a, b) in zip([*names, "Q"], [*points, (age, pay)], strict=True)
    )
    steps = "\n".join(
        f"- {name}: ${a * a} + {b * b} = {before}$, "
        rf"$\left(\frac{{{abs(a)}}}{{10}}\right)^2 + \left(\frac{{{abs(b)}}}{{200}}\right)^2 = {spell(after)}$"
        for name, (a, b), before, after in zip(names, moves, raw, scaled, strict=True)
    )
    answers = ", ".join(f"{name} {spell(value)}" for name, value in zip(names, scaled, strict=True))
    raw_label = both("Nearest by the raw numbers", "그대로 쓸 때 가장 가까운 고객")
    scaled_label = both("Nearest after scaling", "스케일링 후 가장 가까운 고객")
    asked = [(name, both(f"$d^2$ of {name}, scaled", f"스케일링한 {name}의 $d^2$")) for name in names]
    return Question(
        "scaling",
        prompt=both(
            f"Four customers and a new one, Q:\n\n| | age (years) | pay (thousand won) |\n|---|---|---|\n{rows}\n\nIn the training "
            "set the standard deviation of the age is 10 years, that of the pay 200 thousand won. Which customer is nearest "
            "to Q by the numbers as they are? Divide each feature by its standard deviation: what are the squared distances to Q, "
            f"and who is nearest now? {EXACT['en']}",
            f"고객 네 명과 새 고객 Q입니다.\n\n| | 나이(세) | 월급(천 원) |\n|---|---|---|\n{rows}\n\n훈련 세트에서 나이의 표준편차는 10세이고 월급의 "
            "표준편차는 20만 원(200천 원)입니다. 수를 그대로 쓰면 Q에 가장 가까운 고객은 누구입니까? 특성을 각각 표준편차로 나누면 Q까지의 제곱 거리는 얼마이고, "
            f"이번에는 누가 가장 가깝습니까? {EXACT['ko']}",
        ),
        fields=[
            choice("raw", raw_label, names, names[first]),
            *(
                number(f"d-{name}", each, exact(value))
                for (name, each), value in zip(asked, scaled, strict=True)
            ),
            choice("scaled", scaled_label, names, names[then]),
        ],
        worked=both(
            f"Squared distances, raw and scaled:\n\n{steps}\n\nThe raw ones are ruled by the pay, whose numbers are larger: {names[first]} "
            f"is nearest. Scaled: {answers}; now {names[then]} is nearest.",
            f"제곱 거리를 그대로, 그리고 스케일링하여 구합니다.\n\n{steps}\n\n그대로 쓰면 수가 큰 월급이 거리를 좌우하며, 가장 가까운 고객은 {names[first]}입니다. 스케일링하면 "
            f"{answers}이므로 가장 가까운 고객은 {names[then]}입니다.",
        ),
        facts={"moves": moves, "spreads": spreads},
    )


def validation(rng: random.Random) -> Question:
    """Return accuracies by k, from which one k is to be chosen and its accuracy reported."""
    best = rng.randint(2, 4)
    while True:
        peak = rng.randint(80, 93)
        train = [100, *sorted(rng.sample(range(peak - 12, 99), 6), reverse=True)]
        seen = [peak - abs(n - best) * rng.randint(2, 4) - rng.randint(0, 1) * (n != best) for n in range(7)]
        test = [each + rng.randint(-4, 3) for each in seen]
        test[best] = min(test[best], peak - 1)
        top = test.index(max(test))
        if (
            test.count(max(test)) == 1
            and top != best
            and all(a > b for a, b in zip(train, seen, strict=True))
        ):
            break
    rows = "\n".join(f"| {k} | {a} | {b} | {c} |" for k, a, b, c in zip(KS, train, seen, test, strict=True))
    options, chosen, honest = {str(k): f"$k = {k}$" for k in KS}, KS[best], test[best]
    return Question(
        "validation",
        prompt=both(
            f"Seven classifiers were measured; accuracies in per cent:\n\n| $k$ | training | validation | test |\n|---|---|---|---|\n{rows}"
            "\n\nWhich $k$ do you choose, which accuracy on new data may you report for it, and by how many percentage points does "
            "the training accuracy of $k = 1$ exceed its validation accuracy, the sign of overfitting?",
            f"분류기 일곱 개의 정확도(%)입니다.\n\n| $k$ | 훈련 | 검증 | 테스트 |\n|---|---|---|---|\n{rows}\n\n어느 $k$를 고르겠습니까? 그 $k$에 대해 새로운 "
            "데이터의 정확도라고 보고할 수 있는 값은 얼마입니까? $k = 1$에서 훈련 정확도는 검증 정확도보다 몇 퍼센트포인트(%p) 높습니까? 이 차이가 과적합의 신호입니다.",
        ),
        fields=[
            choice("k", both("Chosen k", "고른 k"), options, str(chosen)),
            number("report", both("Accuracy to report", "보고할 정확도"), honest, unit="%"),
            number("gap", both("Gap at $k = 1$, in points", "$k = 1$에서의 차이(%p)"), 100 - seen[0]),
        ],
        worked=both(
            f"The validation accuracy is highest, {peak} %, at $k = {chosen}$. The training accuracy of $k = 1$ is 100 % since each "
            f"training point is its own nearest neighbour; it says nothing. The test accuracy is highest at $k = {KS[top]}$, but "
            "whoever chooses by it has no data left that the choice has not seen.\n\n"
            f"So: $k = {chosen}$, reported {honest} %; the gap at $k = 1$ is $100 - {seen[0]} = {100 - seen[0]}$ points.",
            f"검증 정확도는 $k = {chosen}$에서 {peak}%로 가장 높습니다. $k = 1$의 훈련 정확도가 100%인 것은 훈련 점마다 자기 자신이 가장 가까운 이웃이기 때문이므로 "
            f"아무 뜻이 없습니다. 테스트 정확도는 $k = {KS[top]}$에서 가장 높지만, 이것을 보고 고르면 선택에 쓰지 않은 데이터가 남지 않습니다.\n\n"
            f"따라서 $k = {chosen}$로 정하고 {honest}%를 보고합니다. $k = 1$에서의 차이는 $100 - {seen[0]} = {100 - seen[0]}$%p입니다.",
        ),
        facts={"ks": KS, "train": train, "validation": seen, "test": test},
    )


def regions(points: list[Point], labels: list[str], k: int) -> list[str]:
    """Return the class of each cell of a fine grid, row by row; cells are half a unit wide."""

    def cell(x: int, y: int) -> str:
        far = sorted(((2 * a - x) ** 2 + (2 * b - y) ** 2, n) for n, (a, b) in enumerate(points))
        return winner([labels[n] for _, n in far[:k]])

    return ["".join(cell(x, y) for x in CELLS) for y in CELLS]


def border(cells: list[str]) -> list[list[float | None]]:
    """Return the line between the classes, as straight pieces with breaks between them."""
    line: list[list[float | None]] = []
    for turned in (False, True):
        rows = ["".join(column) for column in zip(*cells, strict=True)] if turned else cells
        for at, (below, above) in enumerate(zip(rows, rows[1:], strict=False)):
            differ = "".join("x" if a != b else " " for a, b in zip(below, above, strict=True))
            for run in re.finditer("x+", differ):
                ends = [((x - 0.5) / 2, (at + 0.5) / 2) for x in run.span()]
                line += [[*(end[::-1] if turned else end)] for end in ends]
                line.append([line[-1][0], None])
    return line[:-1]


def noisy(rng: random.Random) -> tuple[list[Point], list[str]]:
    """Return points of two classes on two sides, four of them with the label of the other."""
    points = rng.sample([(x, y) for x in range(1, 20, 2) for y in range(1, 20, 2)], 31)
    tilt = rng.choice([-0.5, 0, 0.5])
    sides = [x - 10 + tilt * (y - 10) for x, y in points]
    flipped = rng.sample([n for n, side in enumerate(sides) if abs(side) > 3], 4)
    return points, ["AB"[(side > 0) != (n in flipped)] for n, side in enumerate(sides)]


def drawing(name: str, points: list[Point], labels: list[str], cells: list[str]):
    """Return the points with the border between the cells of the two classes."""
    wrong = sum(cells[2 * y][2 * x] != own for (x, y), own in zip(points, labels, strict=True))
    return scatter_figure(
        f"drawing-{name}",
        both(f"Drawing {name}", f"그림 {name}"),
        classed(points, labels, named=False),
        lines=[{"label": both("border", "결정 경계"), "points": border(cells)}],
        x_range=[0, 20],
        y_range=[0, 20],
        data_table=False,
        description=both(
            f"Points of two classes and a border. Points on the side of the other class: {wrong}.",
            f"두 클래스의 점과 결정 경계가 있습니다. 다른 클래스 쪽에 있는 점은 {wrong}개입니다.",
        ),
    )


ACCURACY = {"all": both("exactly 100 %", "정확히 100%"), "less": both("less than 100 %", "100%보다 낮음")}
EVERYWHERE = {
    "A": both("class A everywhere", "어디서나 클래스 A"),
    "B": both("class B everywhere", "어디서나 클래스 B"),
    "line": both("a straight border", "곧은 결정 경계"),
}


def boundary(rng: random.Random) -> Question:
    """Return two borders for the same points, one of k = 1 and one of many neighbours."""
    many = rng.choice([9, 11, 15])
    while True:
        points, labels = noisy(rng)
        maps = {k: regions(points, labels, k) for k in (1, many)}
        odd = sum(maps[many][2 * y][2 * x] != own for (x, y), own in zip(points, labels, strict=True))
        if odd >= 3 and all(2 < len(border(cells)) <= 400 for cells in maps.values()):
            break
    order, asked = rng.sample([1, many], 2), rng.choice("12")
    place, bigger = str(order.index(1) + 1), max("AB", key=labels.count)
    share, n = "all" if asked == place else "less", len(points)
    counted = f"A: {labels.count('A')}, B: {labels.count('B')}"
    return Question(
        "boundary",
        prompt=both(
            f"Both drawings show the same {n} training points ({counted}) and the border of a classifier, once with $k = 1$ and once "
            f"with $k = {many}$. Which drawing shows $k = 1$? Which accuracy on these training points has drawing {asked}? And what "
            f"would $k = {n}$ answer?",
            f"두 그림에는 같은 훈련 점 {n}개({counted})와 분류기의 결정 경계가 있습니다. 하나는 $k = 1$이고 다른 하나는 $k = {many}$입니다. $k = 1$인 그림은 "
            f"어느 것입니까? 그림 {asked}의 훈련 정확도는 얼마입니까? $k = {n}$이라면 답은 어떻게 됩니까?",
        ),
        fields=[
            choice("one", both("Drawing of $k = 1$", "$k = 1$인 그림"), ["1", "2"], place),
            choice(
                "train", both(f"Accuracy of drawing {asked}", f"그림 {asked}의 훈련 정확도"), ACCURACY, share
            ),
            choice("whole", both(f"For $k = {n}$", f"$k = {n}$일 때"), EVERYWHERE, bigger),
        ],
        figures=[drawing(name, points, labels, maps[k]) for name, k in zip("12", order, strict=True)],
        worked=both(
            "With $k = 1$ each training point rules the ground around itself: odd points have islands, all training points are "
            "classified without error, and noise is learned by heart. More neighbours outvote single points and smooth the border. "
            f"With all points voting, place no longer matters.\n\n$k = 1$ is drawing {place}; drawing {asked} has {ACCURACY[share]['en']} "
            f"on the training points; $k = {n}$ answers {EVERYWHERE[bigger]['en']}.",
            "$k = 1$이면 훈련 점마다 자기 주변을 차지합니다. 혼자 떨어진 점 둘레에 섬이 생기고 훈련 점은 모두 맞게 분류됩니다. 잡음까지 외운 것입니다. 이웃이 많아지면 한두 점은 "
            f"투표에서 지고 결정 경계가 매끄러워집니다. 모든 점이 투표하면 위치는 상관이 없습니다.\n\n$k = 1$은 그림 {place}입니다. 그림 {asked}의 훈련 정확도는 "
            f"{ACCURACY[share]['ko']}이고, $k = {n}$의 답은 {EVERYWHERE[bigger]['ko']}입니다.",
        ),
        facts={"points": points, "labels": labels, "maps": [maps[k] for k in order], "asked": int(asked)},
    )
