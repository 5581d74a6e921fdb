# Thin aliases; bootstrap.py finds a Python and builds .venv from requirements.lock.
PYTHON3 ?= python3
CORPUS ?=

.PHONY: env run test lab refresh pictures bench bench-quotations lock audit sbom

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

pictures: ## renew the pictures of README and docs from the sample (needs Chrome or Chromium)
	$(PYTHON3) bootstrap.py run --out runs/sample
	$(PYTHON3) bootstrap.py python -m pip install --quiet "kaleido>=1.2"
	$(PYTHON3) bootstrap.py standpoints pictures runs/sample --out docs/pictures --format svg --width 900 \
		--chart position_heatmap --chart actor_pair --chart coalition_map --chart polarization
	$(PYTHON3) bootstrap.py python -m pytest -q tests/browser/explorer_picture.py

bench:    ## how extraction scales, NAMES="two_workers rerun" or all, OPTIONS="--large" (see docs/benchmarks.md)
	$(PYTHON3) bootstrap.py install benchmarks/requirements.lock
	$(PYTHON3) bootstrap.py python benchmarks/scaling.py $(NAMES) $(OPTIONS)

bench-quotations:  ## ours beside other systems, on GOLD=folder SCORER=file or else on the sample
	$(PYTHON3) bootstrap.py install benchmarks/requirements.lock
	$(PYTHON3) bootstrap.py python benchmarks/quotations.py $(if $(GOLD),--gold "$(GOLD)") $(if $(SCORER),--scorer "$(SCORER)")

lock:     ## renew both locks (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.12 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --quiet -o requirements.lock
	uv pip compile benchmarks/requirements.in -c requirements.lock --universal --python-version 3.12 --generate-hashes \
		--no-annotate --custom-compile-command "make lock" --quiet -o benchmarks/requirements.lock

audit:    ## known vulnerabilities of what the lock names (needs uv and the network)
	uvx pip-audit --disable-pip --require-hashes -r requirements.lock

sbom:     ## the bill of materials, as CycloneDX (needs uv and the network)
	uvx pip-audit --disable-pip --require-hashes -r requirements.lock --format cyclonedx-json --output sbom.json
