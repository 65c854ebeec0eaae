#!/bin/sh
# backup.sh FOLDER: the database, then the files; DATABASE_URL and DATA_DIR as in tradewind.env. Nothing need be stopped.
# The order matters: every file that the database names is stored before it is named.
set -eu
at=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$1"
pg_dump --format=custom --file "$1/tradewind-$at.dump" "$DATABASE_URL"
if [ -z "${FILES_URL:-}" ] && [ -d "$DATA_DIR/files" ]; then
    tar -C "$DATA_DIR" -cf "$1/tradewind-$at.files.tar" files
fi
echo "$1/tradewind-$at.dump"
