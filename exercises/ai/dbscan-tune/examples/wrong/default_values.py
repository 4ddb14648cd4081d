# fails: test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: one guess for all data, ten times; neither the points nor the history are read
def propose(history, points):
    return {"eps": 0.5, "min_samples": 5}
