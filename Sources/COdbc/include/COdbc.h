#ifndef CODBC_H
#define CODBC_H

/* The part of ODBC 3 that vmscan calls, found with dlopen(3) at run time, so that the program runs
 * where unixODBC is not installed. Types and numbers are those of unixODBC's sql.h and sqlext.h on
 * 64-bit Linux, where SQLLEN is a long; every function returns a SQLRETURN. */

typedef void *codbc_handle;

/* Loads libodbc.so.2 and looks up every function, once; 0, or -1 with the loader's words in
 * `error`. Nothing else here may be called before it returned 0. */
int codbc_load(char *error, unsigned long capacity);

short codbc_allocate(short kind, codbc_handle parent, codbc_handle *result);
short codbc_release(short kind, codbc_handle handle);
short codbc_set_environment(codbc_handle environment, int attribute, void *value, int length);
short codbc_set_connection(codbc_handle connection, int attribute, void *value, int length);
short codbc_set_statement(codbc_handle statement, int attribute, void *value, int length);
short codbc_connect(
    codbc_handle connection, void *window, const unsigned char *text, short length, unsigned
    char *completed, short capacity, short *used, unsigned short prompt);
short codbc_disconnect(codbc_handle connection);
short codbc_get_connection(
    codbc_handle connection, int attribute, void *value, int capacity, int *used);
short codbc_information(
    codbc_handle connection, unsigned short kind, void *value, short capacity, short *used);
short codbc_diagnosis(
    short kind, codbc_handle handle, short record, unsigned char *state, int *number, unsigned
    char *text, short capacity, short *used);
short codbc_end(short kind, codbc_handle handle, short completion);
short codbc_execute(codbc_handle statement, const unsigned char *text, int length);
short codbc_bind_parameter(
    codbc_handle statement, unsigned short number, short direction, short value_type, short
    parameter_type, unsigned long size, short digits, void *value, long capacity, long *length);
short codbc_bind_column(
    codbc_handle statement, unsigned short number, short type, void *value, long capacity,
    long *length);
short codbc_fetch(codbc_handle statement);
short codbc_row_count(codbc_handle statement, long *count);
short codbc_column_count(codbc_handle statement, short *count);
short codbc_describe_column(
    codbc_handle statement, unsigned short number, unsigned char *name, short capacity, short
    *used, short *type, unsigned long *size, short *digits, short *nullable);

/* What odbc.ini says of a data source; the length of the value, 0 where it says nothing, -1 where
 * libodbcinst.so.2 cannot be asked. */
int codbc_setting(const char *source, const char *key, char *value, int capacity);

enum {
  CODBC_SUCCESS = 0,
  CODBC_SUCCESS_WITH_INFO = 1,
  CODBC_NO_DATA = 100,

  CODBC_ENVIRONMENT = 1,
  CODBC_CONNECTION = 2,
  CODBC_STATEMENT = 3,

  CODBC_ATTRIBUTE_QUERY_TIMEOUT = 0,
  CODBC_ATTRIBUTE_ROWS_FETCHED = 26,
  CODBC_ATTRIBUTE_ROW_ARRAY_SIZE = 27,
  CODBC_ATTRIBUTE_ACCESS_MODE = 101,
  CODBC_ATTRIBUTE_AUTOCOMMIT = 102,
  CODBC_ATTRIBUTE_LOGIN_TIMEOUT = 103,
  CODBC_ATTRIBUTE_ISOLATION = 108,
  CODBC_ATTRIBUTE_VERSION = 200,
  CODBC_ATTRIBUTE_CONNECTION_DEAD = 1209,

  CODBC_READ_ONLY = 1,
  CODBC_READ_COMMITTED = 2,
  CODBC_REPEATABLE_READ = 4,
  CODBC_COMMIT = 0,
  CODBC_ROLLBACK = 1,
  CODBC_INPUT = 1,

  CODBC_CHAR = 1,
  CODBC_INTEGER = 4,
  CODBC_SMALLINT = 5,
  CODBC_VARCHAR = 12,
  CODBC_LONG_VARCHAR = -1,
  CODBC_WIDE_CHAR = -8,
  CODBC_WIDE_VARCHAR = -9,
  CODBC_WIDE_LONG_VARCHAR = -10,
  CODBC_BINARY = -2,
  CODBC_BIGINT = -5,
  CODBC_TINYINT = -6,

  CODBC_NULL = -1,
  CODBC_DBMS_NAME = 17
};

/* The number of an attribute as the pointer that the functions take. */
static inline void *codbc_number(unsigned long number) { return (void *)number; }

#endif
