# fails: test_practice_better_than_guessing, test_practice_good, test_practice_very_good, test_others_better_than_guessing, test_others_good, test_others_very_good
# because: only C is tuned, and no straight line separates a checkerboard
def propose(history):
    return {"kernel": "linear", "C": 10.0 ** (len(history) % 7 - 3), "gamma": 1.0}
