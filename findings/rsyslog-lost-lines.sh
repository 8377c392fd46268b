#!/bin/bash
# rsyslog 8.2302.0-1+deb12u2 (Debian 12): what a log shows of lines that the rate limit dropped.
#
# Behaviour: imuxsock limits each process by itself (here 5 lines in 2 seconds). It says once that it begins
# to drop. How many lines were lost, and that it drops no more, it says only when the same process logs
# again: of a process that has ended (every smtp(8) of Postfix does) it never does. Both words have the
# facility syslog, so a file with nothing but mail.* has the hole and not a word of it.
#
# Seen: of 12 lines of a process that ends 5 are kept, one word that dropping begins and none of the 7 lost
#       lines, not even when rsyslogd ends; of a process that stays, both words. In the mail log 12 lines
#       and no word.
# For vmscan: such a word does not say when the loss ended; an hour on each side of it proves nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${daemon:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
(cd "$work" && apt-get -q download rsyslog=8.2302.0-1+deb12u2 libestr0=0.1.11-1 libfastjson4=1.2304.0-1) \
  >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; exit 2; }
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
libraries=$work/root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)

cat >"$work/rsyslog.conf" <<C
global(processInternalMessages="on")
module(load="imuxsock" SysSock.Name="$work/socket" SysSock.RateLimit.Interval="2"
  SysSock.RateLimit.Burst="5" SysSock.UsePIDFromSystem="on")
*.* action(type="omfile" file="$work/all.log" template="RSYSLOG_TraditionalFileFormat")
mail.* action(type="omfile" file="$work/mail.log" template="RSYSLOG_TraditionalFileFormat")
C
LD_LIBRARY_PATH=$libraries "$work/root/usr/sbin/rsyslogd" -n -i "$work/pid" -M "$libraries/rsyslog" \
  -f "$work/rsyslog.conf" >"$work/daemon.log" 2>&1 &
daemon=$!
for _ in $(seq 100); do [ ! -S "$work/socket" ] || break; sleep 0.1; done
[ -S "$work/socket" ] || { cat "$work/daemon.log"; exit 2; }

python3 - "$work/socket" <<'P'
import os, socket, sys, time

def process(name, bursts):
    if os.fork() == 0:
        log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        log.connect(sys.argv[1])
        for place, count in enumerate(bursts):
            if place:
                time.sleep(4)
            for line in range(count):
                log.send(f"<22>Nov 22 23:05:10 postfix/{name}[7]: AAAA1B2C{line:02}: removed".encode())
        os._exit(0)
    os.wait()

process("smtp", [12])
process("qmgr", [12, 2])
P
sleep 1
kill "$daemon"
wait "$daemon" || true
daemon=
{
  for name in smtp qmgr; do echo "$name $(grep -c "postfix/$name" "$work/all.log")"; done
  echo "begins $(grep -c 'begin to drop messages due to rate-limiting' "$work/all.log")"
  echo "lost $(grep -c ' 7 messages lost due to rate-limiting' "$work/all.log")"
  echo "words in mail.log $(grep -c 'rate-limiting' "$work/mail.log" || true) of $(wc -l <"$work/mail.log") lines"
} | tee "$work/out"
diff "$work/out" - <<'T'
smtp 5
qmgr 7
begins 2
lost 1
words in mail.log 0 of 12 lines
T
