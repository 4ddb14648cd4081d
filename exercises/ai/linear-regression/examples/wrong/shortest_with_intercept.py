# fails: test_constant_feature, test_many_solutions, test_any_data, test_against_numpy, test_edge_cases
# because: a column of ones, so of many solutions the intercept is shortened too
import numpy as np


def fit(x, y):
    values = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y.ravel(), rcond=1e-10)[0]
    return values[1:], values[0]


def predict(x, weights, intercept):
    return x @ weights + intercept


def mse(y, prediction):
    return np.mean((y.ravel() - prediction.ravel()) ** 2)


def rmse(y, prediction):
    return np.sqrt(mse(y, prediction))


def r_squared(y, prediction):
    y, prediction = y.ravel(), prediction.ravel()
    spread = np.sum((y - y.mean()) ** 2)
    rest = np.sum((y - prediction) ** 2)
    if spread == 0:
        return float(rest == 0)
    return 1 - rest / spread
