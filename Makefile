# Staircase needs a Swift 6.3 toolchain on Debian 12; every target installs the rest.

SHELL := /bin/bash
CONFIGURATION := release
SWIFT_FLAGS := -c $(CONFIGURATION)
PREFIX ?= /usr/local

# What a built staircase needs to run; what building adds; what testing adds.
RUNTIME_PACKAGES := libsqlite3-0 libcurl4 ca-certificates libssl3 libdnnl2 zlib1g libjpeg62-turbo \
  libpng16-16 libjs-chart.js dataset-fashion-mnist
BUILD_PACKAGES := libsqlite3-dev libcurl4-openssl-dev libssl-dev libdnnl-dev zlib1g-dev \
  libjpeg62-turbo-dev libpng-dev
TEST_PACKAGES := chromium chromium-driver curl jq sqlite3 slowhttptest python3 python3-pip \
  python3-venv unzip

# Where tools from PyPI are installed, outside the tree: those that hold the service against its
# documents, and those that format and lint what is not Swift.
TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/staircase
CONTRACT_TOOLS := $(TOOLS)/contract-tools
LINT_TOOLS := $(TOOLS)/lint-tools

.PHONY: run test test-processes test-dashboard fuzz contract lint format build install uninstall setup setup-runtime setup-test \
  screenshots bench-dashboard clean

# Builds and runs the demo: a service, a worker, and LSQ at 8, 4, 3 and 2 bits on Fashion-MNIST.
run: build
	.build/$(CONFIGURATION)/staircase demo

# Tests of what is built already, so none need wait for the lock of the build folder. What hangs
# past the limits of its own tests fails.
TEST_BUILT := timeout --foreground --kill-after=1m 20m \
  swift test $(SWIFT_FLAGS) --skip-build --ignore-lock

# Products are tested twice: on all that the processor has, and on no more than AVX2. Those that
# take every core and leases that run out are kept apart. What waits more than it computes runs
# beside each other: processes that train, the dashboard in its browser, and the contract.
test: setup setup-test
	@$(call require_swift)
	swift build $(SWIFT_FLAGS) --build-tests
	$(TEST_BUILT) --filter '^(Tensors|Networks|Training)Tests\.'
	ONEDNN_MAX_CPU_ISA=AVX2 $(TEST_BUILT) --filter '^(Tensors|Networks)Tests\.'
	$(TEST_BUILT) --filter '^(Experiments|Digests|Client|HTTP|Store|Jobs|API)Tests\.'
	$(MAKE) --jobs=3 test-processes test-dashboard contract

test-processes:
	$(TEST_BUILT) --no-parallel --filter '^(Worker|EndToEnd)Tests\.' --skip '^EndToEndTests\.Dashboard'

test-dashboard:
	$(TEST_BUILT) --no-parallel --filter '^EndToEndTests\.Dashboard'

# Holds a live service against its OpenAPI document and its figures against Prometheus' parser.
# Needs tools from PyPI: where they cannot be had it is skipped, but not in CI.
contract:
	@if $(call install_tools,Tests/Contract/requirements.txt,$(CONTRACT_TOOLS)); then \
	  $(CONTRACT_TOOLS)/bin/python Tests/Contract/check.py .build/$(CONFIGURATION)/staircase; \
	elif [ -n "$$CI" ]; then \
	  echo "the tools of Tests/Contract/requirements.txt cannot be installed" >&2; exit 1; \
	else \
	  echo "SKIPPED: the contract tests, whose tools cannot be installed (no PyPI?)"; \
	fi

# Feeds the HTTP parsers inputs that libFuzzer makes up, guided by what they reach.
FUZZ_RUNS ?= 10000000
fuzz: setup
	STAIRCASE_FUZZ=1 swift build -c release --sanitize fuzzer --scratch-path .build/fuzz \
	  --product http-fuzz
	mkdir -p .build/fuzz/corpus
	.build/fuzz/release/http-fuzz -runs=$(FUZZ_RUNS) -max_len=1024 -dict=Tests/Fuzz/http.dict \
	  -artifact_prefix=.build/fuzz/ .build/fuzz/corpus

# Beside Swift's own: the dashboard, C and Python. Their tools come from PyPI: where they cannot be
# had these are skipped, but not in CI.
lint:
	swift format lint --strict --recursive Package.swift Sources Tests
	@$(call install_packages,python3 python3-venv)
	@if $(call install_tools,.ci/requirements.txt,$(LINT_TOOLS)); then \
	  set -e; \
	  $(LINT_TOOLS)/bin/biome ci --colors=off --config-path=.ci --error-on-warnings Public; \
	  $(LINT_TOOLS)/bin/clang-format --dry-run --Werror $$(find Sources -name '*.[ch]'); \
	  $(LINT_TOOLS)/bin/ruff check --quiet --no-cache Tests; \
	  $(LINT_TOOLS)/bin/ruff format --quiet --no-cache --check --line-length 100 Tests; \
	elif [ -n "$$CI" ]; then \
	  echo "the tools of .ci/requirements.txt cannot be installed" >&2; exit 1; \
	else \
	  echo "SKIPPED: the lint of JavaScript, C and Python, whose tools cannot be installed (no PyPI?)"; \
	fi

# Formats everything as `lint` wants it.
format:
	swift format --in-place --recursive Package.swift Sources Tests
	@$(call install_tools,.ci/requirements.txt,$(LINT_TOOLS))
	$(LINT_TOOLS)/bin/biome format --colors=off --write --config-path=.ci Public
	$(LINT_TOOLS)/bin/clang-format -i $$(find Sources -name '*.[ch]')
	$(LINT_TOOLS)/bin/ruff check --quiet --no-cache --fix Tests
	$(LINT_TOOLS)/bin/ruff format --quiet --no-cache --line-length 100 Tests

build: setup
	@$(call require_swift)
	swift build $(SWIFT_FLAGS) --product staircase

# Copies what is built, and builds nothing: under sudo that would leave files of root behind.
install:
	@test -x .build/$(CONFIGURATION)/staircase \
	  || { echo "nothing is built yet: run \`make build\` first" >&2; exit 1; }
	install -D .build/$(CONFIGURATION)/staircase $(DESTDIR)$(PREFIX)/bin/staircase
	mkdir -p $(DESTDIR)$(PREFIX)/share/staircase
	cp -r Public Migrations $(DESTDIR)$(PREFIX)/share/staircase/

# Takes away what `install` put there; the folders of data stay.
uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/staircase $(DESTDIR)$(PREFIX)/share/staircase

setup: setup-runtime
	@$(call install_packages,$(BUILD_PACKAGES))

setup-runtime:
	@$(call install_packages,$(RUNTIME_PACKAGES))

setup-test: .build/axe/axe.min.js

# The checks of accessibility, as a Python package carries them. Without them their test is skipped,
# but not in CI.
.build/axe/axe.min.js: | test-packages
	if python3 -m pip download --quiet --no-deps --dest .build/axe axe-core-python==0.1.0; then \
	  unzip -q -o -j .build/axe/axe_core_python-*.whl '*/axe.min.js' -d .build/axe; \
	elif [ -n "$$CI" ]; then \
	  echo "axe-core cannot be had" >&2; exit 1; \
	else echo "SKIPPED: axe-core cannot be had (no PyPI?)"; fi

.PHONY: test-packages
test-packages: setup
	@$(call install_packages,$(TEST_PACKAGES))

# Pictures of every page of the dashboard in screenshots/, of the networks that the demo trains;
# three of them are those of the README.
screenshots: build setup-test
	test -d demo-data || .build/$(CONFIGURATION)/staircase demo </dev/null | cat
	swift build $(SWIFT_FLAGS) --build-tests
	SCREENSHOTS=$(CURDIR)/screenshots SCREENSHOTS_DATA=$(CURDIR)/demo-data \
	  swift test $(SWIFT_FLAGS) --skip-build --filter DashboardScreenshots
	for page in run compare jobs; do cp screenshots/readme-$$page.png Public/images/$$page.png; done

# What the dashboard takes in the browser, with a run of a million points and with 5,000 runs.
bench-dashboard: build setup-test
	swift build $(SWIFT_FLAGS) --build-tests
	BENCH_DASHBOARD=1 swift test $(SWIFT_FLAGS) --skip-build --filter DashboardBenchmark

clean:
	rm -rf .build

# Says what is missing, rather than that a command was not found.
define require_swift
command -v swift >/dev/null \
  || { echo "swift is not on the PATH: install Swift 6.3 from https://www.swift.org/install" >&2; \
    exit 1; }
endef

# Installs those of the named Debian packages that are missing; asks nothing and says little.
define install_packages
missing=""; \
for package in $(1); do \
  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' \
    || missing="$$missing $$package"; \
done; \
if [ -n "$$missing" ]; then \
  echo "installing$$missing"; \
  as_root=""; [ "$$(id -u)" -eq 0 ] || as_root="sudo"; \
  $$as_root apt-get update -qq && \
  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    $$missing >/dev/null; \
fi
endef

# Installs a requirements.txt into a folder, once for each state of the file.
define install_tools
cmp -s $(1) $(2)/requirements.txt \
  || { python3 -m venv --clear $(2) \
    && $(2)/bin/pip install --quiet --disable-pip-version-check --requirement $(1) \
    && cp $(1) $(2)/; }
endef
