#!/bin/bash
# A study as a Slurm job array: the images are prepared, each model is a task, and the report is written when all have ended.
# On a login node, in the checkout, on a disk that all nodes see: docs/arrays/slurm.sh my-study.yaml my-study
set -euo pipefail
config=$1 # the study, as YAML
name=$2 # its name
study=artifacts/$name

node --import tsx pipeline/dataset.ts --config "$config" # makes the study's folder, which the tasks are told
models=$(node --import tsx pipeline/commands/compute.ts --study "$study" --list | wc -l)

# A cluster takes arrays up to its MaxArraySize (scontrol show config): above it, tasks share the models.
tasks=$((models < 1000 ? models : 1000))
array=$(sbatch --parsable --job-name="$name" --array="0-$((tasks - 1))" --cpus-per-task=1 --mem=2G --time=02:00:00 \
  --output="$study-%a.log" --requeue \
  --wrap "exec node --import tsx pipeline/commands/compute.ts --study $study --index \$SLURM_ARRAY_TASK_ID --tasks $tasks")

# afterany: what a task could not compute, the sweep computes or names.
sbatch --parsable --job-name="$name-report" --dependency="afterany:$array" --cpus-per-task=2 --mem=4G \
  --output="$study-report.log" \
  --wrap "exec node --import tsx pipeline/sweep.ts --config $config --workers 2"
