"""Words of the official interface board (`benchmark/interface` of mlcommons/tiny)."""

from __future__ import annotations

from typing import Final

NAME: Final = "tinyML Enhanced Interface Board"
PREFIX: Final = "[dut]: "
"""Stands before each line of the device behind it."""

PLAY: Final = "play"
RECORD: Final = "record_detections"
PRINT_DETECTIONS: Final = "print_detections"
PRINT_DUTY_CYCLE: Final = "print_dutycycle"
LIST: Final = "ls"

RECORDING: Final = "Now recording detections"
PLAYING: Final = "Attempting to play {}"
PLAYED: Final = "succeeded."
NOT_PLAYED: Final = "Error playing file. Check that the file exists and is a 2-channel wav file."
DETECTIONS: Final = "Detection Timestamps (ms)"
STARTS: Final = "Duty cycle start times (s)"
STOPS: Final = "Duty cycle stop times (s)"
TICKS_A_SECOND: Final = 100_000
"""Of the times of duty cycles, in spite of what their titles say."""
MAX_HOPS: Final = 100
"""The first hops after the recording began, whose times it keeps."""
MAX_DETECTIONS: Final = 10_000
DEBOUNCE_MS: Final = 10
"""Edges on the detected pin that come sooner after the last one are the same detection."""
IN_A_LINE: Final = 8
"""Times of duty cycles."""
