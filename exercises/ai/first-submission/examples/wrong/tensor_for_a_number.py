# fails: test_how_many_are_above, test_equal_is_not_above, test_any_numbers, test_other_numbers
# because: the count stays a tensor


def average(x):
    return x.mean()


def above_average(x):
    return (x > x.mean()).sum()
