# fails: test_scores_in_evaluation, test_scores_in_training, test_one_batch_three_epochs, test_mini_batches, test_seed_decides, test_loss_falls, test_accuracy, test_renamed_classes
# because: a softmax at the end, and the loss applies another
import math
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

BATCH = 32
LEARNING_RATE = 0.05
MOMENTUM = 0.9


def build_network():
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 8, kernel_size=3, padding=1),
            bn1=nn.BatchNorm2d(8),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),
            conv2=nn.Conv2d(8, 16, kernel_size=3, padding=1),
            bn2=nn.BatchNorm2d(16),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),
            flatten=nn.Flatten(),
            fc=nn.Linear(16 * 4 * 4, 10),
            softmax=nn.Softmax(dim=1),
        )
    )


def train(network, images, labels, epochs, seed, log):
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM)
    network.train()
    steps = epochs * math.ceil(len(images) / BATCH)
    step = 0
    for _ in range(epochs):
        order = torch.randperm(len(images), generator=generator)
        for batch in order.split(BATCH):
            scores = network(images[batch])
            loss = F.cross_entropy(scores, labels[batch])
            for group in optimiser.param_groups:
                group["lr"] = LEARNING_RATE * (1 - step / steps)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            hits = (scores.argmax(dim=1) == labels[batch]).float().mean()
            log(step=step, loss=loss.item(), accuracy=hits.item())
            step += 1
