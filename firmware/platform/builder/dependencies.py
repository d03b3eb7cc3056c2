"""Libraries of others that the project file names, built as PlatformIO builds libraries."""

import sys
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Dependencies:
    """Archives to link, folders of headers, and the macros that they were compiled with.

    Macros may decide the layout of types in headers, so that all who include them need the same.
    """

    archives: list = field(default_factory=list)
    includes: list = field(default_factory=list)
    defines: list = field(default_factory=list)


def build(env) -> Dependencies:
    """Declares the libraries of `lib_deps`. Changes `env`, which is PlatformIO's own."""
    if not env.GetProjectOption("lib_deps", []):
        return Dependencies()
    if env["OTHERS_FLAGS"] is None:
        sys.stderr.write(
            f"Error: {env['COMPILER'].cxx[-1]} brings no C++ library for this board, which the "
            "library needs. On Debian, for Cortex-M: apt-get install gcc-arm-none-eabi "
            "libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib\n"
        )
        env.Exit(1)
    # what its authors do not mind is not ours to report
    env.Append(CCFLAGS=["-w"])
    project = env.ConfigureProjectLibBuilder()
    archives = project.build()
    if not archives:
        sys.stderr.write("Error: PlatformIO found no library that lib_deps names\n")
        env.Exit(1)
    defines = [macro for each in project.depbuilders for macro in each.env.get("CPPDEFINES", [])]
    return Dependencies(archives, list(project.env.get("CPPPATH", [])), defines)


def use(env, dependencies: Dependencies):
    """The environment of sources and programs that use the libraries."""
    if not dependencies.archives:
        return env
    own = env.Clone()
    # as headers of the system: warnings about them are not ours to report
    own.Append(CPPDEFINES=dependencies.defines)
    for folder in dependencies.includes:
        own.Append(CCFLAGS=["-isystem", folder])
    own.Append(LINKFLAGS=env["OTHERS_FLAGS"])
    return own
