// SPDX-License-Identifier: MIT
/*
 * kernel/printk.c - printk(): from a format to a record, and from records to the console
 *
 * A message is formatted on the caller's stack, before any lock is taken: a wild pointer in its
 * arguments faults there, and the report of that fault is an ordinary message. Then the text is
 * stored (printk_ring.c). Then the records that the console has not shown yet are shown by whoever
 * gets hold of it; everybody else goes on at once, and the holder looks again before it leaves.
 *
 * Linux: same results as 6.1, except that a text is cut at PRINTK_TEXT_MAX bytes, that the
 * "dictionary" of dev_printk() is not kept, and that records have no caller's number.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/init.h>
#include <linux/export.h>
#include <linux/string.h>
#include <linux/ctype.h>
#include <linux/boot_options.h>
#include <asm/barrier.h>
#include <asm/current.h>
#include <asm-generic/arch.h>

#include "init/calls.h"
#include "kernel/printk.h"

int console_printk[4] = {
	CONSOLE_LOGLEVEL_DEFAULT, MESSAGE_LOGLEVEL_DEFAULT,
	CONSOLE_LOGLEVEL_MIN, CONSOLE_LOGLEVEL_DEFAULT,
};
EXPORT_SYMBOL_GPL(console_printk);

u32 printk_news;
int printk_news_wanted;

static u64 printk_epoch;		/* arch_clock_ns() of the first message; 0: none yet */
static int printk_captures;		/* printk_capture_begin() without its end */

static u64 printk_now(void)
{
	u64 now = arch_clock_ns();
	u64 none = 0;

	/*
	 * Whoever is first sets the origin; a clock that reads 0 then is as good as one that reads
	 * 1.
	 */
	if (!__atomic_load_n(&printk_epoch, __ATOMIC_RELAXED))
		__atomic_compare_exchange_n(&printk_epoch, &none, now ? now : 1, false,
					    __ATOMIC_RELAXED, __ATOMIC_RELAXED);
	none = __atomic_load_n(&printk_epoch, __ATOMIC_RELAXED);
	return now > none ? now - none : 0;
}

/* ---- console ------------------------------------------------------------ */

/* console_busy: held by the one context that shows records. It owns what follows. */
static u32 console_busy;
static u64 console_seq;			/* the next record to show */
static char console_text[PRINTK_TEXT_MAX + 1];
static char console_line[PRINTK_RENDERED_MAX];

static bool console_shows(const struct printk_info *info)
{
	if (info->flags & PRINTK_CAPTURED)
		return false;
	return boot_options.ignore_loglevel || info->level < READ_ONCE(console_loglevel);
}

static void console_show_records(void)
{
	struct printk_info info;

	while (!ring_read(&console_seq, &info, console_text, sizeof(console_text))) {
		WRITE_ONCE(console_seq, console_seq + 1);
		if (console_shows(&info)) {
			size_t len = printk_render(&info, console_text, false,
						   console_line, sizeof(console_line));

			arch_console_write(console_line, len, info.level);
		}
	}
}

/*
 * Shows what is new. The full barrier after the release, and the one that locking the ring implies
 * in who stores a record, make sure that a record is either seen by the holder's second
 * look, or its writer finds the console free.
 */
static void console_flush(void)
{
	do {
		if (__atomic_exchange_n(&console_busy, 1, __ATOMIC_ACQUIRE))
			return;
		console_show_records();
		__atomic_store_n(&console_busy, 0, __ATOMIC_RELEASE);
		smp_mb();
	} while (ring_next() > READ_ONCE(console_seq));
}

size_t printk_render(const struct printk_info *info, const char *text, bool syslog,
		     char *buf, size_t size)
{
	u64 usec = info->ts_nsec / 1000;
	char prefix[48];
	size_t done = 0;
	int plen = 0;

	if (syslog)
		plen = scnprintf(prefix, sizeof(prefix), "<%u>", info->facility << 3 | info->level);
	plen += scnprintf(prefix + plen, sizeof(prefix) - plen, "[%5lu.%06lu] ",
			  (unsigned long)(usec / 1000000), (unsigned long)(usec % 1000000));

	buf[0] = '\0';
	for (;;) {
		size_t len = strchrnul(text, '\n') - text;

		if (done + plen + len + 2 > size)
			return done;
		memcpy(buf + done, prefix, plen);
		memcpy(buf + done + plen, text, len);
		done += plen + len;
		buf[done++] = '\n';
		buf[done] = '\0';
		if (!text[len])
			return done;
		text += len + 1;
	}
}

/* ---- from a format to a record ------------------------------------------- */

/* Takes the levels off the front of @text; returns what is left. */
static char *printk_take_levels(char *text, struct printk_info *info, int *level)
{
	int kind;

	while ((kind = printk_get_level(text))) {
		if (kind == 'c')
			info->flags |= PRINTK_CONT;
		else if (*level == LOGLEVEL_DEFAULT)
			*level = kind - '0';
		text += 2;
	}
	return text;
}

static void printk_tell(void)
{
	__atomic_fetch_add(&printk_news, 1, __ATOMIC_SEQ_CST);
	/* Pairs with the increment of printk_news_wanted before a sleeper's last look at the ring. */
	if (__atomic_load_n(&printk_news_wanted, __ATOMIC_SEQ_CST))
		arch_wake(&printk_news, INT_MAX);
}

/* Not inlined: its buffer is most of a stack frame, and printk() is called from deep places. */
static noinline int printk_store(struct printk_info *info, int level, bool complete,
				 const char *fmt, va_list args)
{
	char buf[PRINTK_TEXT_MAX];
	int len = vscnprintf(buf, sizeof(buf), fmt, args);
	char *text = buf;

	if (complete)
		info->flags |= PRINTK_NEWLINE;
	if (len && buf[len - 1] == '\n') {
		info->flags |= PRINTK_NEWLINE;
		buf[--len] = '\0';
	}
	if (!info->facility)
		text = printk_take_levels(buf, info, &level);
	len -= text - buf;
	info->level = level == LOGLEVEL_DEFAULT ? default_message_loglevel : level & 7;

	if (!(info->flags & PRINTK_CONT) || !ring_continue(info, text, len))
		ring_store(info, text, len);
	return len;
}

/**
 * vprintk_emit - what all the ways to log a message come to
 * @facility:	0 kernel: then the text may begin with levels; else as in syslog(3)
 * @level:	LOGLEVEL_*; LOGLEVEL_DEFAULT: as the text says
 * @dev_info:	the message is about a device: it ends even without a newline
 *
 * Context: any. Row D5.
 * Return: characters stored.
 */
int vprintk_emit(int facility, int level, const void *dev_info, const char *fmt, va_list args)
{
	struct printk_info info = {
		.ts_nsec = printk_now(),
		.caller = current_or_null(),
		.facility = facility,
		.flags = __atomic_load_n(&printk_captures, __ATOMIC_RELAXED) ? PRINTK_CAPTURED : 0,
	};
	int len = printk_store(&info, level == LOGLEVEL_SCHED ? LOGLEVEL_DEFAULT : level,
			       dev_info != NULL, fmt, args);

	printk_tell();
	console_flush();
	return len;
}
EXPORT_SYMBOL(vprintk_emit);

/**
 * vprintk - printk() with an argument list
 *
 * Context: any.
 * Return: characters stored.
 */
int vprintk(const char *fmt, va_list args)
{
	return vprintk_emit(0, LOGLEVEL_DEFAULT, NULL, fmt, args);
}
EXPORT_SYMBOL(vprintk);

int _printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(_printk);

/**
 * _printk_deferred - as printk(); safe under the scheduler's locks too
 *
 * Context: any.
 * Return: characters stored.
 */
int _printk_deferred(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(_printk_deferred);

void printk_finish(void)
{
	ring_finish();
	printk_tell();
	console_flush();
}

/* The boot options are known: from now on they say what the console shows. */
void __init printk_init(void)
{
	int level = boot_options.loglevel;

	if (boot_options.quiet)
		level = CONSOLE_LOGLEVEL_QUIET;
	if (boot_options.debug)
		level = CONSOLE_LOGLEVEL_DEBUG;
	console_loglevel = level;
	default_console_loglevel = level;
}

/* ---- capture ------------------------------------------------------------------ */

void printk_capture_begin(struct printk_capture *c)
{
	printk_finish();
	__atomic_fetch_add(&printk_captures, 1, __ATOMIC_RELAXED);
	c->begin = ring_next();
	c->end = U64_MAX;
}
EXPORT_SYMBOL_GPL(printk_capture_begin);

/**
 * printk_capture_end - the console shows what is logged from now on
 *
 * Context: any.
 */
void printk_capture_end(struct printk_capture *c)
{
	ring_finish();
	c->end = ring_next();
	__atomic_fetch_sub(&printk_captures, 1, __ATOMIC_RELAXED);
}
EXPORT_SYMBOL_GPL(printk_capture_end);

/**
 * printk_capture_count - how many records of @c have @text in them; also before the end
 *
 * Context: any.
 * Return: their number; of those that the ring still has.
 */
unsigned int printk_capture_count(const struct printk_capture *c, const char *text)
{
	/* On the stack: the caller may hold any lock. */
	char buf[PRINTK_TEXT_MAX - 80];
	struct printk_info info;
	unsigned int n = 0;
	u64 seq;

	for (seq = c->begin; seq < c->end && !ring_read(&seq, &info, buf, sizeof(buf)); seq++)
		n += strstr(buf, text) != NULL;
	return n;
}
EXPORT_SYMBOL_GPL(printk_capture_count);
