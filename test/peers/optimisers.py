"""Optimisers of PyTorch in float64, as JSON from standard input to standard output.

A task has parameters {name: numbers}, gradients, one {name: numbers} per update, and the settings of an optimiser. Biases have
no weight decay, feedback weights a learning rate of their own: three parameter groups. Gradients are clipped by
clip_grad_value_. What comes out is the parameters after every update.
"""

import json
import sys

import torch


def groups_of(parameters, task):
    decay = task.get("weightDecay", 0)
    rates = {"feedback": task.get("feedbackLr", task["lr"])}
    kinds = {}
    for name, parameter in parameters.items():
        kinds.setdefault(name.split(".")[-1], []).append(parameter)
    return [
        {"params": params, "lr": rates.get(kind, task["lr"]), "weight_decay": 0 if kind == "bias" else decay}
        for kind, params in kinds.items()
    ]


def course_of(task):
    parameters = {
        name: torch.nn.Parameter(torch.tensor(numbers, dtype=torch.float64))
        for name, numbers in task["parameters"].items()
    }
    groups = groups_of(parameters, task)
    if task["optim"] in ("Adam", "AdamW"):
        options = {"betas": task.get("betas", (0.9, 0.999)), "eps": task.get("eps", 1e-8)}
        optimiser = getattr(torch.optim, task["optim"])(groups, **options)
    elif task["optim"] == "RMSprop":
        options = {"alpha": task.get("alpha", 0.99), "eps": task.get("eps", 1e-8)}
        more = {"momentum": task.get("momentum", 0), "centered": task.get("centered", False)}
        optimiser = torch.optim.RMSprop(groups, lr=task["lr"], **options, **more)
    else:
        options = {"momentum": task.get("momentum", 0), "nesterov": task.get("nesterov", False)}
        optimiser = torch.optim.SGD(groups, lr=task["lr"], **options)
    course = []
    for gradients in task["gradients"]:
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(gradients[name], dtype=torch.float64)
        if "clip" in task:
            torch.nn.utils.clip_grad_value_(parameters.values(), task["clip"])
        if "clipNorm" in task:
            torch.nn.utils.clip_grad_norm_(parameters.values(), task["clipNorm"])
        optimiser.step()
        course.append({name: parameter.detach().tolist() for name, parameter in parameters.items()})
    return course


print(json.dumps({"courses": [course_of(task) for task in json.load(sys.stdin)["tasks"]]}))
