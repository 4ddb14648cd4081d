"""Checks for csv-dataset: rows first, then when they are read, then batches of them."""

from __future__ import annotations

import torch

from graders import SubmissionError, assert_close, expect, given, strategies as st

SMALL = b"x,y,label\n1.5,20,0\n-2,8,1\n0.25,9,0\n"


def numbered(rows, line_end="\n", names=("number", "half", "label")):
    """Return a file whose row i has the features i and i / 2, so that every row can be told from the others."""
    lines = [",".join(names)] + [f"{i},{i / 2},{i % 3}" for i in range(rows)]
    return (line_end.join(lines) + line_end).encode()


def compare_rows(got, expected, indices):
    """Compare length, names and these rows of two datasets."""
    assert_close(len(got), len(expected))
    assert_close(got.names, expected.names)
    for index in indices:
        row = got[index]
        expect(
            isinstance(row, tuple) and len(row) == 2,
            en=f"`dataset[{index}]` should be a tuple of two: features and label.",
            ko=f"`dataset[{index}]`는 특성과 레이블, 이렇게 두 값의 튜플이어야 합니다.",
        )
        assert_close({"features": row[0], "label": row[1]}, dict(zip(("features", "label"), expected[index])))


def raises(dataset, index, kind):
    """Hold a dataset to an exception of this type for an index."""
    try:
        dataset[index]
    except SubmissionError as error:
        expect(
            error.type == kind,
            en=f"`dataset[{index}]` should raise {kind}, not {error.type}.",
            ko=f"`dataset[{index}]`는 {error.type}이 아니라 {kind}를 일으켜야 합니다.",
        )
    else:
        expect(
            False,
            en=f"`dataset[{index}]` should raise {kind}, but returned a value.",
            ko=f"`dataset[{index}]`는 {kind}를 일으켜야 하는데 값을 반환했습니다.",
        )


def batches_of(loader):
    """Return the batches of one epoch, as pairs."""
    batches = list(loader)
    for batch in batches:
        expect(
            isinstance(batch, (list, tuple)) and len(batch) == 2,
            en="A batch should be a pair: the features of its rows and their labels.",
            ko="배치는 행들의 특성과 레이블, 이렇게 두 텐서의 쌍이어야 합니다.",
        )
    return [tuple(batch) for batch in batches]


def order_of(loader, dataset):
    """Return the order in which one epoch visits the rows of a numbered file, after comparing them."""
    batches = batches_of(loader)
    order = [round(number) for features, _ in batches for number in features.flatten()[::2].tolist()]
    expect(
        sorted(order) == list(range(len(dataset))),
        en=f"An epoch should visit each of the {len(dataset)} rows once; it visited {order[:40]}.",
        ko=f"한 에포크는 행 {len(dataset)}개를 한 번씩 거쳐야 하는데 {order[:40]} 순서로 거쳤습니다.",
    )
    rows = iter(order)
    for features, labels in batches:
        expected = [dataset[next(rows)] for _ in range(len(features))]
        assert_close(features, torch.stack([row[0] for row in expected]))
        assert_close(labels, torch.stack([row[1] for row in expected]))
    return order


def test_weather_file(submission, reference, public_data):
    """The rows of the file that comes with the exercise are those of the reference."""
    got = submission.CsvDataset("data/weather.csv")
    expected = reference.CsvDataset(str(public_data / "weather.csv"))

    assert_close(len(got), 40)
    compare_rows(got, expected, range(40))


def test_bytes(submission, reference):
    """The content of a file serves as well as its path."""
    compare_rows(submission.CsvDataset(SMALL), reference.CsvDataset(SMALL), range(3))


def test_index_rules(submission, reference):
    """Negative indices count from the end, and no index leads outside."""
    got, expected = submission.CsvDataset(SMALL), reference.CsvDataset(SMALL)

    compare_rows(got, expected, (0, -1, -3))
    for index in (3, -4):
        raises(got, index, "IndexError")


def test_line_ends(submission, reference):
    """Rows are found whatever ends their lines, and empty lines are none."""
    for content in (
        b"x,y,label\r\n1.5,20,0\r\n-2,8,1\r\n",
        b"x,y,label\n1.5,20,0\n-2,8,1",
        b"x,y,label\n\n1.5,20,0\n  \n\r\n-2,8,1\n\n",
        b"x,y,label\n",
    ):
        expected = reference.CsvDataset(content)
        compare_rows(submission.CsvDataset(content), expected, range(len(expected)))


def test_places_are_bytes(submission, reference):
    """Names outside ASCII take more bytes than letters, and the rows are found all the same."""
    content = "기온,습도,레이블\n21.5,40,0\n-3.25,81,2\n14,90,1\n".encode()
    got, expected = submission.CsvDataset(content), reference.CsvDataset(content)

    assert_close(got.names, ["기온", "습도"])
    compare_rows(got, expected, (0, 1, 2))


def test_only_the_row_that_is_asked_for(submission, reference):
    """A row that cannot be read harms nobody who does not ask for it."""
    content = b"x,y,label\n1,2,0\n3,oops,1\n5,6,1\n7,8,zero\n9,10,2\n"
    got, expected = submission.CsvDataset(content), reference.CsvDataset(content)

    compare_rows(got, expected, (4, 0, 2))
    for index in (1, 3):
        raises(got, index, "ValueError")
    compare_rows(got, expected, (4,))


def test_rows_read(submission):
    """The count begins at 0 and grows by one for each row (the submission's own word: advice)."""
    dataset = submission.CsvDataset("data/weather.csv")
    counts = [len(dataset) - 40 + dataset.rows_read]
    for index in (7, 0, 7):
        dataset[index]
        counts.append(dataset.rows_read)

    assert_close(counts, [0, 1, 2, 3])


def test_batches(submission, reference):
    """A loader gives the rows in order, several at a time, and what is left at the end."""
    content = numbered(10)
    loader = submission.make_loader(submission.CsvDataset(content), 4)
    expected = [tuple(batch) for batch in reference.make_loader(reference.CsvDataset(content), 4)]

    assert_close(len(loader), 3)
    for _ in range(2):
        assert_close(batches_of(loader), expected)


def test_shuffle(submission, reference):
    """Each epoch has an order of its own, and the seed decides it."""
    content = numbered(30)
    dataset, expected = submission.CsvDataset(content), reference.CsvDataset(content)
    first, again, other = (submission.make_loader(dataset, 8, shuffle=True, seed=seed) for seed in (3, 3, 4))
    orders = [order_of(first, expected) for _ in range(2)]
    repeated = [order_of(again, expected) for _ in range(2)]

    expect(
        orders[0] != list(range(30)) and orders[0] != orders[1],
        en="With `shuffle=True` the order should be another one than the file's, and another in each epoch.",
        ko="`shuffle=True`이면 파일의 순서와 달라야 하고, 에포크마다 달라야 합니다.",
    )
    expect(
        orders == repeated,
        en="Two loaders with the same seed should visit the rows in the same order, epoch by epoch.",
        ko="시드가 같은 두 로더는 에포크마다 같은 순서로 행을 거쳐야 합니다.",
    )
    defaults = (submission.make_loader(dataset, 8, shuffle=True, **seed) for seed in ({}, {"seed": 0}))
    expect(
        len({tuple(order_of(loader, expected)) for loader in defaults}) == 1,
        en="Without a seed the order should be that of seed 0.",
        ko="시드를 주지 않으면 시드 0과 순서가 같아야 합니다.",
    )
    expect(
        order_of(other, expected) != orders[0],
        en="Another seed should give another order.",
        ko="시드가 다르면 순서도 달라야 합니다.",
    )


@st.composite
def files(draw):
    """Contents of CSV files: a few columns and rows, whole or decimal numbers, now and then an empty line."""
    columns = draw(st.integers(1, 3))
    number = st.one_of(st.integers(-9, 9).map(str), st.sampled_from(["0.5", "-1.25", "3e2", " 4"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r\n"]))
    lines = [",".join(["a", "bb", "ccc"][:columns] + ["label"])]
    for _ in range(draw(st.integers(0, 5))):
        if draw(st.integers(0, 4)) == 4:
            lines.append("")
        lines.append(",".join([draw(number) for _ in range(columns)] + [str(draw(st.integers(0, 3)))]))
    return (end.join(lines) + end).encode()


@given(max_examples=24, content=files())
def test_random_files(submission, reference, content):
    """Length, names and rows are those of the reference."""
    expected = reference.CsvDataset(content)

    compare_rows(submission.CsvDataset(content), expected, range(len(expected)))


def test_other_files(submission, reference, rng):
    """Larger files, read in any order, give the rows of the reference."""
    for rows, columns, end in ((80, 5, "\n"), (60, 2, "\r\n"), (1, 9, "\n")):
        lines = [",".join([f"특성{i}" for i in range(columns)] + ["레이블"])]
        for numbers, label in zip(rng.normal(scale=100.0, size=(rows, columns)), rng.integers(0, 9, rows)):
            lines += [",".join([f"{number:.3f}" for number in numbers] + [str(label)])]
            lines += [""] * int(rng.integers(0, 5) == 0)
        content = end.join(lines).encode()
        expected = reference.CsvDataset(content)
        compare_rows(submission.CsvDataset(content), expected, rng.integers(-rows, rows, 40).tolist())


def test_other_batches(submission, reference, rng):
    """Batches are right for any size, in order and shuffled."""
    content = numbered(23, "\r\n", ("번호", "절반", "레이블"))
    dataset, expected = submission.CsvDataset(content), reference.CsvDataset(content)
    for size in (1, 5, 23, 50):
        assert_close(
            batches_of(submission.make_loader(dataset, size)),
            [tuple(batch) for batch in reference.make_loader(expected, size)],
        )
        seed = int(rng.integers(1, 10**6))
        loaders = [submission.make_loader(dataset, size, True, each) for each in (seed, seed, seed + 1)]
        first, again, other = ([order_of(loader, expected) for _ in range(3)] for loader in loaders)
        expect(first == again, en="The seed does not decide the order.", ko="시드가 순서를 정하지 않습니다.")
        expect(
            len({tuple(order) for order in [*first, *other, range(23)]}) == 7,
            en="Some epochs have the same order.",
            ko="순서가 같은 에포크가 있습니다.",
        )
