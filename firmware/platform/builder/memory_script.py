"""A board's memories, as the linker takes them: what `bsp/common/linker.ld` builds on."""

from pathlib import Path

_NO_UNWINDING = "SECTIONS { /DISCARD/ : { *(.ARM.exidx*) *(.ARM.extab*) } }"
"""Tables for unwinding name code by its distance, and copied code is too far from the flash."""


def render(own: dict, script: Path) -> str:
    """The text of a linker script with the memories of a manifest's section, and then `script`.

    Code runs in flash unless `code` says how it gets elsewhere: a boot ROM has loaded it to RAM
    (`loaded`), or the start-up code copies it to a memory of its own (`copied`).
    """
    way = own.get("code", "in place")
    loaded = way == "loaded"
    regions = {
        "entry": "code" if loaded else "flash",
        "code_load_region": "code" if loaded else "flash",
        "data_load_region": "ram" if loaded else "flash",
        **({"code": "flash"} if way == "in place" else {}),
    }
    values = {
        "board_stack_bytes": own["stack_bytes"],
        "board_boot_block_bytes": own.get("boot_block_bytes", 0),
        "board_code_in_ram": int(loaded),
    }
    # loaded code is another view of the RAM, behind the stack
    skipped = {"code": own["stack_bytes"]} if loaded else {}
    memories = [
        f"    {name} : ORIGIN = {region['origin']} + {skipped.get(name, 0)}, "
        f"LENGTH = {region['length'] - skipped.get(name, 0)}"
        for region in own["memory"]
        for name in [region["name"]]
    ]
    lines = [
        *("MEMORY", "{", *memories, "}"),
        *(f'REGION_ALIAS("{name}", {memory});' for name, memory in regions.items()),
        *(f"{name} = {value};" for name, value in values.items()),
        *([_NO_UNWINDING] if way == "copied" else []),
    ]
    return "\n".join([*lines, f'INCLUDE "{script.as_posix()}"', ""])
