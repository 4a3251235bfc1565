"""Trains, or judges, a network on digits; results as JSON on standard output.

`weights.py train DATA OUT` trains an nn.Sequential of two layers for an epoch and writes its state_dict, with a prefix as
DataParallel gives it, and in float16 and bfloat16. `weights.py judge DATA FOLDER PAGE` loads an export by the loader of a page.
"""

import json
import re
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

torch.manual_seed(1)
torch.set_num_threads(1)
mode, data = sys.argv[1], load_file(sys.argv[2])


def judged(net, inputs=data["test"]):
    with torch.no_grad():
        outputs = net(inputs)
    guesses = outputs.argmax(1)
    loss = nn.functional.cross_entropy(outputs, data["test_labels"]).item()
    right = (guesses == data["test_labels"]).sum().item()
    return {"outputs": outputs.flatten().tolist(), "guesses": guesses.tolist(), "right": right, "loss": loss}


if mode == "train":
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 10))
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1)
    for batch in torch.randperm(len(data["train"])).split(32):
        optimiser.zero_grad()
        nn.functional.cross_entropy(net(data["train"][batch]), data["train_labels"][batch]).backward()
        optimiser.step()
    out = Path(sys.argv[3])
    state = {f"module.{name}": tensor.contiguous() for name, tensor in net.state_dict().items()}
    save_file(state, out / "torch.safetensors")
    answers = {"full": judged(net)}
    for name, dtype in {"half": torch.float16, "brain": torch.bfloat16}.items():
        save_file({key: tensor.to(dtype) for key, tensor in state.items()}, out / f"{name}.safetensors")
        net.load_state_dict({key: tensor.to(dtype).float() for key, tensor in net.state_dict().items()})
        answers[name] = judged(net)
        net.load_state_dict({key.removeprefix("module."): tensor for key, tensor in state.items()})
    print(json.dumps(answers))
else:
    documented = {}
    for block in re.findall(r"```python\n(.*?)```", Path(sys.argv[4]).read_text(), re.DOTALL):
        exec(block, documented)
    print(json.dumps(judged(documented["load"](sys.argv[3]))))
