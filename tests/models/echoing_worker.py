"""Stands in for TensorFlow's interpreter: outputs are the inputs."""

from neurio_gen.models.jobs import InterpretJob
from neurio_gen.workers.child import Service


def service() -> Service:
    return lambda job, tell: job.samples if isinstance(job, InterpretJob) else None
