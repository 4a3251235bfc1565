"""The paper's convolutional network (paper 2's code, arXiv 2009.05359) in PyTorch, as its users would write it: autograd and SGD.

Conv2d 3 to 6 and 6 to 16, 5 x 5, without bias, tanh, a max pool of 2 between them; Linear 1600-120-120-10, tanh but for the last.
Half the summed squared error. Argument: threads.
"""

import sys

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

import numpy as np
import torch

from paper_data import BATCH, LEARNING_RATE
from serve import serve, timed

IMAGE = (32, 32, 3)
# What comes out of the convolutions, as the benchmark orders it: height, width, channels.
FLAT = (10, 10, 16)
SHAPES = [(6, 75), (16, 150), (120, 1600), (120, 120), (10, 120)]


def from_ours(weights):
    """Filters [filters, height, width, channels] as [filters, channels, height, width]; columns after the images, too."""
    first, second, flat, *rest = [torch.from_numpy(np.asarray(each, np.float32)) for each in weights]
    filters = [each.reshape(each.shape[0], 5, 5, -1).permute(0, 3, 1, 2) for each in (first, second)]
    return [*filters, flat.reshape(-1, *FLAT).permute(0, 3, 1, 2).reshape(len(flat), -1), *rest]


def to_ours(weights):
    first, second, flat, *rest = weights
    filters = [each.permute(0, 2, 3, 1).reshape(each.shape[0], -1) for each in (first, second)]
    height, width, channels = FLAT
    columns = flat.reshape(-1, channels, height, width).permute(0, 2, 3, 1).reshape(len(flat), -1)
    return [*filters, columns, *rest]


def images_of(rows):
    return torch.from_numpy(np.asarray(rows, np.float32)).reshape(-1, *IMAGE).permute(0, 3, 1, 2).contiguous()


class Backpropagation:
    def __init__(self, weights, biases):
        self.model = torch.nn.Sequential(
            torch.nn.Conv2d(3, 6, 5, bias=False),
            torch.nn.Tanh(),
            torch.nn.MaxPool2d(2),
            torch.nn.Conv2d(6, 16, 5, bias=False),
            torch.nn.Tanh(),
            torch.nn.Flatten(),
            torch.nn.Linear(1600, 120),
            torch.nn.Tanh(),
            torch.nn.Linear(120, 120),
            torch.nn.Tanh(),
            torch.nn.Linear(120, 10),
        )
        self.layers = [module for module in self.model if hasattr(module, "weight")]
        with torch.no_grad():
            for layer, weight in zip(self.layers, from_ours(weights)):
                layer.weight.copy_(weight)
            for layer, bias in zip(self.layers[2:], biases):
                layer.bias.copy_(torch.from_numpy(np.asarray(bias, np.float32)))
        self.optimiser = torch.optim.SGD(self.model.parameters(), lr=LEARNING_RATE)

    def learn(self, images, targets):
        self.optimiser.zero_grad()
        (0.5 * (self.model(images) - targets) ** 2).sum().backward()
        self.optimiser.step()

    def answer(self):
        with torch.no_grad():
            weights = to_ours([layer.weight for layer in self.layers])
            return [each.detach().numpy() for each in weights + [layer.bias for layer in self.layers[2:]]]


def solve(problem, _):
    """The weights after one minibatch, then the biases."""
    program = Backpropagation(problem["weights"], problem["biases"])
    program.learn(images_of(problem["images"]), torch.from_numpy(np.asarray(problem["targets"], np.float32)))
    return program.answer()


def main():
    torch.set_num_threads(threads)
    random = np.random.default_rng(1)
    weights = [random.normal(0, 0.05, shape) for shape in SHAPES]
    program = Backpropagation(weights, [np.zeros(shape[0]) for shape in SHAPES[2:]])
    pixels = random.normal(0, 0.5, (BATCH, int(np.prod(IMAGE))))
    targets = torch.eye(10)[torch.from_numpy(random.integers(0, 10, BATCH))]
    images = images_of(pixels)
    serve({"bp": timed(lambda _: program.learn(images, targets))}, {"threads": torch.get_num_threads()}, solve)


main()
