/* The lower bound for a full scan of a spool: what has to be asked of the kernel, and no more.
 *
 *   cwalk SPOOL [THREADS]
 *
 * Lists every directory, reads and parses every msg*.txt (origtime, duration, callerid, msg_id),
 * takes the facts of every other file, and prints one line of counts and sums.
 * Build: cc -O2 -pthread -o cwalk cwalk.c */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct {
  uint64_t texts, others, directories, origtimes, durations, bytes, callers, ids, errors;
} Digest;

typedef struct {
  unsigned long long inode;
  long long offset;
  unsigned short length;
  unsigned char type;
  char name[];
} Record;

typedef struct {
  int context;
  char *name;
} Job;

enum { FLAGS = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK };
static Job *jobs;
static size_t jobCount, jobRoom;
static atomic_size_t nextJob;

static int openQuietly(int directory, const char *name, int extra) {
  int fd = openat(directory, name, FLAGS | O_NOATIME | extra);
  return fd < 0 && errno == EPERM ? openat(directory, name, FLAGS | extra) : fd;
}

static const char *value(const char *line, const char *end, const char *key, size_t length) {
  return (size_t)(end - line) > length && !memcmp(line, key, length) ? line + length : NULL;
}

static void parse(const char *text, size_t size, Digest *digest) {
  const char *line = text, *limit = text + size;
  while (line < limit) {
    const char *end = memchr(line, '\n', (size_t)(limit - line));
    if (!end) end = limit;
    const char *found;
    if ((found = value(line, end, "origtime=", 9))) digest->origtimes += strtoull(found, NULL, 10);
    else if ((found = value(line, end, "duration=", 9))) digest->durations += strtoull(found, NULL, 10);
    else if ((found = value(line, end, "callerid=", 9))) digest->callers += (uint64_t)(end - found);
    else if ((found = value(line, end, "msg_id=", 7))) digest->ids += (uint64_t)(end - found);
    line = end + 1;
  }
}

static void readText(int directory, const char *name, Digest *digest) {
  char buffer[65537];
  struct stat facts;
  int fd = openQuietly(directory, name, 0);
  if (fd < 0 || fstat(fd, &facts) != 0) {
    digest->errors++;
    return;
  }
  ssize_t size = read(fd, buffer, sizeof buffer - 1);
  close(fd);
  if (size < 0) {
    digest->errors++;
    return;
  }
  buffer[size] = 0;
  digest->texts++;
  digest->bytes += (uint64_t)facts.st_size;
  parse(buffer, (size_t)size, digest);
}

static void folder(int parent, const char *name, Digest *digest, int depth) {
  _Alignas(8) char buffer[32768];
  int fd = openQuietly(parent, name, O_DIRECTORY);
  if (fd < 0) {
    digest->errors++;
    return;
  }
  digest->directories++;
  long filled;
  while ((filled = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < filled;) {
      Record *entry = (Record *)(buffer + at);
      at += entry->length;
      const char *child = entry->name;
      size_t length = strlen(child);
      if (child[0] == '.' && (length == 1 || (length == 2 && child[1] == '.'))) continue;
      if (entry->type == DT_DIR) {
        if (depth > 0) folder(fd, child, digest, depth - 1);
      } else if (length > 4 && !memcmp(child, "msg", 3) && !memcmp(child + length - 4, ".txt", 4)) {
        readText(fd, child, digest);
      } else {
        struct stat facts;
        if (fstatat(fd, child, &facts, AT_SYMLINK_NOFOLLOW) == 0) {
          digest->others++;
          digest->bytes += (uint64_t)facts.st_size;
        } else {
          digest->errors++;
        }
      }
    }
  }
  close(fd);
}

static void *work(void *argument) {
  Digest digest = {0};
  for (size_t job; (job = atomic_fetch_add(&nextJob, 1)) < jobCount;)
    folder(jobs[job].context, jobs[job].name, &digest, 1);
  *(Digest *)argument = digest;
  return NULL;
}

static void enumerate(const char *root) {
  DIR *spool = opendir(root);
  if (!spool) {
    perror(root);
    exit(2);
  }
  for (struct dirent *context; (context = readdir(spool));) {
    if (context->d_name[0] == '.' || context->d_type != DT_DIR) continue;
    int fd = openat(dirfd(spool), context->d_name, FLAGS | O_DIRECTORY);
    DIR *boxes = fdopendir(dup(fd));
    for (struct dirent *box; boxes && (box = readdir(boxes));) {
      if (box->d_name[0] == '.' || box->d_type != DT_DIR) continue;
      if (jobCount == jobRoom) {
        jobRoom = jobRoom ? jobRoom * 2 : 1024;
        if (!(jobs = realloc(jobs, jobRoom * sizeof *jobs))) exit(2);
      }
      jobs[jobCount++] = (Job){fd, strdup(box->d_name)};
    }
    if (boxes) closedir(boxes);
  }
  closedir(spool);
}

int main(int count, char **words) {
  long threads = count > 2 ? atol(words[2]) : 2;
  if (count < 2 || threads < 1 || threads > 64) {
    fprintf(stderr, "usage: cwalk SPOOL [THREADS]\n");
    return 2;
  }
  enumerate(words[1]);
  pthread_t team[64];
  Digest parts[64], sum = {0};
  for (long t = 0; t < threads; t++)
    if (pthread_create(&team[t], NULL, work, &parts[t]) != 0) return 2;
  for (long t = 0; t < threads; t++) {
    pthread_join(team[t], NULL);
    for (size_t i = 0; i < sizeof sum / sizeof(uint64_t); i++)
      ((uint64_t *)&sum)[i] += ((uint64_t *)&parts[t])[i];
  }
  printf("mailboxes %zu messages %llu origtimes %llu durations %llu bytes %llu callerids %llu ids %llu\n",
         jobCount, (unsigned long long)sum.texts, (unsigned long long)sum.origtimes,
         (unsigned long long)sum.durations, (unsigned long long)sum.bytes,
         (unsigned long long)sum.callers, (unsigned long long)sum.ids);
  if (sum.errors) fprintf(stderr, "%llu errors\n", (unsigned long long)sum.errors);
  return sum.errors ? 3 : 0;
}
