"""The relaxation of a sample in NEST, as its users would write it: rate neurons, a connection for each synapse.

Feedback that is late goes over rate_connection_delayed, each connection with a delay of its own; else it is instantaneous.
NEST integrates exactly between its steps: x <- x e^(-r/tau) + (1 - e^(-r/tau)) drive, r its resolution. With
tau = -r / ln(1 - h) that is an Euler step of h. Waveform relaxation is off: it takes twice as long. The first step of a simulation
then hears nothing over instantaneous connections; activities begin a step earlier, at x / (1 - h), which it brings to x.

Timed is Run, without building, Prepare and Cleanup. Argument: threads.
"""

import math
import sys
import time

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

from serve import serve

import nest
import numpy as np

from relaxation_data import answer_of, couplings

RESOLUTION = 0.1


class Relaxation:
    def __init__(self, problem):
        nest.ResetKernel()
        nest.set_verbosity("M_ERROR")
        nest.resolution = RESOLUTION
        nest.local_num_threads = threads
        nest.use_wfr = False
        self.steps, h = problem["steps"], problem["stepSize"]
        late = problem["late"]
        self.start = problem["start"]
        self.first = 0 if late else 1
        shrink = 1 if late else 1 - h
        tau = -RESOLUTION / math.log(1 - h)
        self.layers = []
        for x in self.start:
            held = x is self.start[-1]
            layer = nest.Create("lin_rate_ipn", len(x), params={"tau": tau, "sigma": 0.0})
            layer.set({"rate": x if held else x / shrink, "mu": x if held else np.zeros(len(x))})
            self.layers.append(layer)
        for i, coupling in enumerate(couplings(problem)):
            self.connect(self.layers[i + 1], self.layers[i], coupling, late[i] if late else None)

    def connect(self, upper, lower, coupling, late):
        # One weight, and one delay, for each pair: NEST takes them in lists as long as its lists of neurons.
        sources = np.repeat(np.array(upper.tolist()), len(lower))
        targets = np.tile(np.array(lower.tolist()), len(upper))
        synapses = {"synapse_model": "rate_connection_instantaneous", "weight": coupling.ravel()}
        if late is not None:
            delays = np.round(late.ravel() * RESOLUTION, 9)
            synapses = {**synapses, "synapse_model": "rate_connection_delayed", "delay": delays}
        nest.Connect(sources, targets, conn_spec="one_to_one", syn_spec=synapses)

    def activities(self):
        return [np.array(layer.get("rate")) for layer in self.layers[:-1]]


def solve(problem, _name):
    """Activities after the steps of the problem; what is timed from here on is that problem."""
    global current
    current = Relaxation(problem)
    nest.Simulate((current.first + current.steps) * RESOLUTION)
    return answer_of(current.activities())


def relax(repeats):
    """Goes on for so many relaxations' time. A relaxation of its own starts from where the last has ended: the same work."""
    nest.Prepare()
    start = time.perf_counter()
    nest.Run(repeats * current.steps * RESOLUTION)
    seconds = time.perf_counter() - start
    nest.Cleanup()
    return seconds


current = None
serve({"relax": relax}, {"threads": threads}, solve)
