"""Images: generated sources, linked with the libraries to one program each."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import boot_block
import elf
import esp_image
import kernel_shares
import libraries
import memory_script
import placement

_NAMES_SECONDS = 600
_PAUSE_SECONDS = 0.1


def find(env, board_id: str) -> list[Path]:
    """The folders of the images' sources, in order of name."""
    named = os.environ.get("NEURIO_GEN_IMAGES")
    folder = (
        Path(named) if named else Path(env.subst("$PROJECT_DIR"), "build", "generated", board_id)
    )
    if not named and not _image_folders(folder):
        _generate(env, board_id, folder)
    chosen = [name for name in _chosen(env).split(os.pathsep) if name]
    found = _image_folders(folder)
    missing = sorted(set(chosen) - {path.name for path in found})
    if missing or not found:
        what = f"image {missing[0]}" if missing else "image"
        sys.stderr.write(f"Error: no {what} in {folder}: run neurio-gen generate first\n")
        env.Exit(1)
    return [path for path in found if not chosen or path.name in chosen]


def _chosen(env) -> str:
    """The names of the images to build, as soon as they are known; empty for all."""
    named = os.environ.get("NEURIO_GEN_IMAGE_NAMES_FILE")
    if not named:
        return os.environ.get("NEURIO_GEN_IMAGE_NAMES", "")
    begin = time.monotonic()
    while not Path(named).exists():
        waited = time.monotonic() - begin
        if waited > _NAMES_SECONDS:
            sys.stderr.write(f"Error: no names of images in {named} for {_NAMES_SECONDS} s\n")
            env.Exit(1)
        time.sleep(min(_PAUSE_SECONDS, waited / 10))
    return Path(named).read_text(encoding="utf-8")


def build(env, board, source: Path, archives, mode: str, *, others):
    """Declares the program of one image; returns the file that is flashed or run.

    `archives` are our libraries, `others` those that are not ours.
    """
    variant = os.environ.get("NEURIO_GEN_VARIANT", "")
    folder = "-".join(filter(None, (mode, variant)))
    output = Path(env.subst("$BUILD_DIR"), "images", folder, source.name)
    output.mkdir(parents=True, exist_ok=True)
    own_env = env.Clone(SPAWN=_logging_spawn(output / "log.txt"))
    own_env.Append(CCFLAGS=[f"-ffile-prefix-map={source}=generated"])
    if board.get("neurio_gen").get("boot_block_checksum"):
        # Part of linking, so that no ELF without its checksum is ever left behind.
        own_env.Replace(LINKCOM=[own_env["LINKCOM"], own_env.Action(boot_block.seal, None)])
    objects = [
        own_env.Object(str(output / path.with_suffix(".o").name), str(path))
        for path in sorted(source.glob("*.cc"))
    ]
    embedded = bool(board.get("neurio_gen.memory"))
    scripts = _linker_scripts(own_env, board, source, output, archives) if embedded else []
    program = own_env.Program(
        str(output / f"{source.name}.elf"), objects, LIBS=[*archives, *others], LIBPATH=[]
    )
    own_env.Depends(program, archives)
    # the compiler finds their headers where SCons does not look
    own_env.Depends(objects, others)
    if not embedded:
        return program
    own_env.Depends(program, scripts)
    firmware = Path(env.PioPlatform().get_dir()).parent
    shares = kernel_shares.writer(source, firmware, *libraries.kernel_objects(env, board, firmware))
    return own_env.Command(
        str(output / f"{source.name}.bin"),
        program,
        [
            env.Action(shares, None),
            env.VerboseAction(_binary_writer(board.get("neurio_gen")), "Converting $TARGET"),
        ],
    )


def _linker_scripts(env, board, source: Path, output: Path, archives) -> list:
    """The image's linker scripts: the board's memories as it uses them, the kernels in RAM."""
    base = Path(env["LINKER_SCRIPT"])
    firmware = Path(env.PioPlatform().get_dir()).parent
    placed = placement.read(source)
    named = output / memory_script.KERNELS
    memories = memory_script.render(board.get("neurio_gen"), base, named, placed)
    write = placement.writer(placed, firmware, *libraries.kernel_objects(env, board, firmware))
    kernels = env.Command(
        str(named),
        [*archives, env.Value(json.dumps(placed)), placement.__file__],
        env.Action(write, None),
    )
    script = output / "image.ld"
    if not script.exists() or script.read_text(encoding="utf-8") != memories:
        script.write_text(memories, encoding="utf-8")
    env.Append(LINKFLAGS=["-T", str(script)])
    return [*kernels, str(script)]


def _binary_writer(own: dict):
    """What makes the bytes that are flashed of an ELF: as they lie in flash, or as a ROM wants."""
    if "boot_image" not in own:
        return elf.write_binary
    (flash,) = (region for region in own["memory"] if region["name"] == "flash")
    origin = int(flash["origin"], 0)
    return esp_image.writer(own["boot_image"], range(origin, origin + flash["length"]))


def _image_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if any(path.glob("*.cc")))


def _generate(env, board_id: str, folder: Path) -> None:
    print(f"Generating the default suite into {folder}", flush=True)
    command = [sys.executable, "-m", "neurio_gen", "generate", "--board", board_id]
    if subprocess.run(command, cwd=env.subst("$PROJECT_DIR"), check=False).returncode != 0:
        sys.stderr.write("Error: the default suite could not be generated\n")
        env.Exit(1)


def _logging_spawn(log: Path):
    """A way to run commands that keeps what they say of an image, apart from all other images."""
    log.write_text("", encoding="utf-8")

    def spawn(_shell, _escape, _command, arguments, environment) -> int:
        done = subprocess.run(
            " ".join(arguments),
            shell=True,
            env={key: str(value) for key, value in environment.items()},
            stderr=subprocess.PIPE,
            check=False,
        )
        text = done.stderr.decode("utf-8", "replace")
        with log.open("a", encoding="utf-8") as stream:
            stream.write(text)
        sys.stderr.write(text)
        sys.stderr.flush()
        return done.returncode

    return spawn
