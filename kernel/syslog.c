// SPDX-License-Identifier: MIT
/*
 * kernel/syslog.c - syslog(2): read, clear and direct the log
 *
 * Two places in the log are remembered for all callers: what SYSLOG_ACTION_READ gives out next, and
 * what SYSLOG_ACTION_CLEAR hides from SYSLOG_ACTION_READ_ALL.
 *
 * Locking: syslog_mutex covers them and the buffers; never held while waiting for a message.
 * Linux: same results as 6.1, except that no privilege is asked for.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/syslog.h>
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>
#include <linux/string.h>

#include "kernel/printk.h"
#include "kernel/kmsg.h"

static DEFINE_MUTEX(syslog_mutex);
static u64 syslog_seq;			/* next record for READ */
static size_t syslog_partial;		/* bytes of it that were given out */
static u64 syslog_cleared;		/* READ_ALL begins here */
static int syslog_saved_level = LOGLEVEL_DEFAULT;	/* before CONSOLE_OFF */

static char syslog_text[PRINTK_TEXT_MAX + 1];
static char syslog_line[PRINTK_RENDERED_MAX];

u64 syslog_clear_seq(void)
{
	return __atomic_load_n(&syslog_cleared, __ATOMIC_RELAXED);
}

/* Renders record *@seq (or the oldest after it) into syslog_line: its length; -ENOENT at the end. */
static long syslog_render_locked(u64 *seq)
{
	struct printk_info info;

	if (ring_read(seq, &info, syslog_text, sizeof(syslog_text)))
		return -ENOENT;
	return printk_render(&info, syslog_text, true, syslog_line, sizeof(syslog_line));
}

/* Gives out what there is; 0 if there is nothing. */
static long syslog_read_locked(char __user *buf, size_t size)
{
	long done = 0;

	while (done < size) {
		u64 seq = syslog_seq;
		long len = syslog_render_locked(&seq);
		size_t n;

		if (len < 0)
			break;
		if (seq != syslog_seq) {	/* it was overwritten meanwhile */
			syslog_seq = seq;
			syslog_partial = 0;
		}
		n = min_t(size_t, len - syslog_partial, size - done);
		if (copy_to_user(buf + done, syslog_line + syslog_partial, n))
			return done ? done : -EFAULT;
		done += n;
		syslog_partial += n;
		if (syslog_partial == len) {
			syslog_seq++;
			syslog_partial = 0;
		}
	}
	return done;
}

static long syslog_read(char __user *buf, size_t size)
{
	long done;
	int ret;

	for (;;) {
		mutex_lock(&syslog_mutex);
		done = syslog_read_locked(buf, size);
		mutex_unlock(&syslog_mutex);
		if (done)
			return done;
		ret = kmsg_wait(syslog_seq);
		if (ret)
			return ret;
	}
}

/* The first record such that it and all after it take at most @size bytes. */
static u64 syslog_tail_locked(u64 from, size_t size)
{
	size_t total = 0;
	u64 seq;
	long len;

	for (seq = from; (len = syslog_render_locked(&seq)) >= 0; seq++)
		total += len;
	for (seq = from; total > size && (len = syslog_render_locked(&seq)) >= 0; seq++)
		total -= min_t(size_t, len, total);
	return seq;
}

static long syslog_read_all(char __user *buf, size_t size, bool clear)
{
	long done = 0, len;
	u64 seq;

	mutex_lock(&syslog_mutex);
	for (seq = syslog_tail_locked(syslog_cleared, size);
	     (len = syslog_render_locked(&seq)) >= 0 && done + len <= size; seq++) {
		if (copy_to_user(buf + done, syslog_line, len)) {
			done = -EFAULT;
			break;
		}
		done += len;
	}
	if (clear && done >= 0)
		__atomic_store_n(&syslog_cleared, seq, __ATOMIC_RELAXED);
	mutex_unlock(&syslog_mutex);
	return done;
}

static long syslog_unread(void)
{
	size_t total = 0;
	long len;
	u64 seq;

	mutex_lock(&syslog_mutex);
	for (seq = syslog_seq; (len = syslog_render_locked(&seq)) >= 0; seq++)
		total += len;
	total -= min(total, syslog_partial);
	mutex_unlock(&syslog_mutex);
	return total;
}

static void syslog_console(bool on)
{
	mutex_lock(&syslog_mutex);
	if (!on) {
		if (syslog_saved_level == LOGLEVEL_DEFAULT)
			syslog_saved_level = console_loglevel;
		console_loglevel = minimum_console_loglevel;
	} else if (syslog_saved_level != LOGLEVEL_DEFAULT) {
		console_loglevel = syslog_saved_level;
		syslog_saved_level = LOGLEVEL_DEFAULT;
	}
	mutex_unlock(&syslog_mutex);
}

static long syslog_console_level(int level)
{
	if (level < 1 || level > 8)
		return -EINVAL;
	mutex_lock(&syslog_mutex);
	console_loglevel = max(level, minimum_console_loglevel);
	syslog_saved_level = LOGLEVEL_DEFAULT;
	mutex_unlock(&syslog_mutex);
	return 0;
}

/**
 * do_syslog - syslog(2)
 * @type:	SYSLOG_ACTION_*
 * @buf:	for the actions that read
 * @len:	its size; for SYSLOG_ACTION_CONSOLE_LEVEL the level
 *
 * Context: may sleep; SYSLOG_ACTION_READ waits for a message. Row D5.
 * Return: bytes, 0, -EINVAL, -EFAULT, -ERESTARTSYS.
 */
long do_syslog(int type, char __user *buf, int len)
{
	switch (type) {
	case SYSLOG_ACTION_CLOSE:
	case SYSLOG_ACTION_OPEN:
		return 0;
	case SYSLOG_ACTION_READ:
	case SYSLOG_ACTION_READ_ALL:
	case SYSLOG_ACTION_READ_CLEAR:
		if (!buf || len < 0)
			return -EINVAL;
		if (!len)
			return 0;
		if (type == SYSLOG_ACTION_READ)
			return syslog_read(buf, len);
		return syslog_read_all(buf, len, type == SYSLOG_ACTION_READ_CLEAR);
	case SYSLOG_ACTION_CLEAR:
		__atomic_store_n(&syslog_cleared, ring_next(), __ATOMIC_RELAXED);
		return 0;
	case SYSLOG_ACTION_CONSOLE_OFF:
	case SYSLOG_ACTION_CONSOLE_ON:
		syslog_console(type == SYSLOG_ACTION_CONSOLE_ON);
		return 0;
	case SYSLOG_ACTION_CONSOLE_LEVEL:
		return syslog_console_level(len);
	case SYSLOG_ACTION_SIZE_UNREAD:
		return syslog_unread();
	case SYSLOG_ACTION_SIZE_BUFFER:
		return PRINTK_RING_TEXT;
	default:
		return -EINVAL;
	}
}
