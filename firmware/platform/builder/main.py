"""PlatformIO's build script: libraries once a board, then one program an image.

`NEURIO_GEN_IMAGES` names the folder that holds one folder of generated sources an image. Where it
is not set, that is `build/generated/<board>` in the project, generated first if it is empty.
`NEURIO_GEN_IMAGE_NAMES` (separated as PATH is) narrows the images to build or upload;
`NEURIO_GEN_IMAGE_NAMES_FILE` names a file that will say so, which is awaited.
`NEURIO_GEN_MODE` is `performance` (default), `energy`, `streaming`, `profile` or `arena`;
`NEURIO_GEN_BAUD` is the rate that the firmware boots at, where it is not the board's own. Libraries
of the project file's `lib_deps` are linked, too; images that are linked with them lie apart, by
`NEURIO_GEN_VARIANT`.
"""

import os
import sys
from pathlib import Path

from SCons.Script import AlwaysBuild, Default, DefaultEnvironment

MODES = ("performance", "energy", "streaming", "profile", "arena")

env = DefaultEnvironment()
board = env.BoardConfig()
sys.path.insert(0, str(Path(env.PioPlatform().get_dir(), "builder")))

import dependencies  # noqa: E402 - found through the line above: SCons runs this file by its text
import images  # noqa: E402
import libraries  # noqa: E402
import toolchain  # noqa: E402
import upload  # noqa: E402

mode = os.environ.get("NEURIO_GEN_MODE") or "performance"
if mode not in MODES:
    sys.stderr.write(f"Error: NEURIO_GEN_MODE is {mode!r}, not one of {', '.join(MODES)}\n")
    env.Exit(1)
if mode == "streaming" and not board.get("neurio_gen.wiring.sound", {}):
    sys.stderr.write(f"Error: {board.id} has no I2S receiver that its firmware knows\n")
    env.Exit(1)

firmware = Path(env.PioPlatform().get_dir()).parent
toolchain.configure(env, board, firmware)
env.ProcessFlags(env.get("BUILD_FLAGS"))
env.ProcessUnFlags(env.get("BUILD_UNFLAGS"))

sources = images.find(env, board.id)
ours = env.Clone()
archives = libraries.build(ours, board, firmware, mode, sources)
others = dependencies.build(env)
images_env = dependencies.use(ours, others)
programs = [
    images.build(images_env, board, source, archives, mode, others=others.archives)
    for source in sources
]
Default(programs)

AlwaysBuild(
    env.Alias("upload", programs, lambda target, source, env: upload.run(env, board, programs))
)
