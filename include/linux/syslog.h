/* SPDX-License-Identifier: MIT */
/* linux/syslog.h - the actions of syslog(2) */
#ifndef _LINUX_SYSLOG_H
#define _LINUX_SYSLOG_H

#include <linux/types.h>
#include <linux/compiler.h>

#define SYSLOG_ACTION_CLOSE		0
#define SYSLOG_ACTION_OPEN		1
#define SYSLOG_ACTION_READ		2	/* what was not read yet; waits for a message */
#define SYSLOG_ACTION_READ_ALL		3	/* the last messages that fit */
#define SYSLOG_ACTION_READ_CLEAR	4	/* the same, and hide them from READ_ALL */
#define SYSLOG_ACTION_CLEAR		5
#define SYSLOG_ACTION_CONSOLE_OFF	6
#define SYSLOG_ACTION_CONSOLE_ON	7
#define SYSLOG_ACTION_CONSOLE_LEVEL	8
#define SYSLOG_ACTION_SIZE_UNREAD	9
#define SYSLOG_ACTION_SIZE_BUFFER	10

long do_syslog(int type, char __user *buf, int len);

#endif /* _LINUX_SYSLOG_H */
