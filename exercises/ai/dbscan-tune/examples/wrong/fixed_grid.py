# fails: test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: the radii suit one unit of length only; the points are never read
def propose(history, points):
    return {"eps": 0.1 * (len(history) + 1), "min_samples": 8}
