"""Relaxations of rate neurons in NEST, as JSON from standard input to standard output.

A network is neurons {x, mu} (first activity, constant drive) and connections {from, to, weight, steps}. NEST integrates
exactly between its steps: x <- x e^(-r/tau) + (1 - e^(-r/tau)) drive, r its resolution. With tau = -r / ln(1 - h) that is an
Euler step of h.
"""

import json
import math
import sys

import nest

RESOLUTION = 0.1


def relax(network, h, steps):
    nest.ResetKernel()
    nest.resolution = RESOLUTION
    tau = -RESOLUTION / math.log(1 - h)
    neurons = [
        nest.Create("lin_rate_ipn", params={"tau": tau, "sigma": 0.0, "mu": one["mu"], "rate": one["x"]})
        for one in network["neurons"]
    ]
    for one in network["connections"]:
        how = {
            "synapse_model": "rate_connection_delayed",
            "weight": one["weight"],
            "delay": one["steps"] * RESOLUTION,
        }
        nest.Connect(neurons[one["from"]], neurons[one["to"]], syn_spec=how)
    meters = [nest.Create("multimeter", params={"record_from": ["rate"], "interval": RESOLUTION}) for _ in neurons]
    for meter, neuron in zip(meters, neurons):
        nest.Connect(meter, neuron)
    # A multimeter is heard a smallest delay later.
    nest.Simulate((steps + 20) * RESOLUTION)
    return [
        [one["x"], *map(float, meter.get("events")["rate"][:steps])]
        for one, meter in zip(network["neurons"], meters)
    ]


def main():
    task = json.load(sys.stdin)
    courses = [relax(network, task["h"], task["steps"]) for network in task["networks"]]
    # After what NEST itself prints.
    print("\n" + json.dumps({"version": nest.__version__, "courses": courses}))


main()
