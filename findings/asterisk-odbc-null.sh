#!/bin/bash
# Asterisk 22.10.1 (Debian sid) with ODBC storage: a message that it stores and cannot play itself.
#
# Behaviour: with macros gone, Asterisk 22 names no `macrocontext` when it inserts a message. In a table that
# still has the column, as contrib/ast-db-manage made it until 2024, the new row has NULL there. Every read
# of a row stops at the first column that is NULL ("SQL Get Data error! coltitle=macrocontext"): the owner
# hears "first message" and no recording. The message is counted, and stays new. NULL in context,
# callerid, flag, origtime or duration does the same; msg_id and category may be NULL.
#
# Seen: "stored with NULL", "1 message, not played"; with '' in place of NULL "1 message, played".
# For vmscan: doctor and the coverage of a scan count such rows, doctor gives the statements that mend them.
#
# Runs as root, with the labs of scripts/, which take Asterisk and PostgreSQL from Debian's mirror.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
chmod 755 "$work"
export VMSCAN_DATABASES=$work/databases VMSCAN_ROW_LAB=$work/lab
trap 'scripts/row-lab --suite sid down >/dev/null 2>&1 || true
  scripts/database-lab down >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"' EXIT
scripts/database-lab up >"$work/log" 2>&1 || { cat "$work/log"; exit 2; }
sql() { scripts/database-lab sql postgres; }
lab() { scripts/row-lab --suite sid lab "$@"; }
sql <<'S'
CREATE TABLE voicemessages (dir varchar(255) NOT NULL, msgnum integer NOT NULL, context varchar(80),
  macrocontext varchar(80), callerid varchar(80), origtime integer, duration integer,
  recording bytea, flag varchar(30), category varchar(30), mailboxuser varchar(30),
  mailboxcontext varchar(30), msg_id varchar(40), PRIMARY KEY (dir, msgnum));
GRANT SELECT, INSERT, UPDATE, DELETE ON voicemessages TO asterisk;
S
scripts/row-lab --suite sid up postgres >"$work/log" 2>&1 || { cat "$work/log"; exit 2; }
version=$(lab version)
[[ $version == "Asterisk 22.10."* ]] || { echo "another version: $version"; exit 1; }
log=$(lab path log)

listen() {
  local before
  before=$(wc -l <"$log")
  lab press 1001 '1wwwwwwww#' >/dev/null 2>&1
  local heard=played
  ! tail -n "+$before" "$log" | grep -qF 'SQL Get Data error! coltitle=macrocontext' || heard="not played"
  # What comes before the recording when the row was read.
  [ "$heard" != played ] || tail -n "+$before" "$log" | grep -qF "Playing 'vm-received"
  echo "$(sql <<<'SELECT count(*) FROM voicemessages') message, $heard"
}
{
  lab leave-message -l 1 1001 >/dev/null 2>&1
  sql <<<"SELECT CASE WHEN macrocontext IS NULL THEN 'stored with NULL' ELSE 'stored' END FROM voicemessages"
  listen
  sql <<<"UPDATE voicemessages SET macrocontext = ''"
  listen
} | tee "$work/out"
diff "$work/out" - <<'T'
stored with NULL
1 message, not played
1 message, played
T
