"""At which step a delayed message is first seen, as JSON from standard input to standard output.

Argument: `nest` or `brian`. The input has delays in steps of 0.1; the answer has for each the steps between that after which the
source is new and the first after which the target is, or the error that the simulator reports.
"""

import json
import sys

STEP = 0.1


def in_nest(delay):
    import nest

    nest.ResetKernel()
    nest.set_verbosity("M_ERROR")
    nest.resolution = STEP
    source = nest.Create("lin_rate_ipn", params={"tau": 1.0, "sigma": 0.0, "mu": 1.0, "rate": 1.0})
    target = nest.Create("lin_rate_ipn", params={"tau": 1.0, "sigma": 0.0, "mu": 0.0, "rate": 0.0})
    nest.Connect(source, target, syn_spec={"synapse_model": "rate_connection_delayed", "weight": 1.0, "delay": delay})
    meter = nest.Create("multimeter", params={"record_from": ["rate"], "interval": STEP})
    nest.Connect(meter, target)
    nest.Simulate(30 * STEP)
    rates = meter.get("events")["rate"]
    # The source has its value from the beginning; the first row is after one step.
    return 1 + next(i for i, rate in enumerate(rates) if rate != 0)


def in_brian(delay):
    import brian2 as b2

    b2.prefs.codegen.target = "numpy"
    b2.start_scope()
    b2.defaultclock.dt = STEP * b2.ms
    spikes = b2.SpikeGeneratorGroup(1, [0], [0] * b2.ms)
    target = b2.NeuronGroup(1, "dx/dt = (heard - x) / ms : 1\nheard : 1", method="euler")
    synapses = b2.Synapses(spikes, target, on_pre="heard_post += 1")
    synapses.connect()
    synapses.delay = delay * b2.ms
    monitor = b2.StateMonitor(target, "x", record=True, when="end")
    b2.Network(spikes, target, synapses, monitor).run(3 * b2.ms)
    # Said in the step from 0 to dt: the source is new after it, which is the first row.
    return next(i for i, x in enumerate(monitor.x[0]) if x != 0)


def main():
    first = {"nest": in_nest, "brian": in_brian}[sys.argv[1]]
    answers = []
    for delay in json.load(sys.stdin):
        try:
            answers.append(first(delay))
        except Exception as error:
            answers.append(type(error).__name__ + ": " + str(error))
    print("\n" + json.dumps(answers))


main()
