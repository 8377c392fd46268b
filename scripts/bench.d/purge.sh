#!/bin/sh
# Measures a purge of about half of the messages against a careless script on an equal spool.
#   scripts/bench.d/purge.sh VMSCAN [MESSAGES [BOXES]]     (200000 messages in 5000 mailboxes)
set -eu
cd "$(dirname "$0")/../.."

vmscan=$1 messages=${2:-200000} boxes=${3:-5000}
work=$(mktemp -d "${TMPDIR:-/tmp}/vmscan-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/spoolgen" scripts/bench.d/spoolgen.c
cc -O2 -o "$work/measure" scripts/bench.d/measure.c
for name in ours theirs; do
  "$work/spoolgen" "$work/$name" --messages "$messages" --boxes "$boxes"
done
now=1795390000
middle=$(find "$work/ours/voicemail" -name 'msg*.txt' -exec grep -h '^origtime=' {} + |
  cut -d= -f2 | sort -n | awk '{ t[NR] = $1 } END { print t[int(NR / 2)] }')
"$work/measure" "$work/table" 1 theirs perl scripts/bench.d/purge.pl "$work/theirs/voicemail" \
  "$middle"
"$work/measure" "$work/table" 1 ours "$vmscan" purge --before "@$middle" --yes --now "@$now" \
  --asterisk-etc "$work/ours/etc" --spool "$work/ours/voicemail" --db "$work/db" \
  --config /dev/null
for name in ours theirs; do
  echo "$name keeps $(find "$work/$name/voicemail" -name 'msg*.txt' | wc -l) messages"
done
awk '{ printf "%-6s %8.2f s wall %8.2f s processor %8.1f MiB peak, status %d\n", $2, $3, $4, $5 / 1024, $6
  wall[$2] = $3 } END { printf "wall of vmscan purge / careless script: %.1f\n", wall["ours"] / wall["theirs"] }' \
  "$work/table"
