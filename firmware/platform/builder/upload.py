"""The upload target: writes the one image that was built, as `neurio-gen flash` does."""

import os
import sys
from pathlib import Path


def run(env, board, programs) -> int:
    """Uploads an image; an exit code, with the reason of a failure on stderr.

    `upload_protocol` names the method, where it is not `auto`. `upload_port` is the folder of the
    board's drive, or the serial number of its debug probe.
    """
    # in a checkout the package lies beside platformio.ini; elsewhere it is installed
    sys.path.append(env.subst("$PROJECT_DIR"))
    try:
        from neurio_gen.boards import add_folders, load_board
        from neurio_gen.errors import NeurioGenError
        from neurio_gen.flashing import FlashJob, find_probe, flash_image
    except ImportError as error:
        return _fail(f"{error}: install neurio-gen for the Python that runs PlatformIO")
    own_boards = Path(env.GetProjectConfig().get("platformio", "boards_dir"))
    if own_boards.is_dir():
        add_folders([own_boards])
    if len(programs) != 1 and board.get("upload.protocols", []):
        names = ", ".join(Path(str(program[0])).parent.name for program in programs)
        return _fail(f"several images: set NEURIO_GEN_IMAGE_NAMES to one of {names}")
    binary = Path(str(programs[0][0])).resolve()
    port = env.subst("$UPLOAD_PORT")
    if Path(port).is_dir():
        os.environ["NEURIO_GEN_DRIVE"] = port
        port = ""
    method = env.subst("$UPLOAD_PROTOCOL") or "auto"
    log = Path(env.subst("$BUILD_DIR"), "upload.log")
    try:
        own = load_board(board.id)
        # a device name leads to its probe; anything else is a probe's number
        named = {"port": port} if port and Path(port).exists() else {"serial": port or None}
        job = FlashJob(own, binary.with_suffix(".elf"), binary, find_probe(own, **named))
        used = flash_image(job, log, method=None if method == "auto" else method)
    except NeurioGenError as error:
        return _fail(error.message if error.hint is None else f"{error.message}\n{error.hint}")
    print(f"Uploaded {binary.stem} by {used.name}", flush=True)
    return 0


def _fail(reason: str) -> int:
    sys.stderr.write(f"Error: {reason}\n")
    return 1
