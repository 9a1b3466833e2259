# What there is to do here. `make` alone prints one line for each.
VENV ?= .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check check-django smoke bench schema migrations messages lock ready ready-for-tests

help: ## print these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: ready ## set everything up and run the site, with a login for each person of the story
	@$(BIN)/python -m portal.up

test: ready-for-tests ## install what the tests need, then every check and the whole suite
	@.ci/system
	@$(MAKE) --no-print-directory check
	@$(BIN)/pytest -n auto

check: ready-for-tests ## format, lint, spelling, imports, templates, types, migrations, the API's schema
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/codespell
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet portal alliance takedowns
	$(BIN)/mypy
	@$(BIN)/python -m portal.engines --fast --data var/check -- $(MAKE) --no-print-directory check-django

smoke: ready ## from a signed mark to a listing that is gone, on the whole stack, in under a minute
	@$(BIN)/python -m tests.smoke

bench: ready-for-tests ## the speed of the hot paths, against what they must reach
	@$(BIN)/python -m tests.bench

schema: ready-for-tests ## write the API's schema to docs/openapi.yaml
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

migrations: ready-for-tests ## write the migrations that the models ask for
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m portal.engines --fast --data var/check -- $(BIN)/python manage.py makemigrations

messages: ready-for-tests ## collect the texts to translate into portal/locale, and compile what is translated
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemessages --locale zh_Hans --no-location --no-wrap --no-obsolete --ignore .venv --ignore tests --ignore var
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py compilemessages --ignore .venv --verbosity 0

lock: ## pin every package with its hashes, from pyproject.toml
	@.ci/install var/uv
	@var/uv/bin/pip install --quiet --disable-pip-version-check uv
	var/uv/bin/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.txt
	var/uv/bin/uv pip compile pyproject.toml --group test -c requirements.txt --generate-hashes --no-emit-index-url --no-header --quiet -o tests/requirements.txt

ready:
	@.ci/install $(VENV) requirements.txt

ready-for-tests: ready
	@.ci/install $(VENV) tests/requirements.txt

# As an installation behind https would be checked; the engines are `check`'s.
check-django: export SECRET_KEY = only-to-be-checked-and-never-to-be-served-0123456789
check-django: export PUBLIC_URL = https://portal.example
check-django: export ALLOWED_HOSTS = portal.example
check-django:
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py lintmigrations --quiet ok ignore --sql-analyser postgresql --no-cache --include-apps portal alliance takedowns
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	diff -u docs/openapi.yaml var/openapi.yaml >var/openapi.diff || { head -40 var/openapi.diff; echo 'The API has changed: make schema, and look at the difference.'; exit 1; }
