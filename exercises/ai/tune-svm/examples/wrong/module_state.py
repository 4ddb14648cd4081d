# fails: test_same_history_same_proposal
# because: a list in the module is used up instead of reading the history; the next search finds the rest of it
GAMMAS = [10.0**exponent for exponent in (-4, -3, -2, -1, 0, 1, 2, 3, 4)]


def propose(history):
    GAMMAS.append(GAMMAS.pop(0))
    return {"kernel": "rbf", "C": 10.0, "gamma": GAMMAS[0]}
