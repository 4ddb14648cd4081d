# fails: test_exactly_zero, test_or, test_and, test_xor, test_already_right, test_epoch_limit, test_learning_rate, test_order_of_examples, test_arguments_stay_as_they_are, test_random_tables, test_novikoff, test_edge_cases
# because: a weighted sum of exactly 0 counts as class 1
import numpy as np


def predict(x, weights, bias):
    return (x @ weights + bias >= 0).astype(np.int64)


def update(weights, bias, x, y, lr):
    error = y - int(x @ weights + bias >= 0)
    return weights + lr * error * x, bias + lr * error


def train(x, y, lr=1.0, max_epochs=100):
    weights, bias, updates = np.zeros(x.shape[1]), 0.0, 0
    for epoch in range(1, max_epochs + 1):
        mistakes = 0
        for row, label in zip(x, y):
            if int(row @ weights + bias >= 0) != label:
                weights, bias = update(weights, bias, row, int(label), lr)
                mistakes += 1
        updates += mistakes
        if mistakes == 0:
            return weights, bias, epoch, updates, True
    return weights, bias, max_epochs, updates, False
