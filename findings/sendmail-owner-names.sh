#!/bin/bash
# sma 1.4-3.1, logwatch 7.7-1 and AWStats 7.8-3+deb12u2 with its maillogconvert.pl (Debian 12): for whom a
# voicemail mail was, in a log of sendmail 8.17.
#
# Behaviour: Asterisk addresses its mail To: "A. Owner" <owner@example.org>, and sendmail's submission program
# logs that field as it stands, to="A. Owner" <owner@example.org>, where its other part, sm-mta, logs the bare
# address. The three programs read what follows "to=" as an address:
#  1. sma takes the first word of the owner's name for the recipient: "A.". With a comma in the name, which a mailbox
#     from a database may have, the one mail has two recipients, "Owner" and the address.
#  2. logwatch takes the name along, '"a. owner" owner@example.org', and with a comma has '"owner' and no address.
#  3. maillogconvert.pl writes the name into a table whose columns are parted by blanks; AWStats drops the line
#     and counts what sm-mta logged. Where the submission program gives mail to a smart host by itself, there is
#     nothing else, and no voicemail mail is counted.
# sma and logwatch besides take the handover between the two ("stat=Sent (... Message accepted for delivery)") for
# a delivery: sma has a mail that the other server then refused as one sent and one failed.
#
# Seen: the nine lines at the end of this file. The mail that went through sm-mta was refused by the other server,
#       those that went to the smart host were taken.
# For vmscan: the address of such a line is what stands between < and >, a name may hold commas, and a mail
# that sm-mta took over is judged by sm-mta's line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get -q download sma=1.4-3.1 logwatch=7.7-1 awstats=7.8-3+deb12u2) >"$work/apt.log" 2>&1 ||
  { cat "$work/apt.log"; exit 2; }
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
converter=$(find "$work/root/usr/share" -name 'maillogconvert.pl*')
mkdir "$work/data"
cat >"$work/awstats.mail.conf" <<C
LogFile="$work/table"
LogType=M
LogFormat="%time2 %email %email_r %host %host_r %method %url %code %bytesd"
SiteDomain="pbx.example.com"
HostAliases="localhost"
DirData="$work/data"
DNSLookup=0
LevelForBrowsersDetection=0
LevelForOSDetection=0
LevelForRefererAnalyze=0
LevelForRobotsDetection=0
LevelForSearchEnginesDetection=0
LevelForFileTypesDetection=0
C

head='Nov  2 10:00:00 pbx'
refused='dsn=5.1.1, reply=550 5.1.1 <owner@example.org>: Recipient address rejected: User unknown, stat=User unknown'
submitted() { # NAME RELAY OUTCOME
  echo "$head sendmail[175]: 6A2A00Ar000175: from=asterisk, size=31234, class=0, nrcpts=1," \
    "msgid=<Asterisk-1-1338797432-1001-147@pbx.example.com>, relay=asterisk@localhost"
  echo "$head sendmail[175]: 6A2A00Ar000175: to=\"$1\" <owner@example.org>, ctladdr=asterisk (999/999)," \
    "delay=00:00:00, xdelay=00:00:00, mailer=relay, pri=61234, relay=$2, $3"
}
handed_over() { # NAME
  echo "$head sm-mta[176]: 6A2A00kg000176: from=<asterisk@pbx.example.com>, size=31400, class=0, nrcpts=1," \
    "msgid=<Asterisk-1-1338797432-1001-147@pbx.example.com>, proto=ESMTP, daemon=MTA-v4, relay=localhost [127.0.0.1]"
  submitted "$1" '[127.0.0.1] [127.0.0.1]' 'dsn=2.0.0, stat=Sent (6A2A00kg000176 Message accepted for delivery)'
  echo "$head sm-mta[178]: 6A2A00kg000176: to=<owner@example.org>, ctladdr=<asterisk@pbx.example.com> (999/999)," \
    "delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=61400, relay=mx.example.org. [192.0.2.7], $refused"
}
read_by_all() { # WHAT: of $work/log
  "$work/root/usr/bin/sma" -a "$work/log" >"$work/report" 2>/dev/null
  echo "$1: sma, $(grep -oE ' (Sent|Other error) +[0-9]+$' "$work/report" | tr -s ' ' | paste -sd, | cut -c2-)," \
    "for $(sed -n '/^Top envelope recipients/,/^$/p' "$work/report" | awk '$1 ~ /^[0-9]/ { print $2 }' | sort |
      paste -sd' ')"
  sed -E 's/^.{15} pbx [a-z-]+\[[0-9]+\]: //' "$work/log" | LOGWATCH_DETAIL_LEVEL=10 perl \
    -I"$work/root/usr/share/logwatch/lib" "$work/root/usr/share/logwatch/scripts/services/sendmail" >"$work/report"
  echo "$1: logwatch, for" \
    "$(sed -n '/^Top 10 Email Recipients/,/^STARTTLS/s/^ \+\(.*[^ ]\) \+1 Time$/\1/p' "$work/report" | paste -sd'|')"
  perl "$converter" standard 2026 <"$work/log" >"$work/table"
  rm -f "$work/data"/*
  AWSTATS_ENABLE_CONFIG_DIR=1 perl "$work/root/usr/lib/cgi-bin/awstats.pl" -config=mail -configdir="$work" -update \
    >"$work/report" 2>&1
  echo "$1: AWStats, $(grep -oE '[0-9]+ (dropped|new qualified)' "$work/report" | paste -sd, | sed 's/,/, /')"
}
{
  handed_over 'A. Owner' >"$work/log"
  read_by_all 'A. Owner, through sm-mta'
  for name in 'A. Owner' 'Owner, A.'; do
    submitted "$name" 'mx.example.org. [192.0.2.7]' 'dsn=2.0.0, stat=Sent (Ok: queued as 8B3B0E)' >"$work/log"
    read_by_all "$name, to the smart host"
  done
} | tee "$work/out"
diff "$work/out" - <<'T'
A. Owner, through sm-mta: sma, Sent 1, Other error 1, for A. owner@example.org
A. Owner, through sm-mta: logwatch, for "a. owner" owner@example.org
A. Owner, through sm-mta: AWStats, 1 dropped, 1 new qualified
A. Owner, to the smart host: sma, Sent 1, Other error 0, for A.
A. Owner, to the smart host: logwatch, for "a. owner" owner@example.org
A. Owner, to the smart host: AWStats, 1 dropped, 0 new qualified
Owner, A., to the smart host: sma, Sent 1, Other error 0, for Owner owner@example.org
Owner, A., to the smart host: logwatch, for "owner
Owner, A., to the smart host: AWStats, 1 dropped, 0 new qualified
T
