# fails: test_twelve_valid_proposals
# because: later proposals repeat a whole entry of the history, with its accuracies
def propose(history):
    if len(history) < 9:
        return {"kernel": "rbf", "C": 10.0, "gamma": 10.0 ** (len(history) - 4)}
    best = max(history, key=lambda each: each["validation_accuracy"])
    best["C"] = best["C"] * 3
    return best
