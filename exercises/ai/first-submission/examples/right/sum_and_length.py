# technique: the sum over the count, and a mask whose entries are added up


def average(x):
    return x.sum() / len(x)


def above_average(x):
    return (x > average(x)).sum().item()
