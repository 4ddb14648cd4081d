# technique: a smooth curve through the accuracies so far (Gaussian process), next try where it may be highest
import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF


def propose(history):
    if len(history) < 3:
        exponent = (-2.7, 0.0, 2.7)[len(history)]
    else:
        tried = np.log10([[each["gamma"]] for each in history])
        accuracy = np.array([each["validation_accuracy"] for each in history])
        process = GaussianProcessRegressor(RBF(1.0), alpha=1e-3, optimizer=None, normalize_y=True)
        process.fit(tried, accuracy)
        grid = np.linspace(-4, 4, 161)[:, None]
        mean, spread = process.predict(grid, return_std=True)
        exponent = float(grid[np.argmax(mean + 1.5 * spread), 0])
    return {"kernel": "rbf", "C": 30.0, "gamma": 10.0**exponent}
