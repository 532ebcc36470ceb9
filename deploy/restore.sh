#!/bin/sh
# Puts a backup of backup.sh into an empty database, and looks whether all is there.
#
#   DATABASE_URL=… SEALING_KEY_FILE=… sh deploy/restore.sh FOLDER KEY_FOLDER
#
# DATABASE_URL names an empty database and the login that is to own it, which may make roles (CREATEROLE) unless psa_app and
# psa_system are there and granted to it. SEALING_KEY_FILE is where the key goes; it must not be there yet. No server may run
# on the database meanwhile. PSA_BRIDGE is the command to check with, "node dist/main.js" of this folder unless set.
set -eu
umask 077
folder=${1:?"usage: restore.sh FOLDER KEY_FOLDER"}
key_folder=${2:?"usage: restore.sh FOLDER KEY_FOLDER"}
: "${DATABASE_URL:?set DATABASE_URL to an empty database, with the login that is to own it}"
: "${SEALING_KEY_FILE:?set SEALING_KEY_FILE to where the sealing key is to go}"
here=$(cd "$(dirname "$0")/.." && pwd)

refuse() {
  echo "restore.sh: $1" >&2
  exit 1
}

. "$(dirname "$0")/database-url.sh"

for file in "$folder/psa-bridge.dump" "$folder/roles.sql" "$key_folder/sealing.key"; do
  [ -r "$file" ] || refuse "$file cannot be read."
done
[ ! -e "$SEALING_KEY_FILE" ] || refuse "$SEALING_KEY_FILE is there already; a key is never written over."
[ -w "$(dirname "$SEALING_KEY_FILE")" ] || refuse "$(dirname "$SEALING_KEY_FILE") cannot be written to, so the key could not go to $SEALING_KEY_FILE."
tables=$(psql -X -A -t -d "$database" -c "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
[ "$tables" = 0 ] || refuse 'the database is not empty.'

psql -X -q -v ON_ERROR_STOP=1 -d "$database" -f "$folder/roles.sql"
# One transaction: all of it is there afterwards, or nothing. Comments belong to who made the database.
pg_restore --no-owner --no-comments --single-transaction --exit-on-error -d "$database" "$folder/psa-bridge.dump"
# A restored database has no statistics, and plans without them are bad ones.
PGOPTIONS='-c client_min_messages=error' psql -X -q -d "$database" -c 'ANALYZE'
cp "$key_folder/sealing.key" "$SEALING_KEY_FILE"
echo 'Restored. What it looks like:'
${PSA_BRIDGE:-node "$here/dist/main.js"} doctor
