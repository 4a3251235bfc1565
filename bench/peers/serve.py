"""The child's side of the benchmark: one line of JSON in, one line of JSON out."""

import json
import os
import queue
import signal
import sys
import threading


def serve(contestants, info):
    """Says that it is ready, then runs what it is asked to: NAME(repeats) gives the seconds that it took.

    Ends as soon as standard input closes, even in the middle of work: nobody is left to hear.
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
            say({"seconds": contestants[request["run"]](request["repeats"])})
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}"})


def say(value):
    print(json.dumps(value), flush=True)
