"""Answers of exported networks, as JSON on standard output.

Arguments: a page whose Python blocks are run first (one defines load), and folders of exports, each with inputs.safetensors. Of each come
the outputs, and whether saving the state and loading it again gives the same.
"""

import json
import re
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

page, *folders = sys.argv[1:]
documented = {}
for block in re.findall(r"```python\n(.*?)```", Path(page).read_text(), re.DOTALL):
    exec(block, documented)

torch.set_num_threads(1)
answers = []
for folder in folders:
    net = documented["load"](folder)
    inputs = load_file(f"{folder}/inputs.safetensors")
    given = [inputs[name] for name in json.load(open(f"{folder}/network.json"))["inputs"]]
    outputs = net(*given)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    sum(output.sum() for output in outputs).backward()
    without = [name for name, parameter in net.named_parameters() if parameter.grad is None]
    # Something else than what came, to be read there.
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(0.5)
        save_file(net.state_dict(), f"{folder}/back.safetensors")
        later = net(*given)
    later = later if isinstance(later, tuple) else (later,)
    answers.append(
        {
            "outputs": [output.flatten().tolist() for output in outputs],
            "later": [output.flatten().tolist() for output in later],
            "without": without,
        }
    )
print(json.dumps(answers))
