# technique: no look at the points; halving the exponents by what became noise, then a good step above
import math


def propose(history, points):
    low, high = -4.0, 2.0
    for each in history[:6]:
        middle = math.log10(each["eps"])
        if each["noise"] > 0.36:
            low = max(low, middle)
        else:
            high = min(high, middle)
    if len(history) < 6:
        return {"eps": 10 ** ((low + high) / 2), "min_samples": 9}
    return {"eps": 10**low * (1.4, 1.55, 1.7, 1.85)[len(history) - 6], "min_samples": 9}
