// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_cpu.c - keep a thread and its half on one CPU while calls come thick
 *
 * A trapped call is two context switches, program to half and back, and only one of the two runs at
 * any time. Left alone, the host's scheduler wakes each on an idle CPU, which costs a wake-up of a
 * sleeping CPU per switch: about ten times the price of the call. So a thread that makes trapped
 * calls in quick succession, a burst, is pinned with its half to the CPU where the half runs just
 * now. A watchdog gives the CPU masks back when no call came for IDLE_NS. In a long burst the pin is
 * let go every TERM_NS for a few calls, so that the scheduler can move the pair to a better place.
 *
 * The program must not notice. Its sched_getaffinity() and sched_setaffinity() are trapped, and the
 * pin of the thread that they name ends before the host sees the call; a child made during a
 * burst gets its parent's true mask; a mask that somebody else has changed is left alone.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define BURST_GAP_NS	1000000LL
#define BURST_CALLS	3
#define IDLE_NS		3000000LL
#define TERM_NS		50000000LL
#define WATCH_NS	4000000L

static pthread_mutex_t pin_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t some_pinned = PTHREAD_COND_INITIALIZER;
/* pin_lock held, and all of os_user.cpu but last_ns and streak: */
static struct os_user *pinned;
static int holds;		/* affinity calls of programs under way: no new pins */
static bool watching;

static long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static long mask_get(int tid, struct user_cpus *mask)
{
	memset(mask, 0, sizeof(*mask));
	return syscall(SYS_sched_getaffinity, tid, sizeof(*mask), mask) < 0 ? -errno : 0;
}

static long mask_set(int tid, const struct user_cpus *mask)
{
	return syscall(SYS_sched_setaffinity, tid, sizeof(*mask), mask) ? -errno : 0;
}

static void mask_one(struct user_cpus *mask, int cpu)
{
	memset(mask, 0, sizeof(*mask));
	mask->bits[cpu / 64] |= 1UL << cpu % 64;
}

static bool mask_is(const struct user_cpus *a, const struct user_cpus *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* ---- pin_lock held ---- */

static void unpin_locked(struct os_user *u)
{
	struct user_cpus now, one;
	struct os_user **p;

	if (u->cpu.pinned < 0)
		return;
	for (p = &pinned; *p != u; p = &(*p)->cpu.next)
		;
	*p = u->cpu.next;
	mask_one(&one, u->cpu.pinned);
	if (!mask_get(u->tid, &now) && mask_is(&now, &one))
		mask_set(u->tid, &u->cpu.saved);
	mask_set(u->cpu.half, &u->cpu.half_saved);
	u->cpu.pinned = -1;
}

static void *watchdog(void *arg)
{
	struct timespec pause = { 0, WATCH_NS };
	struct os_user *u, *next;

	pthread_mutex_lock(&pin_lock);
	for (;;) {
		long long now;

		while (!pinned)
			pthread_cond_wait(&some_pinned, &pin_lock);
		pthread_mutex_unlock(&pin_lock);
		nanosleep(&pause, NULL);
		pthread_mutex_lock(&pin_lock);
		now = now_ns();
		for (u = pinned; u; u = next) {
			next = u->cpu.next;
			if (now - atomic_load_explicit(&u->cpu.last_ns, memory_order_relaxed) > IDLE_NS)
				unpin_locked(u);
		}
	}
	return NULL;
}

static bool watch_locked(void)
{
	pthread_attr_t attr;
	pthread_t thread;

	if (watching)
		return true;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	watching = !pthread_create(&thread, &attr, watchdog, NULL);
	pthread_attr_destroy(&attr);
	return watching;
}

static void pin_locked(struct os_user *u, long long now)
{
	struct user_cpus one;
	int cpu = sched_getcpu();

	if (holds || cpu < 0 || cpu >= (int)sizeof(one) * 8 || !watch_locked() ||
	    mask_get(u->tid, &u->cpu.saved) || mask_get(0, &u->cpu.half_saved))
		return;
	mask_one(&one, cpu);
	if (!(u->cpu.saved.bits[cpu / 64] >> cpu % 64 & 1) || mask_is(&u->cpu.saved, &one))
		return;
	if (mask_set(u->tid, &one))
		return;
	u->cpu.half = syscall(SYS_gettid);
	mask_set(0, &one);
	u->cpu.pinned = u->cpu.last = cpu;
	u->cpu.since_ns = now;
	u->cpu.next = pinned;
	pinned = u;
	pthread_cond_signal(&some_pinned);
}

/* ---- for the others ---- */

void user_cpu_call(struct os_user *u)
{
	long long now = now_ns(), last = atomic_load_explicit(&u->cpu.last_ns, memory_order_relaxed);

	atomic_store_explicit(&u->cpu.last_ns, now, memory_order_relaxed);
	u->cpu.streak = now - last < BURST_GAP_NS ? u->cpu.streak + 1 : 0;
	if (u->cpu.streak < BURST_CALLS)
		return;
	if (u->cpu.streak > BURST_CALLS && now - u->cpu.since_ns < TERM_NS)
		return;
	pthread_mutex_lock(&pin_lock);
	if (u->cpu.pinned >= 0 && now - u->cpu.since_ns >= TERM_NS) {
		unpin_locked(u);
		u->cpu.streak = 0;
	} else if (u->cpu.pinned < 0) {
		pin_locked(u, now);
		u->cpu.since_ns = now;
	}
	pthread_mutex_unlock(&pin_lock);
}

void user_cpu_release(struct os_user *u)
{
	pthread_mutex_lock(&pin_lock);
	unpin_locked(u);
	pthread_mutex_unlock(&pin_lock);
}

void user_cpu_child(struct os_user *parent, int tid)
{
	struct user_cpus now, one;

	if (parent->cpu.last < 0)
		return;
	mask_one(&one, parent->cpu.last);
	pthread_mutex_lock(&pin_lock);
	if (!mask_get(tid, &now) && mask_is(&now, &one))
		mask_set(tid, &parent->cpu.saved);
	pthread_mutex_unlock(&pin_lock);
}

long user_call_affinity(struct os_user *u, long nr)
{
	int tid = u->arg[0] ? (int)u->arg[0] : u->tid;
	struct os_user *p;
	long ret;

	pthread_mutex_lock(&pin_lock);
	for (p = pinned; p && p->tid != tid; p = p->cpu.next)
		;
	if (p)
		unpin_locked(p);
	holds++;
	pthread_mutex_unlock(&pin_lock);
	ret = user_call_run(u, nr);
	pthread_mutex_lock(&pin_lock);
	if (nr == SYS_sched_setaffinity && !ret)
		u->cpu.last = -1;
	holds--;
	pthread_mutex_unlock(&pin_lock);
	return ret;
}
