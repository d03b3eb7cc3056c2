"""Real data through the wire: 200 keywords, loaded by `db` commands into the emulated board."""

from __future__ import annotations

import csv
from pathlib import Path

from neurio_gen.boards import load_board
from neurio_gen.devices import open_device
from neurio_gen.protocol.session import Session
from tests.end_to_end.command import neurio_gen
from tests.shared_files import shared_file


def test_keywords_are_recognised_as_by_the_oracle(workspace: Path) -> None:
    folder = shared_file("datasets/kws01")
    built = neurio_gen("build", "--models", shared_file("models"), "-o", workspace, "-B", "kws01")
    assert built.code == 0, built.err
    elf = workspace / "pio/build/mps2_an386/images/performance/kws01/kws01.elf"
    with (folder / "y_labels.csv").open() as file:
        labels = [(row[0].strip(), int(row[2])) for row in csv.reader(file) if row]
    right = 0
    with open_device(load_board("mps2_an386"), elf) as device:
        session = Session(device.link)
        session.connect()
        for name, label in labels:
            session.load((folder / name).read_bytes())
            session.infer(1, 0)
            results = session.results()
            right += results.index(max(results)) == label
    assert (right, len(labels)) == (183, 200)
