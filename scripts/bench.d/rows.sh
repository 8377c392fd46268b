#!/bin/sh
# Measures reading and grading the envelopes of N rows of ODBC storage in a real PostgreSQL, in
# interleaved rounds: once with a predicate that no message meets, and once listing all as NDJSON.
#
#   scripts/bench rows [--messages N] [--rounds N]   (1000000 in 20000 mailboxes, 3)
#
# Against it: psql's COPY of the same SELECT to standard output. Prints medians over the rounds, the
# ratio within a round, and the peak memory at N rows and at N / 2. VMSCAN=FILE measures that program,
# unbuilt. Uses the server of scripts/database-lab in $VMSCAN_DATABASES, or brings one up.
set -eu
cd "$(dirname "$0")/../.."

messages=1000000 rounds=3
part="bench rows" options="messages rounds"
. scripts/bench.d/begin.sh

if [ -z "${VMSCAN_DATABASES:-}" ]; then
  VMSCAN_DATABASES=$work/databases
  export VMSCAN_DATABASES
  trap 'scripts/database-lab down; rm -rf "$work"' EXIT
  scripts/database-lab up
fi
export ODBCINI="$VMSCAN_DATABASES/odbc.ini"
spool=/var/spool/asterisk/voicemail

fill() { # ROWS
  scripts/database-lab sql postgres <<EOF
DROP TABLE IF EXISTS voicemessages;
CREATE TABLE voicemessages (dir varchar(255) NOT NULL, msgnum integer NOT NULL, context varchar(80),
  macrocontext varchar(80), callerid varchar(80), origtime integer, duration integer,
  recording bytea, flag varchar(30), category varchar(30), mailboxuser varchar(30),
  mailboxcontext varchar(30), msg_id varchar(40), PRIMARY KEY (dir, msgnum));
INSERT INTO voicemessages
SELECT '$spool/default/' || 100000 + n / 50 || '/INBOX', n % 50, 'from-internal', '',
  '"Caller One" <5550100>', 1790000000 + n, 7, repeat('x', 200)::bytea, '', NULL,
  (100000 + n / 50)::text, 'default', 1790000000 + n || '-' || n
FROM generate_series(0, $1 - 1) n;
GRANT SELECT ON voicemessages TO asterisk;
VACUUM ANALYZE voicemessages;
EOF
}
# The SELECT that vmscan sends.
columns="dir, msgnum, callerid, origtime, duration, OCTET_LENGTH(recording), flag, context, msg_id"
copy() { # ROUND NAME
  "$work/measure" "$work/table" "$1" "$2" psql -qAtX -h "$VMSCAN_DATABASES/postgres" -U postgres \
    -c "COPY (SELECT $columns FROM voicemessages WHERE msgnum >= 0) TO STDOUT" asterisk
}
ours() { # ROUND NAME WORDS...
  round_of=$1 name=$2
  shift 2
  "$work/measure" "$work/table" "$round_of" "$name" "$VMSCAN" messages "$@" \
    --asterisk-etc "$work/etc" --spool $spool --db "$work/db" --config /dev/null \
    --now 2026-11-29T00:00:00Z
}

mkdir "$work/etc"
secret=$(sed 's/;/\\;/g' "$VMSCAN_DATABASES/password")
printf '[modules]\nautoload=no\nload => app_voicemail_odbc.so\n' >"$work/etc/modules.conf"
printf '[asterisk]\nenabled => yes\ndsn => lab-postgres\nusername => asterisk\npassword => %s\n' \
  "$secret" >"$work/etc/res_odbc.conf"
printf '[general]\nodbcstorage=asterisk\nodbctable=voicemessages\n[default]\n1001 => 8265,A\n' \
  >"$work/etc/voicemail.conf"

fill $((messages / 2))
ours 0 half --larger 1000G
fill "$messages"
round=1
while [ "$round" -le "$rounds" ]; do
  copy "$round" copy
  ours "$round" read --larger 1000G
  ours "$round" list --format ndjson
  round=$((round + 1))
done
awk -v rows="$messages" '
  { wall[$2, $1] = $3; cpu[$2, $1] = $4; rss[$2] = $5 > rss[$2] ? $5 : rss[$2] }
  $1 > last { last = $1 }
  END {
    for (r = 1; r <= last; r++)
      printf "%d rows, round %d: copy %.2f s; read %.2f s (%.2f of the processor), ratio %.2f; list %.2f s, ratio %.2f\n",
        rows, r, wall["copy", r], wall["read", r], cpu["read", r], wall["read", r] / wall["copy", r],
        wall["list", r], wall["list", r] / wall["copy", r]
    printf "peak memory: %s KiB at %d rows, %s KiB at %d\n", rss["half"], rows / 2, rss["read"], rows
  }' "$work/table"
