# fails: test_three_numbers, test_any_numbers, test_other_numbers
# because: the middle number is taken for the average


def average(x):
    return x.median()


def above_average(x):
    return int((x > x.mean()).sum())
