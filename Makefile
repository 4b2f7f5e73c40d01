# Two commands on a fresh machine: `make run` opens the museum, `make test` proves it. `make help` lists the others.

VENV     ?= .venv
WORKERS  ?= 2
ARGS     ?=

PY       := $(VENV)/bin/python
SUITE    := $(PY) -m pytest -n $(WORKERS) --dist loadfile
LOCK     := $(if $(shell command -v flock),flock Makefile,)
ROOT     := $(filter 0,$(shell id -u))
DEBIAN   := $(and $(ROOT),$(shell grep -s '^ID=debian' /etc/os-release))
# From the environment, else from .env, else the default: what the server must know before the settings are read.
setting   = $${$(1):-$$(sed -n 's/^$(1)=//p' .env 2>/dev/null | tail -n 1 | tr -d "\"' ")}

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore
export PIP_NO_INPUT = 1
export PYTHONUNBUFFERED = 1
export DEBIAN_FRONTEND = noninteractive
# Empty: uvicorn believes no X-Forwarded-For itself; TRUSTED_PROXIES alone decides, where the address is read.
export FORWARDED_ALLOW_IPS =

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test test-long check seed bench messages format clean product suite browser

help: ## what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile
	@echo "Settings (.env.example lists them) may follow: make run PORT=8601 DATA_DIR=/some/where"

run: product ## install what is missing, hang the demonstration, open the museum
	@$(PY) -m seed --if-empty
	@host=$(call setting,HOST); port=$(call setting,PORT); at=$(call setting,BASE_URL); \
	HOST=$${host:-127.0.0.1} PORT=$${port:-8501}; export HOST PORT; \
	shown=$$HOST; [ "$$HOST" != 0.0.0.0 ] || shown=localhost; \
	echo "The museum opens at $${at:-http://$$shown:$$PORT} (Ctrl-C closes it)"; \
	exec $(PY) -m streamlit run app.py --server.port "$$PORT" --server.address "$$HOST"

test: suite browser ## everything the suite proves, in at most 20 minutes (ARGS="-k stock" for a part)
	@$(SUITE) $(ARGS)

test-long: suite browser ## the same, with fifty times the random trades of the state machine and twenty times the kills
	@LONG=1 $(SUITE) $(ARGS)

check: suite ## style, types, layers, migrations, translations
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy .
	@$(PY) -m db check
	@$(PY) -m components.messages check

seed: product ## the demonstration anew (ARGS="--until 2026-05")
	@$(PY) -m seed $(ARGS)

bench: suite ## measure (ONLY=catalogue for one part)
	@$(PY) -m tests.bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

messages: product ## collect what the pages say into the translations
	@$(PY) -m components.messages update

format: suite ## put the code in order
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

clean: ## what tools left behind, and the virtual environment; what the museum wrote stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis bench.json
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installing. A stamp with the checksums of what was asked for makes the next start skip it.

product:
	@[ "$$(cat $(VENV)/product 2>/dev/null)" = "$$(cksum requirements.txt)" ] || \
	$(LOCK) $(MAKE) install FILE=requirements.txt STAMP=product SUMS=requirements.txt

suite: product
	@[ "$$(cat $(VENV)/suite 2>/dev/null)" = "$$(cksum requirements.txt requirements-dev.txt)" ] || \
	$(LOCK) $(MAKE) install FILE=requirements-dev.txt STAMP=suite SUMS="requirements.txt requirements-dev.txt"

.PHONY: install
.DELETE_ON_ERROR:
install: $(PY)
	@[ "$$(cat $(VENV)/$(STAMP) 2>/dev/null)" != "$$(cksum $(SUMS))" ] || exit 0; \
	echo "Installing $(FILE) ..."; \
	{ $(PY) -m pip install --progress-bar off -r $(FILE) 2>&1; echo "pip: $$?"; } | tee $(VENV)/pip.log | \
	sed -unE -e 's/^ *(Downloading|Using cached) ([^ ]+) (\(.* MB\))$$/  \2 \3/p' \
	         -e 's/^Installing collected packages.*/  putting it all in place, half a minute .../p'; \
	tail -n 1 $(VENV)/pip.log | grep -q '^pip: 0$$' || { grep -v satisfied $(VENV)/pip.log | tail -n 20 >&2; exit 1; }; \
	cksum $(SUMS) > $(VENV)/$(STAMP)

PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3
FITS    := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
find     = for p in $(PYTHONS); do "$$p" -c "$(FITS)" 2>/dev/null && found=$$p && break; done

$(PY):
	@found=; $(find); \
	if [ -z "$$found" ] && [ -n "$(DEBIAN)" ]; then \
	  echo "Installing Python with venv ..."; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-venv >/dev/null; $(find); \
	fi; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 with its venv module is needed (Debian, Ubuntu: apt install python3-venv;" >&2; \
	  echo "macOS: brew install python@3.13), or name one: make run PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$found --version)"; \
	"$$found" -m venv $(VENV)

browser: suite
	@$(PY) -m tests.browser || if [ -n "$(DEBIAN)" ]; then \
	  echo "Installing Chromium, a minute or two ..."; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else $(PY) -m playwright install $(if $(ROOT),--with-deps) chromium; fi
	@[ -z "$(DEBIAN)" ] || fc-list :lang=zh 2>/dev/null | grep -q . || { echo "Installing Chinese fonts ..."; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends fontconfig fonts-noto-cjk >/dev/null; }
