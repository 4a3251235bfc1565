"""So many threads: imported, and called, before any library that computes."""

import os


def use_threads(count):
    """Has OpenMP, oneMKL, OpenBLAS and XLA use so many threads. XLA makes one for each processor unless NPROC says how many."""
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
        os.environ[f"{library}_NUM_THREADS"] = str(count)
    os.environ["NPROC"] = str(count)
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
