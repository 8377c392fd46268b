/* Stands before libodbc.so.2 and ends the process or its connections at one statement.
 *
 * CUT_LIBRARY  the real library
 * CUT_LOG      a file that gets one line for each point: its number, "before" or "after", the text
 * CUT_AT       the number of the point at which to cut
 * CUT_HOW      kill: SIGKILL; lose: every socket of the process is shut down
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *real(const char *name) {
  static void *library;
  if (!library) library = dlopen(getenv("CUT_LIBRARY"), RTLD_NOW | RTLD_LOCAL);
  return library ? dlsym(library, name) : NULL;
}

static void point(const char *when, const char *text) {
  static int number;
  const char *log = getenv("CUT_LOG"), *at = getenv("CUT_AT"), *how = getenv("CUT_HOW");
  FILE *file = log ? fopen(log, "a") : NULL;
  if (file) {
    fprintf(file, "%d %s %.60s\n", number, when, text);
    fclose(file);
  }
  if (at && how && atoi(at) == number) {
    if (strcmp(how, "kill") == 0) kill(getpid(), SIGKILL);
    int kind;
    socklen_t size = sizeof kind;
    for (int fd = 3; fd < 1024; fd++)
      if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &kind, &size) == 0) shutdown(fd, SHUT_RDWR);
  }
  number++;
}

typedef short (*call)(long, long, long, long, long, long, long, long, long, long);

#define PASS(name)                                                                        \
  short name(                                                                             \
      long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {   \
    static call next;                                                                     \
    if (!next) next = (call)real(#name);                                                  \
    return next(a, b, c, d, e, f, g, h, i, j);                                            \
  }

PASS(SQLAllocHandle)
PASS(SQLFreeHandle)
PASS(SQLSetEnvAttr)
PASS(SQLSetConnectAttr)
PASS(SQLGetConnectAttr)
PASS(SQLSetStmtAttr)
PASS(SQLDriverConnect)
PASS(SQLDisconnect)
PASS(SQLGetInfo)
PASS(SQLGetDiagRec)
PASS(SQLBindParameter)
PASS(SQLBindCol)
PASS(SQLFetch)
PASS(SQLRowCount)
PASS(SQLNumResultCols)
PASS(SQLDescribeCol)

short SQLExecDirect(long statement, const char *text, long length) {
  static short (*next)(long, const char *, long);
  if (!next) next = (short (*)(long, const char *, long))real("SQLExecDirect");
  char words[256];
  snprintf(words, sizeof words, "%.*s", (int)length, text);
  for (char *c = words; *c; c++)
    if (*c == '\n') *c = ' ';
  point("before", words);
  short result = next(statement, text, length);
  point("after", words);
  return result;
}

short SQLEndTran(long kind, long handle, long completion) {
  static short (*next)(long, long, long);
  if (!next) next = (short (*)(long, long, long))real("SQLEndTran");
  const char *words = (short)completion == 0 ? "COMMIT" : "ROLLBACK";
  point("before", words);
  short result = next(kind, handle, completion);
  point("after", words);
  return result;
}
