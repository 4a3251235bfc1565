"""The paper's minibatch (arXiv 2009.05359): 784-300-300-100-10 relu, linear output, batch 64, 100 steps of 0.1."""

import numpy as np

SIZES = (784, 300, 300, 100, 10)
BATCH = 64
STEPS = 100
STEP_SIZE = 0.1
# Of half the squared error, summed over the minibatch: the paper's 0.0005 of the squared error.
LEARNING_RATE = 0.001


def initial_weights(seed=1):
    """[in, out] and biases of each layer: N(0, 0.05^2), and 0."""
    random = np.random.default_rng(seed)
    return [
        (random.normal(0, 0.05, (ins, outs)).astype(np.float32), np.zeros(outs, np.float32))
        for ins, outs in zip(SIZES[:-1], SIZES[1:])
    ]


def minibatches(count, seed=2):
    """Something like MNIST: a fifth of the pixels are lit."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        lit = random.random((BATCH, SIZES[0])) < 0.19
        images = (random.random((BATCH, SIZES[0])) * lit).astype(np.float32)
        yield images, np.eye(SIZES[-1], dtype=np.float32)[random.integers(0, SIZES[-1], BATCH)]


def weights_of(problem):
    """[in, out] and biases of each layer from the benchmark's problem, which has [out, in]."""
    pairs = zip(problem["weights"], problem["biases"])
    return [(np.ascontiguousarray(weight.T, np.float32), bias.astype(np.float32)) for weight, bias in pairs]


def batch_of(problem):
    return [problem[name].astype(np.float32) for name in ("images", "targets")]


def answer_of(weights):
    """Weights as the benchmark compares them: [out, in], from the first layer to the last, then biases."""
    return [np.asarray(weight).T for weight, _ in weights] + [np.asarray(bias) for _, bias in weights]
