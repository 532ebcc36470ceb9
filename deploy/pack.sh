#!/bin/sh
# Puts what a server needs to run into an empty folder: the built files, and the packages they run on, of which none may
# run a script of its own. Whoever installs psa-bridge without a container does the same: sh deploy/pack.sh /opt/psa-bridge
set -eu
target=${1:?"usage: pack.sh FOLDER"}
cd "$(dirname "$0")/.."
[ -f dist/main.js ] || { echo 'pack.sh: there is no dist/ yet; run "npm ci" or "npm run build" first.' >&2; exit 1; }
mkdir -p "$target"
[ -z "$(ls -A "$target")" ] || { echo "pack.sh: $target is not empty." >&2; exit 1; }
cp -R dist prisma package.json package-lock.json .npmrc schema.graphql LICENSE "$target"
cd "$target"
# Optional packages are left out as well: with them come Prisma's tools, which its client names as something it may meet.
npm ci --omit=dev --omit=optional --ignore-scripts --loglevel=error
# Everybody may read it and nobody may change it, the server least of all.
chmod -R a-w,a+rX .
