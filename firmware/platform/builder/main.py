"""PlatformIO's build script: libraries once a board, then one program an image.

`NEURIO_GEN_IMAGES` names the folder that holds one folder of generated sources an image. Where it
is not set, that is `build/generated/<board>` in the project, generated first if it is empty.
`NEURIO_GEN_IMAGE_NAMES` (separated as PATH is) narrows the images to build or upload, and
`NEURIO_GEN_MODE` is `performance` (default) or `energy`; `NEURIO_GEN_BAUD` is the rate that the
firmware boots at, where it is not the board's own.
"""

import os
import sys
from pathlib import Path

from SCons.Script import AlwaysBuild, Default, DefaultEnvironment

env = DefaultEnvironment()
board = env.BoardConfig()
sys.path.insert(0, str(Path(env.PioPlatform().get_dir(), "builder")))

import images  # noqa: E402 - found through the line above, as SCons runs this file by its text
import libraries  # noqa: E402
import toolchain  # noqa: E402
import upload  # noqa: E402

mode = os.environ.get("NEURIO_GEN_MODE") or "performance"
if mode not in ("performance", "energy", "profile"):
    sys.stderr.write(f"Error: NEURIO_GEN_MODE is {mode!r}, not performance, energy or profile\n")
    env.Exit(1)

firmware = Path(env.PioPlatform().get_dir()).parent
toolchain.configure(env, board, firmware)
env.ProcessFlags(env.get("BUILD_FLAGS"))
env.ProcessUnFlags(env.get("BUILD_UNFLAGS"))

sources = images.find(env, board.id)
archives = libraries.build(env, board, firmware, mode)
programs = [images.build(env, board, source, archives, mode) for source in sources]
Default(programs)

AlwaysBuild(
    env.Alias("upload", programs, lambda target, source, env: upload.run(env, board, programs))
)
