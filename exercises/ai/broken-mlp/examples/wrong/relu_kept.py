# fails: test_negative_scores, test_whole_network, test_gradients, test_other_weights, test_images_do_not_mix
# because: the pooling is gone, but not the ReLU beside it, which raises no error
import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 8, kernel_size=3)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(8 * 3 * 3, 32)
        self.activation = nn.Tanh()
        self.fc2 = nn.Linear(32, 4)

    def features(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return x.view(x.shape[0], -1)

    def hidden(self, features):
        return self.activation(self.fc1(features))

    def scores(self, hidden):
        return torch.relu(self.fc2(hidden))

    def forward(self, x):
        return self.scores(self.hidden(self.features(x)))
