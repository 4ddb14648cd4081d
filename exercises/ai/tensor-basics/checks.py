"""Checks for tensor-basics: one function after the other, then dtypes, devices and empty tensors."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, expect, given, strategies as st

NAN = float("nan")


def draw(rng, *shape, dtype=torch.float32):
    """Return a tensor of random numbers, none of them 0."""
    numbers = rng.standard_normal(shape) * 8
    return torch.from_numpy(numbers + (numbers >= 0) * 2.0 - 1.0).to(dtype)


def ways(**known):
    """Return slips by name from (English, Korean, value)."""
    return [Slip(name, en=en, ko=ko, value=value) for name, (en, ko, value) in known.items()]


def right_tiles(image, size):
    """Return the tiles one by one."""
    height, width = image.shape
    corners = [(top, left) for top in range(0, height, size) for left in range(0, width, size)]
    return torch.stack([image[top : top + size, left : left + size] for top, left in corners])


def right_border(image, width):
    """Return an image times 1 inside and 0 at the border."""
    inside = [
        [
            float(min(i, j, image.shape[0] - 1 - i, image.shape[1] - 1 - j) >= width)
            for j in range(image.shape[1])
        ]
        for i in range(image.shape[0])
    ]
    return torch.where(torch.tensor(inside).reshape(image.shape) > 0, image, torch.zeros_like(image))


def right_filled(x):
    """Return rows without NaN, filled row by row."""
    filled = x.clone()
    for row in filled:
        known = row[~row.isnan()]
        row[row.isnan()] = known.mean() if len(known) else 0.0
    return filled


def compare_channels(submission, images):
    """Compare `channels_first` with moved axes."""
    n, height, width, channels = images.shape
    assert_close(
        submission.channels_first(images),
        torch.movedim(images, 3, 1),
        slips=ways(
            reshaped=(
                "`reshape` keeps the order of the numbers, so colours and places are mixed up; axes are moved by `permute`.",
                "`reshape`는 수의 순서를 그대로 두므로 색과 위치가 뒤섞입니다. 축은 `permute`로 옮기세요.",
                lambda: images.reshape(n, channels, height, width),
            ),
            sides_swapped=(
                "The images lie on their side: height and width are swapped.",
                "이미지가 누웠습니다. 높이와 너비가 바뀌었습니다.",
                lambda: images.permute(0, 3, 2, 1),
            ),
        ),
    )


def compare_tiles(submission, image, size):
    """Compare `tiles` with tiles that are cut one by one."""
    height, width = image.shape
    cut = image.reshape(height // size, size, width // size, size)
    assert_close(
        submission.tiles(image, size),
        right_tiles(image, size),
        slips=ways(
            reshaped=(
                "`reshape` alone takes the numbers in the order of the rows: these are no tiles. Cut both axes in two first.",
                "`reshape`만 쓰면 행에 적힌 순서대로 수를 가져가므로 타일이 되지 않습니다. 먼저 두 축을 각각 둘로 나누세요.",
                lambda: image.reshape(-1, size, size),
            ),
            column_by_column=(
                "The tiles are right, but they come column by column.",
                "타일은 맞지만 열을 따라 늘어놓았습니다.",
                lambda: cut.permute(2, 0, 1, 3).reshape(-1, size, size),
            ),
            overlapping=(
                "The tiles overlap: each begins `size` places after the last one, not one place.",
                "타일이 겹칩니다. 다음 타일은 한 칸이 아니라 `size`칸 뒤에서 시작합니다.",
                lambda: image.unfold(0, size, 1).unfold(1, size, 1).reshape(-1, size, size),
            ),
            turned=(
                "Inside the tiles rows and columns are swapped.",
                "타일 안에서 행과 열이 바뀌었습니다.",
                lambda: right_tiles(image, size).transpose(1, 2),
            ),
        ),
    )


def compare_pick(submission, scores, labels):
    """Compare `pick` with entries that are read one by one."""
    chosen = [scores[row, label] for row, label in enumerate(labels.tolist())]
    assert_close(
        submission.pick(scores, labels),
        torch.stack(chosen) if chosen else scores.new_zeros(0),
        slips=ways(
            largest=(
                "This is the largest score of each row, not the one at its label.",
                "행마다 레이블 자리의 점수가 아니라 가장 큰 점수를 골랐습니다.",
                lambda: scores.amax(1),
            ),
            every_pair=(
                "`scores[:, labels]` takes all these columns from every row. Give a row number with each label.",
                "`scores[:, labels]`는 모든 행에서 이 열들을 전부 가져옵니다. 레이블마다 행 번호를 함께 적으세요.",
                lambda: scores[:, labels],
            ),
        ),
    )


def compare_border(submission, image, width):
    """Compare `blank_border` with a mask that is counted from the sides."""
    assert_close(
        submission.blank_border(image, width),
        right_border(image, width),
        slips=ways(
            all_blank=(
                "Everything is 0. With a width of 0, `[0:-0]` is an empty slice.",
                "모두 0이 되었습니다. 너비가 0이면 `[0:-0]`은 빈 슬라이스입니다.",
                lambda: torch.zeros_like(image),
            ),
            inside_blank=(
                "The inside became 0 and the border stayed.",
                "테두리가 남고 안쪽이 0이 되었습니다.",
                lambda: image - right_border(image, width),
            ),
            too_wide=(
                "The border is one place too wide at each side.",
                "테두리가 네 변에서 모두 한 칸씩 더 넓습니다.",
                lambda: right_border(image, width + 1),
            ),
            one_wide=(
                "The border is 1 wide whatever `width` says.",
                "`width`와 상관없이 테두리의 너비가 1입니다.",
                lambda: right_border(image, 1),
            ),
        ),
    )


def compare_filled(submission, x):
    """Compare `fill_missing` with rows that are filled one by one."""
    known = ~x.isnan()
    total = x.nan_to_num(0.0).sum(1, keepdim=True)
    assert_close(
        submission.fill_missing(x),
        right_filled(x),
        slips=ways(
            column_means=(
                "The means of the columns were filled in; each row needs its own mean.",
                "열의 평균으로 채웠습니다. 행마다 그 행의 평균이 필요합니다.",
                lambda: right_filled(x.T).T,
            ),
            other_rows_mean=(
                "The means of the rows were spread along the wrong axis; keep the axis with `keepdim=True`.",
                "행의 평균이 엉뚱한 축을 따라 퍼졌습니다. `keepdim=True`로 축을 남기세요.",
                lambda: torch.where(known, x, (total / known.sum(1, keepdim=True).clamp(min=1))[:, 0]),
            ),
            zeros=("Every NaN became 0.", "NaN이 모두 0이 되었습니다.", lambda: x.nan_to_num(0.0)),
            divided_by_all=(
                "The sum was divided by the length of the row; divide by how many numbers are known.",
                "합을 행의 길이로 나누었습니다. 값이 있는 수의 개수로 나누어야 합니다.",
                lambda: torch.where(known, x, total / x.shape[1]),
            ),
            one_mean=(
                "The mean of the whole tensor was filled in; each row needs its own.",
                "텐서 전체의 평균으로 채웠습니다. 행마다 그 행의 평균이 필요합니다.",
                lambda: torch.where(known, x, x.nanmean()),
            ),
        ),
    )


def compare_outer(submission, a, b):
    """Compare `outer_sum` with torch's sum of a column and a row."""
    assert_close(
        submission.outer_sum(a, b),
        a.unsqueeze(1) + b.unsqueeze(0),
        slips=ways(
            swapped=(
                "Rows and columns are swapped: `a` belongs to the rows.",
                "행과 열이 바뀌었습니다. 행이 `a`에 해당합니다.",
                lambda: b.unsqueeze(1) + a.unsqueeze(0),
            ),
            product=("This is the product of each pair.", "두 수의 곱입니다.", lambda: a[:, None] * b),
            difference=("This is the difference of each pair.", "두 수의 차입니다.", lambda: a[:, None] - b),
        ),
    )


def compare_place(got, sent, device, path="result"):
    """Hold a nested batch against what was sent: same containers, same values, tensors on the device."""
    if isinstance(sent, torch.Tensor):
        where = {True: "meta", False: "cpu"}.get(getattr(got, "is_meta", None), type(got).__name__)
        expect(
            where == device,
            en=f"At `{path}`: a tensor on {device} was expected, got {where}.",
            ko=f"`{path}` 위치: {device} 장치의 텐서여야 하는데 {where}입니다.",
        )
        if device == "cpu":
            assert_close(got, sent)
        else:
            form = (tuple(got.shape), got.dtype.itemsize, got.dtype.is_floating_point)
            assert_close(form, (tuple(sent.shape), sent.dtype.itemsize, sent.dtype.is_floating_point))
    elif isinstance(sent, (dict, list, tuple)):
        expect(
            type(got) is type(sent)
            and len(got) == len(sent)
            and (not isinstance(sent, dict) or list(got) == list(sent)),
            en=f"At `{path}`: a {type(sent).__name__} of {len(sent)} was expected, with the same keys in the same order.",
            ko=f"`{path}` 위치: 길이가 {len(sent)}이고 키와 순서가 같은 {type(sent).__name__}여야 합니다.",
        )
        for key in sent if isinstance(sent, dict) else range(len(sent)):
            compare_place(got[key], sent[key], device, f"{path}[{key!r}]")
    else:
        assert_close(got, sent)


def move(submission, batch):
    """Try a batch on both devices."""
    for device in ("cpu", "meta"):
        compare_place(submission.to_device(batch, device), batch, device)


def test_channels_first(submission, rng):
    """Colours move to the front, and height and width stay in order."""
    compare_channels(submission, torch.arange(6.0).reshape(1, 1, 2, 3))
    compare_channels(submission, draw(rng, 2, 4, 4, 4))


def test_tiles(submission):
    """The image of the text falls into six tiles."""
    compare_tiles(submission, torch.arange(24).reshape(4, 6), 2)
    compare_tiles(submission, torch.arange(9.0).reshape(3, 3), 1)


@given(max_examples=12, rows=st.integers(1, 3), columns=st.integers(1, 3), size=st.integers(1, 3))
def test_any_tiles(submission, rng, rows, columns, size):
    """Images of any size fall into the right tiles."""
    compare_tiles(submission, draw(rng, rows * size, columns * size), size)


def test_pick(submission, rng):
    """Each row gives the score at its own label."""
    compare_pick(submission, torch.tensor([[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]), torch.tensor([2, 0]))
    compare_pick(submission, draw(rng, 4, 4), torch.from_numpy(rng.integers(0, 4, 4)))


def test_pick_from_the_end(submission, rng):
    """Negative labels count from the end of the row."""
    compare_pick(submission, torch.tensor([[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]), torch.tensor([-1, -3]))
    compare_pick(submission, draw(rng, 5, 3), torch.from_numpy(rng.integers(-3, 3, 5)))


def test_blank_border(submission, rng):
    """A border of one and of two numbers becomes 0 on all four sides."""
    compare_border(submission, torch.arange(1, 13).reshape(3, 4), 1)
    compare_border(submission, draw(rng, 7, 6), 2)


def test_border_of_no_width(submission, rng):
    """A width of 0 changes nothing, and one that reaches the middle leaves nothing."""
    image = draw(rng, 3, 5)
    for width in (0, 1, 2, 3, 4, 9):
        compare_border(submission, image, width)


def test_fill_missing(submission, rng):
    """Each NaN becomes the mean of the numbers in its row."""
    compare_filled(submission, torch.tensor([[1.0, NAN, 3.0], [NAN, 8.0, NAN], [4.0, 5.0, NAN]]))
    x = draw(rng, 4, 4)
    x[torch.tensor([0, 1, 1, 3]), torch.tensor([1, 0, 3, 2])] = NAN
    compare_filled(submission, x)


def test_rows_without_numbers(submission):
    """A row of NaN alone becomes 0, and rows without NaN stay."""
    compare_filled(submission, torch.tensor([[1.0, NAN, 3.0], [NAN, 8.0, NAN], [NAN, NAN, NAN]]))
    compare_filled(submission, torch.tensor([[NAN, NAN], [2.0, -4.0], [NAN, 6.0]]))


def test_outer_sum(submission, rng):
    """Row i, column j holds a[i] + b[j]."""
    compare_outer(submission, torch.tensor([10.0, 20.0]), torch.tensor([1.0, 2.0, 3.0]))
    compare_outer(submission, draw(rng, 3), draw(rng, 3))


def test_outer_sum_dtypes(submission, rng):
    """The dtype is the one that torch gives to a sum of the two."""
    for one in (torch.int64, torch.float32, torch.float64):
        for other in (torch.int32, torch.int64, torch.float32):
            compare_outer(submission, draw(rng, 2, dtype=one), draw(rng, 3, dtype=other))


def test_to_device(submission, rng):
    """A single tensor goes to either device, with its shape and dtype."""
    for dtype in (torch.float32, torch.int64):
        move(submission, draw(rng, 2, 3, dtype=dtype))


def test_nested_batches(submission, rng):
    """Tensors in lists, tuples and dictionaries go along, and everything else stays."""
    pair = (draw(rng, 2, 3), draw(rng, 2, dtype=torch.int64))
    move(submission, {"x": pair[0], "y": pair[1], "names": ["a", "b"], "epoch": 3, "mask": None})
    move(submission, [pair, {"inner": [draw(rng, 1), "text"], "empty": []}])


def test_arguments_stay_as_they_are(submission, rng):
    """Results are right and no argument is written to."""
    holes = draw(rng, 3, 4)
    holes[1, 2] = NAN
    calls = [
        ("blank_border", lambda: compare_border(submission, draw(rng, 5, 5), 1)),
        ("fill_missing", lambda: compare_filled(submission, holes)),
        ("outer_sum", lambda: compare_outer(submission, draw(rng, 3), draw(rng, 2))),
        ("pick", lambda: compare_pick(submission, draw(rng, 2, 3), torch.tensor([0, -1]))),
        (
            "to_device",
            lambda: compare_place(submission.to_device({"x": holes[:1]}, "cpu"), {"x": holes[:1]}, "cpu"),
        ),
        ("to_device", lambda: check_dictionary(submission, draw(rng, 2))),
    ]
    for name, call in calls:
        call()
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed what it was given. A slice is a view: writing into it writes into the whole.",
            ko=f"`{name}`이(가) 받은 인자를 바꾸었습니다. 슬라이스는 뷰이므로 여기에 쓰면 원래 텐서가 바뀝니다.",
        )


def check_dictionary(submission, x):
    """Send a dictionary to `meta`; only the call is of interest, and that its answer is right."""
    got = submission.to_device({"x": x}, "meta")
    changed = submission.last_call.changed
    compare_place(got, {"x": x}, "meta")
    expect(
        not changed,
        en="`to_device` put new values into the dictionary it was given; make a new one.",
        ko="`to_device`가 받은 딕셔너리의 값을 바꾸었습니다. 새 딕셔너리를 만드세요.",
    )


def test_other_tensors(submission, rng):
    """Other shapes, other numbers and other dtypes."""
    for dtype in (torch.float32, torch.float64, torch.int64):
        compare_channels(submission, draw(rng, 3, 2, 5, 4, dtype=dtype))
        compare_tiles(submission, draw(rng, 6, 9, dtype=dtype), 3)
        compare_pick(submission, draw(rng, 6, 5, dtype=dtype), torch.from_numpy(rng.integers(-5, 5, 6)))
        compare_border(submission, draw(rng, 6, 9, dtype=dtype), int(rng.integers(1, 3)))
        compare_outer(submission, draw(rng, 5, dtype=dtype), draw(rng, 7, dtype=dtype))
        if dtype.is_floating_point:
            x = draw(rng, 6, 5, dtype=dtype)
            missing = torch.from_numpy(rng.random((6, 5)) < 0.4)
            missing[:, 0], missing[0] = False, True  # no row but the first is without numbers
            x[missing] = NAN
            compare_filled(submission, x)


def test_empty(submission, rng):
    """Batches of no images, no rows and no entries have the right empty results, and others the right full ones."""
    for count in (0, 1, 2):
        compare_channels(submission, draw(rng, count, 2, 3, 4))
        compare_pick(submission, draw(rng, count, 3), torch.zeros(count, dtype=torch.int64))
        compare_filled(submission, draw(rng, count, 3))
        compare_outer(submission, draw(rng, count), draw(rng, 3))
        compare_outer(submission, draw(rng, 3), draw(rng, count))


def test_other_batches(submission, rng):
    """Other batches go to both devices, deeply nested and empty ones too."""
    deep = [({"a": (draw(rng, 2), [draw(rng, 1, 2, dtype=torch.float64)])}, 0.5)]
    for batch in (deep, {"only": "words", "none": None}, (draw(rng, 0, 3), True), [], (), {}):
        move(submission, batch)
