"""A board's memories, as the linker takes them: what `bsp/common/linker.ld` builds on."""

from pathlib import Path

_NO_UNWINDING = "SECTIONS { /DISCARD/ : { *(.ARM.exidx*) *(.ARM.extab*) } }"
"""Tables for unwinding name code by its distance, and copied code is too far from the flash."""

KERNELS = "kernels.ld"
"""The file that names what `.kernels` holds."""

BELOW, ABOVE = "ram_below", "ram_above"
"""The parts of `ram` before and from where another memory is seen in it."""

_SECTIONS = ("stack", "data", "bss")


def render(own: dict, script: Path, kernels: Path, placed: dict | None = None) -> str:
    """The text of a linker script with the memories of a manifest's section, and then `script`.

    That includes the file `kernels`, wherever it lies: not all linkers look for what is included.

    Code runs in flash unless `code` says how it gets elsewhere: a boot ROM has loaded it to RAM
    (`loaded`), or the start-up code copies it to a memory of its own (`copied`). `placed` names the
    memories of an image's kernels, stack, data and bss, where it says other than flash and `ram`.
    """
    placed = placed or {}
    way = own.get("code", "in place")
    loaded = way == "loaded"
    memories = {
        region["name"]: (int(region["origin"], 0), region["length"]) for region in own["memory"]
    }
    if loaded:
        # another view of the RAM, behind the stack
        origin, length = memories["code"]
        memories["code"] = (origin + own["stack_bytes"], length - own["stack_bytes"])
    seen = _seen(own, placed)
    if seen is not None:
        origin, length = memories["ram"]
        memories[BELOW] = (origin, seen - origin)
        memories[ABOVE] = (seen, origin + length - seen)
    code = "flash" if way == "in place" else "code"
    regions = {
        "entry": "code" if loaded else "flash",
        "code_load_region": "code" if loaded else "flash",
        "data_load_region": "ram" if loaded else "flash",
        "kernels_memory": placed.get("kernels", code),
        "view_memory": "ram" if seen is None else ABOVE,
        **{f"{section}_memory": placed.get(section, "ram") for section in _SECTIONS},
        **({"code": "flash"} if way == "in place" else {}),
    }
    values = {
        "board_stack_bytes": own["stack_bytes"],
        "board_boot_block_bytes": own.get("boot_block_bytes", 0),
        "board_code_in_ram": int(loaded),
        "board_kernels_in_ram": int(seen is not None),
    }
    lines = [
        *("MEMORY", "{"),
        *(
            f"    {name} : ORIGIN = {origin:#x}, LENGTH = {length}"
            for name, (origin, length) in memories.items()
        ),
        "}",
        *(f'REGION_ALIAS("{name}", {memory});' for name, memory in regions.items()),
        *(f"{name} = {value};" for name, value in values.items()),
        *([_NO_UNWINDING] if way == "copied" else []),
    ]
    text = script.read_text(encoding="utf-8")
    included = text.replace(f"INCLUDE {KERNELS}", f'INCLUDE "{kernels.as_posix()}"')
    return "\n".join([*lines, "", included])


def _seen(own: dict, placed: dict) -> int | None:
    """Where the kernels' memory begins in `ram`, if it is another view of that."""
    for region in own["memory"]:
        if region["name"] == placed.get("kernels") and "seen_at" in region:
            return int(region["seen_at"], 0)
    return None
