# technique: the loss over pixels laid out in rows, momentum by hand
import torch
import torch.nn.functional as F
from torch import nn


def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, channels, classes, width):
        super().__init__()
        self.down1 = block(channels, width)
        self.down2 = block(width, 2 * width)
        self.middle = block(2 * width, 4 * width)
        self.up2 = nn.ConvTranspose2d(4 * width, 2 * width, 2, stride=2)
        self.join2 = block(4 * width, 2 * width)
        self.up1 = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.join1 = block(2 * width, width)
        self.score = nn.Conv2d(width, classes, 1)

    def stages(self, x):
        s = {"down1": self.down1(x)}
        s["down2"] = self.down2(F.max_pool2d(s["down1"], 2))
        s["middle"] = self.middle(F.max_pool2d(s["down2"], 2))
        s["up2"] = self.up2(s["middle"])
        s["join2"] = self.join2(torch.cat([s["down2"], s["up2"]], dim=1))
        s["up1"] = self.up1(s["join2"])
        s["join1"] = self.join1(torch.cat([s["down1"], s["up1"]], dim=1))
        s["score"] = self.score(s["join1"])
        return s

    def forward(self, x):
        return self.stages(x)["score"]


def train(network, images, labels, epochs, seed, log):
    generator = torch.Generator()
    generator.manual_seed(seed)
    speed = {p: torch.zeros_like(p) for p in network.parameters()}
    batches = [
        order.split(8) for order in (torch.randperm(len(images), generator=generator) for _ in range(epochs))
    ]
    plan = [batch for epoch in batches for batch in epoch]
    network.train()
    for step, batch in enumerate(plan):
        scores = network(images[batch])
        rows = scores.movedim(1, -1).reshape(-1, scores.shape[1])
        wanted = labels[batch].reshape(-1)
        loss = -F.log_softmax(rows, dim=1).gather(1, wanted[:, None]).mean()
        rate = 0.1 * (len(plan) - step) / len(plan)
        with torch.no_grad():
            for (parameter, velocity), gradient in zip(speed.items(), torch.autograd.grad(loss, list(speed))):
                velocity.mul_(0.9).add_(gradient)
                parameter.sub_(rate * velocity)
        log(step=step, loss=loss.item(), accuracy=(rows.argmax(1) == wanted).double().mean().item())
