# technique: plain Python: sorted pairs of distance and index, a dictionary of votes
import math

import numpy as np


def distances(x_train, x):
    train, queries = x_train.tolist(), x.tolist()
    rows = [[math.dist(query, point) for point in train] for query in queries]
    return np.array(rows, dtype=float).reshape(len(queries), len(train))


def neighbours(x_train, x, k):
    rows = [sorted(range(len(row)), key=lambda j: (row[j], j))[:k] for row in distances(x_train, x).tolist()]
    return np.array(rows, dtype=np.int64).reshape(len(x), k)


def count(y_train, rows):
    votes = {int(label): 0 for label in sorted(set(y_train.tolist()))}
    for row in rows:
        votes[int(y_train[row])] += 1
    return votes


def predict_proba(x_train, y_train, x, k):
    found = [list(count(y_train, rows).values()) for rows in neighbours(x_train, x, k)]
    return np.array(found, dtype=float).reshape(len(x), -1 if len(x) else len(set(y_train.tolist()))) / k


def predict(x_train, y_train, x, k):
    found = []
    for rows in neighbours(x_train, x, k):
        votes = count(y_train, rows)
        found.append(min(votes, key=lambda label: (-votes[label], label)))
    return np.array(found, dtype=np.int64)
