"""Outputs and gradients of PyTorch's modules in float64, as JSON on standard output.

Arguments: a page whose Python blocks are run first (it defines load and Cnn, and loads torch.safetensors), and a file of tasks as
JSON. A task names a module below and a safetensors file of its state; inputs and targets are nested lists with images as
[height, width, channels]. Of each come the output, the gradients of half the sum of squares (mean over the batch), and the
state and output of the same module with other parameters, drawn here.
"""

import json
import re
import sys
from pathlib import Path

import torch
from torch import nn

page, tasks = sys.argv[1:]
documented = {}
for block in re.findall(r"```python\n(.*?)```", Path(page).read_text(), re.DOTALL):
    exec(block, documented)


def channels_first(image):
    return image.permute(0, 3, 1, 2)


class Last(nn.Module):
    """A module on x, and a linear layer on all of it."""

    def __init__(self, name, module, outputs, run=lambda module, x: module(x)):
        super().__init__()
        self.name, self.run = name, run
        self.add_module(name, module)
        self.out = nn.LazyLinear(outputs)

    def forward(self, x):
        return self.out(self.run(getattr(self, self.name), x).flatten(1))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.hidden, self.out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        attended = x + looking_back(self.attention, self.norm1(x))
        return attended + self.out(nn.functional.gelu(self.hidden(self.norm2(attended)), approximate="tanh"))


class Parents(nn.Module):
    """A linear layer on a flat input, a convolution and its image, side by side."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=1, groups=2)
        self.out = nn.LazyLinear(2)

    def forward(self, image, flat):
        image = channels_first(image)
        return self.out(torch.cat([flat, torch.tanh(self.c(image)).flatten(1), image.flatten(1)], 1))


class Pools(nn.Module):
    """Windows that overlap: the largest of each, and the means of those."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(2, 3, 2)
        self.out = nn.LazyLinear(2)

    def forward(self, image):
        largest = nn.functional.max_pool2d(self.c(channels_first(image)), 3, stride=2)
        means = nn.functional.avg_pool2d(self.c(channels_first(image)), (2, 3), stride=(1, 2))
        return self.out(torch.cat([largest.flatten(1), means.flatten(1)], 1))


class Padded(nn.Module):
    """Windows that reach beyond the image."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(2, 3, 2)
        self.out = nn.LazyLinear(2)
        self.pools = [
            nn.MaxPool2d((3, 2), stride=2, padding=1),
            nn.AvgPool2d(3, stride=(1, 2), padding=(0, 1)),
            nn.AvgPool2d((2, 3), padding=1, count_include_pad=False),
        ]

    def forward(self, image):
        seen = self.c(channels_first(image))
        return self.out(torch.cat([pool(seen).flatten(1) for pool in self.pools], 1))


class Images(documented["Cnn"]):
    def forward(self, image):
        return super().forward(channels_first(image))


def attend(module, x, mask=None):
    return module(x, x, x, need_weights=False, attn_mask=mask)[0]


def looking_back(module, x):
    return attend(module, x, torch.ones(x.shape[1], x.shape[1]).triu(1).bool())


def last_h(module, x):
    return module(x)[0][:, -1]


def attention(width, heads):
    return nn.MultiheadAttention(width, heads, batch_first=True)


modules = {
    "cnn": Images,
    "parents": Parents,
    "overlapping pools": Pools,
    "overlapping pools of what is all the same": Pools,
    "pools with padding": Padded,
    "pools with padding of what is all the same": Padded,
    "lstm": lambda: Last("r", nn.LSTM(3, 5, batch_first=True), 2, last_h),
    "lstm of one step": lambda: Last("r", nn.LSTM(3, 5, batch_first=True), 2, last_h),
    "gru": lambda: Last("r", nn.GRU(3, 5, batch_first=True), 2, last_h),
    "layerNorm": lambda: Last("n", nn.LayerNorm(6), 2),
    "attention": lambda: Last("a", attention(6, 3), 2, attend),
    "causal attention": lambda: Last("a", attention(6, 3), 2, looking_back),
    "transformerBlock": lambda: Last("t", Block(4, 2), 2),
}


def numbers(tensor):
    return {"shape": list(tensor.shape), "numbers": tensor.flatten().tolist()}


def answer(task):
    inputs = [torch.tensor(one, dtype=torch.float64) for one in task["inputs"]]
    net = modules[task["name"]]().double()
    net(*inputs)
    net.load_state_dict(documented["load"](task["file"]))
    output = net(*inputs)
    loss = ((output - torch.tensor(task["target"], dtype=torch.float64)) ** 2).sum() / 2 / len(output)
    loss.backward()
    gradients = {name: numbers(parameter.grad) for name, parameter in net.named_parameters()}
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.uniform_(-0.5, 0.5)
        other = {"state": {k: numbers(v) for k, v in net.state_dict().items()}, "output": net(*inputs).flatten().tolist()}
    return {"output": output.flatten().tolist(), "loss": loss.item(), "gradients": gradients, "other": other}


torch.manual_seed(1)
print(json.dumps([answer(task) for task in json.loads(Path(tasks).read_text())]))
