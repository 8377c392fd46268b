#!/bin/sh
# Measures reading, judging and listing N devices of pjsip.conf, made from templates.
#
#   scripts/bench devices [--devices N] [--rounds N]   (20000, 3)
#
# Prints processor time, wall time and peak memory of `vmscan devices`, and of the same with ten devices.
# Where scripts/asterisk-lab has built a tree, a real Asterisk loads the same file once: the time from its
# start until all is loaded, less that of a start with ten devices. VMSCAN=FILE measures that program,
# unbuilt; ASTERISK_LAB_SUITE names another suite than sid.
set -eu
cd "$(dirname "$0")/../.."

devices=20000 rounds=3
part="bench devices" options="devices rounds"
. scripts/bench.d/begin.sh

for count in 10 "$devices"; do
  mkdir -p "$work/$count"
  awk -v n="$count" -f scripts/bench.d/devices-gen.awk >"$work/$count/pjsip.conf"
done

round=1
while [ "$round" -le "$rounds" ]; do
  for count in 10 "$devices"; do
    "$work/measure" "$work/table" "$round" "$count" "$VMSCAN" devices --asterisk-etc "$work/$count" \
      --config /dev/null --format ndjson
  done
  round=$((round + 1))
done
awk -F '\t' '
  { if (!($2 in wall) || $3 < wall[$2]) wall[$2] = $3; if (!($2 in cpu) || $4 < cpu[$2]) cpu[$2] = $4
    if ($5 > rss[$2]) rss[$2] = $5 }
  END {
    for (n in wall)
      printf "vmscan devices, %d devices: cpu %.2f s, wall %.2f s (lowest), peak %.1f MiB (highest)\n",
        n, cpu[n], wall[n], rss[n] / 1024
  }' "$work/table" | sort -t, -k2 -n

suite=${ASTERISK_LAB_SUITE:-sid}
if [ "$(id -u)" != 0 ] || ! scripts/asterisk-lab --suite "$suite" version >/dev/null 2>&1; then
  echo "no real Asterisk: run scripts/asterisk-lab --suite $suite up as root to time its load"
  exit 0
fi
few=$(scripts/credential-lab --suite "$suite" --time "$work/10")
many=$(scripts/credential-lab --suite "$suite" --time "$work/$devices")
awk -v few="$few" -v many="$many" -v n="$devices" 'BEGIN {
  printf "Asterisk (%s) until all is loaded: %.1f s; with ten devices %.1f s; %d devices %.1f s\n",
    "'"$suite"'", many, few, n, many - few }'
