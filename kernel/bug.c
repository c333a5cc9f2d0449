// SPDX-License-Identifier: MIT
/*
 * kernel/bug.c - the reports of WARN() and BUG()
 *
 * Linux: the shape of 6.1's reports. BUG() reports here and then traps, where Linux traps and
 * reports in the handler: so a program without fault handlers gets the report too.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/boot_options.h>
#include <asm/current.h>
#include <asm-generic/arch.h>

#define CUT_HERE	"------------[ cut here ]------------\n"

static noinline void warn_report(const char *file, int line, unsigned int taint, unsigned long caller)
{
	struct task_struct *task = current_or_null();
	char name[256];

	arch_symbolize(caller, true, name, sizeof(name));
	pr_warn("WARNING: CPU: %d PID: %d at %s:%d %s\n", task ? raw_smp_processor_id() : 0,
		task ? task->pid : 0, file, line, name);
	print_modules();
	show_task_line(KERN_WARNING);
	show_call_trace(KERN_WARNING, 0, 0, 3);	/* from the caller of warn_slowpath_fmt() */
	pr_warn("---[ end trace %016lx ]---\n", 0ul);
	add_taint(taint, taint == TAINT_WARN ? LOCKDEP_STILL_OK : LOCKDEP_NOW_UNRELIABLE);
}

/**
 * warn_slowpath_fmt - the report of WARN()
 * @taint:	bit to add to the taint mask
 * @fmt:	the message; NULL for none
 *
 * Context: any.
 */
noinline void warn_slowpath_fmt(const char *file, int line, unsigned int taint, const char *fmt, ...)
{
	va_list args;

	pr_warn(CUT_HERE);
	if (fmt) {
		va_start(args, fmt);
		vprintk(fmt, args);
		va_end(args);
	}
	warn_report(file, line, taint, (unsigned long)__builtin_return_address(0));
	if (panic_on_warn || boot_options.panic_on_warn)
		panic("kernel: panic_on_warn set ...");
}
EXPORT_SYMBOL(warn_slowpath_fmt);

/**
 * bug_report - the report of BUG(), which traps after it
 *
 * Context: any.
 */
noinline void bug_report(const char *file, int line, const char *func)
{
	pr_crit(CUT_HERE);
	pr_crit("kernel BUG at %s:%d!\n", file, line);
	show_task_line(KERN_CRIT);
	show_call_trace(KERN_CRIT, 0, 0, 2);		/* from the caller of this */
	printk_finish();
}
EXPORT_SYMBOL(bug_report);
