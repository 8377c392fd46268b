#!/bin/bash
# psqlODBC 13.02.0000 (Debian 12: odbc-postgresql) with unixODBC 2.3.11: columns asked for as SQL_C_BINARY.
#
# Behaviour: a column of type `name` (most names in pg_catalog and information_schema) or boolean is
# described as SQL_VARCHAR, as a varchar is, yet asking for its value as SQL_C_BINARY fails with SQLSTATE
# 07006, "Received an unsupported type from Postgres." The same value as SQL_C_CHAR, or cast to
# text, arrives. The type that the driver describes does not say which of the two it is.
#
# Seen: the eight lines at the end of this file.
# For vmscan: names of the catalogue are cast before they are read as bytes.
set -euo pipefail
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get -q download odbc-postgresql=1:13.02.0000-2+b1 libodbc2=2.3.11-2+deb12u1 \
  libodbcinst2=2.3.11-2+deb12u1 libpq5 >apt.log 2>&1 || { cat apt.log; exit 2; }
  for package in *.deb; do dpkg -x "$package" root; done)
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install pgserver==0.1.4 >"$work/pip.log" 2>&1 || { cat "$work/pip.log"; exit 2; }
libraries=$(dirname "$(find "$work/root" -name 'libodbc.so.2')")
cat >"$work/odbc.ini" <<I
[own]
Driver = $libraries/odbc/psqlodbcw.so
Servername = $work/data
Username = postgres
Database = postgres
I

cat >"$work/try.py" <<'P'
import ctypes as c, sys
import pgserver
server = pgserver.get_server(sys.argv[1], cleanup_mode="delete")
odbc = c.CDLL("libodbc.so.2")
def allocate(kind, parent):
    handle = c.c_void_p()
    odbc.SQLAllocHandle(c.c_short(kind), parent, c.byref(handle))
    return handle
environment = allocate(1, None)
odbc.SQLSetEnvAttr(environment, 200, c.c_void_p(3), 0)
connection = allocate(2, environment)
if odbc.SQLDriverConnect(connection, None, b"DSN=own", c.c_short(-3), None, 0, None, 0) not in (0, 1):
    sys.exit("no connection")
def ask(query, kind):
    statement = allocate(3, connection)
    odbc.SQLExecDirect(statement, query.encode(), -3)
    form, name = c.c_short(), c.create_string_buffer(64)
    odbc.SQLDescribeCol(statement, c.c_ushort(1), name, c.c_short(64), c.byref(c.c_short()), c.byref(form),
                        c.byref(c.c_ulong()), c.byref(c.c_short()), c.byref(c.c_short()))
    odbc.SQLFetch(statement)
    value, length = c.create_string_buffer(64), c.c_long()
    word = {1: "CHAR", -2: "BINARY"}[kind]
    if odbc.SQLGetData(statement, c.c_ushort(1), c.c_short(kind), value, c.c_long(64), c.byref(length)) == 0:
        said = value.raw[: length.value].decode()
    else:
        state = c.create_string_buffer(6)
        odbc.SQLGetDiagRec(c.c_short(3), statement, c.c_short(1), state, c.byref(c.c_int()),
                           c.create_string_buffer(256), c.c_short(256), c.byref(c.c_short()))
        said = "error " + state.value.decode()
    print(f"{query}: type {form.value}, as {word}: {said}")
    odbc.SQLFreeHandle(c.c_short(3), statement)
for value in ("CAST('x' AS varchar)", "CAST('x' AS name)", "CAST(CAST('x' AS name) AS text)", "true"):
    for kind in (1, -2):
        ask("SELECT " + value, kind)
P
LD_LIBRARY_PATH=$libraries ODBCINI="$work/odbc.ini" "$work/venv/bin/python" -W ignore "$work/try.py" "$work/data" |
  tee "$work/out"
diff "$work/out" - <<'T'
SELECT CAST('x' AS varchar): type 12, as CHAR: x
SELECT CAST('x' AS varchar): type 12, as BINARY: x
SELECT CAST('x' AS name): type 12, as CHAR: x
SELECT CAST('x' AS name): type 12, as BINARY: error 07006
SELECT CAST(CAST('x' AS name) AS text): type -1, as CHAR: x
SELECT CAST(CAST('x' AS name) AS text): type -1, as BINARY: x
SELECT true: type 12, as CHAR: 1
SELECT true: type 12, as BINARY: error 07006
T
