# fails: test_three_numbers, test_any_numbers, test_other_numbers
# because: print shows the result and returns nothing


def average(x):
    print(x.mean())


def above_average(x):
    return int((x > x.mean()).sum())
