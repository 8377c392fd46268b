#!/bin/bash
# eximstats and exigrep of exim4-base 4.96 (Debian 12) on a log that Exim 4.97 or newer wrote, as on a log
# host that is older than its PBXs; next to them those of 4.98 (Debian 13).
#
# Behaviour: since 4.97 a message id has 23 characters (1xOabd-0000000001u-3AfY), before it had 16
# (1xOabd-00001u-3A). The older programs know the 16 only, and both end with status 0.
#  1. eximstats counts no mail with a long id, neither as received nor as delivered, delayed or failed. The totals
#     of a log with an upgrade in it look right and are those of the time before.
#  2. exigrep no longer gathers the lines of a mail: looked for by its Message-ID, a voicemail mail is shown as
#     arrived, without a word of what became of it.
# The newer programs read both forms.
#
# Seen: the lines at the end of this file, for a log with four voicemail mails, two before the upgrade and
#       two after it; of each two one was delivered and one failed.
# For vmscan: an id ends at the blank after it, however long it is, and both forms may be in one log. An
# arrival that exigrep shows alone is no sign of a mail that hangs.
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
from bookworm exim4-base
from trixie exim4-base
versions=$(for package in "$work"/apt-*/debs/*.deb; do dpkg-deb -f "$package" Version | cut -d. -f1-2; done | cut -d- -f1 |
  paste -sd' ')
[ "$versions" = '4.96 4.98' ] || { echo "other versions: $versions"; exit 1; }

arrival() { # TIME ID MESSAGE-ID
  echo "2026-11-02 $1 $2 <= asterisk@pbx.example.com U=asterisk P=local S=31234 id=$3"
}
delivered() { # TIME ID MESSAGE-ID
  arrival "$@"
  echo "2026-11-02 $1 $2 => owner@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.7]" \
    'C="250 2.0.0 Ok: queued as 7A6B5C4D3E"'
  echo "2026-11-02 $1 $2 Completed"
}
failed() { # TIME ID MESSAGE-ID
  arrival "$@"
  echo "2026-11-02 $1 $2 ** gone@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.7] : SMTP error" \
    "from remote mail server after RCPT TO:<gone@example.org>: 550 5.1.1 User unknown"
  echo "2026-11-02 $1 $2 Completed"
}
last=Asterisk-2-1338797432-1002-147@pbx.example.com
{
  delivered 10:00:01 1xOabc-00001t-3A Asterisk-1-1106825819-1001-147@pbx.example.com
  failed 10:05:01 1xOabd-00001u-3A Asterisk-1-1467292482-1002-147@pbx.example.com
  delivered 11:00:01 1xOabe-0000000001v-3AfX Asterisk-2-2082473991-1001-147@pbx.example.com
  failed 11:05:01 1xOabf-0000000001w-3AfY "$last"
} >"$work/mainlog"

figure() { # LINE COLUMN
  awk -v line="$1" -v column="$2" '$1 == line { print $column; exit }' "$work/report"
}
for suite in bookworm trixie; do
  perl "$work/$suite/usr/sbin/eximstats" -h0 -t0 -ne -nr "$work/mainlog" >"$work/report"
  echo "$suite: eximstats, received $(figure Received 3), delivered $(figure Delivered 3)," \
    "failed $(figure Received 7)"
  perl "$work/$suite/usr/sbin/exigrep" -l "$last" "$work/mainlog" | awk 'NF { print $4 }' >"$work/lines"
  echo "$suite: exigrep, $(paste -sd' ' "$work/lines")"
done | tee "$work/out"
diff "$work/out" - <<'T'
bookworm: eximstats, received 2, delivered 1, failed 1
bookworm: exigrep, <=
trixie: eximstats, received 4, delivered 2, failed 2
trixie: exigrep, <= ** Completed
T
