"""Arrays as they travel in lines of JSON: shape, type and base64 of their bytes."""

import base64

import numpy as np


def decoded(value):
    """Of whatever JSON gives: objects of arrays become arrays, and what is around them stays."""
    if isinstance(value, dict) and "base64" in value:
        return np.frombuffer(base64.b64decode(value["base64"]), value["type"]).reshape(value["shape"]).copy()
    if isinstance(value, dict):
        return {key: decoded(item) for key, item in value.items()}
    return [decoded(item) for item in value] if isinstance(value, list) else value


def encoded(array):
    array = np.ascontiguousarray(array)
    return {"shape": list(array.shape), "type": str(array.dtype), "base64": base64.b64encode(array.tobytes()).decode()}
