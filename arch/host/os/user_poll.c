// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_poll.c - poll and select on Quarry files, mixed with the host's
 *
 * The host does the waiting, with its timeouts and signals: a Quarry file is a pipe, so it is
 * polled for reading, and when the driver wakes its pollers a byte goes into the pipe. At the
 * call's exit the truth is asked of the driver and filled in. If only the byte woke the program,
 * the program is made to ask again, with the time that is left.
 *
 * The byte stays in the pipe while others wait on it; who polls next, when none does, drains it.
 *
 * epoll_ctl() on a Quarry file gives EPERM, as it does for files that can't be polled.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define MAX_POLL	4096
#define DRAIN_TRIES	100

#define SELECT_IN	(POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR)
#define SELECT_OUT	(POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR)
#define SELECT_EX	POLLPRI

/* One Quarry file in the call. */
struct polled {
	struct user_file	*file;
	struct entry_watch	*watch;
	unsigned int		events;
	unsigned int		ready;
	int			index;		/* in the program's array; for select, the number */
};

struct poll_set {
	struct polled		*item;
	int			nr;
};

/* ---- the byte ---- */

static void wake_byte(void *arg)
{
	struct user_file *f = arg;

	pthread_mutex_lock(&f->wake_lock);
	if (!f->woken)
		f->woken = write(f->pipe, "", 1) == 1;
	pthread_mutex_unlock(&f->wake_lock);
}

/* wake_lock held. */
static void drain_locked(struct user_file *f)
{
	char buf[16];
	int fd = user_file_reader(f);

	if (fd < 0)
		return;
	while (read(fd, buf, sizeof(buf)) > 0)
		;
	close(fd);
	f->woken = false;
}

/* Begin to wait. Programs that the byte has woken leave their poll at once: let them, then drain. */
static void poller_enter(struct user_file *f)
{
	struct timespec pause = { 0, 100000 };
	int tries;

	pthread_mutex_lock(&f->wake_lock);
	for (tries = 0; f->woken && f->in_poll && tries < DRAIN_TRIES; tries++) {
		pthread_mutex_unlock(&f->wake_lock);
		nanosleep(&pause, NULL);
		pthread_mutex_lock(&f->wake_lock);
	}
	if (f->woken && !f->in_poll)
		drain_locked(f);
	f->in_poll++;
	pthread_mutex_unlock(&f->wake_lock);
}

static void poller_leave(struct user_file *f)
{
	pthread_mutex_lock(&f->wake_lock);
	f->in_poll--;
	pthread_mutex_unlock(&f->wake_lock);
}

/* ---- a set of files ---- */

static unsigned int file_ready(struct user_file *f, unsigned int events, struct entry_watch **watch)
{
	if (!f->file)
		return POLLNVAL;
	return entry_poll(f->file, events, watch ? wake_byte : NULL, f, watch);
}

static void set_arm(struct poll_set *set)
{
	int i;

	for (i = 0; i < set->nr; i++)
		poller_enter(set->item[i].file);
	for (i = 0; i < set->nr; i++) {
		struct polled *p = &set->item[i];

		p->ready = file_ready(p->file, p->events, &p->watch);
		if (p->ready)
			wake_byte(p->file);
	}
}

static void set_disarm(struct poll_set *set)
{
	int i;

	for (i = 0; i < set->nr; i++) {
		struct polled *p = &set->item[i];

		if (p->watch)
			entry_unpoll(p->watch);
		p->watch = NULL;
		poller_leave(p->file);
		p->ready = file_ready(p->file, p->events, NULL) & (p->events | POLLERR | POLLHUP | POLLNVAL);
	}
}

static void set_free(struct poll_set *set)
{
	int i;

	for (i = 0; i < set->nr; i++)
		user_file_put(set->item[i].file);
	free(set->item);
}

static int set_add(struct os_user *u, struct poll_set *set, int max, int fd, int index, unsigned int events)
{
	struct user_file *f = user_covered(u->proc, fd) ? user_file_find(u, fd) : NULL;

	if (!f)
		return 0;
	if (!set->item)
		set->item = calloc(max, sizeof(set->item[0]));
	if (!set->item) {
		user_file_put(f);
		return -ENOMEM;
	}
	set->item[set->nr++] = (struct polled){ .file = f, .events = events, .index = index };
	return 0;
}

/* ---- poll, ppoll ---- */

static long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

/* poll()'s time in ms: what is left of it when the program was made to ask again. */
static void poll_time_left(struct os_user *u)
{
	int ms = u->arg[2];
	long long left;

	if (u->again.deadline_ns && u->again.sp == u->regs.rsp && u->again.fds == u->arg[0]) {
		left = u->again.deadline_ns - now_ns();
		u->arg[2] = left <= 0 ? 0 : (left + 999999) / 1000000;
	} else if (ms > 0) {
		u->again.sp = u->regs.rsp;
		u->again.fds = u->arg[0];
		u->again.deadline_ns = now_ns() + ms * 1000000LL;
	} else {
		u->again.deadline_ns = 0;
	}
}

static int poll_gather(struct os_user *u, struct poll_set *set, const struct pollfd *fds, int nr)
{
	int i, err = 0;

	for (i = 0; i < nr && !err; i++)
		err = set_add(u, set, nr, fds[i].fd, i, (unsigned short)fds[i].events);
	return err;
}

/* The program's array as it was, with the results; how many are ready. */
static long poll_results(struct os_user *u, struct poll_set *set, struct pollfd *fds,
			 const struct pollfd *host, int nr)
{
	long ready = 0;
	int i;

	for (i = 0; i < nr; i++)
		fds[i].revents = host[i].revents;
	for (i = 0; i < set->nr; i++)
		fds[set->item[i].index].revents = set->item[i].ready;
	for (i = 0; i < nr; i++)
		ready += fds[i].revents != 0;
	return os_user_write(u, u->arg[0], fds, nr * sizeof(*fds)) ? -EFAULT : ready;
}

/* @fds: the program's array; @host: room for the one that the host sees. */
static long poll_run(struct os_user *u, long nr_call, struct poll_set *set, struct pollfd *fds,
		     struct pollfd *host, int nr)
{
	unsigned long size = nr * sizeof(*fds);
	long ret, ready;
	int i;

	memcpy(host, fds, size);
	for (i = 0; i < set->nr; i++)
		host[set->item[i].index].events = POLLIN;
	if (os_user_write(u, u->arg[0], host, size))
		return -EFAULT;
	if (nr_call == SYS_poll)
		poll_time_left(u);
	set_arm(set);
	ret = user_call_run(u, nr_call);
	set_disarm(set);
	if (ret < 0 || os_user_read(u, host, u->arg[0], size)) {
		os_user_write(u, u->arg[0], fds, size);
		u->again.deadline_ns = 0;
		return ret < 0 ? ret : -EFAULT;
	}
	ready = poll_results(u, set, fds, host, nr);
	if (!ready && ret > 0) {
		user_call_again(u);
		return CALL_DONE;
	}
	u->again.deadline_ns = 0;
	return ready;
}

static long call_poll(struct os_user *u, long nr_call)
{
	unsigned long nr = u->arg[1];
	struct poll_set set = { NULL, 0 };
	struct pollfd *fds;
	long ret = CALL_HOST;

	if (!nr || nr > MAX_POLL)
		return CALL_HOST;
	fds = calloc(2 * nr, sizeof(*fds));
	if (!fds)
		return -ENOMEM;
	if (!os_user_read(u, fds, u->arg[0], nr * sizeof(*fds))) {
		int err = poll_gather(u, &set, fds, nr);

		if (err)
			ret = err;
		else if (set.nr)
			ret = poll_run(u, nr_call, &set, fds, fds + nr, nr);
	}
	set_free(&set);
	free(fds);
	return ret;
}

/* ---- select, pselect6 ---- */

/* The three sets of a select(): as asked, and as the host sees or answers them. */
struct select_sets {
	int		nr;		/* descriptors */
	size_t		bytes;		/* of one set */
	unsigned long	asked[3][FD_SETSIZE / 64];
	unsigned long	host[3][FD_SETSIZE / 64];
};

static const unsigned int select_events[3] = { SELECT_IN, SELECT_OUT, SELECT_EX };

static bool bit_get(const unsigned long *set, int n)
{
	return set[n / 64] >> n % 64 & 1;
}

static void bit_put(unsigned long *set, int n, bool on)
{
	set[n / 64] = (set[n / 64] & ~(1UL << n % 64)) | (unsigned long)on << n % 64;
}

static bool sets_read(struct os_user *u, struct select_sets *s, unsigned long (*to)[FD_SETSIZE / 64])
{
	int k;

	for (k = 0; k < 3; k++) {
		if (u->arg[1 + k] && os_user_read(u, to[k], u->arg[1 + k], s->bytes))
			return false;
	}
	return true;
}

static void sets_write(struct os_user *u, struct select_sets *s, unsigned long (*from)[FD_SETSIZE / 64],
		       const unsigned long *addr)
{
	int k;

	for (k = 0; k < 3; k++) {
		if (addr[k])
			os_user_write(u, addr[k], from[k], s->bytes);
	}
}

static int select_gather(struct os_user *u, struct poll_set *set, struct select_sets *s)
{
	int fd, k, err = 0;

	for (fd = 0; fd < s->nr && !err; fd++) {
		unsigned int events = 0;

		for (k = 0; k < 3; k++) {
			if (bit_get(s->asked[k], fd))
				events |= select_events[k];
		}
		if (events)
			err = set_add(u, set, s->nr, fd, fd, events);
	}
	return err;
}

/* Host's answer in s->host: put in the truth about Quarry's files; how many bits are set. */
static long select_results(struct poll_set *set, struct select_sets *s)
{
	long ready = 0;
	int i, k;

	for (i = 0; i < set->nr; i++) {
		struct polled *p = &set->item[i];

		for (k = 0; k < 3; k++)
			bit_put(s->host[k], p->index,
				bit_get(s->asked[k], p->index) && (p->ready & select_events[k]));
	}
	for (k = 0; k < 3; k++) {
		for (i = 0; i < s->nr; i++)
			ready += bit_get(s->host[k], i);
	}
	return ready;
}

static long select_run(struct os_user *u, long nr_call, struct poll_set *set, struct select_sets *s)
{
	unsigned long addr[3] = { u->arg[1], u->arg[2], u->arg[3] };
	char saved[sizeof(s->asked[0])];
	unsigned long scratch = 0;
	long ret, ready;
	int i, k;

	memcpy(s->host, s->asked, sizeof(s->host));
	for (i = 0; i < set->nr; i++) {
		for (k = 0; k < 3; k++)
			bit_put(s->host[k], set->item[i].index, k == 0);
	}
	if (!addr[0]) {		/* the host needs a set for reading */
		scratch = user_scratch(u, saved, s->bytes);
		if (!scratch)
			return -EFAULT;
		u->arg[1] = scratch;
	}
	sets_write(u, s, s->host, &u->arg[1]);
	set_arm(set);
	ret = user_call_run(u, nr_call);
	set_disarm(set);
	memset(s->host, 0, sizeof(s->host));
	if (ret >= 0 && !sets_read(u, s, s->host))
		ret = -EFAULT;
	if (scratch)
		user_scratch_restore(u, scratch, saved, s->bytes);
	ready = ret < 0 ? 0 : select_results(set, s);
	if (ret < 0 || (!ready && ret > 0))
		sets_write(u, s, s->asked, addr);
	else
		sets_write(u, s, s->host, addr);
	if (ret > 0 && !ready) {
		user_call_again(u);
		return CALL_DONE;
	}
	return ret < 0 ? ret : ready;
}

static long call_select(struct os_user *u, long nr_call)
{
	struct select_sets s = { .nr = u->arg[0] };
	struct poll_set set = { NULL, 0 };
	long ret = CALL_HOST;

	if (s.nr <= 0 || s.nr > FD_SETSIZE)
		return CALL_HOST;
	s.bytes = (s.nr + 63) / 64 * 8;
	if (sets_read(u, &s, s.asked)) {
		int err = select_gather(u, &set, &s);

		if (err)
			ret = err;
		else if (set.nr)
			ret = select_run(u, nr_call, &set, &s);
	}
	set_free(&set);
	return ret;
}

long user_call_poll(struct os_user *u, long nr)
{
	return nr == SYS_poll || nr == SYS_ppoll ? call_poll(u, nr) : call_select(u, nr);
}
