#!/bin/bash
# asterisk-mbox-server 0.5.3 (PyPI): what its delete leaves behind in a voicemail folder.
#
# Behaviour: WatchMailBox.delete() unlinks the chosen message and then stops with FileNotFoundError
# before it renumbers: it takes the message's file name for the folder's. The folder keeps a gap
# (msg0000, msg0002), and the server's lock stays taken, so its next delete never returns.
# A message recorded only as WAV (wav49) is not seen at all.
#
# Seen: "seen 3 of 4" (msg0003 has only .WAV), "error FileNotFoundError",
#       "left msg0000.txt msg0000.wav msg0002.txt msg0002.wav msg0003.WAV msg0003.txt", "lock held".
# For vmscan: a gap in a folder of a site that runs this server is its work, and no sign of a caller.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install asterisk_mbox_server==0.5.3 asterisk_mbox==0.5.0 \
  SpeechRecognition==3.8.1 inotify==0.2.10 setuptools==65.5.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log"; exit 2; }

box=$work/spool/default/1001
mkdir -p "$box/INBOX"
for number in 0 1 2 3; do
  printf '[message]\norigmailbox=1001\ncallerid="Caller" <5550100>\norigtime=%d\nduration=1\n' \
    $((1790000000 + number)) >"$box/INBOX/msg000$number.txt"
done
for number in 0 1 2; do printf 'recording %d' $number >"$box/INBOX/msg000$number.wav"; done
printf 'recording 3' >"$box/INBOX/msg0003.WAV"

cat >"$work/try.py" <<'P'
import glob, hashlib, os, pickle, sys
work = sys.argv[1]
box = work + "/spool/default/1001"
# Transcripts at hand, so that nothing is sent to a speech service.
cache = {}
for name in glob.glob(box + "/INBOX/*.wav"):
    cache[hashlib.sha256(open(name, "rb").read()).hexdigest()] = {"txt": "x"}
with open(work + "/stt", "wb") as out:
    pickle.dump(cache, out)
from asterisk_mbox_server.mbox import WatchMailBox
watch = WatchMailBox(box, work + "/stt", {"GOOGLE_KEY": ""})
watch.update()
print("seen", len(watch.get_mbox_status()), "of 4")
digest = hashlib.sha256(b"recording 1").hexdigest()
try:
    watch.delete(digest)
    print("no error")
except Exception as error:
    print("error", type(error).__name__)
print("left", *sorted(os.listdir(box + "/INBOX")))
print("lock", "held" if watch.lock.locked() else "free")
P
"$work/venv/bin/python" "$work/try.py" "$work" 2>/dev/null | tee "$work/out"
diff "$work/out" - <<'T'
seen 3 of 4
error FileNotFoundError
left msg0000.txt msg0000.wav msg0002.txt msg0002.wav msg0003.WAV msg0003.txt
lock held
T
