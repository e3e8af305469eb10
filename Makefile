# Two commands do everything on a fresh machine: `make demo` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
SETUP := $(VENV)/.set-up
FRONT := src/reassess/workspace/pages/frontend

.PHONY: demo test check setup clean

demo: $(SETUP)
	$(BIN)/reassess demo

test: $(SETUP)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile tests/workspace tests/linking tests

setup: $(SETUP)

$(SETUP): pyproject.toml constraints.txt scripts/system-packages $(FRONT)/package-lock.json
	scripts/system-packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test,dev,spark]'
	command -v npm >/dev/null || $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[node]'
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m reassess.workspace.pages.frontend.build
	touch $(SETUP)

clean:
	rm -rf $(VENV) demo
