#!/bin/sh
# restore.sh DUMP: puts a backup in place of the database, while every node and worker is stopped. Run it where the code is.
set -eu
pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction --dbname "$DATABASE_URL" "$1"
if [ -f "${1%.dump}.files.tar" ]; then
    tar -C "$DATA_DIR" -xf "${1%.dump}.files.tar"
fi
# Without --restored, people whose screens hold more than the backup would wait for numbers that come a second time.
.venv/bin/python -m server release --restored
