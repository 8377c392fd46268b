#!/bin/bash
# py-asterisk 0.6.0 and pystrix 1.3.0 (PyPI) ask an Asterisk 22 (Debian sid) how many messages a mailbox has.
#
# Behaviour: three actions of the manager interface count, each in its own way, and the libraries call two of the
# results what they are not.
#  1. MailboxStatus answers Waiting: 1 or 0, whether there is anything new. py-asterisk says that its MailboxStatus()
#     returns "the number of messages", pystrix that its is "the number of waiting messages": three are 1, and a
#     mailbox with nothing but heard messages has 0.
#  2. MailboxCount has urgent messages apart (UrgMessages) and not among the new. py-asterisk's MailboxCount() is the
#     pair of new and old: (0, 0) for a mailbox with two recordings, both urgent. pystrix makes numbers of new
#     and old and leaves urgent a string.
#  3. VoicemailUsersList has the same urgent messages among the new (NewMessageCount).
# py-asterisk 0.5.20 answers as 0.6.0 does.
#
# Seen: the nine lines at the end of this file, for a mailbox with three new messages, one with two urgent ones and one
#       with one that was heard.
# For vmscan: recordings are counted in the spool, folder by folder. A panel on these libraries can show an empty
# mailbox where there are recordings to keep or to remove.
#
# Runs as root, with scripts/asterisk-lab, which takes Asterisk from Debian's mirror.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
chmod 755 "$work"
lab() { scripts/asterisk-lab --suite sid --dir "$work/lab" "$@"; }
trap 'lab destroy >/dev/null 2>&1 || true; rm -rf --one-file-system "$work"' EXIT
for version in 0.5.20 0.6.0; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/pip" -q install "py-asterisk==$version" pystrix==1.3.0 >"$work/pip.log" 2>&1 ||
    { cat "$work/pip.log"; exit 2; }
done
lab up --mail sink >"$work/log" 2>&1 || { cat "$work/log"; exit 2; }
version=$(lab version)
[[ $version == "Asterisk 22."* ]] || { echo "another version: $version"; exit 1; }

{
  lab leave-message -n 3 1001
  lab leave-message -n 2 -o U 1002
  lab leave-message 1017
} >"$work/log" 2>&1
# Where Asterisk puts a message that its owner has heard.
inbox=$(lab path spool)/default/1017/INBOX
mkdir -p "$inbox/../Old"
mv "$inbox"/msg0000.* "$inbox/../Old"

cat >"$work/ask.py" <<'P'
import logging, sys
logging.disable(logging.CRITICAL)
from Asterisk.Manager import Manager
from pystrix.ami import Manager as Pystrix, core

one = Manager(("127.0.0.1", 5038), "lab", "lab")
two = Pystrix()
two.connect("127.0.0.1")
two.send_action(core.Login("lab", "lab"))
for number in ("1001", "1002", "1017"):
    box = number + "@default"
    print("%s: py-asterisk, status %d, count %r" % (number, one.MailboxStatus(box), one.MailboxCount(box)))
    if sys.argv[1] == "both":
        count = two.send_action(core.MailboxCount(box)).result
        print("%s: pystrix, status %d, count %r" % (
            number, two.send_action(core.MailboxStatus(box)).result["Waiting"],
            [count[kind + "Messages"] for kind in ("Urg", "New", "Old")]))
one.Logoff()
two.close()
P
read -r _ _ init <"$work/lab/sid/state/pid"
ask() { nsenter --target "$init" --net -- "$work/$1/bin/python" -W ignore "$work/ask.py" "$2"; }
{
  ask 0.6.0 both
  lab ami VoicemailUsersList | tr -d '\r' | awk -F ': ' '/^VMContext/ { context = $2 } /^VoiceMailbox/ { box = $2 }
    /^NewMessageCount/ { new = $2 } /^OldMessageCount/ && context == "default" && box ~ /^(1001|1002|1017)$/ {
      print box ": users list, new " new ", old " $2 }'
} | tee "$work/out"
ask 0.5.20 one | diff - <(grep py-asterisk "$work/out")
diff "$work/out" - <<'T'
1001: py-asterisk, status 1, count (3, 0)
1001: pystrix, status 1, count ['0', 3, 0]
1002: py-asterisk, status 1, count (0, 0)
1002: pystrix, status 1, count ['2', 0, 0]
1017: py-asterisk, status 0, count (0, 1)
1017: pystrix, status 0, count ['0', 0, 1]
1001: users list, new 3, old 0
1002: users list, new 2, old 0
1017: users list, new 0, old 1
T
