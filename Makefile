# Everything a newcomer needs: `make run` and `make test`. What they do is in ops/.
OPS = python=$$(sh ops/find-python) && PYTHONDONTWRITEBYTECODE=1 exec "$$python" -m ops

.PHONY: help services services-stop
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):  ## /\1\t/p' Makefile | expand -t 16

services:  ## start PostgreSQL and Valkey in .data/ and leave them running
	@$(OPS) services

services-stop:  ## stop them
	@$(OPS) services-stop
