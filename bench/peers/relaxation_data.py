"""The relaxation of a chain of layers, as the benchmark sends it.

`start` has the activities that layers begin with, from the first hidden one to the output, which is held; `slope` their
derivatives; `weights` [upper, lower] those of the feedback into each layer but the last, and `late`, of the same shapes, by how
many steps it is late.
"""

import numpy as np


def couplings(problem):
    """Of each layer but the last: weight times slope of the layer above, [upper, lower]."""
    return [weight * slope[:, None] for weight, slope in zip(problem["weights"], problem["slope"][1:])]


def answer_of(activities):
    """The activities of the layers that relax."""
    return [np.asarray(x, np.float64) for x in activities]
