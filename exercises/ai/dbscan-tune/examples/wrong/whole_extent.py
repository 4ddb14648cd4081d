# fails: test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: eps is taken for the size of a cluster, so that everything is within reach of everything
def propose(history, points):
    extent = float((points.max(axis=0) - points.min(axis=0)).max())
    return {"eps": extent / (len(history) + 2), "min_samples": 8}
