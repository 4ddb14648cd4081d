"""Checks for knn-classifier: measuring, sorting, counting, the rules at ties; scikit-learn where none arises."""

from __future__ import annotations

import numpy as np
from sklearn.neighbors import KNeighborsClassifier

from graders import Slip, assert_close, expect, given, slips, strategies as st

#: six training points around the query (3, 2), at distances 2, 5, 1, 3, 3, 5
X = np.array([[3.0, 4.0], [0.0, 6.0], [3.0, 1.0], [6.0, 2.0], [0.0, 2.0], [7.0, 5.0]])
Y = np.array([1, 0, 0, 1, 0, 1])
QUERY = np.array([[3.0, 2.0]])
#: training points, labels, queries
EDGES = [
    ([[1, 2], [3, 6], [5, 1], [2, 2]], [4, 4, 4, 4], [[0, 0], [9, 9]]),  # one class
    ([[2], [7], [4], [9], [4]], [1, 0, 1, 0, 2], [[5], [0], [8], [4]]),  # one feature
    ([[3, 3]], [7], [[0, 0], [3, 3]]),  # one training point
    ([[2, 2], [5, 5], [2, 2], [2, 2], [5, 5]], [3, 0, 1, 2, 1], [[2, 2], [5, 5], [3, 4]]),  # equal points
    ([[0, 0, 0], [1, 1, 1], [2, 2, 2]], [2, 1, 0], [[1, 1, 1]] * 4),  # equal queries
]


def nearest(gaps, k):
    """Return the rows of the k smallest numbers of each line, of equal ones the first."""
    return np.argsort(gaps, axis=1, kind="stable")[:, :k]


def gaps_of(x_train, x):
    """Return the differences of each query and each training point."""
    return np.asarray(x, float)[:, None] - np.asarray(x_train, float)


def distance_slips(x_train, x):
    """Return mistakes of measuring."""
    gaps = gaps_of(x_train, x)
    return [
        Slip("manhattan", en="absolute differences were added up: this is the Manhattan distance.",
             ko="차이의 절댓값을 더했습니다. 맨해튼 거리입니다.", value=lambda: np.abs(gaps).sum(axis=2)),
        Slip("no_root", en="the square root is missing: these are squared distances.",
             ko="제곱근을 구하지 않았습니다. 제곱 거리입니다.", value=lambda: (gaps**2).sum(axis=2)),
        Slip("sum_squared", en="the differences were added first and squared after that.",
             ko="차이를 먼저 더한 뒤에 제곱했습니다.", value=lambda: np.abs(gaps.sum(axis=2))),
        Slip("mean_of_squares", en="the squares were averaged, not added up.",
             ko="제곱을 더하지 않고 평균을 냈습니다.", value=lambda: np.sqrt((gaps**2).mean(axis=2))),
        Slip("largest_only", en="only the largest difference of each pair was taken.",
             ko="쌍마다 가장 큰 차이만 썼습니다.", value=lambda: np.abs(gaps).max(axis=2)),
        Slip("queries_in_columns", en="rows should be queries and columns training points, not the other way round.",
             ko="행은 질의 점, 열은 훈련 점이어야 하는데 서로 바뀌었습니다.",
             value=lambda: np.sqrt((gaps**2).sum(axis=2)).T),
    ]  # fmt: skip


def neighbour_slips(x_train, x, k):
    """Return mistakes of sorting, with the rows they lead to."""
    gaps = gaps_of(x_train, x)
    squares = (gaps**2).sum(axis=2)
    last = len(x_train) - 1
    return [
        Slip("farthest", en="these are the farthest points: sort from the smallest distance on.",
             ko="가장 먼 점들입니다. 거리가 작은 것부터 정렬하세요.", value=lambda: nearest(-squares, k)),
        Slip("own_point_skipped", en="the nearest point was left out, as if it were the query itself.",
             ko="가장 가까운 점을 질의 점 자신처럼 여겨 빠뜨렸습니다.",
             value=lambda: nearest(squares, k + 1)[:, 1:]),
        Slip("coinciding_left_out", en="points where the query lies were left out; they count like any other.",
             ko="질의 점과 같은 자리에 있는 훈련 점을 빠뜨렸습니다. 다른 점과 똑같이 셉니다.",
             value=lambda: nearest(np.where(squares == 0, np.inf, squares), k)),
        Slip("later_of_equal", en="of equally far points the one with the higher index was put first.",
             ko="거리가 같은 점 가운데 번호가 큰 것을 앞에 두었습니다.",
             value=lambda: last - nearest(squares[:, ::-1], k)),
        Slip("manhattan_order", en="the order is that of Manhattan distances.",
             ko="맨해튼 거리의 순서입니다.", value=lambda: nearest(np.abs(gaps).sum(axis=2), k)),
        Slip("one_more", en="there is one neighbour more than k.", ko="이웃이 k개보다 하나 많습니다.",
             value=lambda: nearest(squares, k + 1)),
        Slip("one_less", en="there is one neighbour less than k.", ko="이웃이 k개보다 하나 적습니다.",
             value=lambda: nearest(squares, k - 1)),
        Slip("by_number", en="the right neighbours, but in the order of their indices.",
             ko="이웃은 맞지만 번호 순서로 늘어놓았습니다.", value=lambda: np.sort(nearest(squares, k), axis=1)),
        Slip("from_one", en="indices begin at 0, not at 1.", ko="번호는 1이 아니라 0부터 셉니다.",
             value=lambda: nearest(squares, k) + 1),
    ]  # fmt: skip


def shares_of(x_train, y_train, rows):
    """Return how the votes of these rows are shared."""
    return (np.asarray(y_train)[rows][:, :, None] == np.unique(y_train)).mean(axis=1)


def share_slips(x_train, y_train, x, k):
    """Return mistakes of counting."""
    squares = (gaps_of(x_train, x) ** 2).sum(axis=2)
    right = shares_of(x_train, y_train, nearest(squares, k))
    told = [
        Slip("counts", en="these are numbers of votes: divide by k.",
             ko="표의 수입니다. k로 나누세요.", value=lambda: right * k),
        Slip("descending", en="the columns are in descending order of the labels.",
             ko="열이 큰 레이블부터 늘어서 있습니다.", value=lambda: right[:, ::-1]),
        Slip("unseen_left_out", en="a class without votes has no column.",
             ko="표를 얻지 못한 클래스의 열이 없습니다.",
             value=lambda: right[:, right.any(axis=0)]),
    ]  # fmt: skip
    return told + [
        Slip(
            each.name,
            en=each.en,
            ko=each.ko,
            value=lambda each=each: shares_of(x_train, y_train, each.value()),
        )
        for each in neighbour_slips(x_train, x, k)
        if each.name not in ("by_number", "from_one")
    ]


def label_slips(x_train, y_train, x, k):
    """Return mistakes of choosing a label."""
    y_train, classes = np.asarray(y_train), np.unique(y_train)
    rows = nearest((gaps_of(x_train, x) ** 2).sum(axis=2), k)
    votes, shares = y_train[rows], shares_of(x_train, y_train, rows)
    largest = len(classes) - 1 - shares[:, ::-1].argmax(axis=1)
    told = [
        Slip("first_met", en="at equal votes the label that the neighbours show first was taken, not the smallest.",
             ko="득표가 같을 때 가장 작은 레이블이 아니라 이웃에서 먼저 나온 레이블을 골랐습니다.",
             value=lambda: np.array([max(line, key=line.count) for line in votes.tolist()])),
        Slip("largest_label", en="at equal votes the largest label was taken, not the smallest.",
             ko="득표가 같을 때 가장 작은 레이블이 아니라 가장 큰 레이블을 골랐습니다.",
             value=lambda: classes[largest]),
        Slip("column_for_label", en="this is the number of the winning column, not the label of its class.",
             ko="이긴 열의 번호입니다. 그 클래스의 레이블이 아닙니다.", value=lambda: shares.argmax(axis=1)),
        Slip("mean_label", en="the labels were averaged and rounded: they are names, not numbers to compute with.",
             ko="레이블의 평균을 반올림했습니다. 레이블은 이름일 뿐 계산할 수가 아닙니다.",
             value=lambda: np.rint(votes.mean(axis=1)).astype(np.int64)),
        Slip("nearest_only", en="only the nearest neighbour decided.",
             ko="가장 가까운 이웃 하나만으로 정했습니다.", value=lambda: votes[:, 0]),
        Slip("all_points", en="the whole training set voted, not the k nearest.",
             ko="가까운 k개가 아니라 훈련 세트 전체로 투표했습니다.",
             value=lambda: np.full(len(votes), classes[(y_train[:, None] == classes).sum(axis=0).argmax()])),
    ]  # fmt: skip
    return told + [
        Slip(each.name, en=each.en, ko=each.ko,
             value=lambda each=each: classes[shares_of(x_train, y_train, each.value()).argmax(axis=1)])
        for each in neighbour_slips(x_train, x, k)
        if each.name not in ("by_number", "from_one")
    ]  # fmt: skip


def compare_all(submission, reference, x_train, y_train, x, k):
    """Compare neighbours, shares and labels with the reference's, in the order in which they depend on each other."""
    found = submission.neighbours(x_train, x, k)
    assert_close(found, reference.neighbours(x_train, x, k), slips=neighbour_slips(x_train, x, k))
    case = (x_train, y_train, x, k)
    assert_close(submission.predict_proba(*case), reference.predict_proba(*case), slips=share_slips(*case))
    assert_close(submission.predict(*case), reference.predict(*case), slips=label_slips(*case))


def test_distances(submission):
    """Each query is measured against each training point."""
    right = np.array([[2.0, 5.0, 1.0, 3.0, 3.0, 5.0]])
    assert_close(submission.distances(X, QUERY), right, slips=distance_slips(X, QUERY))
    x_train, x = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[3.0, 4.0], [0.0, 4.0], [-5.0, -12.0]])
    right = np.array([[5.0, 0.0], [4.0, 3.0], [13.0, np.sqrt(320.0)]])
    assert_close(submission.distances(x_train, x), right, slips=distance_slips(x_train, x))


def test_neighbours(submission):
    """The nearest come first, and only k of them."""
    for k, right in ((4, [[2, 0, 3, 4]]), (2, [[2, 0]]), (1, [[2]])):
        assert_close(submission.neighbours(X, QUERY, k), np.array(right), slips=neighbour_slips(X, QUERY, k))
    # By plain sums of differences the first point, 5 away in one direction, would be nearer than (3, 3).
    x_train, x = np.array([[0.0, 5.0], [3.0, 3.0], [9.0, 9.0]]), np.array([[0.0, 0.0], [9.0, 8.0]])
    right = np.array([[1, 0], [2, 1]])
    assert_close(submission.neighbours(x_train, x, 2), right, slips=neighbour_slips(x_train, x, 2))


def test_shares(submission):
    """Votes are shared out among all classes of the training set."""
    x = np.array([[3.0, 2.0], [1.0, 5.5], [6.0, 4.5], [6.0, 0.0]])
    right = np.array([[1 / 3, 2 / 3], [2 / 3, 1 / 3], [0.0, 1.0], [1 / 3, 2 / 3]])
    assert_close(submission.predict_proba(X, Y, x, 3), right, slips=share_slips(X, Y, x, 3))
    for k, right in ((1, [[1, 0]]), (5, [[3 / 5, 2 / 5]])):
        got = submission.predict_proba(X, Y, QUERY, k)
        assert_close(got, np.array(right, float), slips=share_slips(X, Y, QUERY, k))


def test_worked_example(submission):
    """The query of the text gets the labels of the table."""
    for k, label in enumerate([0, 0, 1, 0, 0, 0], start=1):
        got = submission.predict(X, Y, QUERY, k)
        assert_close(got, np.array([label]), slips=label_slips(X, Y, QUERY, k))


def test_equal_distances(submission, reference):
    """Of equally far points those with the lower index are the neighbours, in few points and in many."""
    x_train = np.array([[5.0, 5.0], [0.0, 2.0], [2.0, 0.0], [-2.0, 0.0], [0.0, -2.0]])
    for k in (1, 2, 3):
        right = np.array([[1, 2, 3][:k]])
        got = submission.neighbours(x_train, np.zeros((1, 2)), k)
        assert_close(got, right, slips=neighbour_slips(x_train, np.zeros((1, 2)), k))
    rows = np.arange(90)
    x_train, x = np.stack([rows % 4, rows // 4 % 3], axis=1).astype(float), np.array([[1.0, 1.0], [2.0, 0.0]])
    right = reference.neighbours(x_train, x, 50)
    assert_close(submission.neighbours(x_train, x, 50), right, slips=neighbour_slips(x_train, x, 50))


def test_equal_votes(submission):
    """Of labels with equally many votes the smallest wins, wherever its points lie."""
    x = np.array([[0.0], [10.0], [20.0], [30.0]])
    x_train = (x + np.arange(5)).reshape(-1, 1)
    y_train = np.array([90, 31, 5, 5, 31, 80, 4, 22, 22, 4, 70, 57, 40, 40, 57, 66, 60, 78, 78, 60])
    got = submission.predict(x_train, y_train, x, 5)
    assert_close(got, np.array([5, 4, 40, 60]), slips=label_slips(x_train, y_train, x, 5))
    x_train, x = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]]), np.array([[0.0], [7.0]])
    for labels, k, right in (
        ([3, 1, 1, 3, 2, 2], 2, [1, 2]),
        ([3, 1, 1, 3, 2, 2], 4, [1, 2]),
        ([2, 1, 0, 2, 0, 1], 3, [0, 0]),
        ([2, 1, 0, 2, 0, 1], 6, [0, 0]),
    ):
        y_train = np.array(labels)
        got = submission.predict(x_train, y_train, x, k)
        assert_close(got, np.array(right), slips=label_slips(x_train, y_train, x, k))


def test_any_labels(submission):
    """Labels may be negative, leave gaps and come in any order."""
    y_train = np.array([40, -3, 7, 40, -3, 40])
    got = submission.predict(X, y_train, QUERY, 3)
    assert_close(got, np.array([40]), slips=label_slips(X, y_train, QUERY, 3))
    got = submission.predict(X, y_train, QUERY, 5)  # votes 2, 1 and 2 for -3, 7 and 40
    assert_close(got, np.array([-3]), slips=label_slips(X, y_train, QUERY, 5))
    assert_close(
        submission.predict_proba(X, y_train, QUERY, 2),
        np.array([[0.0, 0.5, 0.5]]),
        slips=share_slips(X, y_train, QUERY, 2),
    )


def test_no_queries(submission):
    """Without queries every result is empty, in the right shape and dtype; with one it is not."""
    none = np.zeros((0, 2))

    assert_close(submission.distances(X, none), np.zeros((0, 6)))
    assert_close(submission.neighbours(X, none, 3), np.zeros((0, 3), dtype=np.int64))
    assert_close(submission.predict_proba(X, Y, none, 3), np.zeros((0, 2)))
    assert_close(submission.predict(X, Y, none, 3), np.zeros(0, dtype=np.int64))
    assert_close(submission.predict(X, Y, QUERY, 3), np.array([1]), slips=label_slips(X, Y, QUERY, 3))


def test_arguments_stay_as_they_are(submission, reference):
    """Each function returns what it should and changes no array it was given."""
    for name, arguments in (
        ("distances", (X, QUERY)),
        ("neighbours", (X, QUERY, 3)),
        ("predict_proba", (X, Y, QUERY, 3)),
        ("predict", (X, Y, QUERY, 3)),
    ):
        got = getattr(submission, name)(*arguments)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`가 받은 배열을 바꾸었습니다: {changed}",
        )
        assert_close(got, getattr(reference, name)(*arguments))


@st.composite
def grids(draw):
    """Draw a training set, queries and k; coordinates are small whole numbers, so that points often tie."""
    count, features, queries = draw(st.integers(1, 10)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    numbers = st.integers(0, 4)
    rows = [[draw(numbers) for _ in range(features)] for _ in range(count + queries)]
    labels = [draw(st.integers(0, 3)) for _ in range(count)]
    points = np.array(rows, dtype=float)
    return points[:count], np.array(labels), points[count:], draw(st.integers(1, count))


@given(max_examples=40, case=grids())
def test_random_grids(submission, reference, case):
    """All functions follow the rules on small grids, where points and votes often tie."""
    x_train, _, x, _ = case
    right = reference.distances(x_train, x)
    assert_close(submission.distances(x_train, x), right, slips=distance_slips(x_train, x))
    compare_all(submission, reference, *case)


def test_against_scikit_learn(submission, reference, rng):
    """Neighbours, shares and labels are those of scikit-learn where no two distances are equal."""
    for count, features, classes, k in (
        (40, 2, 2, 5),
        (120, 4, 3, 6),
        (200, 1, 4, 8),
        (60, 7, 5, 1),
        (30, 3, 3, 30),
    ):
        x_train, x = rng.normal(size=(count, features)) * [1 + 9 * (n == 0) for n in range(features)], None
        x = rng.normal(size=(25, features)) * 3
        y_train = rng.integers(-2, classes - 2, count) * 3
        assert_close(submission.distances(x_train, x), reference.distances(x_train, x))
        model = KNeighborsClassifier(k, algorithm="kd_tree").fit(x_train, y_train)
        assert_close(submission.neighbours(x_train, x, k), model.kneighbors(x)[1], check_dtype=False)
        assert_close(submission.predict_proba(x_train, y_train, x, k), model.predict_proba(x))
        assert_close(submission.predict(x_train, y_train, x, k), model.predict(x))
        # Each query on its own: a batch of one gets the same label.
        assert_close(submission.predict(x_train, y_train, x[3:4], k), model.predict(x[3:4]))


def test_number_types(submission, reference, rng):
    """Integers of any kind and single precision are measured as float64 would be."""
    for dtype, high in ((np.uint8, 256), (np.int8, 128), (np.int64, 1000), (np.int16, 30000)):
        x_train, x = (rng.integers(0, high, shape).astype(dtype) for shape in ((20, 3), (6, 3)))
        assert_close(submission.distances(x_train, x), reference.distances(x_train, x))
        small, query = X.astype(dtype), QUERY.astype(dtype)
        assert_close(submission.neighbours(small, query, 2), np.array([[2, 0]]))
        assert_close(submission.predict(small, Y, query, 3), np.array([1]))
    x_train, x = rng.normal(size=(15, 2)).astype(np.float32), rng.normal(size=(4, 2)).astype(np.float32)
    assert_close(submission.distances(x_train, x), reference.distances(x_train, x))


def test_edge_cases(submission, reference):
    """Small and odd training sets follow the same rules, for every k there is."""
    for x_train, y_train, x in EDGES:
        arrays = np.array(x_train, float), np.array(y_train), np.array(x, float)
        for k in range(1, len(x_train) + 1):
            compare_all(submission, reference, *arrays, k)
