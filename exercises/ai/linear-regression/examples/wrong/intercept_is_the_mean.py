# fails: test_line, test_several_features, test_columns, test_constant_feature, test_many_solutions, test_any_data, test_against_numpy, test_edge_cases
# because: the mean of the target is taken for the intercept
import numpy as np


def fit(x, y):
    y = y.ravel()
    middle, level = x.mean(axis=0), y.mean()
    weights = np.linalg.pinv(x - middle, rcond=1e-10) @ (y - level)
    return weights, level


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
