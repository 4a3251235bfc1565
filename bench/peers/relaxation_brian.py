"""The relaxation of a sample in Brian2, as its users would write it: clock-driven Euler steps.

A NeuronGroup for each layer, a Synapses object for each pair of layers, whose weighed messages are a summed variable of the
layer below. Brian2's own delays are of spikes; where feedback is late, what each neuron has said is kept in a group of its own,
a row for each step back, and every synapse listens to the row that is as far back as it is late.

Timed is the loop over the steps, as Brian2 itself times it: neither building nor compiling. Arguments: threads; `cython`, or
`standalone` for a C++ program that is built once and started for each relaxation.
"""

import sys
import tempfile

from threads import use_threads

threads, target = int(sys.argv[1]), sys.argv[2]
use_threads(threads)

from serve import serve

import logging

import brian2 as b2
import numpy as np

from relaxation_data import answer_of

b2.BrianLogger.suppress_hierarchy("brian2")
logging.getLogger("brian2").setLevel(logging.ERROR)
TAU = 1 * b2.ms

RELAXING = """
dx/dt = (-x + drive) / tau : 1
drive : 1
slope : 1
message = x * slope : 1
"""
HELD = """
x : 1
slope : 1
message = x * slope : 1
"""
FEEDBACK = """
w : 1
drive_post = w * message_pre : 1 (summed)
"""
# Newest row last, so that a pass from the first element to the last moves every row one step back.
HISTORY = """
message : 1
newest : boolean (constant)
later : 1 (linked)
now : 1 (linked)
"""


class Relaxation:
    def __init__(self, problem):
        b2.start_scope()
        b2.defaultclock.dt = problem["stepSize"] * TAU
        self.problem = problem
        last = len(problem["start"]) - 1
        self.parts = []
        self.groups = []
        for i, (x, slope) in enumerate(zip(problem["start"], problem["slope"])):
            group = b2.NeuronGroup(len(x), HELD if i == last else RELAXING, method="euler", namespace={"tau": TAU})
            group.slope = slope
            self.groups.append(group)
        for i, weight in enumerate(problem["weights"]):
            self.connect(i, weight, problem["late"][i] if problem["late"] else None)
        self.network = b2.Network(self.groups, self.parts)
        self.restart()

    def connect(self, lower, weight, late):
        source = self.groups[lower + 1]
        uppers, lowers = np.indices(weight.shape).reshape(2, -1)
        if late is not None:
            rows = late.max() + 1
            source = self.history(source, rows)
            uppers = (rows - 1 - late.ravel()) * len(weight) + uppers
        synapses = b2.Synapses(source, self.groups[lower], FEEDBACK)
        synapses.connect(i=uppers, j=lowers)
        synapses.w = weight.ravel()
        self.parts.append(synapses)

    def history(self, group, rows):
        size = len(group)
        history = b2.NeuronGroup(rows * size, HISTORY)
        places = np.arange(rows * size)
        history.newest = places >= (rows - 1) * size
        history.later = b2.linked_var(history, "message", index=np.minimum(places + size, rows * size - 1))
        history.now = b2.linked_var(group, "message", index=places % size)
        history.run_regularly("message = int(newest) * now + int(not newest) * later", when="start")
        self.parts.append(history)
        return history

    def restart(self):
        for group, x in zip(self.groups, self.problem["start"]):
            group.x = x

    def run(self, relaxations):
        """Steps through so many relaxations' time. @returns the seconds that the steps took"""
        self.network.run(relaxations * self.problem["steps"] * b2.defaultclock.dt)
        return b2.get_device()._last_run_time

    def activities(self):
        return [group.x[:] for group in self.groups[:-1]]


class Standalone(Relaxation):
    """The same as a C++ program of one relaxation."""

    def __init__(self, problem):
        self.folder = tempfile.TemporaryDirectory(prefix="relaxon-brian-")
        b2.device.reinit()
        b2.set_device("cpp_standalone", directory=self.folder.name, build_on_run=False)
        super().__init__(problem)
        self.network.run(problem["steps"] * b2.defaultclock.dt)
        b2.device.build(directory=self.folder.name, run=False)

    def run(self, relaxations):
        """Starts the program so often. @returns the seconds that its steps took"""
        seconds = 0
        for _ in range(relaxations):
            b2.device.run(directory=self.folder.name, with_output=False, run_args=[])
            seconds += b2.device._last_run_time
        return seconds


current = None


def solve(problem, _name):
    """Activities after the steps of the problem; what is timed from here on is that problem."""
    global current
    current = {"cython": Relaxation, "standalone": Standalone}[target](problem)
    current.run(1)
    return answer_of(current.activities())


if target == "cython":
    b2.prefs.codegen.target = target
serve({"relax": lambda repeats: current.run(repeats)}, {"code": target, "threads": threads}, solve)
