"""Activation Relaxation and backpropagation in JAX, jitted, as their users would write them.

The paper's minibatch (paper_data.py): forward sweep, relaxation and weight update in one jitted function, with half the
summed squared error. `paper` relaxes the images, too, and gives them back (else the compiler would leave them out), and takes
derivatives anew in every step; `hidden` relaxes hidden layers with derivatives that are taken once; both from the top down.
`bp` is jax.grad with plain gradient descent. Argument: threads.
"""

import sys

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

import jax
import jax.numpy as jnp

from paper_data import LEARNING_RATE, STEP_SIZE, STEPS, answer_of, batch_of, initial_weights, minibatches, weights_of
from serve import serve, timed


def forward(weights, images):
    """Inputs of all layers, and sums of all layers; the last is the output."""
    inputs, sums = [images], []
    for i, (weight, bias) in enumerate(weights):
        sums.append(inputs[-1] @ weight + bias)
        if i < len(weights) - 1:
            inputs.append(jax.nn.relu(sums[-1]))
    return inputs, sums


def slopes_of(sums):
    return [(a > 0).astype(a.dtype) for a in sums[:-1]] + [jnp.ones_like(sums[-1])]


def updated(weights, inputs, states, slopes):
    deltas = [state * slope for state, slope in zip(states, slopes)]
    return [
        (weight - LEARNING_RATE * x.T @ delta, bias - LEARNING_RATE * delta.sum(0))
        for (weight, bias), x, delta in zip(weights, inputs, deltas)
    ]


@jax.jit
def paper(weights, images, targets):
    inputs, sums = forward(weights, images)
    error = sums[-1] - targets

    def step(_, states):
        states = [*states, error]
        for j in reversed(range(len(weights))):
            drive = (states[j + 1] * slopes_of(sums)[j]) @ weights[j][0].T
            states[j] = states[j] - STEP_SIZE * (states[j] - drive)
        return states[:-1]

    states = jax.lax.fori_loop(0, STEPS, step, inputs)
    return updated(weights, inputs, [*states[1:], error], slopes_of(sums)), states[0]


@jax.jit
def hidden(weights, images, targets):
    inputs, sums = forward(weights, images)
    error = sums[-1] - targets
    slopes = slopes_of(sums)

    def step(_, states):
        states = [*states, error]
        for j in reversed(range(len(states) - 1)):
            drive = (states[j + 1] * slopes[j + 1]) @ weights[j + 1][0].T
            states[j] = states[j] + STEP_SIZE * (drive - states[j])
        return states[:-1]

    states = jax.lax.fori_loop(0, STEPS, step, inputs[1:])
    return updated(weights, inputs, [*states, error], slopes), None


def loss(weights, images, targets):
    return (0.5 * (forward(weights, images)[1][-1] - targets) ** 2).sum()


@jax.jit
def bp(weights, images, targets):
    gradients = jax.grad(loss)(weights, images, targets)
    return jax.tree.map(lambda weight, gradient: weight - LEARNING_RATE * gradient, weights, gradients), None


FORMS = {"paper": paper, "hidden": hidden, "bp": bp}


class Learner:
    """Weights that learn from one minibatch after the other."""

    def __init__(self, form, weights, batches):
        self.form, self.batches = form, batches
        self.weights = jax.device_put(weights)

    def learn(self, k):
        learned = self.form(self.weights, *self.batches[k % len(self.batches)])
        self.weights, _ = jax.block_until_ready(learned)


def solve(problem, name):
    """The weights after one minibatch."""
    learner = Learner(FORMS[name], weights_of(problem), [batch_of(problem)])
    learner.learn(0)
    return answer_of(learner.weights)


def main():
    batches = jax.device_put(list(minibatches(8)))
    learners = {name: Learner(form, initial_weights(), batches) for name, form in FORMS.items()}
    contestants = {name: timed(learner.learn) for name, learner in learners.items()}
    serve(contestants, {"threads": threads}, solve)


main()
