#!/usr/bin/env bash
# Runs the benches and writes what they print to docs/results.md. FOLDER: images to load, optional.
#   bench/results.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release bench/FastAI.Bench -v quiet --nologo
bench=artifacts/bin/FastAI.Bench/release/FastAI.Bench

section() {
  local title=$1 says=$2; shift 2
  printf '## %s\n\n%s\n\n```\n' "$title" "$says"
  "$bench" "$@"
  printf '```\n\n'
}

{
  printf '# Results\n\nWritten by `bench/results.sh`, on %s cores of %s. Figures of one run: compare within a block, not across machines.\n\n' \
    "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)"
  section 'The loop' 'What a learner costs beside the same training written by hand on TorchSharp: Adam, one cycle, data in memory. Ratio of the medians; fastai reaches 0.2 to 0.3 of a bare PyTorch loop.' loop
  section 'Memory' 'Resident memory and live tensors over 500 batches of a small convolutional network.' memory
  if [ $# -gt 0 ]; then
    section 'Loading images' "Decode, Resize(224), mirror, turn and enlarge to 128 pixels, batch 32." loader "$1"
    section 'Reading images' 'Decode and resize alone.' images "$1"
  fi
} | sed -e "s#${1:-/no/folder}#FOLDER#g" > docs/results.md
echo "docs/results.md is written."
