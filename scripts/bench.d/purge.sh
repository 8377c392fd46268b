#!/bin/sh
# Measures a purge of about half of the messages, in interleaved rounds on equal spools.
#
#   scripts/bench purge [--messages N] [--boxes N] [--rounds N] [--peer FILE]   (200000 in 5000 mailboxes, 3)
#
# Against it: the same unlinks and renames and nothing else (the lower bound), and a careless script
# that also finds out what to unlink. Prints medians over the rounds, the ratio within a round, and
# the peak memory at N messages and at 2N. --peer measures another build of the program beside this one.
# VMSCAN=FILE measures that program, unbuilt.
set -eu
cd "$(dirname "$0")/../.."

messages=200000 boxes=5000 rounds=3 peer=
part="bench purge" options="messages boxes rounds peer"
. scripts/bench.d/begin.sh

now=1795390000

fresh() { # MESSAGES: an equal spool each time
  rm -rf "$work/tree" "$work/db"*
  "$work/spoolgen" "$work/tree" --messages "$1" --boxes "$boxes" >/dev/null
}
kept() { find "$work/tree/voicemail" -name 'msg*.txt' | wc -l; }
ours() { # ROUND NAME PROGRAM
  "$work/measure" "$work/table" "$1" "$2" "$3" purge --before "@$middle" --yes \
    --now "@$now" --asterisk-etc "$work/tree/etc" --spool "$work/tree/voicemail" \
    --db "$work/db" --config /dev/null
}

fresh "$messages"
middle=$(find "$work/tree/voicemail" -name 'msg*.txt' -exec grep -h '^origtime=' {} + |
  cut -d= -f2 | sort -n | awk '{ t[NR] = $1 } END { print t[int(NR / 2)] }')
perl scripts/bench.d/purge.pl --list "$work/tree/voicemail" "$middle" >"$work/operations"

round=1
while [ "$round" -le "$rounds" ]; do
  fresh "$messages"
  "$work/measure" "$work/table" "$round" operations \
    perl scripts/bench.d/purge.pl --run "$work/operations"
  fresh "$messages"
  "$work/measure" "$work/table" "$round" careless \
    perl scripts/bench.d/purge.pl "$work/tree/voicemail" "$middle"
  theirs=$(kept)
  fresh "$messages"
  ours "$round" purge "$VMSCAN"
  [ "$(kept)" = "$theirs" ] || { echo "bench purge: $(kept) kept, not $theirs" >&2; exit 1; }
  [ -z "$peer" ] || { fresh "$messages"; ours "$round" peer "$peer"; }
  echo "round $round of $rounds" >&2
  round=$((round + 1))
done
fresh $((2 * messages))
ours 1 double "$VMSCAN"

awk -F '\t' -v messages="$messages" -v boxes="$boxes" -v last="$rounds" '
  function middle(list, n,   i, j, t) {
    for (i = 2; i <= n; i++)
      for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
  }
  function median(column, name, base,   r, list) {
    for (r = 1; r <= last; r++)
      list[r] = value[r, name, column] / (base == "" ? 1 : value[r, base, column])
    return middle(list, last)
  }
  { value[$1, $2, "wall"] = $3; value[$1, $2, "cpu"] = $4; value[$1, $2, "rss"] = $5 }
  END {
    printf "%d messages in %d mailboxes, about half of them removed; %d rounds, medians\n\n", messages, boxes, last
    printf "%-24s %8s %8s %9s\n", "", "wall s", "cpu s", "peak MiB"
    count = split("purge careless operations" (value[1, "peer", "wall"] ? " peer" : ""), names, " ")
    title["purge"] = "vmscan purge"; title["careless"] = "careless script"
    title["operations"] = "unlinks and renames only"
    title["peer"] = "peer purge"
    for (i = 1; i <= count; i++)
      printf "%-24s %8.2f %8.2f %9.1f\n", title[names[i]], median("wall", names[i]), median("cpu", names[i]), median("rss", names[i]) / 1024
    printf "\nvmscan purge / unlinks and renames: %.1f; / careless script: %.1f\n", median("wall", "purge", "operations"), median("wall", "purge", "careless")
    if (count == 4) printf "vmscan purge / peer purge: %.2f wall, %.2f processor\n", median("wall", "purge", "peer"), median("cpu", "purge", "peer")
    printf "peak at %d messages: %.1f MiB, at %d: %.1f MiB\n", messages, median("rss", "purge") / 1024, 2 * messages, value[1, "double", "rss"] / 1024
  }' "$work/table"
