# Everything a newcomer needs: `make run` and `make test`. What they do is in ops/.
OPS = python=$$(sh ops/find-python) && exec "$$python" -B -m ops

.PHONY: help run test test-fast lint services services-stop pictures lock bench clean
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):  ## /  make \1\t/p' Makefile | expand -t 24

run:  ## install, start everything with the demonstration, stop it all with Ctrl-C (PORT=8000 ADDRESS=127.0.0.1)
	@$(OPS) run

test:  ## check and test everything, in a real browser too, on throwaway servers
	@$(OPS) test

test-fast:  ## the tests without browser, linters and coverage
	@$(OPS) test-fast

lint:  ## the linters alone
	@$(OPS) lint

services:  ## start PostgreSQL and Valkey in .data/ and leave them running
	@$(OPS) services

services-stop:  ## stop them
	@$(OPS) services-stop

pictures:  ## take the pictures of docs/ anew, beside a running `make run`
	@$(OPS) pictures

lock:  ## write requirements/*.txt anew from requirements/*.in, with hashes and without hosts
	@$(OPS) lock

bench:  ## the scoreboard: the product beside the least that is needed, row by row; then schedule and exchanges (ONLY=3 ROUNDS=5)
	@$(OPS) services
	@.venv/bin/python -m ops.catalogues
	@.venv/bin/python -m bench $(addprefix --only ,$(ONLY)) --rounds $(or $(ROUNDS),5)
	@$(if $(ONLY),,.venv/bin/python -m bench.schedule && .venv/bin/python -m bench.exchanges)

clean:  ## remove everything that the other targets made
	@$(OPS) clean
