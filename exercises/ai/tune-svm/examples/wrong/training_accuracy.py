# fails: test_others_better_than_guessing, test_others_good, test_others_very_good
# because: it climbs towards the highest training accuracy, which a huge gamma always reaches
def propose(history):
    if not history:
        return {"kernel": "rbf", "C": 1.0, "gamma": 10.0}
    best = max(history, key=lambda each: (each["train_accuracy"], each["gamma"]))
    return {"kernel": "rbf", "C": min(1000.0, best["C"] * 10), "gamma": min(1e4, best["gamma"] * 10)}
