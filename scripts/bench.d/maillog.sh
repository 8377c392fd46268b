#!/bin/sh
# Measures what reading a mail log costs beside grep, in interleaved rounds.
#
#   scripts/bench maillog [--megabytes N] [--share PART] [--rounds N]
#
# Makes a Postfix log of N MB (1000) under TMPDIR in which PART (0.25) of all mails are voicemail, and
# a small spool. Prints medians of
#   read      `vmscan doctor`: reads the log and follows every mail, and stores nothing
#   scan      `vmscan scan`, first run: the same, and every mail put into history
#   again     `vmscan scan`, next night: the same log with nothing new in it
#   grep, rg  `LC_ALL=C grep -c status=` and `rg -c status=` on the same file
# and the peak memory of the first two on a log of a quarter of that size, and what history keeps of
# a mail. The must is read / grep at most 1.0 and peak memory at most 24 MiB over that of an empty
# log, the same at both sizes.
# VMSCAN=FILE measures that program, unbuilt.
set -eu
cd "$(dirname "$0")/../.."

megabytes=1000 share=0.25 rounds=5
part="bench maillog" options="megabytes share rounds"
. scripts/bench.d/begin.sh
command -v rg >/dev/null || scripts/setup ripgrep

"$work/spoolgen" "$work/tree" --messages 1000 --boxes 20
mkdir "$work/large" "$work/small" "$work/empty"
for size in large small empty; do
  case $size in large) part=$megabytes ;; small) part=$((megabytes / 4)) ;; empty) part=0 ;; esac
  echo "making a log of $part MB" >&2
  scripts/bench.d/maillog-gen.py "$part" classic "$share" >"$work/$size/mail.log"
done

table=$work/table
run() {
  name=$1
  shift
  "$work/measure" "$table" "$round" "$name" "$@" || true
}
# The arguments of every command on a log; without settings of the machine.
vmscan() {
  name=$1 verb=$2 log=$3 db=$4
  run "$name" "$VMSCAN" "$verb" --config /dev/null --asterisk-etc "$work/tree/etc" \
    --spool "$work/tree/voicemail" --db "$work/$db" --mail-log "$work/$log/mail.log" \
    --now @1795390000 --quiet
}
ours() {
  vmscan read doctor large none
  vmscan "read, quarter" doctor small none
  vmscan "read, empty" doctor empty none
  rm -f "$work"/db*
  vmscan scan scan large db
  vmscan again scan large db
  rm -f "$work"/part*
  vmscan "scan, quarter" scan small part
}
# Into a file: grep that writes to /dev/null stops at the first match.
theirs() {
  LC_ALL=C run grep sh -c 'exec grep -c status= "$0" >"$1"' "$work/large/mail.log" "$work/count"
  run rg sh -c 'exec rg -c status= "$0" >"$1"' "$work/large/mail.log" "$work/count"
}

# The first round does not count: it fills the caches.
round=0
while [ "$round" -le "$rounds" ]; do
  if [ $((round % 2)) = 0 ]; then ours; theirs; else theirs; ours; fi
  echo "round $round of $rounds" >&2
  round=$((round + 1))
done

echo "$megabytes MB, $(LC_ALL=C grep -c 'message-id=<Asterisk-' "$work/large/mail.log") voicemail mails," \
  "$rounds rounds, medians (lowest to highest)"
awk -F '\t' '
  function median(list, n,   i, j, t) {
    for (i = 2; i <= n; i++)
      for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
    low = list[1]
    high = list[n]
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
  }
  function over(name, column, base,   r, n, list) {
    for (r = 1; r <= last; r++)
      list[++n] = base == "" ? value[r, name, column] : value[r, name, column] / value[r, base, column]
    return median(list, n)
  }
  $1 > 0 {
    if (!($2 in seen)) { seen[$2] = 1; names[++count] = $2 }
    value[$1, $2, "wall"] = $3; value[$1, $2, "cpu"] = $4; value[$1, $2, "rss"] = $5
    if ($1 > last) last = $1
  }
  END {
    printf "%-14s %8s %8s %9s  %-22s %-22s %s\n", "", "wall s", "cpu s", "peak MiB", "wall / grep", "wall / rg", "cpu / grep"
    for (i = 1; i <= count; i++) {
      name = names[i]
      printf "%-14s %8.3f %8.3f %9.1f", name, over(name, "wall", ""), over(name, "cpu", ""), over(name, "rss", "") / 1024
      split("wall grep wall rg cpu grep", pair, " ")
      for (j = 1; j <= 5; j += 2) {
        ratio = over(name, pair[j], pair[j + 1])
        printf "  %-22s", sprintf("%.2f (%.2f to %.2f)", ratio, low, high)
      }
      printf "\n"
    }
  }' "$table"
mails=$(LC_ALL=C grep -c 'message-id=<Asterisk-' "$work/large/mail.log")
bytes=$(cat "$work/db" "$work/db-wal" 2>/dev/null | wc -c)
none=$(cat "$work/part" "$work/part-wal" 2>/dev/null | wc -c)
few=$(LC_ALL=C grep -c 'message-id=<Asterisk-' "$work/small/mail.log")
[ "$mails" -gt "$few" ] &&
  echo "history grows by $(((bytes - none) / (mails - few))) bytes for a mail of the log"
