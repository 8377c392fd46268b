/* Runs one command with its output thrown away and appends what it took to a table.
 *
 *   measure TABLE ROUND NAME COMMAND [ARGUMENT…]
 *
 * Columns: round, name, wall seconds, processor seconds, peak memory in KiB, exit status. A small
 * program of its own, because a child's peak starts at the size of the parent it is forked from.
 * Build: cc -O2 -o measure measure.c */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

int main(int count, char **words) {
  if (count < 5) {
    fprintf(stderr, "usage: measure TABLE ROUND NAME COMMAND [ARGUMENT...]\n");
    return 2;
  }
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 2;
  }
  if (child == 0) {
    int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    execvp(words[4], words + 4);
    perror(words[4]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) return 2;
  clock_gettime(CLOCK_MONOTONIC, &end);
  double wall = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
  int result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  FILE *table = fopen(words[1], "a");
  if (!table) {
    perror(words[1]);
    return 2;
  }
  fprintf(table, "%s\t%s\t%.4f\t%.4f\t%ld\t%d\n", words[2], words[3], wall,
          seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss, result);
  fclose(table);
  /* A scanner's status 1 means findings, a searcher's that nothing matched. */
  return result > 1;
}
