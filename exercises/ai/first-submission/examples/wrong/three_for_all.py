# fails: test_three_numbers, test_any_numbers, test_other_numbers
# because: divided by 3, the count of the example


def average(x):
    return x.sum() / 3


def above_average(x):
    return int((x > x.mean()).sum())
