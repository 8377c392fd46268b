#!/bin/sh
# Measures a fleet: what a night costs a site, and what the officer's page costs the server.
#
#   scripts/bench fleet [--sites N] [--boxes N] [--nights N]      (200 sites, 1000 mailboxes, 90 nights)
#
# One site is real: a spool of 20 messages a mailbox, scanned night after night while messages come and
# go in a tenth of the mailboxes, each night published to a PostgreSQL that scripts/database-lab starts
# for it. The other sites are copies of its rows, made by the server. Prints the median of a night's
# publish and of what it sends, the size of the first one, the time of the fleet's page and of its
# check, and how much the server grows by a site in a year. VMSCAN=FILE measures that program, unbuilt.
set -eu
cd "$(dirname "$0")/../.."

sites=200 boxes=1000 nights=90
part="bench fleet" options="sites boxes nights"
. scripts/bench.d/begin.sh

lab=$work/databases
finish() {
  scripts/database-lab --dir "$lab" down >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
scripts/database-lab --dir "$lab" up 2>/dev/null

sql() { psql -qAtX -v ON_ERROR_STOP=1 -h "$lab/postgres" -U postgres -d fleet "$@"; }
psql -qX -h "$lab/postgres" -U postgres -d postgres -c 'CREATE DATABASE fleet'
url="postgres://postgres@/fleet?host=$lab/postgres"
run() { VMSCAN_HOST=pbx1 "$VMSCAN" "$@" --db "$work/vmscan.db" --config /dev/null; }
run publish --prepare --to "$url" >/dev/null

now=1795390000
"$work/spoolgen" "$work/tree" --messages $((boxes * 20)) --boxes "$boxes" --now $now >/dev/null

# A tenth of the mailboxes, others each night: the first message's envelope goes or comes.
churn() { # NIGHT
  ls -d "$work"/tree/voicemail/*/*/INBOX | awk "NR % 10 == $1 % 10" | while read -r inbox; do
    if [ -e "$inbox/msg0000.txt" ]; then
      mkdir -p "$work/away$inbox" && mv "$inbox"/msg0000.* "$work/away$inbox/"
    elif [ -d "$work/away$inbox" ]; then
      mv "$work/away$inbox"/* "$inbox/"
    fi
  done
}

night=1
: >"$work/times"
: >"$work/bytes"
while [ "$night" -le "$nights" ]; do
  [ "$night" = 1 ] || churn "$night"
  run scan --quiet --own-domain example.com --asterisk-etc "$work/tree/etc" \
    --spool "$work/tree/voicemail" --now "@$((now + night * 86400))" >/dev/null || [ $? -le 3 ]
  before=$(date +%s%N)
  said=$(run publish --to "$url" --reader officer)
  took=$((($(date +%s%N) - before) / 1000000))
  sent=$(echo "$said" | sed 's/.*rows, //')
  if [ "$night" = 1 ]; then
    echo "first night: $took ms, $sent"
  else
    echo "$took" >>"$work/times"
    echo "$sent" >>"$work/bytes"
  fi
  night=$((night + 1))
done
echo "an ordinary night: $(sort -n "$work/times" | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] " ms (at most " all[NR] " ms)" }'), $(sort -h "$work/bytes" | awk '{ all[NR] = $0 } END { print all[int((NR + 1) / 2)] " (at most " all[NR] ")" }')"

one=$(sql -c "SELECT sum(pg_total_relation_size(oid)) FROM pg_class
  WHERE relnamespace = 'vmscan'::regnamespace AND relkind = 'r'")
sql <<SQL
DO \$\$
DECLARE
  t text; columns text; copied text; own text;
BEGIN
  FOR t, own IN SELECT c.relname, CASE WHEN EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = c.oid AND attname = 'publisher') THEN 'publisher' ELSE 'site' END
    FROM pg_class c WHERE relnamespace = 'vmscan'::regnamespace AND relkind = 'p'
  LOOP
    SELECT string_agg(quote_ident(attname), ', '),
      string_agg(CASE WHEN attname = own THEN 'replace(' || own || ', ''pbx1'', ''pbx'' || n)'
        WHEN attname = 'host' THEN '''pbx'' || n'
        -- Every tenth account is known at the site before, too.
        WHEN attname = 'address_key' THEN 'address_key || CASE WHEN identity LIKE ''%0'' THEN n / 2 ELSE n END'
        ELSE quote_ident(attname) END, ', ')
      INTO columns, copied FROM pg_attribute
      WHERE attrelid = ('vmscan.' || quote_ident(t))::regclass AND attnum > 0 AND NOT attisdropped;
    EXECUTE format('INSERT INTO vmscan.%I (%s) SELECT %s FROM vmscan.%I, generate_series(2, %s) n',
      t, columns, copied, t, $sites);
  END LOOP;
END \$\$;
ANALYZE;
SQL
vacuumdb -q -h "$lab/postgres" -U postgres fleet
all=$(sql -c "SELECT sum(pg_total_relation_size(oid)) FROM pg_class
  WHERE relnamespace = 'vmscan'::regnamespace AND relkind = 'r'")
echo "server: $((all / 1048576)) MiB for $sites sites of $boxes mailboxes and $nights nights, $((all / sites * 365 / nights / 1048576)) MiB a site and year (the first site alone: $((one / 1048576)) MiB)"

timed() { # WHAT WORDS...
  what=$1
  shift
  for round in 1 2 3; do
    before=$(date +%s%N)
    run "$@" --from "$url" >"$work/out" || [ $? -le 3 ]
    echo $((($(date +%s%N) - before) / 1000000))
  done | sort -n | awk -v what="$what" '{ all[NR] = $1 } END { print what ": " all[2] " ms (at most " all[NR] " ms)" }'
}
clock="@$((now + nights * 86400 + 3600))"
timed "fleet page" fleet report --format html --now "$clock"
timed "fleet check" fleet check --now "$clock"
