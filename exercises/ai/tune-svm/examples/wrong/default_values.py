# fails: test_practice_better_than_guessing, test_practice_good, test_practice_very_good, test_others_better_than_guessing, test_others_good, test_others_very_good
# because: one guess for all data, twelve times; the history is never read
def propose(history):
    return {"kernel": "rbf", "C": 1.0, "gamma": 1.0}
