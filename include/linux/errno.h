/* SPDX-License-Identifier: MIT */
/* linux/errno.h - the error numbers of programs, and those that stay within the kernel */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#include <asm/errno.h>

/* A call interrupted by a signal: what happens once the signal is handled. */
#define ERESTARTSYS	512	/* made again if the handler has SA_RESTART, else EINTR */
#define ERESTARTNOINTR	513	/* always made again */
#define ERESTARTNOHAND	514	/* made again if there was no handler, else EINTR */
#define ENOIOCTLCMD	515	/* no such ioctl: the program sees ENOTTY */
#define ERESTART_RESTARTBLOCK 516
#define EPROBE_DEFER	517
#define EOPENSTALE	518
#define ENOPARAM	519

/* Of the network file systems. */
#define EBADHANDLE	521
#define ENOTSYNC	522
#define EBADCOOKIE	523
#define ENOTSUPP	524
#define ETOOSMALL	525
#define ESERVERFAULT	526
#define EBADTYPE	527
#define EJUKEBOX	528
#define EIOCBQUEUED	529
#define ERECALLCONFLICT	530
#define ENOGRACE	531

#endif
