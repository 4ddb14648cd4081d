"""Checks for impurity-split: the two measures, the gain, then the search, at last against scikit-learn."""

from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from graders import Slip, assert_close, expect, given, strategies as st

#: the node of the text: two features, and labels
FEATURES = np.array(
    [[6.0, 2.0], [1.0, 3.0], [9.0, 1.0], [4.0, 3.0], [5.0, 1.0], [10.0, 2.0], [2.0, 1.0], [8.0, 3.0]]
)
LABELS = np.array([0, 0, 1, 0, 1, 1, 0, 1])
MEASURES = ("gini", "entropy")
#: one feature and labels for which Gini and entropy choose different thresholds
DISAGREE = np.arange(8.0)[:, None], np.array([0, 0, 0, 0, 1, 0, 0, 1])
#: labels of rows in the order of one feature: the best gain comes twice, in two ways of rounding for some
TWICE = (
    [0, 0, 0, 1, 0, 1, 1, 1],
    [0, 1, 1, 0],
    [0, 0, 1, 1, 0, 0],
    [0, 1, 0, 1, 0, 1, 0],
    [0, 1, 0, 0, 0, 1, 0],
)
#: rows, features, classes
SIZES = [(40, 3, 2), (60, 4, 3), (100, 2, 4), (25, 1, 2)]


def shares_of(labels):
    """Return the share of each class."""
    return np.unique(labels, return_counts=True)[1] / max(len(labels), 1)


def measure_slips(name, labels):
    """Return slips of one impurity."""
    p = shares_of(labels)
    bits = float(-(p * np.log2(p)).sum())
    made = {
        "gini": [
            ("entropy_for_gini", "this is the entropy", "엔트로피의 값입니다", lambda: bits),
            ("sum_of_squares", "this is the sum of the squared shares; it was not subtracted from 1",
             "비율의 제곱을 더한 값입니다. 1에서 빼지 않았습니다", lambda: float((p**2).sum())),
            ("error_rate", "this is 1 minus the largest share: only one class was looked at",
             "1에서 가장 큰 비율만 뺀 값입니다. 모든 클래스의 비율이 필요합니다", lambda: float(1 - p.max())),
            ("shares_not_squared", "the shares were not squared", "비율을 제곱하지 않았습니다", lambda: float(1 - p.sum())),
            ("counts_for_shares", "counts were squared instead of shares: divide them by n first",
             "비율이 아니라 개수를 제곱했습니다. 먼저 n으로 나누세요", lambda: float(1 - ((p * len(labels)) ** 2).sum())),
        ],
        "entropy": [
            ("natural_logarithm", "the logarithm has base e instead of 2",
             "밑이 2가 아니라 e인 로그를 쓴 값입니다", lambda: bits * float(np.log(2))),
            ("decimal_logarithm", "the logarithm has base 10 instead of 2",
             "밑이 2가 아니라 10인 로그를 쓴 값입니다", lambda: bits * float(np.log10(2))),
            ("sign_missing", "the minus sign was left out", "음의 부호를 빠뜨렸습니다", lambda: -bits),
            ("gini_for_entropy", "this is the Gini impurity", "지니 불순도의 값입니다", lambda: float(1 - (p**2).sum())),
            ("not_weighted", "the logarithms were added without multiplying each by its share",
             "로그에 비율을 곱하지 않고 더한 값입니다", lambda: float(-np.log2(p).sum())),
        ],
    }  # fmt: skip
    return [Slip(slip, en=f"{en}.", ko=f"{ko}.", value=value) for slip, en, ko, value in made[name]]


def gain_slips(reference, labels, left, criterion):
    """Return slips of a gain."""
    measure = getattr(reference, criterion)
    parent, sides = measure(labels), [measure(labels[left]), measure(labels[~left])]
    share = float(left.mean())
    after = share * sides[0] + (1 - share) * sides[1]
    other = "gini" if criterion == "entropy" else "entropy"
    natural = float(np.log(2)) if criterion == "entropy" else 1.0
    words = [
        ("plain_mean", "the plain mean of the children was subtracted; each child counts by its size",
         "두 자식의 값을 그냥 평균해서 뺐습니다. 자식마다 크기만큼 세어야 합니다", parent - sum(sides) / 2),
        ("plain_sum", "the children were subtracted whole, without their shares of the examples",
         "자식의 값에 예제의 비율을 곱하지 않고 그대로 뺐습니다", parent - sum(sides)),
        ("children_only", "this is the impurity after the split, not what it takes away",
         "분할한 뒤의 불순도입니다. 줄어든 양이 아닙니다", after),
        ("sign_turned", "the sign is turned: a gain is parent minus children",
         "부호가 반대입니다. 이득은 부모에서 자식을 뺀 값입니다", after - parent),
        ("weights_swapped", "the shares of the two children are swapped",
         "두 자식의 비율이 서로 바뀌었습니다", parent - (1 - share) * sides[0] - share * sides[1]),
        ("one_child", "only the left child was subtracted", "왼쪽 자식만 뺐습니다", parent - share * sides[0]),
        ("criterion_ignored", "this is the gain by the other criterion",
         "다른 기준으로 구한 이득입니다. `criterion`을 확인하세요", reference.gain(labels, left, other)),
        ("natural_logarithm", "the logarithm has base e instead of 2",
         "밑이 2가 아니라 e인 로그를 쓴 값입니다", natural * (parent - after)),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=lambda v=value: v) for name, en, ko, value in words]


def compare_measure(submission, reference, name, labels):
    """Compare one impurity with the reference's."""
    labels = np.array(labels, dtype=np.int64)
    assert_close(
        getattr(submission, name)(labels),
        float(getattr(reference, name)(labels)),
        check_dtype=False,
        slips=measure_slips(name, labels) if len(labels) else (),
    )


def compare_gain(submission, reference, labels, left, criterion):
    """Compare one gain with the reference's."""
    found = submission.gain(labels, left, criterion)
    slips = gain_slips(reference, labels, left, criterion)
    assert_close(found, float(reference.gain(labels, left, criterion)), check_dtype=False, slips=slips)


def compare_splits(reference, got, features, labels, *options):
    """Compare what `best_split` returned: first whether there is a split, then where it is, then its gain."""
    right = reference.best_split(features, labels, *options)
    if right is None:
        expect(
            got is None,
            en=f"`best_split` should return None: there is nothing to split here. It returned {got!r}.",
            ko=f"나눌 것이 없으므로 `best_split`은 None을 반환해야 합니다. 반환한 값은 {got!r}입니다.",
        )
        return
    expect(
        isinstance(got, tuple) and len(got) == 3,
        en="`best_split` should return a tuple of three here: feature, threshold, gain.",
        ko="여기서 `best_split`은 특성 번호, 임계값, 이득, 이렇게 세 값의 튜플을 반환해야 합니다.",
    )
    feature, threshold, _ = right
    criterion = options[0] if options else "gini"
    values = np.unique(features[:, feature])
    below, above = float(values[values < threshold].max()), float(values[values > threshold].min())
    assert_close({"feature": got[0]}, {"feature": feature})
    for value, en, ko in ((below, "below", "아래쪽"), (above, "above", "위쪽")):
        expect(
            not isinstance(got[1], (float, np.floating)) or got[1] != value,
            en=f"The threshold is {value:g}, the value {en} the gap, but the midpoint of the two distinct values is "
            f"{float(threshold):g}. Equal values have to be taken once.",
            ko=f"임계값이 {value:g}입니다. 서로 다른 이웃한 두 값 가운데 {ko} 값인데, 두 값의 중점은 {float(threshold):g}입니다. "
            "같은 값은 한 번만 세고 중점을 구하세요.",
        )
    assert_close({"threshold": got[1]}, {"threshold": float(threshold)}, check_dtype=False)
    left = features[:, feature] <= threshold
    slips = gain_slips(reference, labels, left, criterion)
    assert_close(got[2], float(right[2]), check_dtype=False, slips=slips)


def ask(submission, reference, features, labels, *options):
    """Ask for one split and compare it."""
    features, labels = np.array(features, dtype=np.float64), np.array(labels, dtype=np.int64)
    got = submission.best_split(features, labels, *options)
    compare_splits(reference, got, features, labels, *options)


def test_gini(submission, reference):
    """Gini of a few small nodes."""
    for labels in ([0, 0, 0, 1], [0, 0, 1, 1], [0, 1, 2], [0, 1, 0, 2, 0, 1, 0, 2, 0, 0]):
        compare_measure(submission, reference, "gini", labels)


def test_entropy(submission, reference):
    """Entropy of a few small nodes, in bits."""
    for labels in ([0, 0, 0, 1], [0, 0, 1, 1], [0, 1, 2], [0, 1, 0, 2, 0, 1, 0, 2, 0, 0]):
        compare_measure(submission, reference, "entropy", labels)


def test_pure_and_empty(submission, reference):
    """A pure node and an empty one have no impurity; labels may be any whole numbers."""
    for name in MEASURES:
        for labels in ([1, 1, 1], [4], [], [-3, 70, 70, -3, 70, 9]):
            compare_measure(submission, reference, name, labels)


def test_gain(submission, reference):
    """The gains of three splits of the text, by both measures."""
    for threshold in (3.0, 4.5, 1.5):
        left = FEATURES[:, 0] <= threshold
        for criterion in MEASURES:
            compare_gain(submission, reference, LABELS, left, criterion)
    assert_close(submission.gain(LABELS, FEATURES[:, 0] <= 4.5), 0.3, check_dtype=False)


def test_gain_of_nothing(submission, reference):
    """Where all examples stay together, or both children are mixed like the parent, nothing is gained."""
    for criterion in MEASURES:
        for left in ([True] * 8, [False] * 8, [True, True, True, False, True, False, False, False]):
            compare_gain(submission, reference, LABELS, np.array(left), criterion)
        # Something is gained here.
        compare_gain(submission, reference, LABELS, LABELS == 0, criterion)


def test_worked_example(submission, reference):
    """The best split of the node of the text, by both criteria."""
    ask(submission, reference, FEATURES, LABELS)
    for criterion in MEASURES:
        ask(submission, reference, FEATURES, LABELS, criterion)
        ask(submission, reference, FEATURES[:, 1:], LABELS, criterion)
        ask(submission, reference, FEATURES[:, ::-1], LABELS, criterion)


def test_criteria_disagree(submission, reference):
    """Gini and entropy choose different splits of one node."""
    for criterion in ("entropy", "gini"):
        ask(submission, reference, *DISAGREE, criterion)


def test_thresholds(submission, reference):
    """Thresholds lie halfway between values that differ, in whatever order the rows come."""
    ask(submission, reference, [[7.0], [-2.0], [7.0], [1.0], [-2.0], [1.0]], [1, 0, 1, 1, 0, 0])
    ask(submission, reference, [[3.0], [3.0], [3.0], [10.0]], [0, 1, 0, 1])
    ask(submission, reference, [[5.0, 1.25], [4.0, 3.5], [3.0, 1.0], [2.0, 4.0], [1.0, 1.5]], [0, 1, 0, 1, 0])


def test_ties(submission, reference):
    """Of equal gains the lowest feature wins, and then the lowest threshold."""
    for labels in TWICE:
        column = np.arange(float(len(labels)))[:, None]
        for criterion in MEASURES:
            ask(submission, reference, column, labels, criterion)
            ask(submission, reference, np.hstack([0 * column, column + 9, column]), labels, criterion)
            ask(submission, reference, np.hstack([-column, column]), labels, criterion)


def test_no_split(submission, reference):
    """A pure node, constant features, one row, no row: None; a gain of 0 alone is no reason for None."""
    nodes = [
        ([[1.0], [2.0], [3.0]], [4, 4, 4]),
        ([[5.0, 1.0], [5.0, 1.0], [5.0, 1.0]], [0, 1, 0]),
        ([[1.0, 2.0]], [0]),
        (np.empty((0, 2)), []),
        # Only the second feature has two values.
        ([[5.0, 1.0], [5.0, 4.0], [5.0, 1.0]], [0, 1, 0]),
        # No single question helps with XOR: the first candidate is returned, with a gain of 0.
        ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]),
    ]
    for features, labels in nodes:
        for criterion in MEASURES:
            ask(submission, reference, features, labels, criterion)


def test_min_gain(submission, reference):
    """A split has to gain `min_gain`; as much as that is enough."""
    for least in (0.0, 0.2, 0.3, 0.31):
        ask(submission, reference, FEATURES, LABELS, "gini", least)
    for least in (0.25, 0.54, 0.56):
        ask(submission, reference, FEATURES, LABELS, "entropy", least)
    got = submission.best_split(FEATURES, LABELS, min_gain=0.29)
    compare_splits(reference, got, FEATURES, LABELS)
    ask(submission, reference, [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1], "gini", 0.5)
    # As floats these gains come out as 0.17999999999999994 and 0.07999999999999996.
    ask(submission, reference, [[0.0], [1.0], [2.0], [3.0], [4.0]], [0, 1, 0, 0, 1], "gini", 0.18)
    ask(submission, reference, [[0.0], [1.0], [2.0], [3.0], [4.0]], [0, 1, 0, 1, 0], "gini", 0.08)
    ask(submission, reference, [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1], "gini", 0.5)


def test_arguments_stay_as_they_are(submission, reference):
    """No call changes the arrays it was given."""
    left = FEATURES[:, 0] <= 4.5
    for name, arguments in (
        ("gain", (LABELS, left)),
        ("best_split", (FEATURES, LABELS)),
        ("gini", (LABELS,)),
    ):
        got = getattr(submission, name)(*arguments)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`가 받은 배열을 바꾸었습니다: {changed}",
        )
        if name == "best_split":
            compare_splits(reference, got, FEATURES, LABELS)
        else:
            assert_close(got, float(getattr(reference, name)(*arguments)), check_dtype=False)


def is_clear(reference, features, labels, criterion):
    """Return whether one candidate gains visibly more than 0 and than all others, so that rounding decides nothing."""
    gains = [0.0, 0.0]
    for column in features.T:
        values = np.unique(column)
        gains += [
            reference.gain(labels, column <= middle, criterion) for middle in (values[:-1] + values[1:]) / 2
        ]
    second, first = sorted(gains)[-2:]
    return first - second > 1e-6


@given(
    max_examples=25,
    data=st.labelled_data(max_rows=14, max_features=3, spread=3.0, one_class=True, constant_feature=True),
    criterion=st.sampled_from(MEASURES),
)
def test_random_nodes(submission, reference, data, criterion):
    """Impurity and the best split of random nodes; the first feature is constant, and every row comes twice."""
    features = np.repeat(np.hstack([np.full((len(data[1]), 1), 5.0), np.round(data[0])]), 2, axis=0)
    labels = np.repeat(data[1], 2)
    compare_measure(submission, reference, criterion, labels)
    if len(np.unique(labels)) == 1 or is_clear(reference, features, labels, criterion):
        got = submission.best_split(features, labels, criterion)
        compare_splits(reference, got, features, labels, criterion)


def drawn(reference, rng, rows, features, classes, criterion):
    """Return a random node with one best split; the values are quarters, which float32 holds exactly."""
    while True:
        labels = rng.permutation(np.arange(rows) % classes) * 3 - 2
        x = rng.integers(-8, 8, (rows, features)) / 4 + np.arange(features) % 3 / 4 * labels[:, None]
        if is_clear(reference, x, labels, criterion):
            return x, labels


def test_against_scikit_learn(submission, reference, rng):
    """Feature, threshold and gain are those of a tree of depth 1."""
    for sizes in SIZES:
        for criterion in MEASURES:
            x, labels = drawn(reference, rng, *sizes, criterion)
            got = submission.best_split(x, labels, criterion)
            compare_splits(reference, got, x, labels, criterion)
            tree = (
                DecisionTreeClassifier(criterion=criterion, max_depth=1, random_state=0).fit(x, labels).tree_
            )
            after = tree.n_node_samples[1:] @ tree.impurity[1:] / len(labels)
            right = int(tree.feature[0]), float(tree.threshold[0]), float(tree.impurity[0] - after)
            assert_close(got, right, check_dtype=False)


def test_edge_cases(submission, reference, rng):
    """Two rows, odd labels, float32, many equal rows, values far from 0."""
    ask(submission, reference, [[1.0, 7.5], [1.0, 6.5]], [9, -9])
    ask(submission, reference, [[1e6], [1e6 + 0.5], [1e6 + 1], [1e6 - 4]], [2, 2, 5, 5], "entropy")
    ask(submission, reference, [[0.0], [0.0], [0.0], [1.0]] * 5, [0, 1, 0, 1] * 5, "entropy")
    for criterion in MEASURES:
        for rows in (6, 9, 30):
            x, labels = drawn(reference, rng, rows, 3, 3, criterion)
            small = x.astype(np.float32)
            compare_splits(
                reference, submission.best_split(small, labels, criterion), small, labels, criterion
            )
            left = np.arange(rows) % 3 == 0
            compare_gain(submission, reference, labels, left, criterion)
            compare_measure(submission, reference, criterion, labels)
