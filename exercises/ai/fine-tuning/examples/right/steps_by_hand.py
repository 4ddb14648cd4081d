# technique: gradients by autograd.grad, and the step of each group written out
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
        for layer in list(self.backbone.children())[:4]:
            layer.requires_grad_(False)
        self.head = nn.Linear(128, classes)

    def forward(self, x):
        return self.head(self.backbone(x))


def build_model(weights, classes):
    return Classifier(weights, classes)


def fine_tune(model, images, labels, epochs, seed, log, head_rate, block_rate):
    generator = torch.Generator()
    generator.manual_seed(seed)
    rates = dict.fromkeys(model.head.parameters(), head_rate)
    rates |= {p: block_rate for p in model.backbone.parameters() if p.requires_grad}
    model.train()
    for module in (model.backbone.bn1, model.backbone.bn2):
        module.train(False)
    step = 0
    for _ in range(epochs):
        order = torch.randperm(len(images), generator=generator)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            scores = model(images[batch])
            loss = -F.log_softmax(scores, dim=1)[torch.arange(len(batch)), labels[batch]].mean()
            gradients = torch.autograd.grad(loss, list(rates))
            with torch.no_grad():
                for (parameter, rate), gradient in zip(rates.items(), gradients):
                    parameter.sub_(rate * gradient)
            right = sum(int(s.argmax()) == int(y) for s, y in zip(scores, labels[batch]))
            log(step=step, loss=float(loss), accuracy=right / len(batch))
            step += 1
