"""What a peer says about itself, as a line of JSON. Arguments: its package on PyPI, the modules that its programs import.

`missing` has the modules that are not there, `error` why one that is there does not import.
"""

import importlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import sys


def blas_of_torch(torch):
    """The library of linear algebra that PyTorch was built with, in PyTorch's own words."""
    shown = torch.__config__.show()
    for name in ("Math Kernel Library", "OpenBLAS", "Accelerate"):
        lines = [line.strip(" -") for line in shown.splitlines() if name in line]
        if lines:
            return lines[0]
    built = re.search(r"BLAS_INFO=(\w+)", shown)
    return built.group(1) if built else "not named"


def version(package, module):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return str(getattr(module, "__version__", "of no version"))


def describe(package, names):
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        return {"missing": missing}
    try:
        modules = [importlib.import_module(name) for name in names]
    except BaseException as error:
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    found = {"version": version(package, modules[0]), "python": platform.python_version()}
    if names[0] == "torch":
        found["blas"] = blas_of_torch(modules[0])
    return {"found": found}


# What libraries print while they are imported is not our answer.
answer = os.dup(1)
os.dup2(2, 1)
with os.fdopen(answer, "w") as out:
    out.write(json.dumps(describe(sys.argv[1], sys.argv[2:])) + "\n")
