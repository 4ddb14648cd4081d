# fails: test_one_step, test_other_rates, test_three_steps, test_mini_batches, test_another_backbone
# because: accuracy comes from a second forward pass in training mode, which moves the running statistics again
import torch
import torch.nn.functional as F
from torch import nn

BATCH = 8


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, kernel_size=3, padding=1)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 16, kernel_size=3, padding=1)
        self.bn2 = nn.BatchNorm2d(16)
        self.conv3 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.bn3 = nn.BatchNorm2d(32)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        x = F.max_pool2d(F.relu(self.bn3(self.conv3(x))), 2)
        return torch.flatten(x, 1)


class Classifier(nn.Module):
    def __init__(self, weights, classes):
        super().__init__()
        self.backbone = Backbone()
        self.backbone.load_state_dict(weights)
        self.backbone.requires_grad_(False)
        self.backbone.conv3.requires_grad_(True)
        self.backbone.bn3.requires_grad_(True)
        self.head = nn.Linear(128, classes)

    def forward(self, x):
        return self.head(self.backbone(x))


def build_model(weights, classes):
    return Classifier(weights, classes)


def fine_tune(model, images, labels, epochs, seed, log, head_rate, block_rate):
    block = [*model.backbone.conv3.parameters(), *model.backbone.bn3.parameters()]
    optimiser = torch.optim.SGD(
        [{"params": model.head.parameters(), "lr": head_rate}, {"params": block, "lr": block_rate}]
    )
    model.train()
    model.backbone.bn1.eval()
    model.backbone.bn2.eval()
    step = 0
    generator = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        for batch in torch.randperm(len(images), generator=generator).split(BATCH):
            scores = model(images[batch])
            loss = F.cross_entropy(scores, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            hits = (model(images[batch]).argmax(dim=1) == labels[batch]).float().mean()
            log(step=step, loss=loss.item(), accuracy=hits.item())
            step += 1
