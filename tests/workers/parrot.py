"""What the worker of the tests runs: it answers in each way that there is."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.workers.child import Service, Tell


def service() -> Service:
    return answer


def answer(request: tuple[str, Any], tell: Tell) -> Any:
    print("what is printed does not disturb")
    what, value = request
    if what == "echo":
        return value
    if what == "refuse":
        raise ModelError(f"{value} is not to my liking", hint="Send another.")
    if what == "usage":
        raise UsageError(f"{value} is not for me")
    if what == "wrong":
        return value.no_such_thing
    if what == "nothing to pickle":
        return lambda: None
    if what == "slowly":
        for step in range(value):
            tell(f"step {step + 1}")
            time.sleep(0.2)
        return value
    if what == "hang":
        tell("step 1")
        time.sleep(60)
    if what == "leave":
        print("\n".join(f"line {n}" for n in range(100)), file=sys.stderr, flush=True)
        os._exit(value)
    raise MemoryError
