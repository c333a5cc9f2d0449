// SPDX-License-Identifier: MIT
/*
 * kernel/panic.c - reports of what went wrong: call traces, oops, taint, panic
 *
 * A report is a run of log messages. Reports of several CPUs may interleave; each line of an
 * oops or warning begins a record of its own, and the task's line tells them apart.
 *
 * die() runs in a fault handler, perhaps on an alternate stack, with any lock held by the code that
 * faulted. So nothing here takes a lock, allocates, or touches the addresses it prints.
 *
 * Linux: the shape of 6.1's reports, without dumps of registers and code.
 */
#include <linux/kernel.h>
#include <linux/kmap_ctrl.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/hardirq.h>
#include <linux/boot_options.h>
#include <linux/string.h>
#include <asm/current.h>
#include <asm/page.h>
#include <asm-generic/arch.h>
#include <generated/utsrelease.h>
#include "kernel/stack.h"
#include "mm/ioremap.h"
#include "mm/vmalloc.h"

#define TRACE_DEPTH	32	/* calls that are looked at, and lines that are printed at most */
#define DEEP_DEPTH	8448	/* calls that are looked at to find where a recursion began */
#define CYCLE_MAX	8	/* functions that call each other in turn */

int panic_on_oops;
int panic_on_warn;
int panic_timeout;
EXPORT_SYMBOL(panic_timeout);

static unsigned int oops_counter, warn_counter;

unsigned int oops_count(void)
{
	return __atomic_load_n(&oops_counter, __ATOMIC_RELAXED);
}

unsigned int warn_count(void)
{
	return __atomic_load_n(&warn_counter, __ATOMIC_RELAXED);
}

/* ---- taint ------------------------------------------------------------------ */

static unsigned long tainted_mask;
/* By bit: the letter when it is set; when none is set Linux prints a blank, but 'G' for bit 0. */
static const char taint_letters[TAINT_FLAGS_COUNT] = {
	'P', 'F', 'S', 'R', 'M', 'B', 'U', 'D', 'A', 'W', 'C', 'I', 'O', 'E', 'L', 'K', 'X', 'T', 'N',
};

/**
 * add_taint - note for later reports that bit @flag happened; never taken back
 *
 * Context: any.
 */
void add_taint(unsigned int flag, enum lockdep_ok lockdep)
{
	__atomic_fetch_or(&tainted_mask, 1ul << flag, __ATOMIC_RELAXED);
}
EXPORT_SYMBOL(add_taint);

/**
 * test_taint - did bit @flag happen?
 *
 * Context: any.
 * Return: 1 or 0.
 */
int test_taint(unsigned int flag)
{
	return get_taint() >> flag & 1;
}
EXPORT_SYMBOL(test_taint);

unsigned long get_taint(void)
{
	return __atomic_load_n(&tainted_mask, __ATOMIC_RELAXED);
}

const char *print_tainted(void)
{
	static char buf[sizeof("Tainted: ") + TAINT_FLAGS_COUNT];
	unsigned long mask = get_taint();
	char *s = buf;
	int i;

	if (!mask)
		return "Not tainted";
	/* Two reports at once write the same letters, or one more: no lock is worth it. */
	s += sprintf(s, "Tainted: ");
	for (i = 0; i < TAINT_FLAGS_COUNT; i++)
		*s++ = mask >> i & 1 ? taint_letters[i] : i ? ' ' : 'G';
	*s = '\0';
	return buf;
}

/* ---- who and whence ------------------------------------------------------------ */

void show_task_line(const char *level)
{
	struct task_struct *task = current_or_null();

	if (!task)
		printk("%sCPU: - PID: 0 Comm: boot %s " UTS_RELEASE "\n", level, print_tainted());
	else
		printk("%sCPU: %d PID: %d Comm: %.15s %s " UTS_RELEASE "\n", level,
		       raw_smp_processor_id(), task->pid, task->comm, print_tainted());
}

/* For one report at a time; another that comes meanwhile sees less. */
static unsigned long deep_entries[DEEP_DEPTH];
static u32 deep_busy;

/* How often are the first @period entries there, one lot after the other? */
static unsigned int trace_repeats(const unsigned long *entries, unsigned int n, unsigned int period)
{
	unsigned int times = 1;

	while ((times + 1) * period <= n &&
	       !memcmp(entries, entries + times * period, period * sizeof(*entries)))
		times++;
	return times;
}

/* The shortest lot of entries that comes three times at least; 0: none. */
static unsigned int trace_period(const unsigned long *entries, unsigned int n, unsigned int *times)
{
	unsigned int period;

	for (period = 1; period <= CYCLE_MAX && period * 3 <= n; period++) {
		*times = trace_repeats(entries, n, period);
		if (*times >= 3)
			return period;
	}
	return 0;
}

static noinline void show_entry(const char *level, unsigned long addr, bool is_return)
{
	char name[256];

	arch_symbolize(addr, is_return, name, sizeof(name));
	printk("%s %s\n", level, name);
}

/* The first entry of a walk that began at @pc is @pc itself, no return address. */
static void show_entries(const char *level, unsigned long pc, const unsigned long *entries,
			 unsigned int n)
{
	unsigned int i = 0, lines = 0, left = 0, period = 0, times = 0;

	while (i < n && lines < TRACE_DEPTH) {
		if (!left) {
			period = trace_period(entries + i, n - i, &times);
			left = period;
		}
		show_entry(level, entries[i], !(pc && entries[i] == pc));
		lines++;
		i++;
		if (!left || --left)
			continue;
		if (period == 1)
			printk("%s ... the last call %u times more ...\n", level, times - 1);
		else
			printk("%s ... the last %u calls %u times more ...\n", level, period, times - 1);
		i += period * (times - 1);
	}
	if (i < n)
		printk("%s ... %u more calls ...\n", level, n - i);
}

void show_call_trace(const char *level, unsigned long pc, unsigned long fp, unsigned int skip)
{
	unsigned long few[TRACE_DEPTH], *entries = few;
	unsigned int n, max = TRACE_DEPTH;
	bool deep = !__atomic_exchange_n(&deep_busy, 1, __ATOMIC_ACQUIRE);
	const char *what = current_or_null() && (in_hardirq() || in_serving_softirq()) ? "IRQ" : "TASK";

	if (deep) {
		entries = deep_entries;
		max = DEEP_DEPTH;
	}
	n = arch_backtrace(pc, fp, entries, max);
	printk("%sCall Trace:\n", level);
	printk("%s <%s>\n", level, what);
	if (n > skip)
		show_entries(level, pc, entries + skip, n - skip);
	printk("%s </%s>\n", level, what);
	if (deep)
		__atomic_store_n(&deep_busy, 0, __ATOMIC_RELEASE);
}

/**
 * dump_stack_lvl - dump_stack() at level @log_lvl (KERN_ERR, ...)
 *
 * Context: any.
 */
noinline void dump_stack_lvl(const char *log_lvl)
{
	show_task_line(log_lvl);
	show_call_trace(log_lvl, 0, 0, 1);
	barrier();		/* no tail call: this frame is to be seen */
}
EXPORT_SYMBOL(dump_stack_lvl);

noinline void dump_stack(void)
{
	show_task_line(KERN_DEFAULT);
	show_call_trace(KERN_DEFAULT, 0, 0, 1);
	barrier();
}
EXPORT_SYMBOL(dump_stack);

/* ---- the end --------------------------------------------------------------------- */

void panic(const char *fmt, ...)
{
	static u32 once;
	char buf[256];
	va_list args;

	va_start(args, fmt);
	vscnprintf(buf, sizeof(buf), fmt, args);
	va_end(args);
	if (buf[0] && buf[strlen(buf) - 1] == '\n')
		buf[strlen(buf) - 1] = '\0';
	/* A panic within a panic, or on a second CPU, has nothing to add. */
	if (__atomic_exchange_n(&once, 1, __ATOMIC_RELAXED))
		arch_halt(1);
	console_verbose();
	pr_emerg("Kernel panic - not syncing: %s\n", buf);
	if (!oops_count())
		dump_stack_lvl(KERN_EMERG);
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", buf);
	printk_finish();
	arch_halt(1);
}
EXPORT_SYMBOL(panic);

/* ---- oops ---------------------------------------------------------------------------- */

static bool die_is_memory(const char *what)
{
	return !strcmp(what, "page fault") || !strcmp(what, "bus error");
}

/* Linux's lines: where it touched, then what it was and how often that happened so far. */
static void die_headline(const char *what, unsigned long addr, unsigned int nr)
{
	struct stack_info stack;

	if (die_is_memory(what) && stack_guard_hit(addr, &stack)) {
		pr_emerg("BUG: %s stack guard page was hit at %016lx (stack is %016lx..%016lx)\n",
			 stack.name, addr, stack.begin, stack.end);
		pr_emerg("Oops: kernel stack overflow (%s) [#%u] SMP\n", what, nr);
		return;
	}
	if (!die_is_memory(what)) {
		pr_emerg("Oops: %s [#%u] SMP\n", what, nr);
		return;
	}
	if (addr < PAGE_SIZE)
		pr_alert("BUG: kernel NULL pointer dereference, address: %016lx\n", addr);
	else
		pr_alert("BUG: unable to handle %s for address: %016lx\n", what, addr);
	vmalloc_explain_fault(addr);
	kmap_explain_fault(addr);
	pr_emerg("Oops: %s [#%u] SMP\n", what, nr);
}

void die(const char *what, unsigned long addr, unsigned long pc, unsigned long fp)
{
	unsigned int nr = __atomic_add_fetch(&oops_counter, 1, __ATOMIC_RELAXED);
	char name[256];

	die_headline(what, addr, nr);
	ioremap_explain_fault(addr);
	show_task_line(KERN_EMERG);
	arch_symbolize(pc, false, name, sizeof(name));
	pr_emerg("RIP: %s\n", name);
	if (strcmp(what, "kernel BUG"))	/* bug_report() has shown the trace */
		show_call_trace(KERN_EMERG, pc, fp, 0);
	print_modules();
	pr_emerg("---[ end trace %016lx ]---\n", 0ul);
	add_taint(TAINT_DIE, LOCKDEP_NOW_UNRELIABLE);
	printk_finish();
	if (in_interrupt())	/* what it interrupted can't go on */
		panic("Fatal exception in interrupt");
	if (panic_on_oops || boot_options.oops_panic)
		panic("Fatal exception");
}
