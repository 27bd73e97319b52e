# Needs python3 (3.11 or newer) and a network on first use; build.py installs the rest into .venv.
PYTHON ?= python3
PORT ?= 8000
VENV_PYTHON = .venv/bin/python
BUILD = $(PYTHON) build.py

.PHONY: serve test site bench soak coverage mutation docs kernels screenshots recordings gain format lock tools clean

serve:            ## build everything and serve it at http://localhost:$(PORT)
	@$(BUILD) serve --port $(PORT)

test:             ## linters, type checks and all tests
	@$(BUILD) check

site:             ## build dist/ only; DOCS=yes puts the documentation beside the page
	@$(BUILD) site $(if $(DOCS),--docs)

bench: tools site ## every promised speed beside its bar; SECTIONS="steps pool", OPTIONS="--help"
	@PYTHONPATH=py $(VENV_PYTHON) -m tests.bench $(SECTIONS) $(OPTIONS)

soak: tools site  ## an hour of knobs and runs, and what has grown; OPTIONS="--minutes 10"
	@PYTHONPATH=py $(VENV_PYTHON) -m tests.bench.soak $(OPTIONS)

coverage: tools   ## which lines of the package its tests run, build/coverage/ and build/coverage.json
	@$(BUILD) check coverage

mutation: tools   ## how many faults put into nn, pruning and dataset the tests find; OPTIONS="--help"
	@PYTHONPATH=py $(VENV_PYTHON) -m tests.mutation $(OPTIONS)

docs:             ## the documentation's site, build/docs/
	@$(BUILD) docs

kernels:          ## compile ops/simd.c into the two .wasm files
	@$(BUILD) kernels

screenshots: tools site ## the pictures of the README
	@PYTHONPATH=py $(VENV_PYTHON) -m tests.browser.screenshots

recordings: tools site ## the long runs that the page shows recorded; NAMES="controls" for some of them
	@PYTHONPATH=py $(VENV_PYTHON) -m tests.browser.recordings $(NAMES)

gain: tools      ## the sweep that the page shows recorded, static/recorded/gain.csv
	@PYTHONPATH=py $(VENV_PYTHON) -m tests.bench.gain

format: tools     ## format Python and JavaScript
	@$(BUILD) check format

lock:             ## renew requirements/*.lock from pyproject.toml
	@$(BUILD) lock

tools:            ## the test environment in .venv
	@$(BUILD) tools

clean:
	rm -rf dist build .venv app/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
