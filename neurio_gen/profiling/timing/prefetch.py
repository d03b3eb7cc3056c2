"""The prefetch unit of Cortex-M3 and M4: how long a block starves for its own code.

It buffers three words (Arm article 103488664, "How does Cortex-M3 handle 32-bit opcodes not aligned
on word boundaries?"; Cortex-M3 Technical Reference Manual, DDI 0337G, 1.4) and reads an aligned
word whenever the buffer has room. A read takes an address and a data cycle (AHB-Lite, Arm IHI
0033, 1.2). The decoder takes an instruction as soon as it is whole and the one before executes.

Two rules that others measured on an STM32L4 (compendium.i-0.nl, "Alignment rules") follow:

- A branch to a 32-bit instruction across two words waits a cycle for the second of them.
- A row of such instructions starves. Each needs two of the three words at once, so the read of the
  next begins too late. A word counts as free the cycle after the decoder took its last halfword:
  with that, a row of aligned instructions runs at one a cycle, as it does, and a row of unaligned
  ones at two in three cycles.
"""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.profiling.timing.instructions import Instruction

_WORDS = 3
_READ = 2  # cycles


def starvation(code: Sequence[Instruction], cycles: Sequence[int], *, refilled: bool) -> int:
    """Cycles that a block waits for code that its memory delivers without wait states.

    `cycles` are what each instruction executes. `refilled` where a branch led here, so that the
    buffer is empty; otherwise it is full.
    """
    first = code[0].address // 4
    requests = [] if refilled else [-_READ] * _WORDS  # when each word's read begins
    freed: list[int] = []
    decoder = _READ if refilled else 0  # when each stage can take an instruction
    executor = start = decoder + 1
    for instruction, own in zip(code, cycles, strict=True):
        end = instruction.address + instruction.size
        last = (end - 1) // 4 - first
        while len(requests) <= last:
            word = len(requests)
            next_slot = requests[-1] + 1 if requests else 0
            room = freed[word - _WORDS] if word >= _WORDS else next_slot
            requests.append(max(next_slot, room))
        decoded = max(decoder, requests[last] + _READ)
        freed += [decoded + 1] * (end // 4 - first - len(freed))
        if own == 0:  # IT, decoded together with another instruction
            decoder = decoded
            continue
        decoder = max(executor, decoded + 1)
        executor = decoder + own
    return executor - start - sum(cycles)
