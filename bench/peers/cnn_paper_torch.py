"""Activation Relaxation of the paper's convolutional network (cnn_data.py) in PyTorch as paper 2's code does it (arXiv 2010.06219).

Eager, in float32, without autograd: each layer has a sweep, a step of the relaxation and an update of its own. Convolutions are
products with unfolded images, and what goes down is folded. The input of every layer with weights relaxes, the images included; from
the top down, in place; the derivative is taken anew in every step. A pool has no state: it hands down to the winners. What moves a
state or a weight is cut off at 50. Two things there are no more than rates and are not so here: filters learn at twice the rate,
and each sample of the minibatch has biases of its own.

Half the summed squared error. Argument: threads.
"""

import sys

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

import torch
import torch.nn.functional as F

from cnn_data import drawn, from_ours, solved, tensor, to_ours
from paper_data import LEARNING_RATE, STEP_SIZE, STEPS
from serve import serve, timed

CUT = 50
KERNEL = 5


def tanh_slope(a):
    return 1 - torch.tanh(a) ** 2


def linear(a):
    return a


class Layer:
    """What layers with weights have in common: a state, which is their input as it relaxes."""

    def __init__(self, activation, slope):
        self.activation = activation
        self.slope = slope

    def begin(self, x):
        self.x = x.clone()
        self.stored = x.clone()

    def move(self, drive):
        self.x -= STEP_SIZE * torch.clamp(self.x - drive, -CUT, CUT)
        return self.x


def learn(parameter, gradient):
    parameter -= LEARNING_RATE * torch.clamp(gradient, -CUT, CUT)


class Convolution(Layer):
    def __init__(self, filters, size):
        super().__init__(torch.tanh, tanh_slope)
        self.weight = filters.clone(memory_format=torch.contiguous_format)
        self.size = size
        self.out = size - KERNEL + 1

    def forward(self, x):
        self.begin(x)
        self.columns = F.unfold(x, KERNEL)
        self.flat = self.weight.reshape(len(self.weight), -1)
        self.a = (self.flat @ self.columns).reshape(len(x), -1, self.out, self.out)
        return self.activation(self.a)

    def delta(self, above):
        return (above * self.slope(self.a)).reshape(len(above), len(self.weight), -1)

    def relax(self, above):
        return self.move(F.fold(self.flat.T @ self.delta(above), (self.size, self.size), KERNEL))

    def update(self, above):
        gradient = (self.delta(above) @ self.columns.transpose(1, 2)).sum(0)
        learn(self.weight, gradient.reshape(self.weight.shape))


class Pool:
    def forward(self, x):
        out, self.winners = F.max_pool2d(x, 2, return_indices=True)
        return out

    def relax(self, above):
        return F.max_unpool2d(above, self.winners, 2)

    def update(self, above):
        pass


class Dense(Layer):
    def __init__(self, weight, bias, *activation):
        super().__init__(*activation)
        self.weight = weight.T.clone(memory_format=torch.contiguous_format)
        self.bias = tensor(bias).clone()

    def forward(self, x):
        self.begin(x)
        self.a = x.reshape(len(x), -1) @ self.weight + self.bias
        return self.activation(self.a)

    def relax(self, above):
        return self.move(((above * self.slope(self.a)) @ self.weight.T).reshape(self.x.shape))

    def update(self, above):
        delta = above * self.slope(self.a)
        learn(self.weight, self.stored.reshape(len(delta), -1).T @ delta)
        learn(self.bias, delta.sum(0))


class Relaxation:
    def __init__(self, weights, biases):
        first, second, *dense = from_ours(weights)
        *below, top = zip(dense, biases)
        self.convolutions = [Convolution(first, 32), Convolution(second, 14)]
        self.dense = [Dense(*each, torch.tanh, tanh_slope) for each in below]
        self.dense.append(Dense(*top, linear, torch.ones_like))
        self.layers = [self.convolutions[0], Pool(), self.convolutions[1], *self.dense]

    @torch.no_grad()
    def learn(self, images, targets):
        x = images
        for layer in self.layers:
            x = layer.forward(x)
        states = [None] * len(self.layers) + [x - targets]
        for _ in range(STEPS):
            for j in reversed(range(len(self.layers))):
                states[j] = self.layers[j].relax(states[j + 1])
        for j, layer in enumerate(self.layers):
            layer.update(states[j + 1])

    def answer(self):
        weights = [each.weight for each in self.convolutions] + [each.weight.T for each in self.dense]
        return [each.numpy() for each in to_ours(weights) + [each.bias for each in self.dense]]


def main():
    torch.set_num_threads(threads)
    info = {"threads": torch.get_num_threads()}
    serve({"ar": timed(drawn(Relaxation))}, info, lambda problem, _: solved(Relaxation, problem))


main()
