"""Activation Relaxation and backpropagation in PyTorch, as their users would write them.

The paper's minibatch (paper_data.py): forward sweep, relaxation and weight update, with half the summed squared error.
`paper` relaxes what the paper's own code relaxes: the input of every layer, the images included; from the top down, in
place; the derivative is taken anew in every step. `hidden` is the leanest form of the same: the images are not relaxed
(nothing depends on them), and derivatives are taken once, since they are frozen. `bp` is autograd with SGD.

Arguments: threads, `eager` or `compiled` (the whole step by torch.compile, gradients by torch.func, update by hand).
"""

import sys

from threads import use_threads

threads, mode = int(sys.argv[1]), sys.argv[2]
use_threads(threads)

import torch

from paper_data import LEARNING_RATE, STEP_SIZE, STEPS, answer_of, batch_of, initial_weights, minibatches, weights_of
from serve import serve, timed


def relu_slope(a):
    return (a > 0).to(a.dtype)


class Layer:
    """A layer whose state, as it relaxes, is its input."""

    def __init__(self, weight, bias, activation, slope):
        self.weight = torch.from_numpy(weight.copy())
        self.bias = torch.from_numpy(bias.copy())
        self.activation = activation
        self.slope = slope

    def forward(self, x):
        self.x = x.clone()
        self.stored = x
        self.a = x @ self.weight + self.bias
        return self.activation(self.a)

    def relax(self, above):
        drive = (above * self.slope(self.a)) @ self.weight.T
        self.x -= STEP_SIZE * (self.x - drive)
        return self.x

    def freeze(self):
        self.frozen = self.slope(self.a)

    def relax_frozen(self, above):
        self.x.lerp_((above * self.frozen) @ self.weight.T, STEP_SIZE)
        return self.x

    def update(self, above):
        delta = above * self.slope(self.a)
        self.weight -= LEARNING_RATE * (self.stored.T @ delta)
        self.bias -= LEARNING_RATE * delta.sum(0)


class Relaxation:
    def __init__(self, weights):
        hidden = [Layer(*each, torch.relu, relu_slope) for each in weights[:-1]]
        self.layers = hidden + [Layer(*weights[-1], lambda a: a, torch.ones_like)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def paper(self, images, targets):
        states = [None] * len(self.layers) + [self.forward(images) - targets]
        for _ in range(STEPS):
            for j in reversed(range(len(self.layers))):
                states[j] = self.layers[j].relax(states[j + 1])
        for j, layer in enumerate(self.layers):
            layer.update(states[j + 1])

    def hidden(self, images, targets):
        states = [None] * len(self.layers) + [self.forward(images) - targets]
        for layer in self.layers:
            layer.freeze()
        for _ in range(STEPS):
            for j in range(len(self.layers) - 1, 0, -1):
                states[j] = self.layers[j].relax_frozen(states[j + 1])
        for j, layer in enumerate(self.layers):
            layer.update(states[j + 1])

    def weights(self):
        return [(layer.weight, layer.bias) for layer in self.layers]


class EagerBackpropagation:
    """The same network with autograd and SGD."""

    def __init__(self, weights):
        self.linears = []
        for weight, bias in weights:
            linear = torch.nn.Linear(*weight.shape)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(weight.T))
                linear.bias.copy_(torch.from_numpy(bias))
            self.linears.append(linear)
        modules = [module for linear in self.linears for module in (linear, torch.nn.ReLU())]
        self.model = torch.nn.Sequential(*modules[:-1])
        self.optimiser = torch.optim.SGD(self.model.parameters(), lr=LEARNING_RATE)

    def learn(self, images, targets):
        self.optimiser.zero_grad()
        (0.5 * (self.model(images) - targets) ** 2).sum().backward()
        self.optimiser.step()

    def weights(self):
        return [(linear.weight.detach().T, linear.bias.detach()) for linear in self.linears]


class CompiledBackpropagation:
    """The same with the gradient as a function and the update in it, so that all of it can be compiled."""

    def __init__(self, weights):
        self.parameters = [tuple(torch.from_numpy(each.copy()) for each in layer) for layer in weights]

        def loss(parameters, x, targets):
            for weight, bias in parameters[:-1]:
                x = torch.relu(x @ weight + bias)
            weight, bias = parameters[-1]
            return (0.5 * (x @ weight + bias - targets) ** 2).sum()

        @torch.compile
        def step(parameters, images, targets):
            gradients = torch.func.grad(loss)(parameters, images, targets)
            for layer, by in zip(parameters, gradients):
                for parameter, gradient in zip(layer, by):
                    parameter -= LEARNING_RATE * gradient

        self.step = step

    def learn(self, images, targets):
        self.step(self.parameters, images, targets)

    def weights(self):
        return self.parameters


def learners(weights):
    """By name: learns from a minibatch, and gives the weights that it has."""
    if mode == "compiled":
        lean, bp = Relaxation(weights), CompiledBackpropagation(weights)
        return {"hidden": (without_autograd(torch.compile(lean.hidden)), lean), "bp": (bp.learn, bp)}
    whole, lean, bp = Relaxation(weights), Relaxation(weights), EagerBackpropagation(weights)
    return {
        "paper": (without_autograd(whole.paper), whole),
        "hidden": (without_autograd(lean.hidden), lean),
        "bp": (bp.learn, bp),
    }


def without_autograd(learn):
    def run(*batch):
        with torch.no_grad():
            learn(*batch)

    return run


def solve(problem, name):
    """The weights after one minibatch."""
    learn, owner = learners(weights_of(problem))[name]
    learn(*map(torch.from_numpy, batch_of(problem)))
    return answer_of(owner.weights())


def main():
    torch.set_num_threads(threads)
    batches = [tuple(map(torch.from_numpy, batch)) for batch in minibatches(8)]
    contestants = {}
    for name, (learn, _) in learners(initial_weights()).items():
        contestants[name] = timed(lambda k, learn=learn: learn(*batches[k % len(batches)]))
    serve(contestants, {"threads": torch.get_num_threads()}, solve)


main()
