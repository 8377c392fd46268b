#include "COdbc.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static struct {
  short (*allocate)(short kind, codbc_handle parent, codbc_handle *result);
  short (*release)(short kind, codbc_handle handle);
  short (*set_environment)(codbc_handle environment, int attribute, void *value, int length);
  short (*set_connection)(codbc_handle connection, int attribute, void *value, int length);
  short (*set_statement)(codbc_handle statement, int attribute, void *value, int length);
  short (*connect)(
      codbc_handle connection, void *window, const unsigned char *text, short length,
      unsigned char *completed, short capacity, short *used, unsigned short prompt);
  short (*disconnect)(codbc_handle connection);
  short (*get_connection)(
      codbc_handle connection, int attribute, void *value, int capacity, int *used);
  short (*information)(
      codbc_handle connection, unsigned short kind, void *value, short capacity, short *used);
  short (*diagnosis)(
      short kind, codbc_handle handle, short record, unsigned char *state, int *number,
      unsigned char *text, short capacity, short *used);
  short (*end)(short kind, codbc_handle handle, short completion);
  short (*execute)(codbc_handle statement, const unsigned char *text, int length);
  short (*bind_parameter)(
      codbc_handle statement, unsigned short number, short direction, short value_type,
      short parameter_type, unsigned long size, short digits, void *value, long capacity,
      long *length);
  short (*bind_column)(
      codbc_handle statement, unsigned short number, short type, void *value, long capacity,
      long *length);
  short (*fetch)(codbc_handle statement);
  short (*row_count)(codbc_handle statement, long *count);
  short (*column_count)(codbc_handle statement, short *count);
  short (*describe_column)(
      codbc_handle statement, unsigned short number, unsigned char *name, short capacity,
      short *used, short *type, unsigned long *size, short *digits, short *nullable);
  int (*profile)(
      const char *source, const char *key, const char *other, char *value, int capacity,
      const char *file);
} call;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static int look_up(void *library, const char *name, void **slot) {
  *slot = dlsym(library, name);
  if (*slot) return 0;
  snprintf(failure, sizeof failure, "libodbc.so.2 has no %s", name);
  return -1;
}

static void load(void) {
  void *library = dlopen("libodbc.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *why = dlerror();
    snprintf(failure, sizeof failure, "%s", why ? why : "libodbc.so.2 cannot be loaded");
    return;
  }
  const struct {
    const char *name;
    void **slot;
  } wanted[] = {
      {"SQLAllocHandle", (void **)&call.allocate},
      {"SQLFreeHandle", (void **)&call.release},
      {"SQLSetEnvAttr", (void **)&call.set_environment},
      {"SQLSetConnectAttr", (void **)&call.set_connection},
      {"SQLSetStmtAttr", (void **)&call.set_statement},
      {"SQLDriverConnect", (void **)&call.connect},
      {"SQLDisconnect", (void **)&call.disconnect},
      {"SQLGetConnectAttr", (void **)&call.get_connection},
      {"SQLGetInfo", (void **)&call.information},
      {"SQLGetDiagRec", (void **)&call.diagnosis},
      {"SQLEndTran", (void **)&call.end},
      {"SQLExecDirect", (void **)&call.execute},
      {"SQLBindParameter", (void **)&call.bind_parameter},
      {"SQLBindCol", (void **)&call.bind_column},
      {"SQLFetch", (void **)&call.fetch},
      {"SQLRowCount", (void **)&call.row_count},
      {"SQLNumResultCols", (void **)&call.column_count},
      {"SQLDescribeCol", (void **)&call.describe_column},
  };
  for (unsigned long i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    if (look_up(library, wanted[i].name, wanted[i].slot)) return;
  void *setup = dlopen("libodbcinst.so.2", RTLD_NOW | RTLD_LOCAL);
  if (setup) *(void **)&call.profile = dlsym(setup, "SQLGetPrivateProfileString");
}

int codbc_load(char *error, unsigned long capacity) {
  pthread_once(&once, load);
  if (!failure[0]) return 0;
  snprintf(error, capacity, "%s", failure);
  return -1;
}

short codbc_allocate(short kind, codbc_handle parent, codbc_handle *result) {
  return call.allocate(kind, parent, result);
}

short codbc_release(short kind, codbc_handle handle) {
  return call.release(kind, handle);
}

short codbc_set_environment(codbc_handle environment, int attribute, void *value, int length) {
  return call.set_environment(environment, attribute, value, length);
}

short codbc_set_connection(codbc_handle connection, int attribute, void *value, int length) {
  return call.set_connection(connection, attribute, value, length);
}

short codbc_set_statement(codbc_handle statement, int attribute, void *value, int length) {
  return call.set_statement(statement, attribute, value, length);
}

short codbc_connect(
    codbc_handle connection, void *window, const unsigned char *text, short length, unsigned
    char *completed, short capacity, short *used, unsigned short prompt) {
  return call.connect(connection, window, text, length, completed, capacity, used, prompt);
}

short codbc_disconnect(codbc_handle connection) {
  return call.disconnect(connection);
}

short codbc_get_connection(
    codbc_handle connection, int attribute, void *value, int capacity, int *used) {
  return call.get_connection(connection, attribute, value, capacity, used);
}

short codbc_information(
    codbc_handle connection, unsigned short kind, void *value, short capacity, short *used) {
  return call.information(connection, kind, value, capacity, used);
}

short codbc_diagnosis(
    short kind, codbc_handle handle, short record, unsigned char *state, int *number, unsigned
    char *text, short capacity, short *used) {
  return call.diagnosis(kind, handle, record, state, number, text, capacity, used);
}

short codbc_end(short kind, codbc_handle handle, short completion) {
  return call.end(kind, handle, completion);
}

short codbc_execute(codbc_handle statement, const unsigned char *text, int length) {
  return call.execute(statement, text, length);
}

short codbc_bind_parameter(
    codbc_handle statement, unsigned short number, short direction, short value_type, short
    parameter_type, unsigned long size, short digits, void *value, long capacity, long *length) {
  return call.bind_parameter(
      statement, number, direction, value_type, parameter_type, size, digits, value, capacity,
      length);
}

short codbc_bind_column(
    codbc_handle statement, unsigned short number, short type, void *value, long capacity,
    long *length) {
  return call.bind_column(statement, number, type, value, capacity, length);
}

short codbc_fetch(codbc_handle statement) {
  return call.fetch(statement);
}

short codbc_row_count(codbc_handle statement, long *count) {
  return call.row_count(statement, count);
}

short codbc_column_count(codbc_handle statement, short *count) {
  return call.column_count(statement, count);
}

short codbc_describe_column(
    codbc_handle statement, unsigned short number, unsigned char *name, short capacity, short
    *used, short *type, unsigned long *size, short *digits, short *nullable) {
  return call.describe_column(
      statement, number, name, capacity, used, type, size, digits, nullable);
}

int codbc_setting(const char *source, const char *key, char *value, int capacity) {
  return call.profile ? call.profile(source, key, "", value, capacity, "odbc.ini") : -1;
}
