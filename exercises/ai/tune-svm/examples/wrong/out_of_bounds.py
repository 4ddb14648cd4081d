# fails: test_twelve_valid_proposals
# because: the grid has twelve powers of ten, but the range of gamma only holds nine
def propose(history):
    return {"kernel": "rbf", "C": 10.0, "gamma": 10.0 ** (len(history) - 4)}
