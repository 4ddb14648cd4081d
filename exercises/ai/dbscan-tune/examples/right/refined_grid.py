# technique: a geometric grid below the spread of the points, then finer steps around the best, then other min_samples
def propose(history, points):
    spread = float(points.std(axis=0).mean())
    coarse = [spread * share for share in (0.28, 0.22, 0.17, 0.13, 0.1)]
    turn = len(history)
    if turn < len(coarse):
        return {"eps": coarse[turn], "min_samples": 10}
    best = max(history, key=lambda each: each["score"])
    factor = [1.12, 0.89, 1.06, 0.94, 1.0][turn - len(coarse)]
    return {"eps": best["eps"] * factor, "min_samples": 10 if turn < 9 else 8}
