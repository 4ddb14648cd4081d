# fails: test_first_proposal, test_twelve_valid_proposals, test_same_history_same_proposal, test_practice_better_than_guessing, test_practice_good, test_practice_very_good, test_others_better_than_guessing, test_others_good, test_others_very_good
# because: "scale" is scikit-learn's own word for gamma; the exercise asks for a number
def propose(history):
    return {"kernel": "rbf", "C": 10.0 ** (len(history) % 7 - 3), "gamma": "scale"}
