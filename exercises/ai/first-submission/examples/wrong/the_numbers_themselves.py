# fails: test_how_many_are_above, test_equal_is_not_above, test_any_numbers, test_other_numbers
# because: the greater numbers come back, not how many they are


def average(x):
    return x.mean()


def above_average(x):
    return x[x > x.mean()]
