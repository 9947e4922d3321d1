# Everything that a person needs: `make demo` and `make test` work on a fresh Debian or Ubuntu
# machine that has Swift. `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# What the tool needs to build and run.
PACKAGES := libgdal-dev libopenblas-dev pkg-config
# What the tests need beside it: peers in Python and R, a browser to look at the report.
TEST_PACKAGES := python3-venv gdal-bin r-cran-gstat chromium fonts-noto-cjk

VENV := .build-python
REQUIREMENTS := Tests/PeerComparisonTests/requirements.txt
BENCH_VENV := .build-python-bench
BENCH_REQUIREMENTS := Tests/PeerComparisonTests/benchmarks/requirements.txt
TEST_BUILD := .build-test
TOOL := .build/release/basingrid
DEMO := basingrid-demo

.PHONY: help demo test build setup setup-test bench bench-peers format lint clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: build ## build, run the job of Datasets/taiyuan and say what to open
	@$(TOOL) demo -o $(DEMO) --overwrite

test: build setup-test ## run all tests (with the peers in Python and R)
	BASINGRID_TOOL=$(abspath $(TOOL)) BASINGRID_PYTHON=$(abspath $(VENV)/bin/python) \
		swift test -c release -Xswiftc -enable-testing --scratch-path $(TEST_BUILD)

build: setup ## build the command line tool (release)
	swift build -c release --product basingrid

bench: setup ## run the benchmarks (release)
	swift build -c release --product BasinGridBenchmarks
	taskset -c 0 .build/release/BasinGridBenchmarks

bench-peers: build $(BENCH_VENV)/.installed ## time zonal against peers in Python (DATA=folder; Tests/PeerComparisonTests/benchmarks/README.md)
	@test -n "$(DATA)" || { echo "Give DATA=folder; Tests/PeerComparisonTests/benchmarks/README.md says what is in it."; exit 1; }
	swift build -c release --product BasinGridBenchmarks
	$(BENCH_VENV)/bin/python Tests/PeerComparisonTests/benchmarks/zonal_peers.py --tool $(TOOL) --data "$(DATA)" \
		--out Tests/PeerComparisonTests/benchmarks/results/zonal.json $(BENCH_OPTIONS)

format: ## format the sources
	swift format format --in-place --recursive Sources Tests Package.swift

lint: ## check the format of the sources
	swift format lint --strict --recursive Sources Tests Package.swift

clean: ## remove everything that was built
	rm -rf .build $(TEST_BUILD) $(VENV) $(BENCH_VENV) $(DEMO)

# Installs each package that is missing, with sudo when not root.
define install
	@missing=""; for package in $(1); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
			|| missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
		echo "Installing:$$missing"; \
		as_root=""; [ "$$(id -u)" = 0 ] || as_root=sudo; \
		$$as_root apt-get update -qq \
			&& $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	fi
endef

setup:
	@command -v swift >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install"; exit 1; }
	$(call install,$(PACKAGES))

setup-test: setup $(VENV)/.installed
	$(call install,$(TEST_PACKAGES))

# A folder of Python with the packages that a list names.
define python
	$(call install,python3-venv)
	python3 -m venv $(1)
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check -r $(2)
	@touch $(1)/.installed
endef

$(VENV)/.installed: $(REQUIREMENTS)
	$(call python,$(VENV),$(REQUIREMENTS))

$(BENCH_VENV)/.installed: $(BENCH_REQUIREMENTS)
	$(call python,$(BENCH_VENV),$(BENCH_REQUIREMENTS))
