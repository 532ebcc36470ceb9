#!/usr/bin/env bash
# What a production image does: the built files and the dependencies they run on, no scripts, no tools. Then the demo.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d "${TMPDIR:-/tmp}/psa bridge.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cp -r dist prisma package.json package-lock.json .npmrc "$folder"
cd "$folder"
npm ci --omit=dev --ignore-scripts --no-fund --no-audit --loglevel=error
node dist/main.js demo --exit --port 0 --sandbox-port 0 | tail -n 1
