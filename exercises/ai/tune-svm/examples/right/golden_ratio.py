# technique: points spread evenly over the exponents by the golden ratio, no look at the history
def propose(history):
    place = (0.5 + len(history) * 0.6180339887498949) % 1
    return {"kernel": "rbf", "C": 30.0, "gamma": 10 ** (-4 + 8 * place)}
