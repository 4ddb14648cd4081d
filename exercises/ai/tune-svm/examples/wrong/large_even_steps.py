# fails: test_others_better_than_guessing, test_others_good, test_others_very_good
# because: equal steps over the whole range leave out every power of ten but the last; right by luck on one data set
def propose(history):
    return {"kernel": "rbf", "C": 10.0, "gamma": 1e4 / 12 * (len(history) + 1)}
