# fails: test_flatten_size, test_each_image_keeps_its_row, test_no_pooling_after_fc2, test_negative_scores, test_whole_network, test_gradients, test_other_weights, test_images_do_not_mix
# because: the first error message is repaired, the next ones are not
import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 8, kernel_size=3)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(8 * 5 * 5, 32)
        self.activation = nn.Tanh()
        self.fc2 = nn.Linear(32, 4)

    def features(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return x.view(-1, 8 * 5 * 5)

    def hidden(self, features):
        return self.activation(self.fc1(features))

    def scores(self, hidden):
        return self.pool(torch.relu(self.fc2(hidden)))

    def forward(self, x):
        return self.scores(self.hidden(self.features(x)))
