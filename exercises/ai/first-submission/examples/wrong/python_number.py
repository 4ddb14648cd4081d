# fails: test_three_numbers, test_any_numbers, test_other_numbers
# because: a Python float comes back for a tensor


def average(x):
    return x.mean().item()


def above_average(x):
    return int((x > x.mean()).sum())
