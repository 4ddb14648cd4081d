# fails: test_any_numbers, test_other_numbers
# because: the middle between smallest and largest is taken for the average


def average(x):
    return x.mean()


def above_average(x):
    return int((x > (x.min() + x.max()) / 2).sum())
