"""A chain of dense relu layers, cross-entropy and an optimiser of torch.optim, as their users would write it.

Argument: a folder with job.json, the first weights (NAME.f32), samples of bytes and their labels (train.u8, test.u8, ...),
and the numbers of the samples in the order in which they are seen (order.i32). A line of JSON for each epoch comes out.
"""

import functools
import json
import os
import sys

from threads import use_threads

use_threads(1)

import numpy as np
import torch

torch.set_num_threads(1)
folder = sys.argv[1]
with open(os.path.join(folder, "job.json")) as file:
    job = json.load(file)


def read(name, kind):
    return np.fromfile(os.path.join(folder, name), dtype=kind)


def split(name):
    labels = torch.from_numpy(read(f"{name}-labels.u8", np.uint8).astype(np.int64))
    inputs = read(f"{name}.u8", np.uint8).astype(np.float32) * np.float32(job["scale"])
    return torch.from_numpy(inputs.reshape(len(labels), -1)), labels


def model_of(parameters):
    given = {each["name"]: torch.from_numpy(read(f"{each['name']}.f32", np.float32).reshape(each["shape"])) for each in parameters}
    names = sorted({name.rsplit(".", 1)[0] for name in given}, key=lambda name: int(name.rsplit(".", 1)[-1]))
    modules = []
    for name in names:
        weight, bias = given[f"{name}.weight"], given[f"{name}.bias"]
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0])
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
        modules += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


optimisers = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "momentum": functools.partial(torch.optim.SGD, momentum=0.9),
    "nesterov": functools.partial(torch.optim.SGD, momentum=0.9, nesterov=True),
    "sgd": torch.optim.SGD,
}


def main():
    inputs, labels = split("train")
    test_inputs, test_labels = split("test")
    model = model_of(job["parameters"])
    optimiser = optimisers[job["optimiser"]](model.parameters(), lr=job["learningRate"])
    updates = job["epochs"] * -(-job["count"] // job["batchSize"])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, updates) if job["cosine"] else None
    loss_of = torch.nn.CrossEntropyLoss()
    order = torch.from_numpy(read("order.i32", np.int32).astype(np.int64)).reshape(job["epochs"], job["count"])
    for epoch, seen in enumerate(order):
        total = 0.0
        for batch in seen.split(job["batchSize"]):
            optimiser.zero_grad()
            loss = loss_of(model(inputs[batch]), labels[batch])
            loss.backward()
            optimiser.step()
            if schedule:
                schedule.step()
            total += loss.item() * len(batch)
        with torch.no_grad():
            accuracy = (model(test_inputs).argmax(1) == test_labels).double().mean().item()
        row = {"epoch": epoch + 1, "trainLoss": total / job["count"], "testAccuracy": accuracy}
        print(json.dumps(row), flush=True)


main()
