#!/bin/bash
# mailforensics 0.5.3 (PyPI): how it judges three mails in a Postfix log.
#
# Behaviour: the outcome follows the word after "status=" and the name of the delivery agent alone.
#  1. A mail that the content filter threw away ("status=sent (250 2.7.0 Ok, discarded, ...)") is
#     "accepted-by-next-hop" with high confidence.
#  2. A mail that virtual(8) put into its mailbox is "trace-stops-after-queue": the delivery lines of
#     virtual, error and discard do not count as deliveries.
#  3. The lines of a service with a name of two parts (syslog_name=postfix/relay: postfix/relay/smtp) are
#     not read, so a mail sent through it stops after the queue, too.
#
# Seen: the three outcomes named above, in this order.
# For vmscan: the remote server's words decide, any agent's line counts, and so does any service's name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install mailforensics==0.5.3 >"$work/pip.log" 2>&1 || { cat "$work/pip.log"; exit 2; }

mail() { # QUEUE MESSAGE-ID SERVICE RELAY WORDS
  cat <<L
Nov  2 10:00:00 pbx postfix/pickup[101]: $1: uid=105 from=<asterisk>
Nov  2 10:00:00 pbx postfix/cleanup[102]: $1: message-id=<$2>
Nov  2 10:00:00 pbx postfix/qmgr[103]: $1: from=<asterisk@pbx.example.com>, size=31234, nrcpt=1 (queue active)
Nov  2 10:00:01 pbx postfix/$3[104]: $1: to=<owner@example.org>, relay=$4, delay=0.9, delays=0.1/0/0.2/0.6, dsn=2.0.0, status=sent ($5)
Nov  2 10:00:01 pbx postfix/qmgr[103]: $1: removed
L
}
{
  mail 4F1A2B3C01 a@pbx smtp '127.0.0.1[127.0.0.1]:10024' '250 2.7.0 Ok, discarded, id=09231-04 - spam'
  mail 4F1A2B3C02 b@pbx virtual virtual 'delivered to mailbox'
  mail 4F1A2B3C03 c@pbx relay/smtp 'mx.example.org[192.0.2.7]:25' '250 2.0.0 Ok: queued as 7A6B5C4D3E'
} >"$work/mail.log"
for id in a b c; do
  "$work/venv/bin/mailforensics" explain --message-id "<$id@pbx>" --file "$work/mail.log" --ascii --color never \
    >"$work/said" 2>&1 || true
  grep -oE 'accepted-by-next-hop|trace-stops-after-queue|gap-before-postfix|no-evidence|unknown' "$work/said" | head -1 ||
    cat "$work/said"
  [ "$id" != a ] || grep -qi 'confidence.*high\|high.*confidence' "$work/said"
done | tee "$work/out"
diff "$work/out" - <<'T'
accepted-by-next-hop
trace-stops-after-queue
trace-stops-after-queue
T
