# fails: test_names_and_shapes, test_parameter_count, test_stages, test_one_batch_three_epochs, test_mini_batches, test_seed_decides, test_loss_falls, test_mean_iou, test_any_size, test_double_precision
# because: the skips are added, as in a residual network, instead of joined
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
        self.join2 = block(2 * width, 2 * width)
        self.up1 = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.join1 = block(width, width)
        self.score = nn.Conv2d(width, classes, 1)

    def stages(self, x):
        s = {"down1": self.down1(x)}
        s["down2"] = self.down2(F.max_pool2d(s["down1"], 2))
        s["middle"] = self.middle(F.max_pool2d(s["down2"], 2))
        s["up2"] = self.up2(s["middle"])
        s["join2"] = self.join2(s["down2"] + s["up2"])
        s["up1"] = self.up1(s["join2"])
        s["join1"] = self.join1(s["down1"] + s["up1"])
        s["score"] = self.score(s["join1"])
        return s

    def forward(self, x):
        return self.stages(x)["score"]


def train(network, images, labels, epochs, seed, log):
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    steps = epochs * ((len(images) + 7) // 8)
    network.train()
    step = 0
    for _ in range(epochs):
        for batch in torch.randperm(len(images), generator=generator).split(8):
            optimiser.param_groups[0]["lr"] = 0.1 * (1 - step / steps)
            scores = network(images[batch])
            loss = F.cross_entropy(scores, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            hits = (scores.argmax(dim=1) == labels[batch]).float().mean()
            log(step=step, loss=loss.item(), accuracy=hits.item())
            step += 1
