#!/bin/bash
# pflogsumm 1.1.5-8 and logwatch 7.7-1 (Debian 12) on a log of Postfix 3.11; next to them pflogsumm 1.3.0 and
# logwatch 7.15 (Debian sid).
#
# Behaviour: since 3.11 smtp(8) logs how a mail was protected, unless smtp_log_tls_feature_status is switched
# off: "delays=..., tls=may, dsn=...". The old programs expect the fields between "delay=" and "status=" to be
# the ones they know, so that a line with this one is no delivery at all. local(8) writes no such field.
# The report then has every mail as received and only those as delivered that stayed in the house: none that
# another server took, put off or refused. pflogsumm says nothing of it; logwatch lists the lines as unmatched.
# Debian 13 has the same pflogsumm, and its logwatch (7.12) does not know the field either.
#
# Seen: the eight lines at the end of this file, for four mails: one that another server took, one that it put
#       off, one that it refused, and one for a local mailbox.
# For vmscan: a field is looked up by its name, whatever stands between, and a PBX whose summary shows no
# bounces may have nothing but bounces.
#
# Needs a Debian mirror among apt's sources; the machine's own lists and packages stay as they are.
set -euo pipefail
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2016  # apt's fields
mirror=$(apt-get indextargets --format '$(CREATED_BY) $(REPO_URI)' |
  awk '$1 == "Packages" && $2 ~ /debian\/?$/ && $2 !~ /security/ && !seen++ { print $2 }')
[ -n "$mirror" ] || { echo "no Debian mirror among apt's sources"; exit 2; }

from() { # SUITE PACKAGE...: unpacks them below $work/SUITE
  local suite=$1 apt=$work/apt-$1 options
  shift
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/list"
  options=(-q -o "Dir::Etc::sourcelist=$apt/list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists"
    -o "Dir::Cache=$apt/cache")
  (cd "$apt/debs" && apt-get "${options[@]}" update && apt-get "${options[@]}" download "$@") \
    >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; exit 2; }
  for package in "$apt"/debs/*.deb; do dpkg -x "$package" "$work/$suite"; done
}
from bookworm pflogsumm=1.1.5-8 logwatch=7.7-1
from sid pflogsumm logwatch
versions=$(for package in "$work"/apt-sid/debs/*.deb; do dpkg-deb -f "$package" Version; done | cut -d- -f1 | paste -sd' ')
[ "$versions" = '7.15 1.3.0' ] || { echo "other versions: $versions"; exit 1; }
# What the new pflogsumm needs besides, for the perl of this machine.
(cd "$work" && apt-get -q download libdate-calc-perl libbit-vector-perl libcarp-clan-perl) \
  >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; exit 2; }
for package in "$work"/*.deb; do dpkg -x "$package" "$work/modules"; done
PERL5LIB=$work/modules/usr/share/perl5:$(echo "$work"/modules/usr/lib/*/perl5/5.*)
export PERL5LIB

mail() { # QUEUE SERVICE RECIPIENT RELAY FIELDS WORDS
  cat <<L
Nov  2 10:00:00 pbx postfix/pickup[101]: $1: uid=105 from=<asterisk>
Nov  2 10:00:00 pbx postfix/cleanup[102]: $1: message-id=<$1@pbx.example.com>
Nov  2 10:00:00 pbx postfix/qmgr[103]: $1: from=<asterisk@pbx.example.com>, size=31234, nrcpt=1 (queue active)
Nov  2 10:00:01 pbx postfix/$2[104]: $1: to=<$3>, relay=$4, delay=0.9, delays=0.1/0/0.2/0.6, $5 ($6)
L
  [[ $5 == *deferred ]] || echo "Nov  2 10:00:01 pbx postfix/qmgr[103]: $1: removed"
}
log() { # TLS
  local mx='mx.example.org[192.0.2.7]'
  mail 4F1A2B3C01 smtp one@example.org "$mx:25" "$1dsn=2.0.0, status=sent" '250 2.0.0 Ok: queued as 7A6B5C4D3E'
  mail 4F1A2B3C02 smtp two@example.org "$mx:25" "$1dsn=4.2.2, status=deferred" \
    "host $mx said: 452 4.2.2 Mailbox full (in reply to RCPT TO command)"
  mail 4F1A2B3C03 smtp three@example.org "$mx:25" "$1dsn=5.1.1, status=bounced" \
    "host $mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)"
  mail 4F1A2B3C04 local four@pbx.example.com local 'dsn=2.0.0, status=sent' 'delivered to mailbox'
}
log '' >"$work/3.10"
log 'tls=may, ' >"$work/3.11"

figures() { # WORDS...: each with the figure that the report has for it
  local words figure
  for words; do
    figure=$(grep -E "^ *[0-9]+ +$words( |\$)" "$work/report" | head -1 | grep -oE '[0-9]+' | head -1 || true)
    printf ', %s %s' "${words//\\/}" "${figure:-0}"
  done
}
for postfix in 3.10 3.11; do
  for suite in bookworm sid; do
    perl "$(find "$work/$suite/usr" -path '*bin/pflogsumm')" "$work/$postfix" >"$work/report"
    echo "Postfix $postfix: pflogsumm of $suite$(figures received delivered deferred bounced)"
    logwatch=$work/$suite/usr/share/logwatch
    perl -I"$logwatch/lib" "$logwatch/scripts/services/postfix" --detail 5 <"$work/$postfix" >"$work/report"
    echo "Postfix $postfix: logwatch of $suite$(figures Delivered 'Sent via SMTP' Deferred 'Bounced \(remote\)')," \
      "unmatched $(sed '1,/Unmatched Entries/d' "$work/report" | grep -c 'status=' || true)"
  done
done | tee "$work/out"
diff "$work/out" - <<'T'
Postfix 3.10: pflogsumm of bookworm, received 4, delivered 2, deferred 1, bounced 1
Postfix 3.10: logwatch of bookworm, Delivered 1, Sent via SMTP 1, Deferred 1, Bounced (remote) 1, unmatched 0
Postfix 3.10: pflogsumm of sid, received 4, delivered 2, deferred 1, bounced 1
Postfix 3.10: logwatch of sid, Delivered 1, Sent via SMTP 1, Deferred 1, Bounced (remote) 1, unmatched 0
Postfix 3.11: pflogsumm of bookworm, received 4, delivered 1, deferred 0, bounced 0
Postfix 3.11: logwatch of bookworm, Delivered 1, Sent via SMTP 0, Deferred 0, Bounced (remote) 0, unmatched 3
Postfix 3.11: pflogsumm of sid, received 4, delivered 2, deferred 1, bounced 1
Postfix 3.11: logwatch of sid, Delivered 1, Sent via SMTP 1, Deferred 1, Bounced (remote) 1, unmatched 0
T
