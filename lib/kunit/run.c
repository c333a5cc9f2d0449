// SPDX-License-Identifier: MIT
/*
 * lib/kunit/run.c - run test cases, and say how they went
 *
 * A case runs in the caller's context, within arch_try(): a fault in it is an oops and a failed
 * case, not the end of the run. kunit_abort() comes back by __builtin_longjmp(): compilers
 * provide it without any library, and unlike a thread for each case it leaves the case's stack to
 * be looked at in the debugger where the assertion failed. It stays within one arch_try().
 *
 * Locking: emit_lock, so that lines of several tasks do not mix.
 *
 * A case must leave the contexts as it found them (preempt_count), no page and no object behind, and
 * no structure of the memory system damaged.
 *
 * With kunit_fail_each() a case runs again and again, its first allocation failing, then its
 * second, ... until none is left (docs/fault-injection.md). What it then expects in vain is not
 * counted, and not said; what is lost or damaged is. A case that an assertion ends can't give back
 * what it has: there the whole run ends, and says so, for another process to go on behind that
 * allocation.
 */
#include <asm-generic/arch.h>
#include <kunit/run.h>
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/fault-inject.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include "lib/kunit/kunit.h"
#include <linux/leak.h>
#include <linux/mm_verify.h>

extern struct kunit_suite *const __start_kunit_suites[] __weak __attribute__((visibility("hidden")));
extern struct kunit_suite *const __stop_kunit_suites[] __weak __attribute__((visibility("hidden")));

#define LEAK_PAUSE_MAX_MS	1024

/* The run that goes on. */
static struct {
	void	(*emit)(void *arg, const char *line);
	void	*arg;
	int	ran, failed;
	bool	quiet;		/* a failure is injected: expectations may not hold */
} run;

/* kunit_fail_each(): which allocations of a case fail; max 0: none. */
static struct {
	unsigned int max;
	unsigned int first;	/* with the first parameter; with later ones: 1 */
	int param;		/* the first parameter */
	bool ended;		/* by an assertion, or by what is wrong */
} each;
static DEFINE_SPINLOCK(emit_lock);

static void emit(const char *line)
{
	unsigned long flags;

	spin_lock_irqsave(&emit_lock, flags);
	run.emit(run.arg, line);
	spin_unlock_irqrestore(&emit_lock, flags);
}

__printf(1, 2) static void emitf(const char *fmt, ...)
{
	char line[400];
	va_list args;

	va_start(args, fmt);
	vscnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	emit(line);
}

void kunit_say_lines(const struct kunit *test, const char *fmt, va_list args)
{
	char text[480], *rest = text, *line;
	bool first = true;

	if (READ_ONCE(run.quiet))
		return;
	vscnprintf(text, sizeof(text), fmt, args);
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (first)
			emitf("# %s: %s", test->name, line);
		else if (*line)
			emitf("#   %s", line);
		first = false;
	}
}

void kunit_say(const struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	kunit_say_lines(test, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL_GPL(kunit_say);

/**
 * kunit_set_status - note how a case went; a failure stays one
 * @test:	the case
 * @status:	how
 * @fmt:	why, as for printk(); cut to fit
 *
 * Context: any; the comment is the last caller's.
 */
void kunit_set_status(struct kunit *test, enum kunit_status status, const char *fmt, ...)
{
	va_list args;

	if (READ_ONCE(test->status) != KUNIT_FAILURE)
		WRITE_ONCE(test->status, status);
	va_start(args, fmt);
	vscnprintf(test->status_comment, sizeof(test->status_comment), fmt, args);
	va_end(args);
}
EXPORT_SYMBOL_GPL(kunit_set_status);

/* A fault, or a context that is not left: never the injected failure's right. */
static void misbehaved(struct kunit *test)
{
	WRITE_ONCE(test->status, KUNIT_FAILURE);
	test->misbehaved = true;
	WRITE_ONCE(run.quiet, false);
}

static void say_violation(void *test, const char *line)
{
	kunit_say((struct kunit *)test, "damaged: %s", line);
}

static void check_structures(struct kunit *test)
{
	WRITE_ONCE(run.quiet, false);
	if (mm_verify(say_violation, test))
		misbehaved(test);
}

/*
 * The run in which an allocation failed is over here, in the middle of the case: its stack stays as
 * it is, for its threads may use it. Who reads our lines ends the process. False: a structure is
 * damaged, or the case may not sleep here; or an assertion of exit() came.
 */
static bool abort_injected(struct kunit *test)
{
	if (!each.max || !preemptible() || fault_nth_left() || each.ended)
		return false;
	each.ended = true;
	if (test->suite->exit)
		test->suite->exit(test);
	check_structures(test);
	if (test->misbehaved)
		return false;
	emit("# fail-each: ended by an assertion");
	for (;;)
		msleep(MSEC_PER_SEC);
}

void __noreturn kunit_abort(struct kunit *test)
{
	test->aborted = !abort_injected(test);
	__builtin_longjmp(test->abort_to, 1);
}
EXPORT_SYMBOL_GPL(kunit_abort);

/* ---- one case ---- */

struct guarded {
	struct kunit	*test;
	void		(*body)(struct kunit *test);
};

static noinline long run_guarded(void *arg)
{
	struct guarded *g = arg;

	if (__builtin_setjmp(g->test->abort_to))
		return 1;
	g->body(g->test);
	return 0;
}

/* Run @body so that neither an assertion nor a fault of it goes further than here. */
static void run_body(struct kunit *test, void (*body)(struct kunit *test))
{
	struct guarded g = { test, body };
	int count = preempt_count();
	struct task_context ctx;
	bool oopsed = false;
	long aborted;

	task_save(&ctx);
	aborted = arch_try(run_guarded, &g, &oopsed);
	test->aborted |= aborted;
	if (oopsed) {
		misbehaved(test);
		kunit_say(test, "ended in an oops");
	} else if (preempt_count() != count) {
		if (!aborted) {
			misbehaved(test);
			kunit_say(test, "preempt_count was %#x, and is %#x", count, preempt_count());
		}
		task_recover(&ctx);
	}
}

static struct kunit_case *running_case;

static void case_body(struct kunit *test)
{
	int err = test->suite->init ? test->suite->init(test) : 0;

	if (err) {
		WRITE_ONCE(test->status, KUNIT_FAILURE);
		kunit_say(test, "failed to initialize: %d", err);
		return;
	}
	running_case->run_case(test);
}

static void exit_body(struct kunit *test)
{
	if (test->suite->exit)
		test->suite->exit(test);
}

/* Kept memory may shrink meanwhile: less is no error. */
static bool has_leaked(const struct leak_snapshot *before, struct leak_snapshot *now)
{
	leak_snapshot(now);
	return now->pages > before->pages || now->objects > before->objects || now->percpu > before->percpu ||
	       now->windows > before->windows;
}

/*
 * What the case took and didn't give back. A thread of its that has said its last word may be on
 * its way out still, and longer so on a busy host: looked at again after ever longer pauses. What
 * is lost stays lost.
 */
static void check_leaks(struct kunit *test, const struct leak_snapshot *before)
{
	struct leak_snapshot now;
	unsigned int pause;

	for (pause = 1; has_leaked(before, &now) && pause <= LEAK_PAUSE_MAX_MS; pause *= 2)
		msleep(pause);
	if (pause <= LEAK_PAUSE_MAX_MS)
		return;
	misbehaved(test);
	kunit_say(test, "left behind: %ld pages, %ld objects, %ld per-CPU allocations, %ld kmap windows",
		  now.pages - before->pages, now.objects - before->objects,
		  now.percpu - before->percpu, now.windows - before->windows);
}

/* A wrong order of locks is a failure of the case that showed it. */
static void check_locks(struct kunit *test, unsigned int reports)
{
	if (lockdep_nr_reports() == reports)
		return;
	WRITE_ONCE(test->status, KUNIT_FAILURE);
	kunit_say(test, "the lock order checker has reported something");
	lockdep_rearm();
}

static void report_case(const struct kunit *test, const char *desc)
{
	bool ok = test->status != KUNIT_FAILURE;

	run.ran++;
	run.failed += !ok;
	emitf("%s %d - %s.%s%s%s%s%s", ok ? "ok" : "not ok", run.ran, test->suite->name, test->name,
	      *desc ? " " : "", desc, test->status == KUNIT_SKIPPED ? " # SKIP " : "",
	      test->status == KUNIT_SKIPPED ? test->status_comment : "");
}

/* ---- each allocation failed in turn ---- */

/*
 * Run the case in @test so that its @nth allocation fails.
 * Return: false if it has not so many.
 */
static bool run_failing(struct kunit *test, unsigned int nth)
{
	struct leak_snapshot before;
	unsigned int left;

	leak_snapshot(&before);
	INIT_LIST_HEAD(&test->actions);
	test->priv = NULL;
	test->status = KUNIT_SUCCESS;
	test->aborted = test->misbehaved = false;
	run.quiet = true;
	fault_nth_set(nth);
	run_body(test, case_body);
	left = fault_nth_left();
	fault_nth_set(0);
	run_body(test, exit_body);
	kunit_run_actions(test);
	if (!test->aborted)
		check_leaks(test, &before);
	check_structures(test);
	run.quiet = false;
	return !left;
}

static void run_case_failing(struct kunit *test, const char *desc)
{
	unsigned int nth = test->param_index == each.param ? each.first : 1;
	bool more = true;

	for (; more && nth <= each.max; nth++) {
		emitf("# fail-each: parameter %d, allocation %u", test->param_index, nth);
		more = run_failing(test, nth);
		if (test->misbehaved) {
			kunit_say(test, "when allocation %u failed", nth);
			each.ended = true;
			break;
		}
		if (test->aborted && more) {
			emit("# fail-each: ended by an assertion");
			each.ended = true;
			return;
		}
	}
	if (!more)
		emit("# fail-each: no more");
	test->status = test->misbehaved ? KUNIT_FAILURE : KUNIT_SUCCESS;
	report_case(test, desc);
}

/* ---- as usual ---- */

static void run_case_once(struct kunit *test, const char *desc)
{
	unsigned int reports = lockdep_nr_reports();
	struct leak_snapshot before;

	leak_snapshot(&before);
	INIT_LIST_HEAD(&test->actions);
	run_body(test, case_body);
	run_body(test, exit_body);
	kunit_run_actions(test);
	check_leaks(test, &before);
	check_structures(test);
	check_locks(test, reports);
	report_case(test, desc);
}

/* Everything of a case with one parameter. */
static void run_case(struct kunit_suite *suite, struct kunit_case *c, const void *param, int index,
		     const char *desc)
{
	struct kunit test = {
		.name = c->name, .suite = suite, .param_value = param, .param_index = index,
	};

	if (each.ended || index < each.param)
		return;
	spin_lock_init(&test.lock);
	running_case = c;
	if (each.max)
		run_case_failing(&test, desc);
	else
		run_case_once(&test, desc);
}

static void run_case_params(struct kunit_suite *suite, struct kunit_case *c)
{
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	const void *param = NULL;
	int index = 0;

	if (!c->generate_params) {
		run_case(suite, c, NULL, 0, desc);
		return;
	}
	while ((param = c->generate_params(param, desc)) != NULL) {
		if (!*desc)
			snprintf(desc, sizeof(desc), "param-%d", index);
		run_case(suite, c, param, index++, desc);
		desc[0] = '\0';
	}
}

/* ---- suites ---- */

/* Does @name, "suite" or "suite.case", choose this case? */
static bool name_chooses(const char *name, const struct kunit_suite *suite,
			 const struct kunit_case *c)
{
	size_t len = str_has_prefix(name, suite->name);

	return len && (!name[len] || (name[len] == '.' && !strcmp(name + len + 1, c->name)));
}

static bool chosen(const char *const *names, int nr, const struct kunit_suite *suite,
		   const struct kunit_case *c)
{
	int i;

	for (i = 0; i < nr; i++)
		if (name_chooses(names[i], suite, c))
			return true;
	return nr == 0;
}

static bool suite_chosen(const char *const *names, int nr, struct kunit_suite *suite)
{
	struct kunit_case *c;

	kunit_suite_for_each_test_case(suite, c)
		if (chosen(names, nr, suite, c))
			return true;
	return false;
}

static void run_suite(const char *const *names, int nr, struct kunit_suite *suite)
{
	int err = suite->suite_init ? suite->suite_init(suite) : 0;
	struct kunit_case *c;

	if (err) {
		run.ran++;
		run.failed++;
		emitf("not ok %d - %s: suite_init failed: %d", run.ran, suite->name, err);
	}
	kunit_suite_for_each_test_case(suite, c)
		if (!err && chosen(names, nr, suite, c))
			run_case_params(suite, c);
	if (suite->suite_exit)
		suite->suite_exit(suite);
}

#define for_each_suite(at) \
	for (at = __start_kunit_suites; at < __stop_kunit_suites; at++)

static bool name_known(const char *name)
{
	struct kunit_suite *const *at;

	for_each_suite(at)
		if (suite_chosen(&name, 1, *at))
			return true;
	return false;
}

int kunit_run(const char *const *names, int nr, void (*emit_line)(void *arg, const char *line),
	      void *arg)
{
	struct kunit_suite *const *at;
	int i;

	run.emit = emit_line;
	run.arg = arg;
	run.ran = run.failed = 0;
	for (i = 0; i < nr; i++) {
		if (name_known(names[i]))
			continue;
		emitf("Bail out! no suite or case is named '%s'", names[i]);
		return -ENOENT;
	}
	for_each_suite(at)
		if (suite_chosen(names, nr, *at))
			run_suite(names, nr, *at);
	emitf("1..%d", run.ran);
	return run.failed;
}

void kunit_fail_each(int param, unsigned int first, unsigned int max)
{
	each.param = param;
	each.first = first;
	each.max = max;
	fault_any_allocation(max != 0);
}

void kunit_list_cases(void (*emit_line)(void *arg, const char *line), void *arg)
{
	struct kunit_suite *const *at;
	struct kunit_case *c;
	char line[400];

	for_each_suite(at)
		kunit_suite_for_each_test_case(*at, c) {
			scnprintf(line, sizeof(line), "%s.%s", (*at)->name, c->name);
			emit_line(arg, line);
		}
}

void kunit_list(void (*emit_line)(void *arg, const char *line), void *arg)
{
	struct kunit_suite *const *at;

	for_each_suite(at)
		emit_line(arg, (*at)->name);
}
