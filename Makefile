# digit-ideas. `make help` lists the targets; each installs what it needs first.
#
# Before each target stands what it uses of the variables that one gives it: make sweep CONFIG=configs/article.yaml DRY=1.
# pipeline/make/variables.mk reads them. Every recipe ends in exec, for a shell in between would not pass a signal on.

# Not tsx's own command: that puts a process in between, which passes neither every signal nor a kill on.
TSX = exec node --import tsx
study := CONFIG SET ENGINE ARTIFACTS
OF_STUDY = $(call option,--config,CONFIG) $(call option,--set,SET) $(call option,--engine,ENGINE) $(call option,--artifacts,ARTIFACTS)
.DEFAULT_GOAL := help
.PHONY: help install sweep smoke worker status compute explain gc report export film compare hints counterfeits transfer optimum legibility baselines test faults check format ladder judges score rate rate-import lock verify diff lock-analysis power simulate scale docs bench tfjs-node package clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Of a study: CONFIG=configs/article.yaml   SET=\"grid.hidden=16,64 training.epochs=2\"   ENGINE=tfjs   ARTIFACTS=DIR"
	@echo "Of a sweep: WORKERS=2   DRY=1 (only say what would run)   FRESH=1 (begin again)   QUEUE=redis://HOST STORE=DIR (on other machines; STRICT=1: of the same kind)"
	@echo "Exit codes: make has 2 for every failure; started by node --import tsx, a command has 2 for what you can mend, 1 for a fault of ours."

# npm ci only when the lock file is newer than what is installed.
node_modules/.package-lock.json: package-lock.json package.json
	npm ci
	@touch $@

install: node_modules/.package-lock.json ## Install the packages; every target that needs them does it first

uses.sweep := $(study) WORKERS DRY FRESH ONLY QUEUE STORE STRICT
sweep: ## Train the grid, find and score the ideas, write the report (DRY=1: only say what would run; ONLY=failed, missing, stale, a model or a cell)

uses.smoke := $(filter-out CONFIG,$(uses.sweep))
smoke: override CONFIG := configs/smoke.yaml
smoke: ## The whole pipeline on a small grid, in under a minute

sweep smoke: install
	@$(TSX) pipeline/sweep.ts $(OF_STUDY) $(call option,--workers,WORKERS) $(call switch,--dry-run,DRY) $(call switch,--fresh,FRESH) $(call option,--only,ONLY) $(call option,--queue,QUEUE) $(call option,--store,STORE) $(call switch,--strict,STRICT)

uses.worker := QUEUE STORE WORKERS LOST_AFTER IDLE
worker: install ## Compute models of sweeps with the same QUEUE=redis://HOST and STORE=DIR or s3://BUCKET, on any machine (WORKERS=2 IDLE=60 LOST_AFTER=30)
	@$(TSX) pipeline/commands/worker.ts $(call option,--queue,QUEUE) $(call option,--store,STORE) $(call option,--workers,WORKERS) $(call option,--lost-after,LOST_AFTER) $(call option,--idle,IDLE)

uses.status := $(study) ONLY QUEUE STRICT
status: install ## What is done of a study, and what is not (ONLY=stale), and what workers are at (QUEUE=redis://HOST)
	@$(TSX) pipeline/sweep.ts $(OF_STUDY) --status $(call option,--only,ONLY) $(call option,--queue,QUEUE) $(call switch,--strict,STRICT)

uses.explain := $(study) ONLY
explain: install ## Why a sweep would compute again what is there, stage by stage and field by field (ONLY=h64-b100-s0)
	@$(TSX) pipeline/commands/explain.ts $(OF_STUDY) $(call option,--only,ONLY)

uses.gc := ARTIFACTS DRY
gc: install ## Remove what no config names any more, and what killed runs have left (DRY=1: only say what, and how much)
	@$(TSX) pipeline/commands/gc.ts $(call option,--artifacts,ARTIFACTS) $(call switch,--dry-run,DRY)

uses.compute := $(study) STUDY INDEX TASKS LIST
compute: install ## Compute one model by its number, as a task of a job array (STUDY=artifacts/sweep INDEX=3; TASKS=10; LIST=1: only list them)
	@$(TSX) pipeline/commands/compute.ts $(OF_STUDY) $(call option,--study,STUDY) $(call option,--index,INDEX) $(call option,--tasks,TASKS) $(call switch,--list,LIST)

uses.report := $(study)
report: install ## Write the report from what is finished
	@$(TSX) pipeline/report.ts $(OF_STUDY)

uses.export := $(study) OUT
export: install ## Write a study for other tools: tables with a README, figures as SVG and PNG, TensorBoard's event files (OUT=DIR)
	@$(TSX) pipeline/commands/export.ts $(OF_STUDY) $(call option,--out,OUT)

uses.film := $(study) DIGIT METHOD SNAPSHOTS ONLY MODEL OUT MEAN STD RANGE INVERT
film: install ## Film a search; unless told otherwise the article's 5 emerging (DIGIT=3 METHOD=annealing SNAPSHOTS=100 ONLY=... MODEL=... OUT=...; of the model's images MEAN STD RANGE INVERT)
	@$(TSX) pipeline/commands/film.ts $(OF_STUDY) $(call option,--digit,DIGIT) $(call option,--method,METHOD) $(call option,--snapshots,SNAPSHOTS) $(call option,--only,ONLY) $(call option,--model,MODEL) $(call option,--out,OUT) $(call option,--mean,MEAN) $(call option,--std,STD) $(call option,--range,RANGE) $(call switch,--invert,INVERT)

uses.compare := $(study) ONLY
uses.hints := $(study) ONLY
uses.counterfeits := $(study) ONLY
uses.transfer := $(study) ONLY
uses.optimum := $(study) ONLY
uses.legibility := $(study) ONLY
uses.baselines := $(study) ONLY
compare: ## Compare the searches on trained models (ONLY=h64-b100-s0, a model, or ONLY=h64-b100, a cell)
hints: ## Help trained models with pixels of their own ideas (ONLY=...)
counterfeits: ## Find the fewest flips that fool trained models (ONLY=...)
transfer: ## Let trained models read each other's ideas (ONLY=...)
optimum: ## Find the provably best image of small trained models (ONLY=...)
legibility: ## Find the most and the least recognisable images that models like as much as ideas (ONLY=...)
baselines: ## Hold ideas against real digits and class means (ONLY=...)
compare hints counterfeits transfer optimum legibility baselines: install
	@$(TSX) pipeline/commands/experiment.ts $@ $(OF_STUDY) $(call option,--only,ONLY)

whole := CONFIG ENGINE ARTIFACTS REUSE WORKERS
WHOLE = $(call option,--config,CONFIG) $(call option,--engine,ENGINE) $(call option,--artifacts,ARTIFACTS) $(call switch,--reuse,REUSE) $(call option,--workers,WORKERS)
uses.lock := $(whole)
lock: install ## Write down what a study gives, beside its config, for make verify (CONFIG=configs/ci.yaml; REUSE=1: of the study that is there)
	@$(TSX) pipeline/commands/lock.ts $(WHOLE)

uses.verify := $(whole) LEVEL OUT
verify: install ## Compute a study and say whether it is as its lock says, and where and why it first differs (LEVEL=numbers REUSE=1 OUT=DIR)
	@$(TSX) pipeline/commands/verify.ts $(WHOLE) $(call option,--level,LEVEL) $(call option,--out,OUT)

uses.diff := A B OUT
diff: install ## Say what differs between two runs, in the terminal and on a page (A=artifacts/sweep B=artifacts/sweep.1 OUT=FILE)
	@$(TSX) pipeline/commands/diff.ts $(call option,--a,A) $(call option,--b,B) $(call option,--out,OUT)

uses.lock-analysis := CONFIG SET CHECK
lock-analysis: install ## Lock a study's analysis, judges, hypotheses and config before its models are trained (CHECK=1: only say whether it fits)
	@$(TSX) pipeline/commands/lock-analysis.ts $(call option,--config,CONFIG) $(call option,--set,SET) $(call switch,--check,CHECK)

uses.ladder := ENGINE IMAGES SEED ARTIFACTS
ladder: install ## Hold the frozen judges against two ladders of images whose answer is known (IMAGES=500 SEED=0)
	@$(TSX) pipeline/commands/ladder.ts $(call option,--engine,ENGINE) $(call option,--images,IMAGES) $(call option,--seed,SEED) $(call option,--artifacts,ARTIFACTS)

uses.judges := JUDGE FREEZE
judges: install ## Make the judges anew and say whether they are the frozen ones (JUDGE="mixture shape" FREEZE=1)
	$(if $(filter abs cnn,$(or $(value JUDGE),cnn)),@$(TSX) pipeline/commands/tfjs-node.ts)
	@$(TSX) pipeline/commands/judges.ts $(call each,--judge,JUDGE) $(call switch,--freeze,FREEZE) --commit "$$(git rev-parse HEAD 2>/dev/null || echo unknown)"

uses.score := ENGINE IMAGES OUT LABELS INVERT
score: install ## Score images of your own by the frozen judges (IMAGES=DIR OUT=scores.csv LABELS=labels.csv INVERT=1)
	@$(TSX) pipeline/commands/score.ts $(call option,--engine,ENGINE) $(call option,--images,IMAGES) $(call option,--out,OUT) $(call option,--labels,LABELS) $(call switch,--invert,INVERT)

uses.rate := $(study) IMAGES SEED LADDER
rate: install ## Write the page on which people rate ideas blindly (IMAGES=200 SEED=0 LADDER=artifacts/ladder/ladder.json)
	@$(TSX) pipeline/commands/rate.ts $(OF_STUDY) $(call option,--images,IMAGES) $(call option,--seed,SEED) $(call option,--ladder,LADDER)

uses.rate-import := $(study) CSV GOLAN_CSV GOLAN_IMAGES GOLAN_INVERT
rate-import: install ## Take in people's ratings (CSV="a.csv b.csv"), or GOLAN_CSV=FILE GOLAN_IMAGES=DIR (GOLAN_INVERT=1: dark on white)
	@$(TSX) pipeline/commands/rate-import.ts $(OF_STUDY) $(call option,--csv-list,CSV) $(call option,--golan-csv,GOLAN_CSV) $(call option,--golan-images,GOLAN_IMAGES) $(call switch,--golan-invert,GOLAN_INVERT)

uses.power := $(study) EFFECT
power: install ## Say how many seeds, starts and digits show an effect, from a finished study (EFFECT=0.01)
	@$(TSX) pipeline/commands/power.ts $(OF_STUDY) $(call option,--effect,EFFECT)

uses.simulate := STUDIES SEEDS IDEAS SEED
simulate: install ## Try the statistics on simulated studies (STUDIES=1000 SEEDS="3 5 10" IDEAS=artifacts/sweep/ideas.csv SEED=0)
	@$(TSX) pipeline/commands/simulate.ts $(call option,--studies,STUDIES) $(call each,--seeds,SEEDS) $(call option,--ideas,IDEAS) $(call option,--seed,SEED)

uses.scale := STUDY MODELS SEED
scale: install ## Simulate a sweep of 100,000 models on 1 to 1,000 workers (STUDY=artifacts/sweep MODELS=100000 SEED=0)
	@$(TSX) pipeline/commands/scale.ts $(call option,--study,STUDY) $(call option,--models,MODELS) $(call option,--seed,SEED)

uses.docs := CHECK LADDER RESULTS
docs: install ## Fill the tables of README and docs/ from what is committed (CHECK=1: only say whether they are current; LADDER=artifacts/ladder RESULTS=artifacts/sweep)
	@$(TSX) pipeline/commands/docs.ts $(call switch,--check,CHECK) $(call option,--ladder,LADDER) $(call option,--results,RESULTS)

test: install ## Run every test
	@exec node_modules/.bin/vitest run

faults: install ## Kill, damage and starve sweeps some 500 times, and read two hundred thousand hostile files: an hour and more
	@DIGIT_IDEAS_FAULTS=full DIGIT_IDEAS_HOSTILE=100000 exec node_modules/.bin/vitest run test/faults test/hostile

check: install ## Types, lint, format, and the published schema
	@exec node_modules/.bin/tsc --noEmit
	@exec node_modules/.bin/tsc --noEmit --project pipeline/playground/browser
	@exec node_modules/.bin/tsc --noEmit --project pipeline/atlas/browser
	@exec node_modules/.bin/tsc --noEmit --project pipeline/language/browser
	@exec node_modules/.bin/biome check
	@$(TSX) pipeline/commands/schema.ts --check

format: install ## Format the code and sort its imports
	@exec node_modules/.bin/biome check --write

uses.tfjs-node := CHECK
tfjs-node: install ## Provide the native library of the engine tfjs; kept in a cache (CHECK=1: only say what is there)
	@$(TSX) pipeline/commands/tfjs-node.ts $(call switch,--check,CHECK)

# .npmrc turns off scripts, for those of dependencies download; the one that compiles before packing is our own.
package: install ## Compile and pack the npm package, digit-ideas-VERSION.tgz
	@exec npm pack --ignore-scripts=false

uses.bench := ARTIFACTS
bench: install ## Measure the engines beside PyTorch, a plain tfjs-node loop and the bare matrix products
	@$(TSX) pipeline/commands/bench.ts $(if $(call given,ARTIFACTS),--out=$(call quote,$(value ARTIFACTS)/bench/bench.json))

uses.clean := ARTIFACTS
locks = $(wildcard artifacts/*.lock)
clean: ## Remove all artifacts
	$(if $(call given,ARTIFACTS),$(error clean: expected no ARTIFACTS, got '$(value ARTIFACTS)'; it clears artifacts/ alone, so remove that folder yourself))
	$(if $(locks),$(error clean: expected that nothing runs, got $(locks); wait until it ends, or where nothing does remove that file))
	find artifacts -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

include pipeline/make/variables.mk
