"""Checks for kmeans-lloyd: each part alone, then the whole, then against scikit-learn."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.cluster import KMeans

from graders import assert_close, expect, given, strategies as st

#: six points in two groups, and initial centres from which the second group wins a point at first
POINTS = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 1.0], [6.0, 1.0], [8.0, 0.0], [8.0, 2.0]])
START = np.array([[0.0, 0.0], [2.0, 1.0]])
#: groups, points, dimensions, limit of rounds
SIZES = [(3, 60, 2, 100), (5, 200, 2, 100), (4, 150, 5, 100), (6, 250, 3, 2), (6, 250, 3, 1), (8, 300, 2, 1)]
#: points, initial centres
EDGES = [
    ([[1.0, 2.0], [3.0, 6.0], [5.0, 1.0]], [[9.0, 9.0]]),  # one cluster
    ([[1.0, 2.0], [3.0, 6.0], [5.0, 1.0]], [[5.0, 1.0], [1.0, 2.0], [3.0, 6.0]]),  # a centre on each point
    ([[1.0], [2.0], [4.0], [9.0], [11.0]], [[1.0], [2.0]]),  # one coordinate
    ([[2.0, 2.0]] * 3 + [[5.0, 5.0]] * 2, [[2.0, 2.0], [5.0, 4.0]]),  # equal points
    ([[0.0, 0.0], [1.0, 0.0], [6.0, 0.0]], [[1.0, 0.0], [1.0, 0.0], [6.0, 1.0]]),  # equal centres
    ([[3.0, 1.0], [5.0, 1.0], [4.0, 4.0]], [[50.0, 0.0], [4.0, 2.0]]),  # all points in the second cluster
    # the centre in the middle loses its points to both neighbours
    ([[-5.0], [-2.0], [5.0], [6.0]], [[-9.0], [1.0], [9.0]]),
    ([[7.0, 7.0]], [[1.0, 1.0], [8.0, 8.0]]),  # one point
]


def blobs(reference, rng, groups, count, dimensions):
    """Return points around as many places, and some of them as initial centres, so that no cluster ever runs empty.

    scikit-learn has another rule for empty clusters, so those cannot be compared.
    """
    while True:
        places = rng.normal(scale=4.0, size=(groups, dimensions))
        points = places[np.arange(count) % groups] + rng.normal(size=(count, dimensions))
        start = points[rng.choice(count, groups, replace=False)]
        rounds = reference.kmeans(points, start)[3]
        ways = [reference.kmeans(points, start, limit)[1] for limit in range(1, rounds + 1)]
        if all(len(np.unique(labels)) == groups for labels in ways):
            return points, start


def compare_results(got, expected):
    """Compare what two calls of `kmeans` returned, the labels first, since they explain the rest."""
    expect(
        isinstance(got, tuple) and len(got) == 4,
        en="`kmeans` should return a tuple of four: centres, labels, inertia, rounds.",
        ko="`kmeans`는 중심점, 레이블, 관성, 라운드 수, 이렇게 네 값의 튜플을 반환해야 합니다.",
    )
    names = ("centres", "labels", "inertia", "rounds")
    ours, theirs = dict(zip(names, got)), dict(zip(names, expected))
    for name in ("labels", "centres", "inertia", "rounds"):
        assert_close({name: ours[name]}, {name: theirs[name]})


def test_assign(submission, reference):
    """Each point gets the number of its nearest centre."""
    points = np.array([[0.0, 0.0], [5.0, 1.0], [2.0, 2.0], [9.0, -9.0]])
    centres = np.array([[10.0, -10.0], [0.0, 1.0], [6.0, 0.0]])

    assert_close(submission.assign(points, centres), np.array([1, 2, 1, 0]))
    assert_close(submission.assign(points, centres[:2]), reference.assign(points, centres[:2]))
    # The coordinates count by their squares: by plain differences the other centre would be nearer.
    assert_close(submission.assign(np.zeros((1, 2)), np.array([[0.0, 5.0], [3.0, 3.0]])), np.array([1]))


def test_ties(submission):
    """Of equally near centres the first one wins."""
    points = np.array([[2.0, 1.0], [6.0, 1.0], [0.0, 3.0]])

    assert_close(submission.assign(points, np.array([[0.0, 0.0], [0.0, 2.0]])), np.array([0, 0, 1]))
    assert_close(
        submission.assign(points, np.array([[9.0, 9.0], [4.0, 1.0], [4.0, 1.0]])), np.array([1, 1, 1])
    )


def test_update(submission):
    """Each centre becomes the mean of the points with its label."""
    got = submission.update(POINTS, np.array([0, 0, 1, 1, 1, 1]), START)

    assert_close(got, np.array([[0.0, 1.0], [6.0, 1.0]]))


def test_empty_cluster(submission):
    """A centre without points keeps its place, while the others move."""
    centres = np.array([[0.0, 0.0], [50.0, -50.0], [7.0, 0.0], [30.0, 40.0]])

    got = submission.update(POINTS, np.array([0, 0, 0, 2, 2, 2]), centres)

    assert_close(got, np.array([[2 / 3, 1.0], [50.0, -50.0], [22 / 3, 1.0], [30.0, 40.0]]))


def test_inertia(submission):
    """The squared distances to the own centres are added up."""
    labels, centres = np.array([0, 0, 1, 1, 1, 1]), np.array([[0.0, 1.0], [6.0, 1.0]])

    assert_close(submission.inertia(POINTS, labels, centres), 28.0)
    assert_close(submission.inertia(POINTS[:3], np.array([1, 0, 0]), centres), 42.0)


def test_worked_example(submission):
    """From the centres of the text, two rounds lead to two groups of three."""
    centres = np.array([[2 / 3, 1.0], [22 / 3, 1.0]])

    compare_results(submission.kmeans(POINTS, START), (centres, np.array([0, 0, 0, 1, 1, 1]), 28 / 3, 2))


def test_round_limit(submission):
    """After the last round that is allowed, labels and inertia belong to the centres that are returned."""
    centres = np.array([[0.0, 1.0], [6.0, 1.0]])

    got = submission.kmeans(POINTS, START, max_rounds=1)

    compare_results(got, (centres, np.array([0, 0, 0, 1, 1, 1]), 16.0, 1))


def test_arguments_stay_as_they_are(submission, reference):
    """No call changes the arrays it was given."""
    labels = np.array([0, 0, 1, 1, 1, 1])
    for name, arguments in (
        ("assign", (POINTS, START)),
        ("update", (POINTS, labels, START)),
        ("inertia", (POINTS, labels, START)),
        ("kmeans", (POINTS, START)),
    ):
        got = getattr(submission, name)(*arguments)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`가 받은 배열을 바꾸었습니다: {changed}",
        )
        if name != "kmeans":
            assert_close(got, getattr(reference, name)(*arguments))


def is_plain(reference, points, centres):
    """Return whether no point is ever equally near two centres, and no centre without points.

    Ties and empty clusters have checks of their own; met by chance, they would be found or not.
    """
    while True:
        labels = reference.assign(points, centres)
        nearest = np.sort(((points[:, None] - centres) ** 2).sum(axis=2), axis=1)
        if np.isclose(nearest[:, 0], nearest[:, 1]).any() or len(np.unique(labels)) < len(centres):
            return False
        moved = reference.update(points, labels, centres)
        if np.array_equal(moved, centres):
            return True
        centres = moved


@given(max_examples=30, data=st.labelled_data(max_rows=20, max_classes=4, spread=2.0))
def test_random_groups(submission, reference, data):
    """From the first points as centres, everything agrees with the reference."""
    points, labels = data
    centres = points[: labels.max() + 1]
    if not is_plain(reference, points, centres):
        return

    compare_results(submission.kmeans(points, centres), reference.kmeans(points, centres))


def test_against_scikit_learn(submission, reference, rng):
    """Centres, labels and inertia are those of scikit-learn, from the same initial centres."""
    for groups, count, dimensions, limit in SIZES:
        points, start = blobs(reference, rng, groups, count, dimensions)
        got = submission.kmeans(points, start, limit)
        compare_results(got, reference.kmeans(points, start, limit))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "did not converge" is what a limit of rounds means
            model = KMeans(groups, init=start, n_init=1, algorithm="lloyd", tol=0.0, max_iter=limit).fit(
                points
            )
        assert_close(got[0], model.cluster_centers_)
        assert_close(got[1], model.labels_, check_dtype=False)
        assert_close(got[2], float(model.inertia_))


def test_edge_cases(submission, reference):
    """Small and odd sets end as the text says."""
    for points, centres in EDGES:
        arguments = np.array(points), np.array(centres)
        for limit in (1, 2, 50):
            compare_results(submission.kmeans(*arguments, limit), reference.kmeans(*arguments, limit))
