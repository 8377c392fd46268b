#ifndef CPOSTGRES_H
#define CPOSTGRES_H

/* The part of libpq that vmscan calls, found with dlopen(3) at run time, so that the program runs
 * where PostgreSQL's client library is not installed. Types and numbers are those of libpq-fe.h,
 * whose interface has kept its number, 5, since 2006. */

typedef void *cpostgres_connection;
typedef void *cpostgres_result;

/* A connection's setting, as PQconninfoParse gives it. */
typedef struct {
  char *keyword;
  char *envvar;
  char *compiled;
  char *value;
  char *label;
  char *dispchar;
  int dispsize;
} cpostgres_option;

/* Loads libpq.so.5 and looks up every function, once; 0, or -1 with the loader's words in `error`.
 * Nothing else here may be called before it returned 0. */
int cpostgres_load(char *error, unsigned long capacity);

/* The settings in a URL or a list of KEY=VALUE, up to one without keyword; null when it is neither. */
cpostgres_option *cpostgres_parse(const char *text);
void cpostgres_free_options(cpostgres_option *options);

/* A connection, to be finished in any case; its notices go nowhere. With `expands`, the value of
 * dbname may be a URL or a list of KEY=VALUE. */
cpostgres_connection cpostgres_connect(
    const char *const *keywords, const char *const *values, int expands);
void cpostgres_finish(cpostgres_connection connection);
int cpostgres_is_good(cpostgres_connection connection);
const char *cpostgres_error(cpostgres_connection connection);
/* The connection failed because a password was asked for and none was at hand. */
int cpostgres_needs_password(cpostgres_connection connection);
/* As in 150018; 0 without a connection. */
int cpostgres_version(cpostgres_connection connection);

/* Runs one statement with parameters as text; a null value is NULL. */
cpostgres_result cpostgres_execute(
    cpostgres_connection connection, const char *text, int count, const char *const *values);
/* Runs statements without parameters, one after the other. */
cpostgres_result cpostgres_script(cpostgres_connection connection, const char *text);
/* The next result of the statement under way; null when there is none. */
cpostgres_result cpostgres_next(cpostgres_connection connection);
void cpostgres_clear(cpostgres_result result);
int cpostgres_status(cpostgres_result result);
/* A field of an error, such as 'C' for SQLSTATE; null when the server gave none. */
const char *cpostgres_error_field(cpostgres_result result, int field);
/* Rows that a statement wrote, as text; empty for others. */
const char *cpostgres_affected(cpostgres_result result);
int cpostgres_rows(cpostgres_result result);
int cpostgres_columns(cpostgres_result result);
int cpostgres_is_null(cpostgres_result result, int row, int column);
const char *cpostgres_value(cpostgres_result result, int row, int column);
int cpostgres_length(cpostgres_result result, int row, int column);

/* Sends rows of COPY FROM STDIN; 1 when they are on their way. */
int cpostgres_put(cpostgres_connection connection, const char *bytes, int count);
/* Ends COPY FROM STDIN, with a reason to fail or null. */
int cpostgres_put_end(cpostgres_connection connection, const char *error);

/* The next row of COPY TO STDOUT, to be freed, and its length; -1 when there is none, -2 when the
 * connection failed. */
int cpostgres_get(cpostgres_connection connection, char **row);
void cpostgres_free_row(char *row);

/* Its descriptor; -1 without a connection. */
int cpostgres_socket(cpostgres_connection connection);

enum {
  CPOSTGRES_EMPTY_QUERY = 0,
  CPOSTGRES_COMMAND_OK = 1,
  CPOSTGRES_ROWS = 2,
  CPOSTGRES_COPY_OUT = 3,
  CPOSTGRES_COPY_IN = 4
};

#endif
