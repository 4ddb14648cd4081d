import numpy as np


def confusion_matrix(true: np.ndarray, predicted: np.ndarray, labels: list[int] | None = None) -> np.ndarray:
    """Return the confusion matrix (k, k), int64: row = true class, column = predicted class.

    true, predicted  (n,), whole numbers; n may be 0
    labels           the classes in the order of rows and columns, or None
    """
    raise NotImplementedError("write me")


def accuracy(matrix: np.ndarray) -> float:
    """Return the share of predictions that are right."""
    raise NotImplementedError("write me")


def precision(matrix: np.ndarray) -> np.ndarray:
    """Return the precision of each class (k,), float64."""
    raise NotImplementedError("write me")


def recall(matrix: np.ndarray) -> np.ndarray:
    """Return the recall of each class (k,), float64."""
    raise NotImplementedError("write me")


def f1(matrix: np.ndarray) -> np.ndarray:
    """Return the F1 score of each class (k,), float64."""
    raise NotImplementedError("write me")


def macro(matrix: np.ndarray) -> tuple[float, float, float]:
    """Return the macro averages of precision, recall and F1."""
    raise NotImplementedError("write me")
