# technique: a sequence of steps for each stage, made in a loop and walked in order; the parameters are reached under the agreed names
from torch import nn


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, width=64, dropout=0.5):
        super().__init__()
        kernels = [(11, 4, 2), (5, 1, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1)]
        channels = [3, *(width * times for times in (1, 3, 6, 4, 4))]
        for index, (kernel, stride, padding) in enumerate(kernels):
            layer = nn.Conv2d(channels[index], channels[index + 1], kernel, stride, padding)
            self.add_module(f"conv{index + 1}", layer)
        sizes = [channels[-1] * 36, 64 * width, 64 * width, num_classes]
        for index in range(3):
            self.add_module(f"fc{index + 6}", nn.Linear(sizes[index], sizes[index + 1]))
        self.relu, self.pool = nn.ReLU(inplace=True), nn.MaxPool2d(3, 2)
        self.average, self.flatten = nn.AdaptiveAvgPool2d((6, 6)), nn.Flatten()
        self.drop6, self.drop7 = nn.Dropout(dropout), nn.Dropout(dropout)

    def stages(self, x):
        steps = [
            [self.conv1, self.relu, self.pool],
            [self.conv2, self.relu, self.pool],
            [self.conv3, self.relu],
            [self.conv4, self.relu],
            [self.conv5, self.relu, self.pool],
            [self.average],
        ]
        made = []
        for stage in steps:
            for step in stage:
                x = step(x)
            made.append(x)
        return made

    def forward(self, x):
        x = self.flatten(self.stages(x).pop())
        for step in (self.drop6, self.fc6, self.relu, self.drop7, self.fc7, self.relu, self.fc8):
            x = step(x)
        return x
