# Everything that a checkout needs. `make` alone lists the targets.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
DEMO := build/demo/communique.db
TRAIN_STAMP := .venv/.installed-train

# Gold data that measures the reader; what isn't there is left out of the scores.
export COMMUNIQUE_GOLD ?= ../shared/gold

.PHONY: help setup demo test lint imports format schema train gate score quality errors coverage

help:  ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(STAMP)  ## make .venv and install the package with what development needs

$(STAMP): pyproject.toml hatch_build.py $(wildcard src/communique/knowledge/places/*.csv)  # the gazetteer is made when the package is installed
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(TRAIN_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[dev,train]'
	touch $@

demo: $(STAMP)  ## read the demo articles into a ledger and show what they tell together
	rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	mkdir -p $(dir $(DEMO))
	$(BIN)/communique read docs/demo/article.txt --published 2024-01-18
	$(BIN)/communique add docs/demo --published 2024-01-18 --ledger $(DEMO)
	$(BIN)/communique events --min-sources 2 --ledger $(DEMO)
	$(BIN)/communique commitments --donor Estonia --ledger $(DEMO)
	$(BIN)/communique contradictions --ledger $(DEMO)
	$(BIN)/communique calendar --since 2024-03-13 --ledger $(DEMO)
	@echo "Look at it in a browser: $(BIN)/communique serve --ledger $(DEMO)"

test: lint $(STAMP)  ## what CI runs: lint, import rules, tests and the evaluation gate
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m "not clock"
	$(BIN)/python -m pytest -m clock

lint: $(STAMP) imports  ## ruff, mypy --strict and the import rules
	$(BIN)/ruff check src training tests
	$(BIN)/ruff format --check src training tests
	$(BIN)/mypy

imports: $(STAMP)  ## the import rules alone
	$(BIN)/lint-imports

format: $(STAMP)  ## mend what ruff can mend, and lay the code out
	$(BIN)/ruff check --fix-only src training tests
	$(BIN)/ruff format src training tests

schema: $(STAMP)  ## write the JSON Schema anew from the records
	$(BIN)/python -m communique.schema --write

train: $(TRAIN_STAMP)  ## train the reader and export its weights
	$(BIN)/python -m training.run

score: $(STAMP)  ## measure the reader on the gold data
	$(BIN)/python -m training.score

gate: $(TRAIN_STAMP)  ## train the first look that skips what can hold no event
	$(BIN)/python -m training.first_look

quality: $(STAMP)  ## write docs/quality.md: figures by family, type, status, act and stage, and what goes wrong
	$(BIN)/python -m training.quality

errors: $(STAMP)  ## print the worst confusions on the development sets, with their sentences
	$(BIN)/python -m training.errors

coverage: $(TRAIN_STAMP)  ## count what the corpus holds, and the predicates it has and lacks for each label
	$(BIN)/python -m training.corpus counts
	$(BIN)/python -m training.corpus predicates
