# Thin aliases; bootstrap.py finds a Python and builds .venv from requirements.lock.
PYTHON3 ?= python3
CORPUS ?=

.PHONY: env run test lab refresh lock

env:      ## set up .venv
	$(PYTHON3) bootstrap.py

run:      ## the four notebooks on the sample corpus, or on CORPUS=path
	$(PYTHON3) bootstrap.py run $(if $(CORPUS),"$(CORPUS)")

test:     ## every check that CI runs
	$(PYTHON3) bootstrap.py test

lab:      ## JupyterLab in notebooks/
	$(PYTHON3) bootstrap.py jupyter lab --ip=127.0.0.1 notebooks

refresh:  ## run the notebooks on the sample and keep their outputs in the repository
	$(PYTHON3) bootstrap.py python -m helpers.refresh

lock:     ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.12 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --quiet -o requirements.lock
