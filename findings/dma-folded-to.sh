#!/bin/bash
# dma 0.13-1+b1 (Debian 12): "dma -t" on a mail whose To field goes on in a second line. Needs root.
#
# Behaviour: recipients are read from the first line of the field only. Those of the lines that go on, which
# RFC 5322 (2.2.3) allows anywhere and mailers write when the list is long, get no mail: the queue and the
# log know nothing of them, the status is 0, and the mail itself names them all.
#
# Seen: status 0, one recipient in the queue (one@example.org), two addresses in the mail's To field.
# For vmscan: a dma log that shows every recipient it names as done may still lack one; a mail counts only
# for the addresses that the log names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get -q download dma=0.13-1+b1) >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; exit 2; }
dpkg -x "$work"/dma_*.deb "$work/root"
mkdir -p "$work/etc/dma" "$work/spool/dma"
cp /etc/passwd /etc/group /etc/nsswitch.conf "$work/etc"
printf 'DEFER\nMAILNAME pbx.example.com\n' >"$work/etc/dma/dma.conf"
: >"$work/etc/dma/auth.conf"
chmod 755 "$work"
chgrp -R mail "$work/spool"
chmod -R 2775 "$work/spool"

# Its settings and its queue have fixed places: they are put there for this process alone.
printf 'From: <pbx@example.com>\nTo: "Box 1" <one@example.org>,\n <two@example.org>\nSubject: x\n\nx\n' \
  >"$work/mail"
status=0
unshare --mount sh -c '
  mount --bind "$0/spool" /var/spool && mount --bind "$0/etc" /etc &&
    exec "$0/root/usr/sbin/dma" -t -f pbx@example.com <"$0/mail"' "$work" || status=$?
{
  echo "status $status"
  sed -n 's/^Recipient: //p' "$work"/spool/dma/Q*
  sed -n '/^To:/,/^Subject:/p' "$work"/spool/dma/M* | grep -c '@example.org'
} | tee "$work/out"
diff "$work/out" - <<'T'
status 0
one@example.org
2
T
