"""docs/performance.md: tables of what was measured, with where every figure is from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from bakenn_peer import VERSION, Peer
from measure import CASES, Case

from neurio_gen.boards import load_board
from neurio_gen.build.toolchain import compiler_version
from neurio_gen.devices.versions import emulator_version
from neurio_gen.published import SOURCE, PublishedResult, rounds_of_board
from neurio_gen.results import Result

MODELS = ("kws01", "ic01", "ic02", "vww01", "ad01", "sww01")
DSP, GENERIC, MVE = CASES
TFLM = "TFLite Micro reference kernels"
CMSIS = "CMSIS-NN 4.0.0 on every layer, without softmax"


@dataclass(frozen=True)
class Tables:
    """All measurements of a run, by model; `peers` is a reason where BakeNN could not be had."""

    ours: Mapping[tuple[Case, str], Result]
    profiles: Mapping[str, Result]
    peers: Mapping[str, Peer] | str

    def instructions(self, case: Case, model: str) -> float | None:
        """Executed instructions of an inference; None where it failed or is not exact."""
        result = self.ours.get((case, model))
        return result.instructions if result and result.bit_exact else None

    def cycles(self, model: str) -> int | None:
        """Estimated cycles on the NUCLEO-L4R5ZI."""
        result = self.profiles.get(model)
        found = result.profile.estimated_cycles if result and result.profile else None
        return found.total if found else None


def short(result: Result) -> str:
    """`kws01` of `tiny_ml_perf/kws01`."""
    return result.benchmark.rpartition("/")[2]


def field() -> dict[str, dict[str, float]]:
    """Instructions of other stacks by name and model."""
    lines = (Path(__file__).parent / "field.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["stack"]: {model: float(row[model]) * 1e6 for model in MODELS} for row in rows}


def best_published(model: str) -> PublishedResult | None:
    """The fastest published result of the NUCLEO-L4R5ZI, wake words with features left out."""
    results = [
        each
        for each in rounds_of_board(load_board("nucleo_l4r5zi"))
        if each.benchmark == model and model != "sww01"
    ]
    return min(results, key=lambda each: each.megacycles, default=None)


def render(tables: Tables) -> str:
    """The page."""
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `make bench`, which measures everything here but the rows that name "
            "another source. The tools:",
            "",
            *_provenance(tables),
            "",
            "![Instructions against CMSIS-NN, and estimated cycles](performance.svg)",
            "",
            *_instructions(tables),
            *_helium(tables),
            *_cycles(tables),
            *_memory(tables),
            "## What was compared",
            "",
            "Every result of ours is byte-exact with TFLite Micro on five inputs; a run with one "
            "wrong byte has no figure. An instruction count is no time of any silicon, and an "
            "estimate of cycles is no measurement, and one within a tenth of a published figure "
            "decides nothing: see [profile.md](profile.md).",
            "",
        ]
    )


def _provenance(tables: Tables) -> list[str]:
    board, emulator = load_board("mps2_an386"), load_board("mps3_an547")
    peer = (
        f"BakeNN {VERSION} from PyPI with CMSIS-NN 4.0.0"
        if not isinstance(tables.peers, str)
        else f"BakeNN could not be had: {tables.peers}"
    )
    return [
        f"- {datetime.now(timezone.utc):%Y-%m-%d}, {compiler_version(board)}, -O2",
        f"- {emulator_version(emulator)}; Unicorn for the NUCLEO-L4R5ZI and for {peer}",
    ]


def _instructions(tables: Tables) -> list[str]:
    known = field()
    lines = [
        "## Cortex-M4: executed instructions of an inference, millions",
        "",
        "Board `mps2_an386`, softmax included unless said otherwise.",
        "",
        *_head("stack", MODELS),
    ]
    rows: list[tuple[str, Mapping[str, float | None]]] = [
        (f"{TFLM} ¹", known[TFLM]),
        *_peer_rows(tables),
        (f"{CMSIS} ¹", known[CMSIS]),
        ("neurio-gen, portable kernels", {m: tables.instructions(GENERIC, m) for m in MODELS}),
        ("**neurio-gen**", {m: tables.instructions(DSP, m) for m in MODELS}),
    ]
    lines += [_row(name, (_millions(values[m]) for m in MODELS)) for name, values in rows]
    ratios = (_ratio(tables.instructions(DSP, m), known[CMSIS][m]) for m in MODELS)
    lines.append(_row("neurio-gen / CMSIS-NN on every layer", ratios))
    return [
        *lines,
        "",
        "¹ Measured once with the same compiler and level (`tools/bench/field.csv`). BakeNN takes "
        "none of the models as published: `tools/bench/conversion.py` says what was changed. Its "
        "models end before the softmax, as do the figures of CMSIS-NN.",
        "",
    ]


def _peer_rows(tables: Tables) -> list[tuple[str, Mapping[str, float | None]]]:
    peers = tables.peers
    if isinstance(peers, str):
        return []
    values = {m: float(peers[m].instructions) if peers[m].exact else None for m in MODELS}
    return [(f"BakeNN {VERSION} with CMSIS-NN, without softmax", values)]


def _helium(tables: Tables) -> list[str]:
    lines = [
        "## Cortex-M55 with Helium: executed instructions, millions",
        "",
        "Board `mps3_an547`.",
        "",
        *_head("", MODELS),
        _row("neurio-gen", (_millions(tables.instructions(MVE, m)) for m in MODELS)),
    ]
    pairs = ((tables.instructions(MVE, m), tables.instructions(DSP, m)) for m in MODELS)
    return [*lines, _row("/ ours on the Cortex-M4", (_ratio(a, b) for a, b in pairs)), ""]


def _cycles(tables: Tables) -> list[str]:
    lines = [
        "## NUCLEO-L4R5ZI, 120 MHz: estimated cycles, millions",
        "",
        "Executed blocks times a documented timing model, flash memory with 5 wait states. The "
        "published figures are measurements.",
        "",
        *_head(
            "model",
            (
                *("estimate", "core", "starved", "branches", "code waits", "constant waits"),
                "best published",
            ),
        ),
    ]
    for model in MODELS:
        profile = tables.profiles[model].profile
        found = profile.estimated_cycles if profile else None
        best = best_published(model)
        text = f"{best.megacycles:.3g} ({best.organisation}, v{best.round})" if best else "none"
        if found is not None:
            cells = (
                *(found.total, found.core, found.starved, found.branches),
                *(found.code_waits, found.data_waits),
            )
            lines.append(_row(model, (*map(_millions, cells), text)))
    return [*lines, "", f"Published: {SOURCE}.", ""]


def _memory(tables: Tables) -> list[str]:
    lines = [
        "## Memory, bytes",
        "",
        "RAM holds the stack (8,192 bytes), buffers for input and output, and the arena. The lower "
        "bound is the largest set of tensors and scratch that live at once: no layout needs less.",
        "",
        *_head("board, model", ("flash", "RAM", "arena", "lower bound", "arena of BakeNN")),
    ]
    for case in (DSP, MVE):
        for model in MODELS:
            result = tables.ours[case, model]
            peer = "" if isinstance(tables.peers, str) else f"{tables.peers[model].arena_bytes:,}"
            values = (
                *(result.flash_bytes, result.ram_bytes, result.arena_bytes),
                result.arena_lower_bound,
            )
            cells = [f"{value:,}" if value is not None else "-" for value in values]
            lines.append(_row(f"{case.title}, {model}", (*cells, peer if case is DSP else "")))
    return [*lines, ""]


def _head(first: str, names: Iterable[str]) -> list[str]:
    names = list(names)
    return [_row(first, names), "| --- |" + " ---: |" * len(names)]


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"


def _millions(count: float | None) -> str:
    if count is None:
        return "-"
    value = count / 1e6
    return f"{value:.1f}" if value >= 100 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _ratio(value: float | None, other: float | None) -> str:
    return f"{value / other:.2f}" if value and other else "-"
