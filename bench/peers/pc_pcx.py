"""Predictive coding in pcx, as its users would write it (pc_data.py): its tutorial's loop. Argument: threads."""

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
import pcx as px
import pcx.functional as pxf
import pcx.nn as pxnn
import pcx.predictive_coding as pxc
import pcx.utils as pxu

from paper_data import BATCH, SIZES, minibatches

PER_SAMPLE = pxu.M(pxc.VodeParam | pxc.VodeParam.Cache).to((None, 0))


class Model(pxc.EnergyModule):
    def __init__(self, weights):
        super().__init__()
        self.layers = []
        for weight, bias in weights:
            layer = pxnn.Linear(*weight.shape)
            layer.nn.weight.set(jnp.asarray(weight.T))
            layer.nn.bias.set(jnp.asarray(bias))
            self.layers.append(layer)
        self.vodes = [pxc.Vode() for _ in weights]
        self.vodes[-1].h.frozen = True

    def __call__(self, x, y):
        for vode, layer in zip(self.vodes[:-1], self.layers[:-1]):
            x = vode(jax.nn.relu(layer(x)))
        self.vodes[-1](self.layers[-1](x))
        if y is not None:
            self.vodes[-1].set("h", y)
        return self.vodes[-1].get("u")


@pxf.vmap(PER_SAMPLE, in_axes=(0, 0), out_axes=0)
def forward(x, y, *, model):
    return model(x, y)


@pxf.vmap(PER_SAMPLE, in_axes=(0,), out_axes=(None, 0), axis_name="batch")
def energy(x, *, model):
    y = model(x, None)
    return jax.lax.pmean(model.energy().sum(), "batch"), y


@pxf.jit(static_argnums=0)
def train_on_batch(steps, x, y, *, model, optim_w, optim_h):
    values = pxu.M_hasnot(pxc.VodeParam, frozen=True)
    with pxu.step(model, pxc.STATUS.INIT, clear_params=pxc.VodeParam.Cache):
        forward(x, y, model=model)
    optim_h.init(values(model))
    for _ in range(steps):
        with pxu.step(model, clear_params=pxc.VodeParam.Cache):
            _, gradients = pxf.value_and_grad(values.to([False, True]), has_aux=True)(energy)(x, model=model)
        # The energy is a mean over the batch; steps are per sample.
        optim_h.step(model, gradients["model"], scale_by=x.shape[0])
    optim_h.clear()
    with pxu.step(model, clear_params=pxc.VodeParam.Cache):
        parameters = pxu.M(pxnn.LayerParam).to([False, True])
        _, gradients = pxf.value_and_grad(parameters, has_aux=True)(energy)(x, model=model)
    optim_w.step(model, gradients["model"])


@pxf.jit()
def predict_batch(x, *, model):
    with pxu.step(model, pxc.STATUS.INIT, clear_params=pxc.VodeParam.Cache):
        return forward(x, None, model=model)


def model_of(weights, batch):
    """A model whose values are those of so many samples: pcx keeps them from one batch to the next."""
    model = Model(weights)
    with pxu.step(model, pxc.STATUS.INIT, clear_params=pxc.VodeParam.Cache):
        forward(jnp.zeros((batch, SIZES[0])), jnp.zeros((batch, SIZES[-1])), model=model)
    return model


# One of each for all learners: what is compiled is known by them.
def weight_descent():
    return optax.sgd(LEARNING_RATE)


def value_descent():
    return optax.sgd(STEP_SIZE)


class Learner:
    def __init__(self, weights):
        self.model = model_of(weights, BATCH)
        self.optim_w = pxu.Optim(weight_descent, pxu.M(pxnn.LayerParam)(self.model))
        self.optim_h = pxu.Optim(value_descent)

    def learn(self, images, targets, dry=False):
        if dry:
            return Learner(self.weights()).learn(images, targets)
        optims = {"optim_w": self.optim_w, "optim_h": self.optim_h}
        train_on_batch(STEPS, jnp.asarray(images), jnp.asarray(targets), model=self.model, **optims)
        jax.block_until_ready(self.model.layers[0].nn.weight.get())

    def predict(self, images):
        return np.asarray(predict_batch(jnp.asarray(images), model=model_of(self.weights(), len(images))))

    def weights(self):
        return [(layer.nn.weight.get().T, layer.nn.bias.get()) for layer in self.model.layers]


serve_learning(Learner, [tuple(map(jnp.asarray, batch)) for batch in minibatches(8)], threads)
