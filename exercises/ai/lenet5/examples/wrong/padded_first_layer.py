# fails: test_parameter_names_and_shapes, test_parameter_count, test_same_scores, test_scores_are_logits, test_relu_after_each_layer, test_max_pooling, test_training_and_evaluation_agree, test_double_precision, test_gradients, test_other_weights, test_images_do_not_mix
# because: padding=2 is for images of 28 by 28; here it makes 6 by 6 maps at the end
import torch
import torch.nn.functional as F
from torch import nn


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)
