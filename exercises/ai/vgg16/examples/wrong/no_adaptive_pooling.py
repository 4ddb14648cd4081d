# fails: test_stage_shapes, test_same_stages, test_scores_are_logits, test_any_image_size, test_no_dropout_in_evaluation, test_gradients, test_double_precision, test_any_configuration
# because: flattened as it comes, which fits images of 224 by 224 only
import torch
from torch import nn

CONFIGURATIONS = {
    "A": [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "B": [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "D": [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"],
    "E": [64, 64, "M", 128, 128, "M"] + [256] * 4 + ["M"] + [512] * 4 + ["M"] + [512] * 4 + ["M"],
}


class VGG(nn.Module):
    def __init__(self, configuration, num_classes=1000, hidden=4096, dropout=0.5):
        super().__init__()
        layers, channels = [], 3
        for entry in configuration:
            if entry == "M":
                layers.append(nn.MaxPool2d(2, 2))
            else:
                layers += [nn.Conv2d(channels, entry, 3, padding=1), nn.ReLU(inplace=True)]
                channels = entry
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(channels * 49, hidden),
            nn.ReLU(True),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(True),
            nn.Dropout(dropout),
            nn.Linear(hidden, num_classes),
        )

    def stages(self, x):
        made = []
        for layer in self.features:
            x = layer(x)
            if not isinstance(layer, nn.Conv2d):
                made.append(x)
        return made

    def forward(self, x):
        x = self.features(x)
        return self.classifier(torch.flatten(x, 1))
