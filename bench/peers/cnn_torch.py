"""The paper's convolutional network (cnn_data.py) in PyTorch, as its users would write it: autograd and SGD.

Half the summed squared error. Argument: threads.
"""

import sys

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

import torch

from cnn_data import drawn, from_ours, solved, tensor, to_ours
from paper_data import LEARNING_RATE
from serve import serve, timed


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
                layer.bias.copy_(tensor(bias))
        self.optimiser = torch.optim.SGD(self.model.parameters(), lr=LEARNING_RATE)

    def learn(self, images, targets):
        self.optimiser.zero_grad()
        (0.5 * (self.model(images) - targets) ** 2).sum().backward()
        self.optimiser.step()

    def answer(self):
        with torch.no_grad():
            weights = to_ours([layer.weight for layer in self.layers])
            return [each.detach().numpy() for each in weights + [layer.bias for layer in self.layers[2:]]]


def main():
    torch.set_num_threads(threads)
    info = {"threads": torch.get_num_threads()}
    serve({"bp": timed(drawn(Backpropagation))}, info, lambda problem, _: solved(Backpropagation, problem))


main()
