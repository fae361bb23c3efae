#!/usr/bin/env bash
# Publishes the sample to native code and runs it: needs clang, and a Redis at the argument (localhost:6379). Fails on any warning
# of the trimmer or the AOT compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet publish -c Release -o "$out" 2>&1 | tee "$out/publish.log" || exit 1
if grep -qE 'warning IL[0-9]+' "$out/publish.log"; then
  echo "The trimmer or the AOT compiler warns." >&2
  exit 1
fi
timeout 60 "$out/NativeAot" "${1:-localhost:6379}"
