/* SPDX-License-Identifier: MIT */
/*
 * arch/host/os/os.h - what the host side offers to arch/host/*.c
 *
 * Plain C types only: the kernel side reads it without libc, the host side with it.
 * Errors are negative errno values. Nothing here calls into the core, but where it says so.
 */
#ifndef ARCH_HOST_OS_H
#define ARCH_HOST_OS_H

struct os_user;			/* a user thread that Quarry traces: os/user*.c */

/* ---- user processes: os/user_mem.c, os/user_signal.c ---- */

/** os_user_write - copy to address @to of the program; bytes NOT copied; @user NULL: this process */
unsigned long os_user_write(struct os_user *user, unsigned long to, const void *from, unsigned long n);
unsigned long os_user_read(struct os_user *user, void *to, unsigned long from, unsigned long n);
/** os_user_signal - 0: none pending; 1: a signal that it does not block or ignore; 2: a fatal one, or it is gone */
int os_user_signal(struct os_user *user);
/** os_user_kill - send @sig to the whole process */
int os_user_kill(struct os_user *user, int sig);

#endif /* ARCH_HOST_OS_H */
