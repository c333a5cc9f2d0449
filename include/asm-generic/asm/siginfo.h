/* SPDX-License-Identifier: MIT */
/*
 * asm/siginfo.h - why a signal was sent: the si_code values of SIGIO
 */
#ifndef _ASM_SIGINFO_H
#define _ASM_SIGINFO_H

#define POLL_IN		1	/* something to read */
#define POLL_OUT	2	/* room to write */
#define POLL_MSG	3	/* a message to read */
#define POLL_ERR	4
#define POLL_PRI	5	/* something urgent to read */
#define POLL_HUP	6
#define NSIGPOLL	6

#endif /* _ASM_SIGINFO_H */
