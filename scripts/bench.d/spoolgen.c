/* Makes a large voicemail spool with a matching configuration, the same for the same arguments.
 *
 *   spoolgen DIR [--messages N] [--boxes N] [--now EPOCH] [--jobs N]
 *
 * DIR/voicemail is the spool, DIR/etc the configuration. Audio files are a header and a hole, so
 * that a million messages take little room. Build: cc -O2 -o spoolgen spoolgen.c */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CONTEXTS = 50, FOLDERS = 7 };
static const char *const folders[FOLDERS] = {"INBOX", "Old", "Urgent", "Work", "Family", "Deleted", "tmp"};
/* Share of a mailbox's messages in each folder, in hundredths. */
static const int shares[FOLDERS] = {34, 48, 2, 4, 2, 10, 0};

static long messages = 1000000, boxes = 20000, jobs = 2;
static int64_t now = 1795390000;

static uint64_t mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

static void fail(const char *what) {
  perror(what);
  exit(2);
}

static int make(int parent, const char *name) {
  if (mkdirat(parent, name, 0755) != 0 && errno != EEXIST) fail(name);
  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) fail(name);
  return fd;
}

static void put(int dir, const char *name, const char *text, size_t length, long size, int mode) {
  int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (fd < 0 || write(fd, text, length) != (ssize_t)length) fail(name);
  if (size > 0 && ftruncate(fd, size) != 0) fail(name);
  if (mode == 0666) fchmod(fd, 0666);
  close(fd);
}

static void message(int dir, long box, int number, uint64_t seed) {
  char name[32], text[1024], date[64];
  long duration = 2 + (long)(mix(seed) % 50);
  int64_t start = now - (int64_t)(mix(seed + 1) % (3u * 365 * 86400)) - duration;
  time_t clock = (time_t)start;
  struct tm civil;
  strftime(date, sizeof date, "%a %b %e %r UTC %Y", gmtime_r(&clock, &civil));
  unsigned caller = (unsigned)(mix(seed + 2) % 9000000);
  int length = snprintf(
      text, sizeof text,
      ";\n; Message Information file\n;\n[message]\norigmailbox=%ld\ncontext=from-trunk-inbound\n"
      "exten=%ld\nrdnis=unknown\npriority=7\ncallerchan=PJSIP/trunk-provider-%08x\n"
      "callerid=\"Caller Number %u\" <+1555%07u>\norigdate=%s\norigtime=%lld\ncategory=\n"
      "msg_id=%lld-%08x\nflag=\nduration=%ld\n",
      10000 + box, 10000 + box, (unsigned)mix(seed + 3), caller % 1000, caller, date,
      (long long)start, (long long)start, (unsigned)(seed & 0xFFFFFF), duration);
  static const char riff[44] = "RIFF\0\0\0\0WAVEfmt ";
  snprintf(name, sizeof name, "msg%04d.WAV", number);
  put(dir, name, riff, sizeof riff, 60 + duration * 1625, 0644);
  if (mix(seed + 4) % 10 != 0) {
    snprintf(name, sizeof name, "msg%04d.gsm", number);
    put(dir, name, "", 0, duration * 1650, 0644);
  }
  snprintf(name, sizeof name, "msg%04d.txt", number);
  put(dir, name, text, (size_t)length, 0, 0666);
}

static void mailbox(int context, long box, long first, long count) {
  char name[32];
  snprintf(name, sizeof name, "%ld", 10000 + box);
  int dir = make(context, name);
  put(dir, "unavail.WAV", "RIFF", 4, 9000, 0644);
  long left = count;
  for (int f = FOLDERS - 1; f >= 0; f--) {
    long n = f == 0 ? left : count * shares[f] / 100;
    left -= n;
    int folder = make(dir, folders[f]);
    for (int i = 0; i < n; i++) message(folder, box, i, mix((uint64_t)first++));
    close(folder);
  }
  close(dir);
}

/* Messages before a mailbox: between half and one and a half times the mean each. */
static long before(long box) {
  if (box >= boxes) return messages;
  double mean = (double)messages / (double)boxes;
  double shift = box == 0 ? 0 : ((double)(mix((uint64_t)box) % 1000) / 1000 - 0.5) * mean;
  long value = (long)((double)box * mean + shift);
  return value < 0 ? 0 : value > messages ? messages : value;
}

static void configuration(const char *root) {
  char path[4096];
  snprintf(path, sizeof path, "%s/etc", root);
  if (mkdir(path, 0755) != 0 && errno != EEXIST) fail(path);
  snprintf(path, sizeof path, "%s/etc/asterisk.conf", root);
  FILE *file = fopen(path, "w");
  if (!file) fail(path);
  fprintf(file, "[directories]\nastetcdir => %s/etc\nastspooldir => %s\n", root, root);
  fclose(file);
  snprintf(path, sizeof path, "%s/etc/voicemail.conf", root);
  file = fopen(path, "w");
  if (!file) fail(path);
  fprintf(file, "[general]\nformat=wav49|gsm\nserveremail=voicemail@example.com\nattach=yes\nmaxmsg=9999\n");
  long box = 0;
  for (int c = 0; c < CONTEXTS; c++) {
    fprintf(file, "\n[tenant-%02d]\n", c);
    for (; box < boxes * (c + 1) / CONTEXTS; box++) {
      unsigned kind = (unsigned)(mix((uint64_t)box + 77) % 20);
      fprintf(file, "%ld => %u,Owner %ld,owner%ld@%s\n", 10000 + box,
              100000 + (unsigned)(mix((uint64_t)box) % 900000), box, box,
              kind == 0 ? "gmail.com" : kind == 1 ? "example.net" : "example.com");
    }
  }
  fclose(file);
}

static void generate(const char *root, long from, long to) {
  char path[4096], name[32];
  snprintf(path, sizeof path, "%s/voicemail", root);
  int spool = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (spool < 0) fail(path);
  for (long box = from; box < to; box++) {
    long c = box * CONTEXTS / boxes;
    while (box >= boxes * (c + 1) / CONTEXTS) c++;
    snprintf(name, sizeof name, "tenant-%02ld", c);
    int context = make(spool, name);
    long first = before(box);
    long count = before(box + 1) - first;
    mailbox(context, box, first, count > 0 ? count : 0);
    close(context);
  }
}

int main(int count, char **words) {
  const char *root = NULL;
  for (int i = 1; i < count; i++) {
    if (i + 1 < count && !strcmp(words[i], "--messages")) messages = atol(words[++i]);
    else if (i + 1 < count && !strcmp(words[i], "--boxes")) boxes = atol(words[++i]);
    else if (i + 1 < count && !strcmp(words[i], "--now")) now = atoll(words[++i]);
    else if (i + 1 < count && !strcmp(words[i], "--jobs")) jobs = atol(words[++i]);
    else root = words[i];
  }
  if (!root || messages < 0 || boxes < 1 || jobs < 1) {
    fprintf(stderr, "usage: spoolgen DIR [--messages N] [--boxes N] [--now EPOCH] [--jobs N]\n");
    return 2;
  }
  umask(022);
  char path[4096];
  snprintf(path, sizeof path, "%s/voicemail", root);
  if ((mkdir(root, 0755) != 0 && errno != EEXIST) || (mkdir(path, 0755) != 0 && errno != EEXIST)) fail(root);
  configuration(root);
  for (long job = 0; job < jobs; job++) {
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) {
      generate(root, boxes * job / jobs, boxes * (job + 1) / jobs);
      _exit(0);
    }
  }
  int status, bad = 0;
  while (wait(&status) > 0) bad |= status;
  return bad ? 2 : 0;
}
