"""Builds the project's program and its libraries as PlatformIO finds them."""

from SCons.Script import Default, DefaultEnvironment

env = DefaultEnvironment()
env.Replace(PROGNAME="program")
Default(env.BuildProgram())
