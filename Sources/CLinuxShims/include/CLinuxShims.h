#ifndef CLINUX_SHIMS_H
#define CLINUX_SHIMS_H

/* Linux calls and flags that Swift's Glibc module hides because it is built without _GNU_SOURCE,
 * and what it leaves out. */

#include <malloc.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#define CLINUX_O_NOATIME 01000000

/* getdents64(2): fills `buffer` with linux_dirent64 records; bytes read, 0 at the end, -1 on error. */
static inline long clinux_getdents64(int descriptor, void *buffer, unsigned long size) {
  return syscall(SYS_getdents64, descriptor, buffer, size);
}

/* pipe2(2) with O_CLOEXEC, so that no program that another thread just starts gets an end. */
static inline int clinux_pipe(int ends[2]) {
  return (int)syscall(SYS_pipe2, ends, 02000000);
}

/* renameat2(2) with RENAME_NOREPLACE: fails with EEXIST instead of replacing; 0, or -1 on error. */
static inline int clinux_rename_noreplace(
    int from_directory, const char *from, int to_directory, const char *to) {
  return (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 1u);
}

/* renameat2(RENAME_EXCHANGE): lets two names of one directory change places at once; 0 or -1. */
static inline int clinux_exchange(const char *one, const char *other) {
  return (int)syscall(SYS_renameat2, -100, one, -100, other, 2);
}

/* fstatfs(2): the kind of the file system (linux/magic.h), or 0 when it is not known. */
static inline unsigned int clinux_file_system_kind(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == 0 ? (unsigned int)status.f_type : 0;
}

/* syncfs(2): brings everything written to the file system to the disk; 0, or -1 on error. */
static inline int clinux_sync_file_system(int descriptor) {
  return (int)syscall(SYS_syncfs, descriptor);
}

/* setresuid(2), setresgid(2) and setgroups(2) for the calling thread alone, where those of the C
 * library change every thread; 0, or -1 on error. The real and the saved user stay, so that it can
 * come back. */
#ifdef SYS_setresuid32
#define CLINUX_CALL(name) SYS_##name##32
#else
#define CLINUX_CALL(name) SYS_##name
#endif
static inline int clinux_become_user(unsigned int user) {
  return (int)syscall(CLINUX_CALL(setresuid), -1, user, -1);
}
static inline int clinux_become_group(unsigned int group) {
  return (int)syscall(CLINUX_CALL(setresgid), -1, group, -1);
}
static inline int clinux_set_groups(unsigned long count, const unsigned int *groups) {
  return (int)syscall(CLINUX_CALL(setgroups), count, groups);
}

/* Gives large arrays memory of their own, which goes back to the system with them. Left alone, glibc
 * raises its limit with the first that is freed, and keeps the memory of all that follow. Of small ones
 * each thread keeps half a megabyte, or it would give back and fault in the same pages all the time. */
static inline void clinux_return_large_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 18);
  mallopt(M_TRIM_THRESHOLD, 1 << 18);
  mallopt(M_TOP_PAD, 1 << 19);
#endif
}

/* malloc_trim(3): gives the system back what is free between the small values that live on. */
static inline void clinux_trim_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

#endif
