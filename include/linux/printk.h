/* SPDX-License-Identifier: MIT */
/*
 * linux/printk.h - the log: printk() and its relatives
 *
 * A message is stored in a ring (kernel/printk_ring.c) and then shown on the console if its level
 * is below console_loglevel. Usable from any context, also before boot, and with any lock held.
 * Row D5.
 */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/types.h>
#include <linux/stdarg.h>
#include <linux/compiler.h>
#include <linux/kern_levels.h>
#include <linux/ratelimit_types.h>

#define CONSOLE_LOGLEVEL_SILENT		0
#define CONSOLE_LOGLEVEL_MIN		1
#define CONSOLE_LOGLEVEL_QUIET		4
#define CONSOLE_LOGLEVEL_DEFAULT	7
#define CONSOLE_LOGLEVEL_DEBUG		10
#define CONSOLE_LOGLEVEL_MOTORMOUTH	15
#define MESSAGE_LOGLEVEL_DEFAULT	4	/* of text without a level */

/* Current, default message, least and boot-time level, as /proc/sys/kernel/printk lists them. */
extern int console_printk[4];
#define console_loglevel		(console_printk[0])
#define default_message_loglevel	(console_printk[1])
#define minimum_console_loglevel	(console_printk[2])
#define default_console_loglevel	(console_printk[3])

/**
 * printk_get_level - the level character at the start of @buffer
 *
 * Return: '0' to '7' or 'c'; 0 if the text has no level.
 */
static inline int printk_get_level(const char *buffer)
{
	if (buffer[0] != KERN_SOH_ASCII || !buffer[1])
		return 0;
	return (buffer[1] >= '0' && buffer[1] <= '7') || buffer[1] == 'c' ? buffer[1] : 0;
}

/** printk_skip_level - the text after its level, if it has one */
static inline const char *printk_skip_level(const char *buffer)
{
	return printk_get_level(buffer) ? buffer + 2 : buffer;
}

/** printk_skip_headers - the text after all its levels */
static inline const char *printk_skip_headers(const char *buffer)
{
	while (printk_get_level(buffer))
		buffer = printk_skip_level(buffer);
	return buffer;
}

static inline void console_silent(void)
{
	console_loglevel = CONSOLE_LOGLEVEL_SILENT;
}

static inline void console_verbose(void)
{
	if (console_loglevel)
		console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
}

/**
 * _printk - write a message to the log; call it as printk()
 * @fmt:	a KERN_* level (optional), then the text, which should end in a newline: a message
 *		that does not is kept back until the next one, which may continue it with KERN_CONT
 *
 * Context: any.
 * Return: characters stored.
 */
int _printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int vprintk(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));
int vprintk_emit(int facility, int level, const void *dev_info, const char *fmt, va_list args)
	__attribute__((format(printf, 4, 0)));
/* As printk(): nothing on its way takes a lock of the scheduler, so there is nothing to put off. */
int _printk_deferred(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#define printk(fmt, ...)		_printk(fmt, ##__VA_ARGS__)
#define printk_deferred(fmt, ...)	_printk_deferred(fmt, ##__VA_ARGS__)

/* Nothing at run time, but the compiler checks the format. */
static inline __attribute__((format(printf, 1, 2))) int no_printk_check(const char *fmt, ...)
{
	return 0;
}
#define no_printk(fmt, ...)				\
({							\
	if (0)						\
		no_printk_check(fmt, ##__VA_ARGS__);	\
	0;						\
})

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...)	printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)	printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)	printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...)	printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)	printk(KERN_CONT fmt, ##__VA_ARGS__)

#ifdef DEBUG
#define pr_devel(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_devel(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

/* True the first time that this line is reached, by whichever CPU comes first. */
#define __printk_first()						\
({									\
	static unsigned char __already;					\
	!__atomic_exchange_n(&__already, 1, __ATOMIC_RELAXED);		\
})

#define printk_once(fmt, ...)						\
({									\
	bool __print = __printk_first();				\
	if (__print)							\
		printk(fmt, ##__VA_ARGS__);				\
	__print;							\
})
#define printk_deferred_once(fmt, ...)	printk_once(fmt, ##__VA_ARGS__)

#define pr_emerg_once(fmt, ...)		printk_once(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert_once(fmt, ...)		printk_once(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit_once(fmt, ...)		printk_once(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_once(fmt, ...)		printk_once(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_once(fmt, ...)		printk_once(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice_once(fmt, ...)	printk_once(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_once(fmt, ...)		printk_once(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#ifdef DEBUG
#define pr_devel_once(fmt, ...)		printk_once(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug_once(fmt, ...)		printk_once(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_devel_once(fmt, ...)		no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug_once(fmt, ...)		no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

#define printk_ratelimited(fmt, ...)					\
({									\
	static DEFINE_RATELIMIT_STATE(_rs, DEFAULT_RATELIMIT_INTERVAL,	\
				      DEFAULT_RATELIMIT_BURST);		\
	if (___ratelimit(&_rs, __func__))				\
		printk(fmt, ##__VA_ARGS__);				\
})

#define pr_emerg_ratelimited(fmt, ...)	printk_ratelimited(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert_ratelimited(fmt, ...)	printk_ratelimited(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit_ratelimited(fmt, ...)	printk_ratelimited(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_ratelimited(fmt, ...)	printk_ratelimited(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...)	printk_ratelimited(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice_ratelimited(fmt, ...)	printk_ratelimited(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...)	printk_ratelimited(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#ifdef DEBUG
#define pr_devel_ratelimited(fmt, ...)	printk_ratelimited(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug_ratelimited(fmt, ...)	printk_ratelimited(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_devel_ratelimited(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug_ratelimited(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

int __printk_ratelimit(const char *func);
#define printk_ratelimit()	__printk_ratelimit(__func__)
bool printk_timed_ratelimit(unsigned long *caller_jiffies, unsigned int interval_msecs);

/**
 * dump_stack - log who is running and how it came here
 *
 * Context: any.
 */
void dump_stack(void);
/** dump_stack_lvl - dump_stack() at level @log_lvl (KERN_ERR, ...) */
void dump_stack_lvl(const char *log_lvl);

enum {
	DUMP_PREFIX_NONE,
	DUMP_PREFIX_ADDRESS,
	DUMP_PREFIX_OFFSET
};
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize,
		       char *linebuf, size_t linebuflen, bool ascii);
/**
 * print_hex_dump - log memory in hexadecimal, line by line
 * @level:	KERN_*
 * @prefix_str:	before each line
 * @prefix_type: DUMP_PREFIX_*: also print each line's address or offset
 * @rowsize:	bytes a line, 16 or 32
 * @groupsize:	bytes printed as one number, 1, 2, 4 or 8
 * @ascii:	print the characters too
 *
 * Context: any.
 */
void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii);
#define print_hex_dump_bytes(prefix_str, prefix_type, buf, len)	\
	print_hex_dump_debug(prefix_str, prefix_type, 16, 1, buf, len, true)
#ifdef DEBUG
#define print_hex_dump_debug(prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii)	\
	print_hex_dump(KERN_DEBUG, prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii)
#else
static inline void print_hex_dump_debug(const char *prefix_str, int prefix_type, int rowsize,
					int groupsize, const void *buf, size_t len, bool ascii)
{
}
#endif

/* ---- Quarry's own ------------------------------------------------------------- */

/**
 * struct printk_capture - the part of the log that is written between two points, for tests
 */
struct printk_capture {
	u64 begin, end;		/* sequence numbers of the first record, and one past the last */
};

/**
 * printk_capture_begin - note where the log is now, and keep it off the console
 *
 * Nests. Allocates nothing: the records are those of the ring.
 * Context: any.
 */
void printk_capture_begin(struct printk_capture *c);
/** printk_capture_end - the console shows what is logged from now on */
void printk_capture_end(struct printk_capture *c);
/** printk_capture_count - how many records of @c have @text in them; also before the end */
unsigned int printk_capture_count(const struct printk_capture *c, const char *text);

/** printk_capture_contains - is @text in a record of @c? */
static inline bool printk_capture_contains(const struct printk_capture *c, const char *text)
{
	return printk_capture_count(c, text) != 0;
}

/**
 * printk_finish - end an unfinished last line, so that it is shown; before the machine stops
 *
 * Context: any.
 */
void printk_finish(void);

#endif /* _LINUX_PRINTK_H */
