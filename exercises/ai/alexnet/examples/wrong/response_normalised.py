# fails: test_same_stages, test_any_image_size, test_no_dropout_in_evaluation, test_gradients, test_double_precision, test_other_networks
# because: local response normalisation, as in 2012
import torch
import torch.nn.functional as F
from torch import nn


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, width=64, dropout=0.5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 11, stride=4, padding=2)
        self.conv2 = nn.Conv2d(width, 3 * width, 5, padding=2)
        self.conv3 = nn.Conv2d(3 * width, 6 * width, 3, padding=1)
        self.conv4 = nn.Conv2d(6 * width, 4 * width, 3, padding=1)
        self.conv5 = nn.Conv2d(4 * width, 4 * width, 3, padding=1)
        self.fc6 = nn.Linear(144 * width, 64 * width)
        self.fc7 = nn.Linear(64 * width, 64 * width)
        self.fc8 = nn.Linear(64 * width, num_classes)
        self.pool = nn.MaxPool2d(3, stride=2)
        self.dropout = nn.Dropout(dropout)

    def stages(self, x):
        one = self.pool(F.local_response_norm(F.relu(self.conv1(x)), 5, k=2.0))
        two = self.pool(F.local_response_norm(F.relu(self.conv2(one)), 5, k=2.0))
        three = F.relu(self.conv3(two))
        four = F.relu(self.conv4(three))
        five = self.pool(F.relu(self.conv5(four)))
        return [one, two, three, four, five, F.adaptive_avg_pool2d(five, (6, 6))]

    def forward(self, x):
        x = torch.flatten(self.stages(x)[-1], 1)
        x = F.relu(self.fc6(self.dropout(x)))
        x = F.relu(self.fc7(self.dropout(x)))
        return self.fc8(x)
