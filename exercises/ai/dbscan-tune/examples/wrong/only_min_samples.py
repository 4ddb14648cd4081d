# fails: test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: eps stays at its first value, and min_samples cannot make up for it
def propose(history, points):
    return {"eps": float(points.std()) / 2, "min_samples": 2 + 2 * len(history)}
