"""Stands in for the TensorFlow worker: takes a job and never answers."""

import time

from neurio_gen.workers.child import Service


def service() -> Service:
    return lambda job, tell: time.sleep(60)
