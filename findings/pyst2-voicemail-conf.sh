#!/bin/bash
# pyst2 0.5.1 (PyPI): what its reader of Asterisk's files makes of four lines of a voicemail.conf that
# Asterisk loads.
#
# Behaviour:
#  1. A context with template words ("[office](!)", "[sales](office)", "[default](+)") raises ParseError:
#     the head of a section must end in "]".
#  2. A block comment is none: a mailbox between ";--" and "--;" is read as a mailbox in force, and a
#     line that is "--;" alone raises ParseError.
#  3. A semicolon that is escaped ("\;") begins a comment all the same; the backslash stays in the value.
#  4. A value written with "=" keeps the blank before it, one written with "=>" does not.
#
# Seen: the six lines at the end of this file.
# For vmscan: a panel built on it neither sees nor writes templates, and may show a mailbox that is gone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install pyst2==0.5.1 setuptools==65.5.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log"; exit 2; }

printf '[office](!)\nattach=yes\n' >"$work/template.conf"
printf '[default]\n;--\n1002 => 9999,Gone\n--;\n' >"$work/end.conf"
printf '[default]\n;--\n1002 => 9999,Gone --;\n' >"$work/comment.conf"
printf '[general]\nemailsubject = New message\\; number ${VM_MSGNUM}\nformat = wav\n[default]\n1001 => 4271,A. Owner\n' \
  >"$work/values.conf"
cat >"$work/try.py" <<'P'
import sys
from asterisk.config import Config, ParseError
for path in sys.argv[1:]:
    try:
        for category in Config(path).categories:
            for item in category.items:
                if getattr(item, "name", None):
                    print(item.name, repr(item.value))
    except ParseError as error:
        print("refused at line %d: %s" % error.args)
P
"$work/venv/bin/python" "$work/try.py" "$work/template.conf" "$work/end.conf" "$work/comment.conf" \
  "$work/values.conf" | tee "$work/out"
diff "$work/out" - <<'T'
refused at line 1: Missing '[' or ']' in category definition
refused at line 4: Item must be in name = value pairs
1002 '9999,Gone --'
emailsubject ' New message\\'
format ' wav'
1001 '4271,A. Owner'
T
