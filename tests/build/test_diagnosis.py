"""What a log says, as a person is told."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import load_board
from neurio_gen.build.diagnosis import explain, failed_targets
from neurio_gen.errors import BuildError, DoesNotFitError

BOARD = load_board("nucleo_l4r5zi")
LOG = Path("build.log")


def test_the_first_of_several_errors_is_told() -> None:
    log = "Compiling a.o\na.cc:1:2: warning: x\na.cc:3:4: error: first\nb.cc:5:6: error: second\n"
    error = explain("kws01", log, BOARD, LOG)
    assert isinstance(error, BuildError)
    assert error.message == "kws01 cannot be built: a.cc:3:4: error: first"


def test_a_missing_header_and_a_missing_library_are_errors() -> None:
    log = "a.cc:1:10: fatal error: kernels/none.h: No such file or directory\n"
    assert "kernels/none.h" in explain("x", log, BOARD, LOG).message
    assert "-lfoo" in explain("x", "ld: cannot find -lfoo\n", BOARD, LOG).message


def test_a_message_of_the_build_script_is_told() -> None:
    log = "Processing\nError: no compiler: none of arm-none-eabi-g++ is on PATH.\n"
    assert "no compiler" in explain("The firmware", log, BOARD, LOG).message


def test_a_log_without_an_error_shows_its_end() -> None:
    assert explain("x", "one\ntwo\n\n", BOARD, LOG).message == "x cannot be built: one / two"
    assert "said nothing" in explain("x", "", BOARD, LOG).message


def test_the_flash_comes_before_the_ram_where_both_overflow() -> None:
    log = "ld: region `ram' overflowed by 8 bytes\nld: region `flash' overflowed by 16 bytes\n"
    error = explain("x", log, BOARD, LOG)
    assert isinstance(error, DoesNotFitError)
    assert (error.memory, error.needed, error.available) == ("flash", 2_097_168, 2_097_152)


def test_failed_targets_are_the_files_that_the_build_names() -> None:
    log = "*** [out/a b/x.o] Error 1\nfine\n*** [y.elf] Error 1\n"
    assert failed_targets(log) == (Path("out/a b/x.o"), Path("y.elf"))


def test_a_library_that_the_registry_does_not_give_is_named() -> None:
    log = "Library Manager: Installing acme/tflm @ 1.0\n{}\n"
    for error, why in (
        ("HTTPClientError:", "cannot be reached"),
        ("UnknownPackageError: x", "know"),
    ):
        told = explain("The firmware", log.format(error), BOARD, LOG)
        assert "the library acme/tflm @ 1.0: its registry" in told.message
        assert why in told.message
