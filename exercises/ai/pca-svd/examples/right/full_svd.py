# technique: the full decomposition of the transposed points, signs by the largest entry, as a class
import numpy as np
from scipy import linalg


class Analysis:
    def __init__(self, points):
        self.dtype = points.dtype
        self.mean = np.average(points, axis=0)
        left, singular, _ = linalg.svd(np.subtract(points, self.mean).T)
        self.rows = left.T
        for row in self.rows:
            row *= np.sign(row[np.argmax(abs(row))])
        self.variances = np.square(singular) / (points.shape[0] - 1)

    def first(self, k):
        shares = self.variances / np.sum(self.variances)
        return self.mean, self.rows[:k].astype(self.dtype), self.variances[:k], shares[:k]


def fit(points, n_components):
    return Analysis(points).first(n_components)


def project(points, mean, components):
    return np.dot(components, (points - mean).T).T


def reconstruct(scores, mean, components):
    return np.add(np.matmul(scores, components), mean)
