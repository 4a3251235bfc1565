"""The paper's convolutional network (paper 2's code, arXiv 2010.06219), and how its weights and images lie in PyTorch.

Conv2d 3 to 6 and 6 to 16, 5 x 5, without bias, tanh, a max pool of 2 between them; Linear 1600-120-120-10, tanh but for the last.
"""

import numpy as np
import torch

from paper_data import BATCH

IMAGE = (32, 32, 3)
# What comes out of the convolutions, as the benchmark orders it: height, width, channels.
FLAT = (10, 10, 16)
SHAPES = [(6, 75), (16, 150), (120, 1600), (120, 120), (10, 120)]


def from_ours(weights):
    """Filters [filters, height, width, channels] as [filters, channels, height, width]; columns after the images, too."""
    first, second, flat, *rest = [tensor(each) for each in weights]
    filters = [each.reshape(each.shape[0], 5, 5, -1).permute(0, 3, 1, 2) for each in (first, second)]
    return [*filters, flat.reshape(-1, *FLAT).permute(0, 3, 1, 2).reshape(len(flat), -1), *rest]


def to_ours(weights):
    first, second, flat, *rest = weights
    filters = [each.permute(0, 2, 3, 1).reshape(each.shape[0], -1) for each in (first, second)]
    height, width, channels = FLAT
    columns = flat.reshape(-1, channels, height, width).permute(0, 2, 3, 1).reshape(len(flat), -1)
    return [*filters, columns, *rest]


def images_of(rows):
    return tensor(rows).reshape(-1, *IMAGE).permute(0, 3, 1, 2).contiguous()


def tensor(array):
    return torch.from_numpy(np.asarray(array, np.float32))


def solved(program, problem):
    """The weights after one minibatch of a problem, then the biases. @param program learns(images, targets), and answers"""
    learner = program(problem["weights"], problem["biases"])
    learner.learn(images_of(problem["images"]), tensor(problem["targets"]))
    return learner.answer()


def drawn(program):
    """A program with drawn weights, and what it does again and again: it learns from a drawn minibatch."""
    random = np.random.default_rng(1)
    weights = [random.normal(0, 0.05, shape) for shape in SHAPES]
    learner = program(weights, [np.zeros(shape[0]) for shape in SHAPES[2:]])
    images = images_of(random.normal(0, 0.5, (BATCH, int(np.prod(IMAGE)))))
    targets = torch.eye(10)[torch.from_numpy(random.integers(0, 10, BATCH))]
    return lambda _: learner.learn(images, targets)
