# Two commands: `make run` serves the gateway over the sandbox vendors, `make test` passes every test.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test check bench soak docs lock
setup: .venv/ready
	$(BIN)/python explorer/build.py

.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

run: setup
	$(BIN)/order-gateway dev --port $(PORT)

# On every core; what ran longest is named at the end.
test: setup
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder --durations 20

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group pyproject.toml:dev pyproject.toml -o requirements.lock

bench: setup
	$(BIN)/python -m bench

# Ten minutes; SECONDS=60 for less.
soak: setup
	$(BIN)/python -m bench.soak $(SECONDS)

docs: setup
	$(BIN)/python -m app.capability_table README.md
	$(BIN)/order-gateway schema > schema/schema.graphql
