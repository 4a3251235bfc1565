"""Learning-rate schedules of PyTorch, as JSON from standard input to standard output.

A task is a list of parts {scheduler, args, lasts} and a count; what comes out is the learning rate before each step.
"""

import json
import sys

import torch
from torch.optim import lr_scheduler


def course_of(task):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=task["lr"])
    parts = [getattr(lr_scheduler, part["scheduler"])(optimiser, **part["args"]) for part in task["parts"]]
    ends = []
    for part in task["parts"][:-1]:
        ends.append((ends[-1] if ends else 0) + part["lasts"])
    scheduler = lr_scheduler.SequentialLR(optimiser, parts, ends) if ends else parts[0]
    course = []
    for _ in range(task["count"]):
        course.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return course


print(json.dumps({"courses": [course_of(task) for task in json.load(sys.stdin)["tasks"]]}))
