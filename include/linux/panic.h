/* SPDX-License-Identifier: MIT */
/* linux/panic.h - the end of the machine, and what stains it before: taint, oops, panic */
#ifndef _LINUX_PANIC_H
#define _LINUX_PANIC_H

#include <linux/types.h>
#include <linux/compiler.h>

/**
 * panic - log why, and stop the machine for good
 *
 * Context: any.
 */
void panic(const char *fmt, ...) __attribute__((noreturn, cold, format(printf, 1, 2)));

extern int panic_on_oops;	/* boot option oops=panic */
extern int panic_on_warn;
extern int panic_timeout;

enum lockdep_ok {
	LOCKDEP_STILL_OK,
	LOCKDEP_NOW_UNRELIABLE,
};

/* Bits of the taint mask. */
#define TAINT_PROPRIETARY_MODULE	0
#define TAINT_FORCED_MODULE		1
#define TAINT_CPU_OUT_OF_SPEC		2
#define TAINT_FORCED_RMMOD		3
#define TAINT_MACHINE_CHECK		4
#define TAINT_BAD_PAGE			5
#define TAINT_USER			6
#define TAINT_DIE			7
#define TAINT_OVERRIDDEN_ACPI_TABLE	8
#define TAINT_WARN			9
#define TAINT_CRAP			10
#define TAINT_FIRMWARE_WORKAROUND	11
#define TAINT_OOT_MODULE		12
#define TAINT_UNSIGNED_MODULE		13
#define TAINT_SOFTLOCKUP		14
#define TAINT_LIVEPATCH			15
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_FLAGS_COUNT		19

/** add_taint - note for later reports that bit @flag happened; never taken back */
void add_taint(unsigned int flag, enum lockdep_ok lockdep);
int test_taint(unsigned int flag);
unsigned long get_taint(void);
/** print_tainted - "Not tainted", or "Tainted: G    D    O"; a static buffer */
const char *print_tainted(void);

/* ---- Quarry's own ---- */

/**
 * die - report a fault in kernel code: an oops
 * @what:	"page fault", "bus error", "general protection fault", "invalid opcode",
 *		"divide error", ...
 * @addr:	for "page fault" and "bus error" the address that was touched
 * @pc:		where the code was
 * @fp:		its frame pointer; 0 if unknown
 *
 * Returns, unless oops=panic: the caller then abandons what was running. Touches @pc and @addr
 * only to print them.
 * Context: any, an alternate signal stack included.
 */
void die(const char *what, unsigned long addr, unsigned long pc, unsigned long fp);

/** oops_count - oopses since boot */
unsigned int oops_count(void);
/** warn_count - warnings since boot */
unsigned int warn_count(void);

/**
 * show_call_trace - log "Call Trace:" and the chain from @pc, @fp (0, 0: the caller's own)
 * @level:	KERN_*
 * @skip:	frames to leave out at the inner end
 */
void show_call_trace(const char *level, unsigned long pc, unsigned long fp, unsigned int skip);
/** show_task_line - log "CPU: 0 PID: 12 Comm: cat Not tainted 6.1.0-quarry" */
void show_task_line(const char *level);

#endif /* _LINUX_PANIC_H */
