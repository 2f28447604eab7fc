/*
 * Sleeps one millisecond so many times, the second argument being its timer slack, and prints each lag in nanoseconds;
 * then sleeps 60 microseconds as often, and prints the processor time of one such sleep, in nanoseconds.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static long long nanos(const struct timespec *t) { return t->tv_sec * 1000000000LL + t->tv_nsec; }

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int times = atoi(argv[1]);
  long slack = atol(argv[2]);
  if (slack > 0 && prctl(PR_SET_TIMERSLACK, slack, 0, 0, 0) != 0) return 1;
  long long *lags = calloc((size_t)times, sizeof *lags);
  if (lags == NULL) return 1;
  for (int i = 0; i < times; i++) {
    struct timespec now, wait = {0, 1000000};
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long due = nanos(&now) + 1000000;
    clock_nanosleep(CLOCK_MONOTONIC, 0, &wait, NULL);
    clock_gettime(CLOCK_MONOTONIC, &now);
    lags[i] = nanos(&now) - due;
  }
  for (int i = 0; i < times; i++) printf("%lld\n", lags[i]);

  struct timespec before, after, nap = {0, 60000};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  for (int i = 0; i < times; i++) clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, NULL);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  printf("%lld\n", (nanos(&after) - nanos(&before)) / times);
  return 0;
}
