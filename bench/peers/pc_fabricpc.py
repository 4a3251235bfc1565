"""Predictive coding in FabricPC, as its users would write it (pc_data.py). Argument: threads."""

import sys

from threads import use_threads

threads = int(sys.argv[1])
use_threads(threads)

# Before any library that prints: it serves.
from pc_data import LEARNING_RATE, STEP_SIZE, STEPS, serve_learning

import jax
import jax.numpy as jnp
import numpy as np
import optax
from fabricpc.core.activations import IdentityActivation, ReLUActivation
from fabricpc.core.inference import InferenceSGD
from fabricpc.core.topology import Edge
from fabricpc.graph_assembly import TaskMap, graph
from fabricpc.graph_initialization import FeedforwardStateInit, initialize_graph_state, initialize_params
from fabricpc.nodes import Linear
from fabricpc.training import make_train_step

from paper_data import SIZES, minibatches

KEY = jax.random.PRNGKey(0)
NAMES = [f"layer{i}" for i in range(len(SIZES))]


def structure_of():
    nodes = []
    for i, (name, size) in enumerate(zip(NAMES, SIZES)):
        inner = 0 < i < len(SIZES) - 1
        nodes.append(Linear(shape=(size,), name=name, activation=ReLUActivation() if inner else IdentityActivation()))
    return graph(
        nodes=nodes,
        edges=[Edge(source=lower, target=upper.slot("in")) for lower, upper in zip(nodes, nodes[1:])],
        task_map=TaskMap(x=nodes[0], y=nodes[-1]),
        inference=InferenceSGD(eta_infer=STEP_SIZE, infer_steps=STEPS),
        graph_state_initializer=FeedforwardStateInit(),
    )


structure = structure_of()
optimiser = optax.sgd(LEARNING_RATE)
step = make_train_step(structure, optimiser)


@jax.jit
def predict(params, images):
    clamps = {NAMES[0]: images}
    state = initialize_graph_state(structure, images.shape[0], KEY, clamps=clamps, params=params)
    return state.nodes[NAMES[-1]].z_mu


class Learner:
    def __init__(self, weights):
        nodes = dict(initialize_params(structure, KEY).nodes)
        for name, (weight, bias) in zip(NAMES[1:], weights):
            (edge,) = nodes[name].weights
            shaped = jnp.asarray(bias).reshape(nodes[name].biases["b"].shape)
            nodes[name] = nodes[name]._replace(weights={edge: jnp.asarray(weight)}, biases={"b": shaped})
        self.params = initialize_params(structure, KEY)._replace(nodes=nodes)
        self.state = optimiser.init(self.params)

    def learn(self, images, targets, dry=False):
        params, state, _, _ = step(self.params, self.state, {"x": images, "y": targets}, KEY)
        jax.block_until_ready(params)
        if not dry:
            self.params, self.state = params, state

    def predict(self, images):
        return np.asarray(predict(self.params, images))

    def weights(self):
        nodes = [self.params.nodes[name] for name in NAMES[1:]]
        return [(next(iter(node.weights.values())), node.biases["b"].ravel()) for node in nodes]


serve_learning(Learner, jax.device_put(list(minibatches(8))), threads)
