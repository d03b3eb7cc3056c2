# Fresh machine, two commands: `make run` and `make test`. Both set up what is missing first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Neighbours stay together, as they share fixtures; who is through takes half of what is left.
ON_ALL_CORES := -n 2 --dist worksteal
# Generated sources are as their templates make them.
CPP := '*.cc' '*.h' ':!tests/codegen/golden'

.PHONY: help run test test-long test-clean-install test-other-models lint format bench bench-host
.PHONY: fit-estimates docs setup setup-dev clean

help:  ## Show what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

run: setup  ## Set up, then the main job: measure the six MLPerf Tiny models on an emulated Cortex-M4
	$(BIN)/neurio-gen flash-and-run $(ARGS)

test: setup-dev  ## Set up, then run the tests
	$(BIN)/python -m pytest $(ON_ALL_CORES) -m "not slow" $(ARGS)

test-long: setup-dev  ## All tests, with the long property runs
	NEURIO_GEN_LONG_TESTS=1 $(BIN)/python -m pytest $(ON_ALL_CORES) --timeout 3600 $(ARGS)

test-clean-install:  ## `pip install .` and measure in a Debian without compiler and QEMU (root, 5 min)
	tools/check-clean-install

test-other-models: setup-dev  ## Run the STM32L4 images on a recent QEMU's model of the board (Debian 12)
	NEURIO_GEN_QEMU_NEW=$$(tools/fetch-new-qemu) \
		$(BIN)/python -m pytest tests/emulator/test_other_peoples_models.py $(ARGS)

lint: setup-dev  ## Check formats, style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files $(CPP) | xargs $(BIN)/clang-format --dry-run --Werror

format: setup-dev  ## Format Python and C++ in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files $(CPP) | xargs $(BIN)/clang-format -i

bench: setup-dev  ## Measure us, others and both compilers; write docs/performance.md and toolchains.md
	$(BIN)/python tools/bench $(ARGS)
	$(BIN)/python tools/compare-toolchains $(ARGS)

bench-host: setup-dev  ## Measure us, XNNPACK and TFLite Micro side by side on this computer
	@$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python tools/bench/host.py $(ARGS)

fit-estimates: setup-dev  ## Fit what `neurio-gen estimate` takes for each kernel, and write docs/estimate.md
	$(BIN)/python tools/fit_estimates count $(ARGS)
	$(BIN)/python tools/fit_estimates fit $(ARGS)
	$(BIN)/python tools/fit_estimates check $(ARGS)

docs: setup-dev  ## Make the documentation site in build/site, its links checked
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo 'made build/site/index.html'

# System packages are checked each time (it takes milliseconds): a virtual environment may have
# come from elsewhere. They come first, or beside the Python packages with `make -j 2`.
setup: system-packages $(VENV)/.ready
setup-dev: system-packages test-packages $(VENV)/.ready-dev

INSTALLATION := pyproject.toml tools/install-system-packages | venv-package

$(VENV)/.ready: $(INSTALLATION)
	$(call install,keras)
	@touch $@

# All at once, not on top of the other: pip then resolves the packages once.
$(VENV)/.ready-dev: $(INSTALLATION)
	$(call install,keras$(,)energy$(,)docs$(,)dev)
	@touch $(VENV)/.ready $@

# pip would compile all that is installed on one core, for half a minute, and most of it is never used.
COMPILED_WHEN_USED := /(tensorflow|keras|pandas|scipy|sklearn|sqlalchemy|tests)/

, := ,
define install
@echo 'installing Python packages into $(VENV), TensorFlow among them: 1 to 5 minutes'
@$(PYTHON) -m venv $(VENV)
@$(BIN)/python -m pip install --quiet --no-compile --editable '.[$(1)]'
@$(BIN)/python -m compileall -qq -j 0 -x '$(COMPILED_WHEN_USED)' $(VENV)/lib || true # no error
@$(BIN)/python -c 'from neurio_gen.build.platformio_setup import *; ensure_build_engine()'
endef

.PHONY: system-packages test-packages venv-package
system-packages: | venv-package
	@tools/install-system-packages

test-packages: | system-packages
	@tools/install-system-packages --tests

venv-package:
	@tools/install-system-packages --venv

clean:  ## Remove what was built; keep the virtual environment
	rm -rf build .pio
