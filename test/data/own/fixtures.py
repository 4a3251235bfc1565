"""Files as other programs write them, for fixtures.json: python fixtures.py, with numpy, pyarrow and pillow."""

import base64
import io
import json
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

found = {}


def keep(name, raw, **expected):
    found[name] = {"bytes": base64.b64encode(raw).decode(), **expected}


def npy(name, array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    keep(name + ".npy", buffer.getvalue(), shape=list(array.shape), values=[float(x) for x in array.ravel()])


base = np.array([[0, 1, 2], [3, 100, 7]])
for dtype in ["<f2", "<f4", "<f8", "i1", "<i2", "<i4", "<i8", "u1", "<u2", "<u4", "<u8", ">f4", ">f8", ">i2", ">i8", ">f2"]:
    signed = base - (0 if dtype.strip("<>|=").startswith("u") else 3)
    npy(dtype.replace("<", "le-").replace(">", "be-"), signed.astype(dtype))
npy("fortran", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4) - 5.5))
npy("fortran-be", np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3)))
npy("bool", np.array([True, False, True]))

for name, save in {"stored": np.savez, "deflated": np.savez_compressed}.items():
    buffer = io.BytesIO()
    save(buffer, x=np.arange(12, dtype="<f4").reshape(4, 3), y=np.array([2, 1, 2, 1]))
    keep(name + ".npz", buffer.getvalue())

table = pa.table(
    {"a": pa.array([1.5, -2.0, 3.25, 4.0]), "b": pa.array([1, 2, 3, 4], pa.int64()), "kind": ["x", "y", "x", "y"]}
)
for codec in ["none", "snappy", "gzip", "brotli", "zstd"]:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression=codec, row_group_size=3)
    keep(codec + ".parquet", buffer.getvalue())
buffer = io.BytesIO()
pq.write_table(pa.table({"a": pa.array([1.0, None, 3.0]), "kind": ["x", "y", "x"]}), buffer)
keep("null.parquet", buffer.getvalue())


def png(name, image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    array = np.asarray(image.convert("RGB") if image.mode in ("P", "RGBA") else image)
    keep(name + ".png", buffer.getvalue(), shape=list(array.shape), values=[int(x) for x in array.ravel()])


grey = np.arange(6, dtype="uint8").reshape(2, 3) * 40
rgb = np.arange(18, dtype="uint8").reshape(2, 3, 3) * 10
png("grey", Image.fromarray(grey))
png("bits", Image.fromarray(grey > 60))
png("wide", Image.fromarray(grey.astype("uint16") * 300))
png("rgb", Image.fromarray(rgb))
png("rgba", Image.fromarray(np.dstack([rgb, np.full((2, 3), 255, "uint8")])))
png("palette", Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE))

with open(os.path.join(os.path.dirname(__file__), "fixtures.json"), "w") as file:
    json.dump(found, file, indent=1, sort_keys=True)
    file.write("\n")
