#!/bin/sh
# A backup of a psa-bridge on a PostgreSQL server: the database, the roles it needs, and the sealing key apart from both.
#
#   DATABASE_URL=… SEALING_KEY_FILE=… sh deploy/backup.sh FOLDER KEY_FOLDER
#
# FOLDER gets psa-bridge.dump and roles.sql, KEY_FOLDER gets sealing.key. Keep the two in different places: together they are
# the ConnectWise keys of all accounts. The server may go on meanwhile; the dump is of one moment. Both folders are made
# when they are missing, must hold no backup yet, and are readable by their owner only.
set -eu
umask 077
folder=${1:?"usage: backup.sh FOLDER KEY_FOLDER"}
key_folder=${2:?"usage: backup.sh FOLDER KEY_FOLDER"}
: "${DATABASE_URL:?set DATABASE_URL to the database, with the login that owns it}"
: "${SEALING_KEY_FILE:?set SEALING_KEY_FILE to the file with the sealing keys}"

refuse() {
  echo "backup.sh: $1" >&2
  exit 1
}

. "$(dirname "$0")/database-url.sh"

[ -r "$SEALING_KEY_FILE" ] || refuse "$SEALING_KEY_FILE cannot be read."
mkdir -p "$folder" "$key_folder"
[ "$(cd "$folder" && pwd -P)" != "$(cd "$key_folder" && pwd -P)" ] || refuse 'the key must not lie beside the data: give two folders.'
for file in "$folder/psa-bridge.dump" "$folder/roles.sql" "$key_folder/sealing.key"; do
  [ ! -e "$file" ] || refuse "$file is there already."
done

# Written under another name first, so that what has the right one is whole.
pg_dump --format=custom --file="$folder/psa-bridge.dump.part" "$database"
pg_restore --list "$folder/psa-bridge.dump.part" > /dev/null
cat > "$folder/roles.sql.part" <<'SQL'
-- The roles of psa-bridge, which no dump of a database holds. They belong to the whole cluster and have no password.
-- restore.sh runs this; it leaves what is there as it is.
DO $$
DECLARE
    wanted TEXT;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['psa_app', 'psa_system'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
        -- Trying is the one test that means the same on every version.
        BEGIN
            PERFORM set_config('role', wanted, true), set_config('role', 'none', true);
        EXCEPTION WHEN insufficient_privilege THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
        END;
    END LOOP;
END
$$;
SQL
mv "$folder/roles.sql.part" "$folder/roles.sql"
cp "$SEALING_KEY_FILE" "$key_folder/sealing.key.part"
mv "$key_folder/sealing.key.part" "$key_folder/sealing.key"
mv "$folder/psa-bridge.dump.part" "$folder/psa-bridge.dump"
echo "Backed up to $folder; the sealing key to $key_folder."
