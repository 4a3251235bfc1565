"""The child's side of the benchmark: one line of JSON in, one line of JSON out."""

import json
import os
import queue
import signal
import sys
import threading
import time

from arrays import decoded, encoded

# Replies go out on a descriptor of their own: what libraries print, C libraries too, goes to standard error.
replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def serve(contestants, info, solve=None):
    """Says that it is ready, then does what it is asked to, until standard input closes, even in the middle of work.

    NAME(repeats) gives the seconds that it took. solve(problem, NAME) gives a list of arrays: what that one makes of a problem.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    requests = queue.Queue()

    def listen():
        for line in sys.stdin:
            requests.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    say({"ready": info})
    while True:
        request = json.loads(requests.get())
        try:
            say(answer(request, contestants, solve))
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}"})


def answer(request, contestants, solve):
    if "solve" in request:
        return {"answer": [encoded(array) for array in solve(decoded(request["solve"]), request["by"])]}
    return {"seconds": contestants[request["run"]](request["repeats"])}


def say(value):
    print(json.dumps(value), file=replies, flush=True)


def timed(work):
    """Times work(k) for k = 0, 1, ..., one after the other."""

    def run(repeats):
        start = time.perf_counter()
        for k in range(repeats):
            work(k)
        return time.perf_counter() - start

    return run
