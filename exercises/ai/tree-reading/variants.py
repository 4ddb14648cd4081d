"""Variants of tree-reading: drawn trees to be followed and described, nodes and splits to be computed with."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

from graders.quiz import Question, both, choice, decimal, equals, number, tex, tree_figure
from graders.quiz.questions import Part

TOLERANCE = 0.002
WITHIN = {
    "en": "Give fractions, or decimals rounded to three places; 0.002 of difference is allowed.",
    "ko": "분수나 소수점 아래 셋째 자리까지 반올림한 소수로 답하세요. 0.002까지의 차이는 정답으로 봅니다.",
}
YES, NO = both("yes", "예"), both("no", "아니요")
TREE = both("Decision tree", "결정 트리")
#: of what is looked at: features with their lowest and highest value and a step, and the classes
SCENES: tuple[tuple[Any, Any], ...] = (
    (((both("weight in g", "무게(g)"), 6, 30, 10), (both("sugar in %", "당도(%)"), 5, 25, 1)),
     (both("apple", "사과"), both("pear", "배"), both("plum", "자두"))),
    (((both("links", "링크 수"), 0, 24, 1), (both("attachments", "첨부 파일 수"), 0, 12, 1)),
     (both("spam", "스팸"), both("news", "소식지"), both("private", "개인 메일"))),
    (((both("wing in mm", "날개(mm)"), 10, 40, 5), (both("bill in mm", "부리(mm)"), 8, 30, 1)),
     (both("swallow", "제비"), both("sparrow", "참새"), both("magpie", "까치"))),
    (((both("humidity in %", "습도(%)"), 6, 20, 5), (both("wind in m/s", "풍속(m/s)"), 0, 14, 1)),
     (both("sun", "맑음"), both("cloud", "흐림"), both("rain", "비"))),
)  # fmt: skip


def rounded(name: str, en: str, ko: str, value: float) -> Part:
    """Return a field for a number that may be rounded."""
    return number(name, both(en, ko), float(value), tolerance=TOLERANCE)


def generate(rng: random.Random) -> Question:
    """Return one question about a tree or a split."""
    makers = [follow_path, leaf_probability, tree_shape, node_impurity, information_gain, better_split]
    return rng.choice(makers)(rng)


class Tree:
    """A drawn tree: plain nodes from the root on, leaves A, B, … from left to right, and the box of each leaf."""

    def __init__(self, rng: random.Random, classes: int) -> None:
        self.features, self.classes = rng.choice(SCENES)
        while True:
            self.nodes: dict[str, dict[str, Any]] = {}
            self.leaves: dict[str, dict[str, Any]] = {}
            self.root = self._grow(rng, [list(feature[1:3]) for feature in self.features], [], classes)
            used = {node["feature"] for node in self.nodes.values()}
            depths = {len(leaf["path"]) for leaf in self.leaves.values()}
            if 4 <= len(self.leaves) <= 6 and len(used) == 2 and len(depths) > 1:
                return

    def _grow(self, rng: random.Random, boxes: list[list[int]], path: list[list[Any]], classes: int) -> str:
        """Add the nodes from here downwards, and return the name of the first."""
        wide = [place for place, (low, high) in enumerate(boxes) if high - low >= 7]
        if len(path) == 3 or not wide or (path and rng.random() < 0.25):
            name = "ABCDEFGH"[len(self.leaves)]
            counts = [rng.choice([0, 0, 1, 2, 3]) for _ in range(classes)]
            counts[rng.randrange(classes)] = rng.randint(4, 9)
            self.leaves[name] = {"boxes": boxes, "path": path, "counts": counts}
            return name
        feature = rng.choice(wide)
        low, high = boxes[feature]
        threshold = rng.randint(low + 2, high - 3)
        name = f"n{len(self.nodes) + 1}"
        node = self.nodes[name] = {"feature": feature, "threshold": threshold * self.features[feature][3]}
        for answer, box in (("yes", [low, threshold]), ("no", [threshold + 1, high])):
            inner = [box if place == feature else each for place, each in enumerate(boxes)]
            node[answer] = self._grow(rng, inner, [*path, [name, answer]], classes)
        return name

    def test(self, name: str, answer: str, lang: str) -> str:
        """A question with its answer as a condition."""
        node = self.nodes[name]
        return (
            f"{self.features[node['feature']][0][lang]} {'≤' if answer == 'yes' else '>'} {node['threshold']}"
        )

    def figure(self, counted: bool) -> Any:
        """The drawing; leaves with their examples or only with their names."""
        nodes: list[dict[str, Any]] = []
        for name in self.order(self.root):
            if name in self.nodes:
                below = [
                    {"to": self.nodes[name][key], "label": word} for key, word in (("yes", YES), ("no", NO))
                ]
                label = both(self.test(name, "yes", "en"), self.test(name, "yes", "ko"))
                nodes.append({"id": name, "label": label, "children": below})
            else:
                lines = counted_lines(self.classes, self.leaves[name]["counts"] if counted else [])
                nodes.append(
                    {"id": name, "label": {lang: f"{name}\n{lines[lang]}".strip() for lang in lines}}
                )
        return tree_figure("tree", TREE, nodes)

    def order(self, name: str) -> list[str]:
        """Nodes and leaves from here on, from the top and from the left."""
        if name in self.leaves:
            return [name]
        node = self.nodes[name]
        return [name, *self.order(node["yes"]), *self.order(node["no"])]

    def sample(self, rng: random.Random, leaf: str) -> list[int]:
        """Values of an example that ends in a leaf; often one lies right on a threshold."""
        values = []
        for (low, high), feature in zip(self.leaves[leaf]["boxes"], self.features, strict=True):
            bounded = high < feature[2]
            values.append((high if bounded and rng.random() < 0.5 else rng.randint(low, high)) * feature[3])
        return values

    def facts(self, **more: Any) -> dict[str, Any]:
        """The tree as plain data."""
        leaves = {name: leaf["counts"] for name, leaf in self.leaves.items()}
        return {"nodes": self.nodes, "leaves": leaves, **more}

    def told(self, values: list[int], lang: str) -> str:
        """An example in words."""
        return ", ".join(f"{f[0][lang]} **{value}**" for f, value in zip(self.features, values, strict=True))

    def steps(self, leaf: str, lang: str) -> str:
        """The way to a leaf, as conditions."""
        return " → ".join(self.test(name, answer, lang) for name, answer in self.leaves[leaf]["path"])


def counted_lines(classes: Any, counts: list[int]) -> dict[str, str]:
    """Return how many examples of each class there are, a line each."""
    pairs = list(zip(classes, counts, strict=False))
    return both(*("\n".join(f"{name[lang]} {count}" for name, count in pairs) for lang in ("en", "ko")))


def follow_path(rng: random.Random) -> Question:
    """Return an example that is to be led to its leaf."""
    tree = Tree(rng, 2)
    leaf = rng.choice(list(tree.leaves))
    values, steps = tree.sample(rng, leaf), len(tree.leaves[leaf]["path"])
    return Question(
        "follow-path",
        prompt=both(
            f"An example has {tree.told(values, 'en')}. At which leaf does it end, and how many questions is it asked?",
            f"한 예제의 특성은 {tree.told(values, 'ko')}입니다. 트리를 따라가면 어느 잎에서 끝나고, 가는 길에 질문을 몇 개 받습니까?",
        ),
        fields=[
            choice("leaf", both("Leaf", "잎"), list(tree.leaves), leaf),
            number("questions", both("Questions asked", "질문 수"), steps),
        ],
        figures=[tree.figure(False)],
        worked=both(
            f"A value equal to the threshold is a yes.\n\n{tree.steps(leaf, 'en')}: leaf {leaf} after {steps} questions.",
            f"값이 임계값과 같으면 예입니다.\n\n{tree.steps(leaf, 'ko')}이므로 질문 {steps}개를 지나 잎 {leaf}에 도달합니다.",
        ),
        facts=tree.facts(sample=values),
    )


def leaf_probability(rng: random.Random) -> Question:
    """Return an example whose class and its probability are asked for."""
    tree = Tree(rng, 3)
    leaf = rng.choice(list(tree.leaves))
    counts, values = tree.leaves[leaf]["counts"], tree.sample(rng, leaf)
    place = counts.index(max(counts))
    others = [each for each in range(3) if each != place]
    asked = rng.choice([each for each in others if counts[each]] or others)
    likely, other = Fraction(max(counts), sum(counts)), Fraction(counts[asked], sum(counts))
    classes = tree.classes
    options = dict(zip(("c0", "c1", "c2"), classes, strict=True))
    name, total = classes[asked], sum(counts)
    end = f"$\\frac{{{max(counts)}}}{{{total}}} {equals(likely)}$"
    rest = f"$\\frac{{{counts[asked]}}}{{{total}}} {equals(other)}$"
    return Question(
        "leaf-probability",
        prompt=both(
            "Each leaf shows how many training examples of each class it holds. An example has "
            f"{tree.told(values, 'en')}. Which class does the tree predict for it, how probable is that class there, and how "
            f"probable is **{name['en']}**? {WITHIN['en']}",
            f"잎에는 클래스별 훈련 예제 수가 적혀 있습니다. 특성이 {tree.told(values, 'ko')}인 예제를 "
            f"트리는 어느 클래스로 예측합니까? 그 클래스의 확률과 **{name['ko']}**의 확률도 구하세요. {WITHIN['ko']}",
        ),
        fields=[
            choice("predicted", both("Predicted class", "예측한 클래스"), options, f"c{place}"),
            rounded("probability", "Its probability", "그 클래스의 확률", likely),
            rounded("other", f"Probability of {name['en']}", f"{name['ko']}일 확률", other),
        ],
        figures=[tree.figure(True)],
        worked=both(
            f"{tree.steps(leaf, 'en')}: leaf {leaf} with {total} training examples.\n\n"
            f"Most of them are {classes[place]['en']}: {end}. {name['en'].capitalize()}: {rest}.",
            f"{tree.steps(leaf, 'ko')}이므로 훈련 예제 {total}개가 있는 잎 {leaf}입니다.\n\n가장 많은 클래스는 {classes[place]['ko']}이고 확률은 "
            f"{end}입니다. {name['ko']}의 확률은 {rest}입니다.",
        ),
        facts=tree.facts(sample=values, asked=asked),
    )


def tree_shape(rng: random.Random) -> Question:
    """Return a tree whose depth, leaves and errors are to be counted."""
    while True:
        tree = Tree(rng, 2)
        leaves = [leaf["counts"] for leaf in tree.leaves.values()]
        errors = sum(min(counts) for counts in leaves)
        depth = max(len(leaf["path"]) for leaf in tree.leaves.values())
        pure = sum(min(counts) == 0 for counts in leaves)
        if errors and 0 < pure < len(leaves) and pure != errors:
            break
    total = sum(map(sum, leaves))
    right = Fraction(total - errors, total)
    summed = " + ".join(str(min(counts)) for counts in leaves)
    ratio = f"$\\frac{{{total - errors}}}{{{total}}} {equals(right)}$"
    return Question(
        "tree-shape",
        prompt=both(
            "Each leaf shows its training examples of each class and predicts the class that most of them have. "
            f"Describe the tree. {WITHIN['en']}",
            f"잎에는 클래스별 훈련 예제 수가 적혀 있고, 잎은 가장 많은 클래스로 예측합니다. 이 트리를 설명하는 값을 구하세요. {WITHIN['ko']}",
        ),
        fields=[
            number("depth", both("Depth", "깊이"), depth),
            number("leaves", both("Leaves", "잎의 수"), len(leaves)),
            number("pure", both("Pure leaves", "순수한 잎의 수"), pure),
            number("errors", both("Training examples judged wrong", "잘못 예측한 훈련 예제 수"), errors),
            rounded("accuracy", "Accuracy on the training examples", "훈련 예제의 정확도", right),
        ],
        figures=[tree.figure(True)],
        worked=both(
            "The depth counts questions on the longest way. In each leaf the rarer class is judged wrong: "
            f"${summed} = {errors}$ of {total}.\n\nDepth {depth}, {len(leaves)} leaves, {pure} of them pure, {errors} wrong, "
            f"accuracy {ratio}.",
            f"깊이는 가장 긴 길의 질문 수입니다. 잎마다 적은 쪽 클래스가 틀리므로 {total}개 가운데 ${summed} = {errors}$개를 잘못 예측합니다.\n\n"
            f"깊이 {depth}, 잎 {len(leaves)}개, 순수한 잎 {pure}개, 잘못 예측한 예제 {errors}개, 정확도 {ratio}입니다.",
        ),
        facts=tree.facts(),
    )


def gini(counts: list[int]) -> Fraction:
    """Return the Gini impurity."""
    return 1 - sum(Fraction(count, sum(counts)) ** 2 for count in counts)


def entropy(counts: list[int]) -> float:
    """Return the entropy in bits."""
    shares = [count / sum(counts) for count in counts if count]
    return sum(-share * math.log2(share) for share in shares) + 0.0


def apart(values: list[float]) -> bool:
    """Return whether the first value cannot be taken for one of the others."""
    return all(abs(values[0] - other) > 4 * TOLERANCE for other in values[1:])


def entropy_steps(counts: list[int]) -> str:
    """Return the entropy as a formula with its value."""
    shares = [tex(Fraction(count, sum(counts))) for count in counts if count]
    terms = " ".join(rf"- {share} \log_2 {share}" for share in shares)
    return f"$H = {terms} {equals(entropy(counts))}$"


def gini_steps(counts: list[int]) -> str:
    """Return the Gini impurity as a formula with its value."""
    squares = " - ".join(rf"\left({tex(Fraction(count, sum(counts)))}\right)^2" for count in counts)
    return f"$G = 1 - {squares} {equals(gini(counts))}$"


def node_impurity(rng: random.Random) -> Question:
    """Return a node whose impurity is to be computed in two ways."""
    while True:
        counts = [rng.randint(1, 12) for _ in range(rng.choice([2, 2, 3]))]
        total = sum(counts)
        two = [float(gini(counts)), entropy(counts)]
        wrong = [1 - max(counts) / sum(counts), 1 - two[0], two[1] * math.log(2)]
        if total <= 20 and apart([*two, *wrong]) and apart([two[1], *wrong]):
            break
    lines = counted_lines(rng.choice(SCENES)[1], counts)
    return Question(
        "node-impurity",
        prompt=both(
            f"The node holds {total} training examples. Compute its Gini impurity and its entropy in bits. {WITHIN['en']}",
            f"노드에 훈련 예제 {total}개가 있습니다. 지니 불순도와 비트 단위의 엔트로피를 구하세요. {WITHIN['ko']}",
        ),
        fields=[
            rounded("gini", "Gini impurity", "지니 불순도", two[0]),
            rounded("entropy", "Entropy", "엔트로피", two[1]),
        ],
        figures=[tree_figure("node", both("A node", "노드"), [{"id": "n", "label": lines}])],
        worked=both(
            f"Divide each count by {total}.\n\n- {gini_steps(counts)}\n- {entropy_steps(counts)}",
            f"개수를 전체 {total}개로 나누어 비율을 구합니다.\n\n- {gini_steps(counts)}\n- {entropy_steps(counts)}",
        ),
        facts={"counts": counts},
    )


def drawn_split(rng: random.Random, name: str, scene: tuple[Any, Any], sides: list[list[int]]) -> Any:
    """Return the figure of a node and its two children with their counts; B asks about another feature than A."""
    feature = scene[0][name == "B"]
    threshold = rng.randint(feature[1] + 1, feature[2] - 1) * feature[3]
    parent = counted_lines(scene[1], [sum(pair) for pair in zip(*sides, strict=True)])
    asked = both(*(f"{feature[0][lang]} ≤ {threshold}\n{parent[lang]}" for lang in ("en", "ko")))
    below = [{"to": f"c{place}", "label": answer} for place, answer in enumerate((YES, NO))]
    inner = [{"id": f"c{n}", "label": counted_lines(scene[1], side)} for n, side in enumerate(sides)]
    title = both(f"Split {name}", f"분할 {name}") if name else both("A split", "분할")
    return tree_figure(f"split{name}", title, [{"id": "root", "label": asked, "children": below}, *inner])


def information_gain(rng: random.Random) -> Question:
    """Return a drawn split whose information gain is to be computed."""
    while True:
        sides = [[rng.randint(0, 9) for _ in range(2)] for _ in range(2)]
        sizes, parent = list(map(sum, sides)), [sum(pair) for pair in zip(*sides, strict=True)]
        if min(sizes) < 3 or sizes[0] == sizes[1] or min(parent) < 2 or sum(sizes) > 16:
            continue
        before, parts = entropy(parent), list(map(entropy, sides))
        sized = list(zip(sizes, parts, map(gini, sides), strict=True))
        after = sum(size * part for size, part, _ in sized) / sum(sizes)
        other = float(gini(parent) - sum(size * part for size, _, part in sized) / sum(sizes))
        wrong = [before - sum(parts) / 2, before, after, other, (before - after) * math.log(2)]
        if before - after > 0.05 and apart([before - after, *wrong]):
            break
    lines = [f": {entropy_steps(each)}" for each in (parent, *sides)]
    won = f"${decimal(before, 4)} - {decimal(after, 4)} {equals(before - after)}$"
    shares = [tex(Fraction(size, sum(sizes))) for size in sizes]
    weighted = " + ".join(rf"{a} \cdot {decimal(b)}" for a, b in zip(shares, parts, strict=True))
    return Question(
        "information-gain",
        prompt=both(
            f"A node is split as drawn. Compute the entropy before and after the split, and the information gain. {WITHIN['en']}",
            f"그림처럼 노드를 나누었습니다. 분할하기 전과 뒤의 엔트로피, 정보 이득을 구하세요. {WITHIN['ko']}",
        ),
        fields=[
            rounded("before", "Entropy of the parent", "부모의 엔트로피", before),
            rounded("after", "Entropy after the split", "분할한 뒤의 엔트로피", after),
            rounded("gain", "Information gain", "정보 이득", before - after),
        ],
        figures=[drawn_split(rng, "", rng.choice(SCENES), sides)],
        worked=both(
            f"- parent{lines[0]}\n- left{lines[1]}\n- right{lines[2]}\n\nChildren count by size. Before: {decimal(before)}; after: ${weighted} {equals(after)}$; "
            f"information gain: {won}.",
            f"- 부모{lines[0]}\n- 왼쪽{lines[1]}\n- 오른쪽{lines[2]}\n\n자식은 크기만큼 셉니다. 분할하기 전 {decimal(before)}, 분할한 뒤 ${weighted} {equals(after)}$, "
            f"정보 이득 {won}입니다.",
        ),
        facts={"sides": sides},
    )


def better_split(rng: random.Random) -> Question:
    """Return two splits of one node; which leaves less impurity?"""
    while True:
        parent = [rng.randint(4, 8), rng.randint(4, 8)]
        splits = {}
        for name in ("A", "B"):
            left = [rng.randint(0, parent[0]), rng.randint(0, parent[1])]
            splits[name] = [left, [a - b for a, b in zip(parent, left, strict=True)]]
        if any(min(map(sum, sides)) < 2 or sum(sides[0]) == sum(sides[1]) for sides in splits.values()):
            continue
        after = {name: split_gini(sides) for name, sides in splits.items()}
        plain = [abs(sum(map(gini, sides)) / 2 - after[name]) for name, sides in splits.items()]
        if abs(after["A"] - after["B"]) > Fraction(1, 50) and min(plain) > 0.008:
            break
    better, scene = min(after, key=lambda name: after[name]), rng.choice(SCENES)
    steps = {name: weigh(sides) + f" {equals(after[name])}$" for name, sides in splits.items()}
    names = {name: both(f"Split {name}", f"분할 {name}") for name in splits}
    return Question(
        "better-split",
        prompt=both(
            f"Two questions would split the same node as drawn. Compute the Gini impurity after each split. Which one does a tree "
            f"choose that looks for the least impurity? {WITHIN['en']}",
            f"같은 노드를 나누는 질문이 두 가지 있습니다. 분할한 뒤의 지니 불순도를 각각 구하세요. 불순도를 가장 작게 만드는 트리는 "
            f"어느 분할을 고릅니까? {WITHIN['ko']}",
        ),
        fields=[
            *(
                rounded(n, f"Gini after split {n}", f"분할 {n} 뒤의 지니 불순도", left)
                for n, left in after.items()
            ),
            choice("better", both("The better split", "더 나은 분할"), names, better),
        ],
        figures=[drawn_split(rng, name, scene, sides) for name, sides in splits.items()],
        worked=both(
            "Weigh the impurity of each child by its share of the examples.\n\n"
            f"- A: {steps['A']}\n- B: {steps['B']}\n- less is left after split {better}",
            "자식의 불순도에 예제의 비율을 곱해 더합니다.\n\n"
            f"- A: {steps['A']}\n- B: {steps['B']}\n- 더 작은 쪽은 분할 {better}입니다.",
        ),
        facts={"splits": splits},
    )


def split_gini(sides: list[list[int]]) -> Fraction:
    """Return the impurity after a split, children counted by their sizes."""
    return sum((Fraction(sum(side), sum(map(sum, sides))) * gini(side) for side in sides), Fraction(0))


def weigh(sides: list[list[int]]) -> str:
    """Return the same as the beginning of a formula."""
    total = sum(map(sum, sides))
    return "$" + " + ".join(rf"\frac{{{sum(side)}}}{{{total}}} \cdot {tex(gini(side))}" for side in sides)
