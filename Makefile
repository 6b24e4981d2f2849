# digit-ideas. `make help` lists the targets; each installs what it needs first.
CONFIG ?= configs/sweep.yaml
SET ?=
DRY ?=
WORKERS ?=
ENGINE ?=
CHECK ?=
IMAGES ?=
SEED ?=
LADDER ?=
CSV ?=
GOLAN_CSV ?=
GOLAN_IMAGES ?=
GOLAN_INVERT ?=
JUDGE ?=
DIGIT ?=
METHOD ?=
ONLY ?=
MODEL ?=
OUT ?=
SNAPSHOTS ?=
FREEZE ?=
# Not tsx's own command: that puts a process in between, which passes neither every signal nor a kill on.
TSX = node --import tsx
STUDY = --config $(CONFIG) $(if $(strip $(SET)),--set "$(SET)") $(if $(ENGINE),--engine $(ENGINE))
.DEFAULT_GOAL := help
.PHONY: help install sweep smoke status report film compare hints counterfeits transfer test check format ladder judges rate rate-import bench tfjs-node clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Options: CONFIG=configs/article.yaml   SET=\"grid.hidden=[16,64] training.epochs=2\"   WORKERS=2   ENGINE=tfjs   DRY=1"

# npm ci only when the lock file is newer than what is installed.
node_modules/.package-lock.json: package-lock.json package.json
	npm ci
	@touch $@

install: node_modules/.package-lock.json ## Install the packages; every target that needs them does it first

sweep: install ## Train the grid, find and score the ideas, write the report (DRY=1: only say what would run)
	@$(TSX) pipeline/sweep.ts $(STUDY) $(if $(WORKERS),--workers $(WORKERS)) $(if $(DRY),--dry-run)

smoke: CONFIG = configs/smoke.yaml
smoke: sweep ## The whole pipeline on a small grid, in under a minute

status: install ## What is done of a study, and what is not
	@$(TSX) pipeline/sweep.ts $(STUDY) --status

report: install ## Write the report from what is finished
	@$(TSX) pipeline/report.ts $(STUDY)

film: CONFIG = configs/article.yaml
film: install ## Film a search; unless told otherwise the article's 5 emerging (DIGIT=3 METHOD=annealing SNAPSHOTS=100 ONLY=... MODEL=... OUT=...)
	@$(TSX) pipeline/commands/film.ts $(STUDY) $(if $(DIGIT),--digit $(DIGIT)) $(if $(METHOD),--method $(METHOD)) $(if $(SNAPSHOTS),--snapshots $(SNAPSHOTS)) $(if $(ONLY),--only $(ONLY)) $(if $(MODEL),--model "$(MODEL)") $(if $(OUT),--out "$(OUT)")

compare: ## Compare the searches on trained models (ONLY=h64-b100-s0, a model, or ONLY=h64-b100, a cell)
hints: ## Help trained models with pixels of their own ideas (ONLY=...)
counterfeits: ## Find the fewest flips that fool trained models (ONLY=...)
transfer: ## Let trained models read each other's ideas (ONLY=...)
compare hints counterfeits transfer: install
	@$(TSX) pipeline/commands/experiment.ts $@ $(STUDY) $(if $(ONLY),--only $(ONLY))

ladder: install ## Hold the frozen judges against nine rungs of images whose answer is known (IMAGES=500 SEED=0)
	@$(TSX) pipeline/commands/ladder.ts $(if $(ENGINE),--engine $(ENGINE)) $(if $(IMAGES),--images $(IMAGES)) $(if $(SEED),--seed $(SEED))

judges: install ## Make the judges anew and say whether they are the frozen ones (JUDGE="kde mixture" FREEZE=1)
	$(if $(filter cnn,$(or $(JUDGE),cnn)),@$(TSX) pipeline/commands/tfjs-node.ts)
	@$(TSX) pipeline/commands/judges.ts $(if $(JUDGE),--judge $(JUDGE)) $(if $(FREEZE),--freeze) --commit "$$(git rev-parse HEAD 2>/dev/null || echo unknown)"

rate: install ## Write the page on which people rate ideas blindly (IMAGES=200 SEED=0 LADDER=artifacts/ladder/ladder.json)
	@$(TSX) pipeline/commands/rate.ts $(STUDY) $(if $(IMAGES),--images $(IMAGES)) $(if $(SEED),--seed $(SEED)) $(if $(LADDER),--ladder "$(LADDER)")

rate-import: install ## Take in people's ratings (CSV="a.csv b.csv"), or GOLAN_CSV=FILE GOLAN_IMAGES=DIR (GOLAN_INVERT=1: dark on white)
	@$(TSX) pipeline/commands/rate-import.ts $(STUDY) $(if $(CSV),--csv $(CSV)) $(if $(GOLAN_CSV),--golan-csv "$(GOLAN_CSV)") $(if $(GOLAN_IMAGES),--golan-images "$(GOLAN_IMAGES)") $(if $(GOLAN_INVERT),--golan-invert)

test: install ## Run every test
	@npm --silent test

check: install ## Types, lint, format, and the published schema
	@npm --silent run check

format: install ## Format the code and sort its imports
	@npm --silent run format

tfjs-node: install ## Provide the native library of the engine tfjs; kept in a cache (CHECK=1: only say what is there)
	@$(TSX) pipeline/commands/tfjs-node.ts $(if $(CHECK),--check)

bench: install ## Measure every engine beside a plain tfjs-node loop and the bare matrix products
	@$(TSX) pipeline/commands/bench.ts

clean: ## Remove all artifacts
	find artifacts -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
