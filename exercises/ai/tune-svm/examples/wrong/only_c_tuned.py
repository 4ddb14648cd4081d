# fails: test_practice_better_than_guessing, test_practice_good, test_practice_very_good, test_others_better_than_guessing, test_others_good, test_others_very_good
# because: the right kernel with the gamma of the first guess; C cannot make up for it
def propose(history):
    values = [0.001, 0.01, 0.1, 1, 10, 100, 1000]
    return {"kernel": "rbf", "C": values[len(history) % len(values)], "gamma": 1.0}
