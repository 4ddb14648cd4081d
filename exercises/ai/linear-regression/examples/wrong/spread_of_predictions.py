# fails: test_r_squared, test_columns, test_constant_target, test_any_data, test_against_numpy, test_edges_of_the_measures
# because: R² divides by the spread of the predictions
import numpy as np


def fit(x, y):
    y = y.ravel()
    middle, level = x.mean(axis=0), y.mean()
    weights = np.linalg.pinv(x - middle, rcond=1e-10) @ (y - level)
    return weights, level - middle @ weights


def predict(x, weights, intercept):
    return x @ weights + intercept


def mse(y, prediction):
    return np.mean((y.ravel() - prediction.ravel()) ** 2)


def rmse(y, prediction):
    return np.sqrt(mse(y, prediction))


def r_squared(y, prediction):
    y, prediction = y.ravel(), prediction.ravel()
    spread = np.sum((prediction - prediction.mean()) ** 2)
    rest = np.sum((y - prediction) ** 2)
    if spread == 0:
        return float(rest == 0)
    return 1 - rest / spread
