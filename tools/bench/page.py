"""docs/performance.md: tables of what was measured, with where every figure is from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from bakenn_peer import VERSION, Peer
from measure import CASES, SETUPS, Case, Setup

from neurio_gen.boards import load_board
from neurio_gen.build.toolchain import compiler_version
from neurio_gen.devices.versions import emulator_version
from neurio_gen.published import SOURCE, PublishedResult, rounds_of_board
from neurio_gen.results import Result

MODELS = ("kws01", "ic01", "ic02", "vww01", "ad01", "sww01")
DSP, GENERIC, MVE = CASES
SIZE, BALANCED, SPEED, ONE_BANK = SETUPS
TFLM = "TFLite Micro reference kernels"
CMSIS = "CMSIS-NN 4.0.0 on every layer, without softmax"


@dataclass(frozen=True)
class Tables:
    """All measurements of a run, by model; `peers` is a reason where BakeNN could not be had."""

    ours: Mapping[tuple[Case, str], Result]
    profiles: Mapping[tuple[Setup, str], Result]
    peers: Mapping[str, Peer] | str

    def instructions(self, case: Case, model: str) -> float | None:
        """Executed instructions of an inference; None where it failed or is not exact."""
        result = self.ours.get((case, model))
        return result.instructions if result and result.bit_exact else None

    def cycles(self, setup: Setup, model: str) -> int | None:
        """Estimated cycles on the NUCLEO-L4R5ZI; None where it failed or is not exact."""
        result = self.profiles.get((setup, model))
        return result.estimated_cycles if result and result.bit_exact else None


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


def waiting(page: Path) -> str:
    """The section of the page that `tools/time-commands` has written; empty without one."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    begin = text.find("## How long commands take")
    return text[begin:] if begin >= 0 else ""


def render(tables: Tables, waiting: str = "") -> str:
    """The page, with the section on `waiting` behind what is measured here."""
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
            "wrong byte has no figure, at every level.",
            "",
            "Instruction counts are exact and repeatable; they are not silicon timings. Cycles "
            "are estimates: what is executed, counted, times a model of the core and the flash "
            "memory that stands on published documents. The model was compared with seventeen "
            "images of other people on the same board, never with ours on silicon, and none of "
            "its constants was fitted to our kernels. Where the band of a ratio includes 1, the "
            "estimate does not decide who is faster: see [profile.md](profile.md). What the "
            "levels do is in [Speed and memory](speed-and-memory.md).",
            "",
            *([waiting] if waiting else []),
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
    names = (*(setup.title for setup in SETUPS), "best published", "`speed` / it", "with the band")
    lines = [
        "## NUCLEO-L4R5ZI, 120 MHz: estimated cycles, millions",
        "",
        "Executed blocks times a documented timing model; flash of two banks with 5 wait states, "
        "unless a column says otherwise. `speed` has constants and kernels in RAM. The published "
        "figures are measurements.",
        "",
        *_head("model", names),
    ]
    for model in MODELS:
        best, ours = best_published(model), tables.cycles(SPEED, model)
        text = f"{best.megacycles:.3g} ({best.organisation}, v{best.round})" if best else "none"
        published = best.megacycles * 1e6 if best else None
        cells = [_millions(tables.cycles(setup, model)) for setup in SETUPS]
        band = _band(tables.profiles.get((SPEED, model)), ours, published)
        lines.append(_row(model, (*cells, text, _ratio(ours, published), band)))
    return [
        *lines,
        "",
        f"Published: {SOURCE}. The band is that of estimates of seventeen images that others have "
        "published with their measurements ([How good it is](profile.md#how-good-it-is)): what "
        "silicon would take lies within it, if our images are as theirs. Published results seldom "
        "state their bank mode; those of STMicroelectronics are from one bank.",
        "",
        *_causes(tables),
    ]


def _band(result: Result | None, ours: float | None, published: float | None) -> str:
    """The ratio's range, `0.74 to 0.82`."""
    band = result.estimate_band_percent if result else None
    if not (band and ours and published):
        return "-"
    ratio = ours / published
    return f"{ratio / (1 + band[1] / 100):.2f} to {ratio / (1 + band[0] / 100):.2f}"


def _causes(tables: Tables) -> list[str]:
    names = ("instructions", "core", "starved", "branches", "code waits", "constant waits")
    lines = [
        "Where they go, with the instructions that are executed. A kernel may take more "
        "instructions and fewer cycles than another:",
        "",
        *_head("model", names),
    ]
    for setup in (BALANCED, SPEED):
        for model in MODELS:
            result = tables.profiles.get((setup, model))
            found = result.profile.estimated_cycles if result and result.profile else None
            if result is not None and found is not None:
                cells = (
                    *(result.instructions, found.core, found.starved, found.branches),
                    *(found.code_waits, found.data_waits),
                )
                lines.append(_row(f"{model}, {setup.title}", map(_millions, cells)))
    return [*lines, ""]


def _levels(tables: Tables) -> list[str]:
    """What each level takes of the board."""
    names = ("flash", "RAM", "of it constants", "of it code", "arena")
    lines = ["Board `nucleo_l4r5zi`, by level:", "", *_head("model, level", names)]
    for model in MODELS:
        for setup in (SIZE, BALANCED, SPEED):
            result = tables.profiles.get((setup, model))
            if result is not None:
                values = (
                    *(result.flash_bytes, result.ram_bytes),
                    *(result.ram_constant_bytes, result.ram_code_bytes, result.arena_bytes),
                )
                cells = [f"{value:,}" if value is not None else "-" for value in values]
                lines.append(_row(f"{model}, {setup.title}", cells))
    return [*lines, ""]


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
    return [*lines, "", *_levels(tables)]


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
