# fails: test_three_numbers, test_any_numbers, test_other_numbers
# because: the sum is not divided


def average(x):
    return x.sum()


def above_average(x):
    return int((x > x.mean()).sum())
