"""The relaxation of one sample in Brian2, as its users would write it: clock-driven, 100 Euler steps of 0.1 tau.

A NeuronGroup per layer, a Synapses object per pair of layers that feedback flows between (121,000 synapses in the
network of arXiv 2009.05359), whose weighed messages are a summed variable of the layer below. Cython code generation.
The first run compiles. Timed is the loop over the steps, as Brian2 itself times it: neither building nor compiling.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import logging
import warnings

warnings.filterwarnings("ignore")

import brian2
import numpy as np
from brian2 import NeuronGroup, Network, Synapses, defaultclock, get_device, ms, prefs

from serve import serve

SIZES = (784, 300, 300, 100, 10)
STEPS = 100
STEP_SIZE = 0.1

RELAXING = """
dx/dt = (-x + drive) / tau : 1
drive : 1
slope : 1
message = x * slope : 1
"""
CLAMPED = """
x : 1
slope : 1
message = x * slope : 1
"""
FEEDBACK = """
w : 1
drive_post = w * message_pre : 1 (summed)
"""


def sample(random):
    """Weights [out, in] above the first layer, and forward activity and slope of every layer but the input."""
    x = random.random(SIZES[0]) * (random.random(SIZES[0]) < 0.19)
    weights, activity, slope = [], [], []
    for ins, outs in zip(SIZES[:-1], SIZES[1:]):
        weights.append(random.normal(0, 0.05, (outs, ins)))
        a = weights[-1] @ x
        last = outs == SIZES[-1]
        slope.append(np.ones(outs) if last else (a > 0).astype(float))
        x = a if last else np.maximum(a, 0)
        activity.append(x)
    target = np.eye(SIZES[-1])[3]
    return weights[1:], activity[:-1] + [activity[-1] - target], slope


def relaxed_by_numpy(weights, start, slope):
    x = [layer.copy() for layer in start]
    for _ in range(STEPS):
        drives = [(x[i + 1] * slope[i + 1]) @ weights[i] for i in range(len(weights))]
        for i, drive in enumerate(drives):
            x[i] += STEP_SIZE * (drive - x[i])
    return x


class Relaxation:
    """The network in Brian2, and its start."""

    def __init__(self, weights, start, slope):
        tau = 1 * ms
        defaultclock.dt = STEP_SIZE * tau
        self.namespace = {"tau": tau}
        self.start = start
        last = len(start) - 1
        self.groups = [
            NeuronGroup(len(x), CLAMPED if i == last else RELAXING, method="euler") for i, x in enumerate(start)
        ]
        for group, values in zip(self.groups, slope):
            group.slope = values
        self.synapses = []
        for lower, upper, weight in zip(self.groups, self.groups[1:], weights):
            synapses = Synapses(upper, lower, FEEDBACK)
            synapses.connect()
            synapses.w = weight[synapses.i[:], synapses.j[:]]
            self.synapses.append(synapses)
        self.network = Network(self.groups, self.synapses)

    def run(self, relaxations):
        """Steps through so many relaxations' time. @returns the seconds that the steps took"""
        for group, values in zip(self.groups, self.start):
            group.x = values
        self.network.run(relaxations * STEPS * defaultclock.dt, namespace=self.namespace)
        return get_device()._last_run_time


def check(relaxation, wanted):
    """Both must have come to the same activities."""
    for group, x in zip(relaxation.groups, wanted):
        difference = np.abs(group.x[:] - x).max() / max(np.abs(x).max(), 1e-300)
        if difference > 1e-9:
            raise RuntimeError(f"relaxation_brian: got activities {difference:.1e} from numpy's")


def main():
    prefs.codegen.target = "cython"
    brian2.BrianLogger.suppress_hierarchy("brian2")
    logging.getLogger("brian2").setLevel(logging.ERROR)
    problem = sample(np.random.default_rng(1))
    relaxation = Relaxation(*problem)
    relaxation.run(1)
    check(relaxation, relaxed_by_numpy(*problem))
    used = type(relaxation.synapses[0].summed_updaters["drive_post"].codeobj).__name__
    info = {
        "brian2": brian2.__version__,
        "code": used,
        "synapses": sum(len(synapses) for synapses in relaxation.synapses),
    }
    serve({"relax": relaxation.run}, info)


main()
