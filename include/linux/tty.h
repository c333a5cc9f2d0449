/* SPDX-License-Identifier: MIT */
/*
 * linux/tty.h - the controlling terminal of a process, as far as its identity goes
 *
 * Terminals are the host's. A driver can ask which one a program was started from, and compare.
 */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/kdev_t.h>
#include <linux/types.h>

/** struct tty_struct - a terminal of the host; @device is its number there */
struct tty_struct {
	dev_t	device;
};

/** tty_devnum - the device number of @tty. Context: any. */
static inline dev_t tty_devnum(struct tty_struct *tty)
{
	return tty->device;
}

#endif /* _LINUX_TTY_H */
