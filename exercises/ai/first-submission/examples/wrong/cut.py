# fails: test_three_numbers, test_any_numbers, test_other_numbers
# because: whole division cuts what is behind the point


def average(x):
    return x.sum() // len(x)


def above_average(x):
    return int((x > x.mean()).sum())
