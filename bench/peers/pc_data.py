"""Predictive coding of the paper's network (paper_data.py): 20 steps of 0.1 per sample, outputs held at their targets, weights by
plain gradient descent of the energy's mean over the minibatch. An energy of half the squared errors, predictions f(W v).
"""

import os
import time

import numpy as np

from paper_data import BATCH, SIZES, answer_of, batch_of, initial_weights, weights_of
from serve import serve, timed

STEPS = 20
STEP_SIZE = 0.1
LEARNING_RATE = 0.064


def images_of(folder, part):
    """Pixels from 0 to 1, and labels, as the benchmark has left them in a folder."""
    pixels = np.fromfile(os.path.join(folder, f"{part}.pixels"), np.uint8).reshape(-1, SIZES[0])
    return pixels.astype(np.float32) / np.float32(255), np.fromfile(os.path.join(folder, f"{part}.labels"), np.uint8)


def trained(folder, most, learn, predict):
    """Learns from the training images once, in their order. @returns accuracy on the test images, and seconds of learning"""
    images, labels = images_of(folder, "train")
    count = min(most or len(images), len(images)) // BATCH
    targets = np.eye(SIZES[-1], dtype=np.float32)[labels]
    learn(images[:BATCH], targets[:BATCH], dry=True)
    start = time.perf_counter()
    for k in range(count):
        learn(images[k * BATCH : (k + 1) * BATCH], targets[k * BATCH : (k + 1) * BATCH])
    seconds = time.perf_counter() - start
    images, labels = images_of(folder, "test")
    right = sum(
        int((np.argmax(predict(images[k : k + 1000]), axis=1) == labels[k : k + 1000]).sum())
        for k in range(0, len(images), 1000)
    )
    return right / len(images), seconds


def serve_learning(learner_of, batches, threads):
    """Serves a library whose learner is made of weights: minibatches of it timed, and what it makes of a problem."""

    def solve(problem, name):
        """The weights after one minibatch; or accuracy after an epoch, and its seconds."""
        learner = learner_of(weights_of(problem))
        if name == "epoch":
            return [np.array(trained(problem["folder"], problem["most"], learner.learn, learner.predict))]
        learner.learn(*batch_of(problem))
        return answer_of(learner.weights())

    learner = learner_of(initial_weights())
    serve({"pc": timed(lambda k: learner.learn(*batches[k % len(batches)]))}, {"threads": threads}, solve)
