# fails: test_practice_better_than_guessing, test_practice_good, test_practice_very_good, test_others_better_than_guessing, test_others_good, test_others_very_good
# because: gamma grows by equal steps near 1, but what matters is its power of ten
def propose(history):
    return {"kernel": "rbf", "C": 10.0, "gamma": 0.5 * (len(history) + 1)}
