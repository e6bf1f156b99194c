/*
 * Root of some development machines lacks CAP_SYS_RESOURCE, and without it the kernel tells nobody the
 * limits of another user's process, which CRIU asks for. They stand in /proc as well: this answers from
 * there. Loaded into CRIU in tests alone; the product never does without what the kernel asks for.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#ifndef __x86_64__
#error "only x86_64 has been tried"
#endif

static long kernel(long number, const long a[6]) {
  register long r10 __asm__("r10") = a[3], r8 __asm__("r8") = a[4], r9 __asm__("r9") = a[5];
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  if (result >= 0 || result < -4095) return result;
  errno = -result;
  return -1;
}

/* In the order of the kernel's numbers. */
static const char *const names[] = {
    "Max cpu time",       "Max file size",         "Max data size",     "Max stack size",
    "Max core file size", "Max resident set",      "Max processes",     "Max open files",
    "Max locked memory",  "Max address space",     "Max file locks",    "Max pending signals",
    "Max msgqueue size",  "Max nice priority",     "Max realtime priority",
    "Max realtime timeout"};

static rlim_t number_in(const char *word) {
  unsigned long long value;
  return sscanf(word, "%llu", &value) == 1 ? (rlim_t)value : RLIM_INFINITY;
}

static int read_limit(long pid, unsigned resource, struct rlimit64 *limit) {
  char path[64], line[256], soft[32], hard[32];
  int result = -1;
  snprintf(path, sizeof path, "/proc/%ld/limits", pid);
  FILE *limits = fopen(path, "r");
  if (limits == NULL || resource >= sizeof names / sizeof *names) return -1;
  while (result != 0 && fgets(line, sizeof line, limits) != NULL) {
    if (strncmp(line, names[resource], strlen(names[resource])) != 0) continue;
    if (sscanf(line + 26, "%31s %31s", soft, hard) != 2) continue;
    limit->rlim_cur = number_in(soft);
    limit->rlim_max = number_in(hard);
    result = 0;
  }
  fclose(limits);
  return result;
}

long syscall(long number, ...) {
  long a[6];
  va_list rest;
  va_start(rest, number);
  for (int index = 0; index < 6; index++) a[index] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_prlimit64 && a[0] != 0 && a[2] == 0)
    return read_limit(a[0], (unsigned)a[1], (struct rlimit64 *)a[3]);
  return kernel(number, a);
}
