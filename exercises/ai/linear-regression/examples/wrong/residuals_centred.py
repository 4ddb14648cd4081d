# fails: test_r_squared, test_any_data, test_against_numpy, test_edges_of_the_measures
# because: the mean of the residuals is taken away first, as in the explained variance
import numpy as np


def fit(x, y):
    y = y.reshape(-1)
    mx, my = x.mean(0), y.mean()
    w = np.linalg.lstsq(x - mx, y - my, rcond=1e-10)[0]
    return w, my - w @ mx


def predict(x, weights, intercept):
    return x @ weights + intercept


def mse(y, prediction):
    return ((y.ravel() - prediction.ravel()) ** 2).mean()


def rmse(y, prediction):
    return np.sqrt(mse(y, prediction))


def r_squared(y, prediction):
    y, p = y.ravel(), prediction.ravel()
    tot = ((y - y.mean()) ** 2).sum()
    res = ((y - p - (y - p).mean()) ** 2).sum()
    if tot == 0:
        return 1.0 if res == 0 else 0.0
    return 1 - res / tot
