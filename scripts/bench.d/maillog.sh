#!/bin/sh
# Reads a made-up Postfix log with a command and with grep, in turns, and prints the ratio.
#
# usage: maillog.sh MEGABYTES ROUNDS COMMAND...   (the word LOG in the command becomes the log)
# The must is: median ratio to grep at most 1.0, memory at most 24 MiB.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
size=$1 rounds=$2
shift 2
log=${TMPDIR:-/tmp}/vmscan-bench-maillog-$size.log
[ -s "$log" ] || "$here/maillog-gen.py" "$size" >"$log"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for word; do
  shift
  [ "$word" = LOG ] && word=$log
  set -- "$@" "$word"
done
cat "$log" >/dev/null
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  # GNU time's own line is the last: seconds and KiB.
  env time -f '%e %M' -o "$work/ours" "$@" >/dev/null
  LC_ALL=C env time -f '%e %M' -o "$work/grep" grep -c status= "$log" >"$work/count"
  paste -d ' ' "$work/ours" "$work/grep" >>"$work/rounds"
done
awk '{ printf "%.3f s, grep %.3f s, ratio %.2f, %d KiB\n", $1, $3, $1 / $3, $2 }' "$work/rounds"
awk '{ print $1 / $3 }' "$work/rounds" | sort -n |
  awk '{ ratio[NR] = $1 } END { printf "median ratio to grep -c: %.2f\n", ratio[int((NR + 1) / 2)] }'
