/* SPDX-License-Identifier: MIT */
/*
 * arch/host/os/user_run.h - running programs as user processes, for tools/
 *
 * The order: user_run_begin(), entry_*() as one likes (it makes the caller a task), user_run(),
 * user_run_end(). Errors are negative errno values.
 */
#ifndef ARCH_HOST_OS_USER_RUN_H
#define ARCH_HOST_OS_USER_RUN_H

#include <stdbool.h>

/* Exit codes of `quarry run` that are not the program's. */
#define RUN_FAILED		125
#define RUN_NOT_EXECUTABLE	126
#define RUN_NOT_FOUND		127

/** user_run_begin - set up signals and the reaper of files; the caller becomes a task */
int user_run_begin(void);

/** user_run_signals - between begin and user_run(): may signals such as SIGINT end this process? */
void user_run_signals(bool may);

/**
 * user_run - run a program to its end
 * @argv:	its name, looked up in PATH, and arguments
 * @why:	on failure, one line
 *
 * On return every process of it is gone and every file released.
 * Return: the program's wait status, or -ENOENT, -EACCES, ... if it could not be started.
 */
int user_run(char **argv, char *why, unsigned long why_size);

/** user_run_end - the caller is a task no more */
void user_run_end(void);

/** user_run_die - end this process as the program with wait status @status ended */
void user_run_die(int status) __attribute__((noreturn));

/* Between user_run.c and user.c. */

/** user_first - trace the process @pid, which waits until @gate is closed; 0 or -errno */
int user_first(int pid, int gate);
bool user_first_over(int *status, int *error);
/** user_kill_all - kill every process and wait; how many halves are still there after the time */
int user_kill_all(int timeout_ms);
/** user_run_wake - tell user_run() that the first program is over */
void user_run_wake(void);

#endif /* ARCH_HOST_OS_USER_RUN_H */
