def propose(history, points):
    """Return the parameters of the next try.

    history  the tries so far, oldest first: a list of dicts with the keys
             eps, min_samples, score, clusters and noise
    points   array of shape (n, 2): the points that are clustered, without labels
    result   {"eps": a number, "min_samples": an int}
    """
    raise NotImplementedError("write me")
