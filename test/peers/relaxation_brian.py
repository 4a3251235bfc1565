"""Relaxations of rate neurons in Brian2, as JSON from standard input to standard output.

A network is neurons {x, mu} (first activity, constant drive), from the inputs up, and connections {from, to, weight, steps},
each from a later neuron to an earlier one. What a neuron says at a step is a spike of that step, which carries how much its
activity has changed, over synapses with Brian2's own delays. Brian2 handles the spikes of a step after its state update,
so there is one step before all others in which nothing moves.
"""

import json
import sys

import brian2 as b2


def course_of(target, network, courses, h, steps):
    """x of one neuron at steps 0, 1, ...; courses has those of all that it hears."""
    b2.start_scope()
    b2.defaultclock.dt = h * b2.ms
    dt = b2.defaultclock.dt
    group = b2.NeuronGroup(
        1,
        "dx/dt = int(t > first) * (current + mu - x) / ms : 1\ncurrent : 1\nmu : 1",
        method="euler",
        namespace={"first": dt / 2},
    )
    group.x = network["neurons"][target]["x"]
    group.mu = network["neurons"][target]["mu"]
    monitor = b2.StateMonitor(group, "x", record=True, when="start")
    parts = [group, monitor]
    for one in network["connections"]:
        if one["to"] != target:
            continue
        said = courses[one["from"]]
        spikes = b2.SpikeGeneratorGroup(steps + 1, list(range(steps + 1)), [k * dt for k in range(steps + 1)])
        synapses = b2.Synapses(spikes, group, "change : 1", on_pre="current_post += change")
        synapses.connect()
        synapses.change = [one["weight"] * (x - before) for x, before in zip(said, [0, *said])]
        synapses.delay = one["steps"] * dt
        parts += [spikes, synapses]
    b2.Network(parts).run((steps + 2) * dt)
    return [float(x) for x in monitor.x[0][1 : steps + 2]]


def relax(network, h, steps):
    courses = {}
    for target in reversed(range(len(network["neurons"]))):
        courses[target] = course_of(target, network, courses, h, steps)
    return [courses[i] for i in range(len(network["neurons"]))]


def main():
    b2.prefs.codegen.target = "numpy"
    task = json.load(sys.stdin)
    courses = [relax(network, task["h"], task["steps"]) for network in task["networks"]]
    json.dump({"version": b2.__version__, "courses": courses}, sys.stdout)


main()
