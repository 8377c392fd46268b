#!/bin/bash
# asteriskonf 0.2 (PyPI): a mailbox's options on the way from voicemail.conf to a realtime table.
#
# Behaviour: `asteriskonf` exports configuration files as rows for `ast_config`. A line is cut at
# every "=" (or at every "=>") and only the second piece becomes the value: written with "=", a mailbox
# ends in the name of its first option ("...,attach"), and delete=yes, tz= and all that follow are
# gone, without a word. Written with "=>" the same mailbox arrives whole.
#
# Seen: 1001,"9431,A. Owner,owner@example.org,,attach" and
#       1002,"9431,B. Owner,other@example.org,,attach=yes|delete=yes".
# For vmscan: a database made this way deletes nothing although the file it was made from says so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install asteriskonf==0.2 setuptools==65.5.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log"; exit 2; }
cat >"$work/voicemail.conf" <<'C'
[general]
format = wav
[default]
1001 = 9431,A. Owner,owner@example.org,,attach=yes|delete=yes
1002 => 9431,B. Owner,other@example.org,,attach=yes|delete=yes
C
"$work/venv/bin/python" -c 'import sys; from asteriskonf.cli import main; sys.exit(main())' \
  --format csv "$work/voicemail.conf" | tr -d '\r' | tee "$work/out"
grep -qF ',1001,"9431,A. Owner,owner@example.org,,attach",0' "$work/out"
grep -qF ',1002,"9431,B. Owner,other@example.org,,attach=yes|delete=yes",0' "$work/out"
