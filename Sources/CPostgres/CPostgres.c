#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static struct {
  cpostgres_option *(*parse)(const char *text, char **error);
  void (*free_options)(cpostgres_option *options);
  void (*free_memory)(void *memory);
  void *(*connect)(const char *const *keywords, const char *const *values, int expand);
  void (*finish)(void *connection);
  int (*connection_status)(const void *connection);
  char *(*error)(const void *connection);
  int (*needs_password)(const void *connection);
  int (*version)(const void *connection);
  void *(*notice)(void *connection, void (*processor)(void *, const char *), void *argument);
  void *(*execute)(
      void *connection, const char *text, int count, const unsigned int *types,
      const char *const *values, const int *lengths, const int *formats, int format);
  void *(*script)(void *connection, const char *text);
  void *(*next)(void *connection);
  void (*clear)(void *result);
  int (*status)(const void *result);
  char *(*error_field)(const void *result, int field);
  char *(*affected)(void *result);
  int (*rows)(const void *result);
  int (*columns)(const void *result);
  int (*is_null)(const void *result, int row, int column);
  char *(*value)(const void *result, int row, int column);
  int (*length)(const void *result, int row, int column);
  int (*put)(void *connection, const char *bytes, int count);
  int (*put_end)(void *connection, const char *error);
  int (*get)(void *connection, char **row, int is_async);
  int (*socket)(const void *connection);
} call;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static int look_up(void *library, const char *name, void **slot) {
  *slot = dlsym(library, name);
  if (*slot) return 0;
  snprintf(failure, sizeof failure, "libpq.so.5 has no %s", name);
  return -1;
}

static void load(void) {
  void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *why = dlerror();
    snprintf(failure, sizeof failure, "%s", why ? why : "libpq.so.5 cannot be loaded");
    return;
  }
  const struct {
    const char *name;
    void **slot;
  } wanted[] = {
      {"PQconninfoParse", (void **)&call.parse},
      {"PQconninfoFree", (void **)&call.free_options},
      {"PQfreemem", (void **)&call.free_memory},
      {"PQconnectdbParams", (void **)&call.connect},
      {"PQfinish", (void **)&call.finish},
      {"PQstatus", (void **)&call.connection_status},
      {"PQerrorMessage", (void **)&call.error},
      {"PQconnectionNeedsPassword", (void **)&call.needs_password},
      {"PQserverVersion", (void **)&call.version},
      {"PQsetNoticeProcessor", (void **)&call.notice},
      {"PQexecParams", (void **)&call.execute},
      {"PQexec", (void **)&call.script},
      {"PQgetResult", (void **)&call.next},
      {"PQclear", (void **)&call.clear},
      {"PQresultStatus", (void **)&call.status},
      {"PQresultErrorField", (void **)&call.error_field},
      {"PQcmdTuples", (void **)&call.affected},
      {"PQntuples", (void **)&call.rows},
      {"PQnfields", (void **)&call.columns},
      {"PQgetisnull", (void **)&call.is_null},
      {"PQgetvalue", (void **)&call.value},
      {"PQgetlength", (void **)&call.length},
      {"PQputCopyData", (void **)&call.put},
      {"PQputCopyEnd", (void **)&call.put_end},
      {"PQgetCopyData", (void **)&call.get},
      {"PQsocket", (void **)&call.socket},
  };
  for (unsigned long i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    if (look_up(library, wanted[i].name, wanted[i].slot)) return;
}

int cpostgres_load(char *error, unsigned long capacity) {
  pthread_once(&once, load);
  if (!failure[0]) return 0;
  snprintf(error, capacity, "%s", failure);
  return -1;
}

/* What libpq says of a text that it cannot read quotes the text, password included. */
cpostgres_option *cpostgres_parse(const char *text) {
  char *error = 0;
  cpostgres_option *options = call.parse(text, &error);
  if (error) call.free_memory(error);
  return options;
}

void cpostgres_free_options(cpostgres_option *options) {
  call.free_options(options);
}

static void ignore(void *argument, const char *notice) {
  (void)argument;
  (void)notice;
}

cpostgres_connection cpostgres_connect(
    const char *const *keywords, const char *const *values, int expands) {
  void *connection = call.connect(keywords, values, expands);
  if (connection) call.notice(connection, ignore, 0);
  return connection;
}

void cpostgres_finish(cpostgres_connection connection) {
  call.finish(connection);
}

int cpostgres_is_good(cpostgres_connection connection) {
  return connection && call.connection_status(connection) == 0;
}

const char *cpostgres_error(cpostgres_connection connection) {
  return call.error(connection);
}

int cpostgres_needs_password(cpostgres_connection connection) {
  return call.needs_password(connection);
}

int cpostgres_version(cpostgres_connection connection) {
  return call.version(connection);
}

cpostgres_result cpostgres_execute(
    cpostgres_connection connection, const char *text, int count, const char *const *values) {
  return call.execute(connection, text, count, 0, values, 0, 0, 0);
}

cpostgres_result cpostgres_script(cpostgres_connection connection, const char *text) {
  return call.script(connection, text);
}

cpostgres_result cpostgres_next(cpostgres_connection connection) {
  return call.next(connection);
}

void cpostgres_clear(cpostgres_result result) {
  call.clear(result);
}

int cpostgres_status(cpostgres_result result) {
  return call.status(result);
}

const char *cpostgres_error_field(cpostgres_result result, int field) {
  return call.error_field(result, field);
}

const char *cpostgres_affected(cpostgres_result result) {
  return call.affected(result);
}

int cpostgres_rows(cpostgres_result result) {
  return call.rows(result);
}

int cpostgres_columns(cpostgres_result result) {
  return call.columns(result);
}

int cpostgres_is_null(cpostgres_result result, int row, int column) {
  return call.is_null(result, row, column);
}

const char *cpostgres_value(cpostgres_result result, int row, int column) {
  return call.value(result, row, column);
}

int cpostgres_length(cpostgres_result result, int row, int column) {
  return call.length(result, row, column);
}

int cpostgres_put(cpostgres_connection connection, const char *bytes, int count) {
  return call.put(connection, bytes, count);
}

int cpostgres_put_end(cpostgres_connection connection, const char *error) {
  return call.put_end(connection, error);
}

int cpostgres_get(cpostgres_connection connection, char **row) {
  return call.get(connection, row, 0);
}

void cpostgres_free_row(char *row) {
  call.free_memory(row);
}

int cpostgres_socket(cpostgres_connection connection) {
  return call.socket(connection);
}
