"""Predictive coding in ngc-learn, as its users would write it (pc_data.py): its museum's circuit of rate cells, error cells and
Hebbian synapses, whose predictions are W f(v). Argument: threads.
"""

import sys

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

# Before any library that prints: it serves.
from pc_data import LEARNING_RATE, STEP_SIZE, STEPS, serve_learning

import jax
import jax.numpy as jnp
import numpy as np
from ngclearn import Context, MethodProcess
from ngclearn.components.neurons.graded.gaussianErrorCell import GaussianErrorCell
from ngclearn.components.neurons.graded.rateCell import RateCell
from ngclearn.components.synapses.hebbian.hebbianSynapse import HebbianSynapse
from ngclearn.components.synapses.staticSynapse import StaticSynapse
from ngclearn.utils.distribution_generator import DistributionGenerator as dist
from ngcsimlib.global_state import stateManager

from paper_data import BATCH, SIZES, minibatches

TOP = len(SIZES) - 1
HIDDEN = range(1, TOP)


class Circuit:
    def __init__(self, name):
        with Context(name):
            self.z = [self.cell(i, size) for i, size in enumerate(SIZES)]
            self.e = {i: GaussianErrorCell(f"e{i}", n_units=SIZES[i], batch_size=BATCH) for i in range(1, TOP + 1)}
            self.w = {i: self.synapses(i) for i in range(1, TOP + 1)}
            back = {"weight_init": dist.constant(value=0.0), "batch_size": BATCH}
            self.back = {i: StaticSynapse(f"E{i}", shape=(SIZES[i + 1], SIZES[i]), **back) for i in HIDDEN}
            self.wire()
            self.predict = MethodProcess(name="predict")
            self.advance = MethodProcess(name="advance")
            self.evolve = MethodProcess(name="evolve")
            for i in HIDDEN:
                self.advance = self.advance >> self.back[i].advance_state
            for i in HIDDEN:
                self.advance = self.advance >> self.z[i].advance_state
            for process in (self.predict, self.advance):
                for i in range(1, TOP + 1):
                    process = process >> self.w[i].advance_state
                    process = process >> self.e[i].advance_state
            for i in range(1, TOP + 1):
                self.evolve = self.evolve >> self.w[i].evolve
        self.rows = jnp.array(self.advance.pack_rows(STEPS, t=lambda k: k, dt=STEP_SIZE))

    def cell(self, i, size):
        inner = 0 < i < TOP
        shape = {"tau_m": 1.0, "act_fx": "relu"} if inner else {"tau_m": 0.0, "act_fx": "identity"}
        return RateCell(f"z{i}", n_units=size, batch_size=BATCH, **shape)

    def synapses(self, i):
        # Their updates are sums over the batch.
        return HebbianSynapse(
            f"W{i}",
            shape=(SIZES[i - 1], SIZES[i]),
            eta=LEARNING_RATE / BATCH,
            weight_init=dist.constant(value=0.0),
            bias_init=dist.constant(value=0.0),
            w_bound=0.0,
            optim_type="sgd",
            sign_value=-1.0,
            batch_size=BATCH,
        )

    def wire(self):
        for i in range(1, TOP + 1):
            self.z[i - 1].zF >> self.w[i].inputs
            self.w[i].outputs >> self.e[i].mu
            self.z[i].z >> self.e[i].target
            self.z[i - 1].zF >> self.w[i].pre
            self.e[i].dmu >> self.w[i].post
        for i in HIDDEN:
            self.e[i + 1].dmu >> self.back[i].inputs
            self.back[i].outputs >> self.z[i].j
            self.e[i].dtarget >> self.z[i].j_td


@jax.jit
def sweep(weights, images):
    """Sums of all layers of a forward pass, which values begin with."""
    sums, x = [], images
    for weight, bias in weights:
        sums.append(x @ weight + bias)
        x = jax.nn.relu(sums[-1])
    return sums


class Learner:
    made = 0

    def __init__(self, weights):
        Learner.made += 1
        self.circuit = Circuit(f"pc{Learner.made}")
        for i, (weight, bias) in enumerate(weights, 1):
            self.circuit.w[i].weights.set(jnp.asarray(weight))
            self.circuit.w[i].biases.set(jnp.asarray(bias).reshape(1, -1))

    def learn(self, images, targets, dry=False):
        circuit = self.circuit
        before = self.weights()
        sums = sweep(before, jnp.asarray(images))
        circuit.z[0].z.set(jnp.asarray(images))
        circuit.z[0].zF.set(jnp.asarray(images))
        circuit.z[TOP].z.set(jnp.asarray(targets))
        for i in HIDDEN:
            circuit.z[i].z.set(sums[i - 1])
            circuit.z[i].zF.set(jax.nn.relu(sums[i - 1]))
            circuit.back[i].weights.set(circuit.w[i + 1].weights.get().T)
        circuit.predict.run(dt=STEP_SIZE)
        stateManager.state, _ = circuit.advance.scan(circuit.rows)
        if not dry:
            circuit.evolve.run(dt=STEP_SIZE)
        jax.block_until_ready(circuit.w[1].weights.get())

    def predict(self, images):
        return np.asarray(sweep(self.weights(), jnp.asarray(images))[-1])

    def weights(self):
        synapses = [self.circuit.w[i] for i in range(1, TOP + 1)]
        return [(each.weights.get(), each.biases.get().ravel()) for each in synapses]


if __name__ == "__main__":
    serve_learning(Learner, jax.device_put(list(minibatches(8))), threads)
