"""Variants of kmeans-step: points and centres on a grid, one round by hand, and data that k-means cannot group.

Every number ends within two decimal places, and no point is equally far from two centres.
"""

from __future__ import annotations

import math
import random
from dataclasses import asdict, dataclass
from fractions import Fraction

from graders.quiz import Question, both, choice, exact, matching, number, scatter_figure

Point = tuple[int, int]
Place = tuple[Fraction, Fraction]


POINTS, CENTRES = both("points", "점"), both("centres", "중심점")
EXACT = both(
    "Every number ends within two decimal places: give it exactly.",
    "모든 수는 소수점 아래 둘째 자리 안에서 나누어떨어집니다. 정확하게 답하세요.",
)
TITLE = both("Points and centres", "점과 중심점")


@dataclass(frozen=True)
class Round:
    """Points P1, P2, … and centres A, B, … before a round."""

    points: tuple[Point, ...]
    centres: tuple[Point, ...]

    def names(self) -> list[str]:
        """The names of the centres."""
        return list("ABC"[: len(self.centres)])

    def labels(self, centres: tuple[Place, ...] | None = None) -> list[int] | None:
        """Return which centre is nearest to each point; None where two are equally near."""
        found = []
        for point in self.points:
            far = [distance(point, centre) for centre in centres or self.centres]
            if far.count(min(far)) > 1:
                return None
            found.append(far.index(min(far)))
        return found

    def moved(self) -> tuple[Place, ...]:
        """Return the means of the clusters."""
        labels = self.labels()
        clusters = [
            [point for point, label in zip(self.points, labels, strict=True) if label == place]
            for place in range(len(self.centres))
        ]
        return tuple(
            tuple(Fraction(sum(axis), len(own)) for axis in zip(*own, strict=True)) for own in clusters
        )

    def inertia(self, centres: tuple[Place, ...]) -> Fraction:
        """Return the sum of squared distances to these centres, as the points are assigned now."""
        return sum(
            (
                distance(point, centres[label])
                for point, label in zip(self.points, self.labels(), strict=True)
            ),
            Fraction(0),
        )

    def is_readable(self) -> bool:
        """Whether all is clear: no ties before or after the move, two points a centre, short numbers."""
        labels = self.labels()
        if labels is None or min(labels.count(place) for place in range(len(self.centres))) < 2:
            return False
        moved = self.moved()
        numbers = [each for place in moved for each in place]
        numbers += [distance(point, centre) for point in self.points for centre in moved]
        still = any(a == b for a, b in zip(moved, self.centres, strict=True))
        return (
            not still
            and all((each * 100).denominator == 1 for each in numbers)
            and self.labels(moved) is not None
        )

    def figure(self):
        """Return the drawing."""
        discs = [[x, y, f"P{place}"] for place, (x, y) in enumerate(self.points, start=1)]
        crosses = [[x, y, name] for (x, y), name in zip(self.centres, self.names(), strict=True)]
        return scatter_figure(
            "plane",
            TITLE,
            [
                {"label": POINTS, "points": discs, "marker": "disc"},
                {"label": CENTRES, "points": crosses, "marker": "cross"},
            ],
            x_range=[0, 10],
            y_range=[0, 10],
            description=both(
                f"{len(self.points)} points, P1 to P{len(self.points)}, and the centres {', '.join(self.names())}.",
                f"점 P1부터 P{len(self.points)}까지 {len(self.points)}개와 중심점 {', '.join(self.names())}가 있습니다.",
            ),
        )


def distance(point: Point, centre: Place | Point) -> Fraction:
    """Return the squared distance."""
    return Fraction((point[0] - centre[0]) ** 2 + (point[1] - centre[1]) ** 2)


def generate(rng: random.Random) -> Question:
    """Return one question about a round of k-means, or about what it cannot do."""
    return rng.choice([assign, whole_round, whole_round, inertia, next_round, when_it_fails])(rng)


def draw(rng: random.Random, centres: int, points: int) -> Round:
    """Return points and centres on a grid, none twice."""
    grid = [(x, y) for x in range(1, 10) for y in range(1, 10)]
    while True:
        drawn = rng.sample(grid, centres + points)
        found = Round(tuple(drawn[centres:]), tuple(drawn[:centres]))
        if found.is_readable():
            return found


def spell(value: Fraction | int) -> str:
    """Return a number with at most two decimal places."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def told(drawn: Round) -> dict[str, str]:
    """Return points and centres in words."""
    points = ", ".join(f"P{n} $({x}, {y})$" for n, (x, y) in enumerate(drawn.points, start=1))
    centres = ", ".join(f"{n} $({x}, {y})$" for n, (x, y) in zip(drawn.names(), drawn.centres, strict=True))
    return both(
        f"The points are {points}; the centres are {centres}.", f"점은 {points}이고 중심점은 {centres}입니다."
    )


def distances(drawn: Round, lang: str, centres: tuple[Place, ...] | None = None) -> str:
    """Return the table of squared distances, the nearest in bold."""
    names, labels = drawn.names(), drawn.labels(centres)
    point = {"en": "point", "ko": "점"}[lang]
    lines = [[point, *(f"$d^2$ {name}" for name in names)], ["---"] * (len(names) + 1)]
    for place, (each, label) in enumerate(zip(drawn.points, labels, strict=True), start=1):
        far = [spell(distance(each, centre)) for centre in centres or drawn.centres]
        lines.append([f"P{place}", *(f"**{d}**" if n == label else d for n, d in enumerate(far))])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def clusters(drawn: Round, labels: list[int]) -> str:
    """Return who belongs to whom."""
    return "; ".join(
        f"{name}: {', '.join(f'P{n}' for n, label in enumerate(labels, start=1) if label == place)}"
        for place, name in enumerate(drawn.names())
    )


def assignment(drawn: Round):
    """Return the field of each point."""
    names, labels = drawn.names(), drawn.labels()
    items = {f"P{place}": f"P{place}" for place in range(1, len(drawn.points) + 1)}
    answers = {item: names[label] for item, label in zip(items, labels, strict=True)}
    return matching("nearest", both("Nearest centre", "가장 가까운 중심점"), items, names, answers)


def assign(rng: random.Random) -> Question:
    """Return points to be assigned to three centres."""
    drawn = draw(rng, 3, 7)
    text, owned = told(drawn), clusters(drawn, drawn.labels())
    return Question(
        "assign",
        prompt=both(
            f"{text['en']} Assign every point to its nearest centre.",
            f"{text['ko']} 점마다 가장 가까운 중심점을 고르세요.",
        ),
        fields=[assignment(drawn)],
        figures=[drawn.figure()],
        worked={
            "en": f"Squared distances, the smallest in bold:\n\n{distances(drawn, 'en')}\n\nSo the clusters are {owned}.",
            "ko": f"제곱 거리에서 가장 작은 값을 굵게 적었습니다.\n\n{distances(drawn, 'ko')}\n\n배정 결과는 {owned}입니다.",
        },
        facts=asdict(drawn),
    )


def whole_round(rng: random.Random) -> Question:
    """Return a round of two centres: assign, move, inertia."""
    drawn = draw(rng, 2, 6)
    text, moved = told(drawn), drawn.moved()
    fields = [assignment(drawn)]
    for name, (x, y) in zip(drawn.names(), moved, strict=True):
        for axis, value in (("x", x), ("y", y)):
            label = both(f"New centre {name}: ${axis}$", f"새 중심점 {name}의 ${axis}$좌표")
            fields.append(number(f"{name}.{axis}", label, exact(value)))
    after = drawn.inertia(moved)
    fields.append(
        number("inertia", both("Inertia with the new centres", "새 중심점으로 구한 관성"), exact(after))
    )
    owned, means = clusters(drawn, drawn.labels()), move_steps(drawn)
    parts = added(drawn, moved)
    return Question(
        "whole-round",
        prompt=both(
            f"{text['en']} Do one round: assign the points, move the centres, and compute the inertia of this assignment "
            f"with the **new** centres. {EXACT['en']}",
            f"{text['ko']} 한 라운드를 해 보세요. 점을 배정하고, 중심점을 옮기고, 이 배정의 관성을 **새** 중심점으로 구하세요. {EXACT['ko']}",
        ),
        fields=fields,
        figures=[drawn.figure()],
        worked={
            "en": f"Squared distances, the smallest in bold:\n\n{distances(drawn, 'en')}\n\nSo the clusters are {owned}. The means:"
            f"\n\n{means}\n- inertia: {parts}\n- clusters {owned}",
            "ko": f"제곱 거리에서 가장 작은 값을 굵게 적었습니다.\n\n{distances(drawn, 'ko')}\n\n배정 결과는 {owned}입니다. 평균은 다음과 같습니다."
            f"\n\n{means}\n- 관성: {parts}\n- 배정 {owned}",
        },
        facts=asdict(drawn),
    )


def move_steps(drawn: Round) -> str:
    """Return each mean with its numbers."""
    lines = []
    for place, (name, mean) in enumerate(zip(drawn.names(), drawn.moved(), strict=True)):
        owned = zip(drawn.points, drawn.labels(), strict=True)
        inside = [point for point, label in owned if label == place]
        sums = [
            rf"\frac{{{' + '.join(str(point[axis]) for point in inside)}}}{{{len(inside)}}}"
            for axis in (0, 1)
        ]
        lines.append(rf"- {name}: $\left({sums[0]}, {sums[1]}\right) = ({spell(mean[0])}, {spell(mean[1])})$")
    return "\n".join(lines)


def added(drawn: Round, centres: tuple[Place, ...]) -> str:
    """Return the inertia as a sum, point by point."""
    far = [distance(point, centres[label]) for point, label in zip(drawn.points, drawn.labels(), strict=True)]
    return f"${' + '.join(map(spell, far))} = {spell(sum(far))}$"


def inertia(rng: random.Random) -> Question:
    """Return an assignment whose inertia is to be computed before and after the move."""
    drawn = draw(rng, 2, 5)
    before, moved = drawn.inertia(drawn.centres), drawn.moved()
    after, owned, text = drawn.inertia(moved), clusters(drawn, drawn.labels()), told(drawn)
    old, new = added(drawn, drawn.centres), added(drawn, moved)
    return Question(
        "inertia",
        prompt=both(
            f"{text['en']} Every point is assigned to its nearest centre: {owned}. Compute the inertia with these centres, and "
            f"with the centres moved to the means of their points. {EXACT['en']}",
            f"{text['ko']} 점은 모두 가장 가까운 중심점에 배정했습니다({owned}). 지금 중심점으로 구한 관성과, 중심점을 점들의 평균으로 옮긴 뒤의 "
            f"관성을 구하세요. {EXACT['ko']}",
        ),
        fields=[
            number("before", both("Inertia with the old centres", "옮기기 전의 관성"), exact(before)),
            number("after", both("Inertia with the moved centres", "옮긴 뒤의 관성"), exact(after)),
        ],
        figures=[drawn.figure()],
        worked={
            "en": f"The means:\n\n{move_steps(drawn)}\n\nSquared distances, from P1 on:\n\n- old centres: {old}\n- moved centres: {new}",
            "ko": f"평균은 다음과 같습니다.\n\n{move_steps(drawn)}\n\nP1부터 차례로 제곱 거리를 더합니다.\n\n- 옮기기 전: {old}\n- 옮긴 뒤: {new}",
        },
        facts=asdict(drawn),
    )


def next_round(rng: random.Random) -> Question:
    """Return a round after which some points may belong elsewhere."""
    while True:
        drawn = draw(rng, 2, 6)
        moved = drawn.moved()
        then = drawn.labels(moved)
        changed = sum(a != b for a, b in zip(drawn.labels(), then, strict=True))
        if changed or rng.random() < 0.2:
            break
    text, owned, later = told(drawn), clusters(drawn, drawn.labels()), clusters(drawn, then)
    ends = {"stops": both("It stops.", "끝납니다."), "goes": both("It goes on.", "계속합니다.")}
    key = "goes" if changed else "stops"
    return Question(
        "next-round",
        prompt=both(
            f"{text['en']} The points are assigned and the centres move to the means. How many points belong to another centre "
            "when they are assigned again?",
            f"{text['ko']} 점을 배정하고 중심점을 평균으로 옮겼습니다. 다시 배정하면 중심점이 바뀌는 점은 몇 개입니까?",
        ),
        fields=[
            number("changed", both("Points that change", "바뀌는 점의 수"), changed),
            choice("then", both("What does the algorithm do?", "알고리즘은 어떻게 됩니까?"), ends, key),
        ],
        figures=[drawn.figure()],
        worked={
            "en": f"First the clusters are {owned}, and their means:\n\n{move_steps(drawn)}\n\nSquared distances to the moved centres, "
            f"the smallest in bold:\n\n{distances(drawn, 'en', moved)}\n\nNow the clusters are {later}: {changed} changed. {ends[key]['en']}",
            "ko": f"처음 배정은 {owned}이고, 평균은 다음과 같습니다.\n\n{move_steps(drawn)}\n\n옮긴 중심점까지의 제곱 거리에서 가장 작은 값을 굵게 "
            f"적었습니다.\n\n{distances(drawn, 'ko', moved)}\n\n다시 배정하면 {later}이므로 바뀐 점은 {changed}개입니다. {ends[key]['ko']}",
        },
        facts=asdict(drawn),
    )


SHAPES = {
    "round": both(
        "The groups are compact, alike in size and far apart.",
        "두 무리가 뭉쳐 있고 크기가 비슷하며 서로 멀리 떨어져 있습니다.",
    ),
    "ring": both(
        "One group surrounds the other: their means almost coincide.",
        "한 무리가 다른 무리를 둘러싸서 두 평균이 거의 겹칩니다.",
    ),
    "long": both(
        "The groups are long and close: cutting across both costs less inertia.",
        "두 무리가 길고 가까워서, 가로질러 나눌 때 관성이 더 작습니다.",
    ),
    "wide": both(
        "One group is much wider: its edge is nearer to the mean of the other.",
        "한 무리가 훨씬 넓어서, 그 가장자리가 다른 무리의 평균에 더 가깝습니다.",
    ),
}
FINDS = {
    "yes": both("Yes, it finds them.", "네, 두 무리를 찾습니다."),
    "no": both("No, it splits the points otherwise.", "아니요, 점을 다르게 나눕니다."),
}


def disc(rng: random.Random, x: float, y: float, radius: float, count: int) -> list[list[float]]:
    """Return points spread evenly over a disc."""
    turn = rng.uniform(0, 2 * math.pi)
    spots = [(radius * math.sqrt((n + 0.5) / count), turn + 2.4 * n) for n in range(count)]
    return [[round(x + r * math.cos(a), 1), round(y + r * math.sin(a), 1)] for r, a in spots]


def shaped(rng: random.Random, shape: str) -> list[list[list[float]]]:
    """Return two groups of points of a shape."""
    count, x, y = rng.randint(6, 8), rng.uniform(4, 6), rng.uniform(8, 12)
    if shape == "round":
        groups = [disc(rng, x, y, 2.2, count), disc(rng, x + 9.5, y + rng.uniform(-4, 4), 2.2, count)]
    elif shape == "ring":
        turn = rng.uniform(0, 6)
        angles = [turn + 2 * math.pi * n / 12 for n in range(12)]
        ring = [[round(10 + 7 * math.cos(a), 1), round(10 + 7 * math.sin(a), 1)] for a in angles]
        groups = [disc(rng, 10, 10, 1.8, count), ring]
    elif shape == "long":
        groups = [[[round(2 + 2.2 * n + rng.uniform(-0.4, 0.4), 1), round(h + rng.uniform(-0.5, 0.5), 1)]
                   for n in range(8)] for h in (y, y + 4)]  # fmt: skip
    else:
        groups = [[*disc(rng, 7, 10, 5.5, 11), [12.6, 10.0]], disc(rng, 15.5, 10, 0.9, count)]
    if rng.random() < 0.5:
        groups = [[[b, a] for a, b in group] for group in groups]
    return groups if rng.random() < 0.5 else groups[::-1]


def when_it_fails(rng: random.Random) -> Question:
    """Return two drawn groups: does k-means find them, and why?"""
    shape = rng.choice(["round", "ring", "long", "wide"])
    groups, finds = shaped(rng, shape), "yes" if shape == "round" else "no"
    order = rng.sample(list(SHAPES), len(SHAPES))
    figure = scatter_figure(
        "plane",
        both("Two groups of points", "두 무리의 점"),
        [
            {"label": both("group 1", "무리 1"), "points": groups[0], "marker": "disc"},
            {"label": both("group 2", "무리 2"), "points": groups[1], "marker": "triangle"},
        ],
        x_range=[0, 20],
        y_range=[0, 20],
        description=both(
            "Each of two groups has a mark of its own; the table lists their points.",
            "무리마다 표시가 다릅니다. 점의 좌표는 표에 있습니다.",
        ),
    )
    return Question(
        "when-it-fails",
        prompt=both(
            "The drawing shows which points belong together. K-means with $k = 2$ does not know that. Of all starts, the one with "
            "the smallest inertia counts. Does it find the two groups, and why?",
            "그림에는 함께 묶여야 할 점들이 표시되어 있습니다. $k = 2$인 K-평균은 이 표시를 모릅니다. 여러 번 시작해 관성이 가장 작은 결과를 쓴다고 할 때, "
            "두 무리를 찾을 수 있습니까? 이유는 무엇입니까?",
        ),
        fields=[
            choice("finds", both("Does it find the groups?", "두 무리를 찾습니까?"), FINDS, finds),
            choice("why", both("Why?", "이유"), {name: SHAPES[name] for name in order}, shape),
        ],
        figures=[figure],
        worked={
            "en": "K-means draws a straight boundary halfway between two means and makes the squared distances small; it knows "
            f"nothing about shape, size or density.\n\n{SHAPES[shape]['en']} {FINDS[finds]['en']}",
            "ko": "K-평균은 두 평균의 한가운데를 지나는 직선으로 점을 나누고 제곱 거리의 합을 줄일 뿐, 무리의 모양이나 크기, 밀도는 보지 않습니다."
            f"\n\n{SHAPES[shape]['ko']} {FINDS[finds]['ko']}",
        },
        facts={"groups": groups},
    )
