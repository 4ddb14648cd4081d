# fails: test_line, test_several_features, test_columns, test_constant_feature, test_many_solutions, test_any_data, test_against_numpy, test_edge_cases
# because: a little is added to the diagonal so that a singular matrix can be inverted
import numpy as np


def fit(x, y):
    y = y.ravel()
    middle, level = x.mean(axis=0), y.mean()
    weights = np.linalg.solve(
        (x - middle).T @ (x - middle) + 0.01 * np.eye(x.shape[1]), (x - middle).T @ (y - level)
    )
    return weights, level - middle @ weights


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
