"""Rules that have Linux give debug probes and their ports to who sits at the computer.

Without them, most systems let only root write to a probe, and ModemManager may write `AT` commands
to a port that has just appeared.
"""

from __future__ import annotations

from collections.abc import Iterable

from neurio_gen.boards import Board

FILE = "/etc/udev/rules.d/60-neurio-gen.rules"
"""Where the rules go: `uaccess` is taken from files that sort before 73."""

INSTALL = (
    f"neurio-gen doctor --udev | sudo tee {FILE} && sudo udevadm control --reload && "
    "sudo udevadm trigger"
)
"""The command that installs them; boards are then to be plugged in anew."""

_HEAD = f"""\
# Debug probes and boot loaders of neurio-gen's boards: for who sits at the computer, not for root
# alone, and not for ModemManager. Install by
#   {INSTALL}
"""
_BOOT_LOADERS = (
    ("RP2040 in its boot loader", 0x2E8A, 0x0003),
    ("Teensy in its boot loader", 0x16C0, 0x0478),
)


def udev_rules(boards: Iterable[Board]) -> str:
    """The rules file for the USB ids of `boards`, sorted by id."""
    names: dict[tuple[int, int], list[str]] = {}
    for board in boards:
        for usb in board.usb:
            names.setdefault((usb.vid, usb.pid), []).append(board.id)
    for name, vid, pid in _BOOT_LOADERS:
        names.setdefault((vid, pid), []).append(name)
    return _HEAD + "".join(_rules(vid, pid, names[vid, pid]) for vid, pid in sorted(names))


def _rules(vid: int, pid: int, names: list[str]) -> str:
    ids = f'ATTRS{{idVendor}}=="{vid:04x}", ATTRS{{idProduct}}=="{pid:04x}"'
    return (
        f"\n# {', '.join(names)}\n"
        f'SUBSYSTEM=="usb|tty|hidraw", {ids}, MODE="0660", TAG+="uaccess", '
        'ENV{ID_MM_DEVICE_IGNORE}="1"\n'
    )
