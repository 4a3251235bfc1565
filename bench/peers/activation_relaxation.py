"""Activation Relaxation and backpropagation in PyTorch, as their users would write them.

The paper's network (arXiv 2009.05359): 784-300-300-100-10 relu, linear output, batch 64, weights N(0, 0.05^2),
learning rate 0.0005 of the summed squared error, 100 steps of 0.1. One thread. A minibatch is forward sweep,
relaxation and weight update.

`ar` relaxes what the paper's own code relaxes: the input of every layer, the images included; from the top down, in
place; the derivative is taken anew in every step. `ar_hidden` is the leanest form of the same: the images are not
relaxed (nothing depends on them), and derivatives are taken once, since they are frozen.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

import time

import torch

from serve import serve

SIZES = (784, 300, 300, 100, 10)
BATCH = 64
STEPS = 100
STEP_SIZE = 0.1
LEARNING_RATE = 0.0005


def relu_slope(a):
    return (a > 0).to(a.dtype)


class Layer:
    """A layer whose state, as it relaxes, is its input."""

    def __init__(self, ins, outs, activation, slope):
        self.weight = torch.randn(ins, outs) * 0.05
        self.bias = torch.zeros(outs)
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


class Network:
    def __init__(self):
        hidden = [Layer(i, o, torch.relu, relu_slope) for i, o in zip(SIZES[:-2], SIZES[1:-1])]
        self.layers = hidden + [Layer(SIZES[-2], SIZES[-1], lambda a: a, torch.ones_like)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def learn(self, images, targets):
        states = [None] * len(self.layers) + [2 * (self.forward(images) - targets)]
        for _ in range(STEPS):
            for j in reversed(range(len(self.layers))):
                states[j] = self.layers[j].relax(states[j + 1])
        for j, layer in enumerate(self.layers):
            layer.update(states[j + 1])

    def learn_hidden(self, images, targets):
        states = [None] * len(self.layers) + [2 * (self.forward(images) - targets)]
        for layer in self.layers:
            layer.freeze()
        for _ in range(STEPS):
            for j in range(len(self.layers) - 1, 0, -1):
                states[j] = self.layers[j].relax_frozen(states[j + 1])
        for j, layer in enumerate(self.layers):
            layer.update(states[j + 1])


def backpropagation():
    """The same network with autograd and SGD."""
    modules = []
    for i, o in zip(SIZES[:-1], SIZES[1:]):
        modules += [torch.nn.Linear(i, o), torch.nn.ReLU()]
    model = torch.nn.Sequential(*modules[:-1])
    for module in modules[0::2]:
        torch.nn.init.normal_(module.weight, 0.0, 0.05)
        torch.nn.init.zeros_(module.bias)
    optimiser = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def learn(images, targets):
        optimiser.zero_grad()
        ((model(images) - targets) ** 2).sum().backward()
        optimiser.step()

    return learn


def minibatches(count):
    """Something like MNIST: a fifth of the pixels are lit."""
    for _ in range(count):
        images = torch.rand(BATCH, SIZES[0]) * (torch.rand(BATCH, SIZES[0]) < 0.19)
        labels = torch.randint(0, SIZES[-1], (BATCH,))
        yield images, torch.nn.functional.one_hot(labels, SIZES[-1]).float()


def timed(learn, batches):
    def run(repeats):
        start = time.perf_counter()
        for k in range(repeats):
            learn(*batches[k % len(batches)])
        return time.perf_counter() - start

    return run


def without_autograd(learn):
    def run(*batch):
        with torch.no_grad():
            learn(*batch)

    return run


def check(batch):
    """Relaxed long enough, both forms must give the weights that autograd's gradient gives."""
    global STEPS
    usual, STEPS = STEPS, 600
    for form in ("learn", "learn_hidden"):
        network = Network()
        weights = [layer.weight.clone().requires_grad_() for layer in network.layers]
        x = batch[0]
        for weight, layer in zip(weights, network.layers):
            x = layer.activation(x @ weight)
        ((x - batch[1]) ** 2).sum().backward()
        with torch.no_grad():
            getattr(network, form)(*batch)
            for weight, layer in zip(weights, network.layers):
                wanted = weight - LEARNING_RATE * weight.grad
                if (wanted - layer.weight).abs().max() > 1e-5:
                    raise RuntimeError(f"Network.{form}: got other weights than by autograd")
    STEPS = usual


def blas():
    """The libraries of linear algebra that are really loaded."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        return "unknown"
    names = {os.path.basename(os.path.realpath(path)) for path in paths}
    return ", ".join(sorted(name for name in names if "blas" in name or "mkl" in name)) or "unknown"


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    batches = list(minibatches(8))
    check(batches[0])
    network, lean = Network(), Network()
    contestants = {
        "ar": timed(without_autograd(network.learn), batches),
        "ar_hidden": timed(without_autograd(lean.learn_hidden), batches),
        "bp": timed(backpropagation(), batches),
    }
    serve(contestants, {"torch": torch.__version__, "blas": blas()})


main()
