// SPDX-License-Identifier: MIT
/*
 * arch/host/api.c - the embedding API (include/quarry/quarry.h), and the machine on demand
 *
 * boot_state goes DOWN -> BOOTING -> UP -> HALTED, or BOOTING -> FAILED -> BOOTING ...; in a forked
 * child it is FORKED, if it was anything but DOWN or FAILED. Whoever moves
 * it to BOOTING boots; others block on the word until it has changed. boot_why is
 * written by the booting thread only, before the release store that leaves BOOTING.
 *
 * The booting thread is init_task while it boots. Afterwards it is a foreign thread like the
 * others: it may end while the machine goes on.
 */
#include <linux/boot_options.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include <quarry/quarry.h>

#include "arch/host/boot.h"
#include "arch/host/entry.h"
#include "arch/host/os/os.h"
#include "init/calls.h"

enum { DOWN, BOOTING, UP, FAILED, HALTED, FORKED };

static u32 boot_state;
static char boot_why[256];
static const char forked_why[] = "a forked child can't use its parent's machine: it may exec, or _exit";

static void say(const char *text)
{
	char line[320] = "quarry: ";

	strlcat(line, text, sizeof(line) - 1);
	strcat(line, "\n");
	os_console_write(line, strlen(line));
}

void host_boot_fatal(const char *why)
{
	say(why);
	os_halt(1);
}

/* Try to become the one who boots. */
static bool boot_claim(u32 from)
{
	return __atomic_compare_exchange_n(&boot_state, &from, BOOTING, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE);
}

/* The release pairs with the acquire loads of boot_state: who sees UP sees the machine. */
static void boot_settle(u32 state)
{
	__atomic_store_n(&boot_state, state, __ATOMIC_RELEASE);
	os_wake(&boot_state, -1);
}

static u32 boot_state_settled(void)
{
	u32 state;

	while ((state = __atomic_load_n(&boot_state, __ATOMIC_ACQUIRE)) == BOOTING)
		os_block(&boot_state, BOOTING, -1);
	return state;
}

/* Those of the boot, and those without which `quarry run` can't begin. */
#define BOOT_THREADS	8

/* Asked before anything is started: a boot fails as a whole or not at all. */
static int threads_check(void)
{
	int err = os_threads_possible(BOOT_THREADS);

	if (err)
		snprintf(boot_why, sizeof(boot_why), "the host refuses the %d threads that a machine needs: "
			 "raise the limit of processes (ulimit -u, or the container's)", BOOT_THREADS);
	return err;
}

/*
 * The child has the frames in common with its parent, but not what is known of them: it may use
 * neither.
 */
static void forked(void)
{
	if (boot_state == DOWN || boot_state == FAILED)
		return;
	boot_state = FORKED;
	set_current(NULL);
	host_rseq_forked();
}

static int forks_watch(void)
{
	static bool watched;
	int err = watched ? 0 : os_at_fork(forked);

	watched = !err;
	return err;
}

/* Caller has claimed the boot. */
static int boot(const char *cmdline)
{
	int err;

	if (!cmdline)
		cmdline = os_environment("QUARRY_CMDLINE");
	boot_why[0] = '\0';
	host_rseq_init();
	err = forks_watch();
	if (!err)
		err = threads_check();
	if (!err)
		err = os_irq_install();
	if (!err)
		err = start_kernel(cmdline, boot_why, sizeof(boot_why));
	set_current(NULL);
	if (err) {
		os_memory_destroy();
		if (!boot_why[0])
			strcpy(boot_why, "the boot failed without a reason");
	}
	boot_settle(err ? FAILED : UP);
	return err;
}

int quarry_boot(const char *cmdline)
{
	int err;

	if (!boot_claim(DOWN) && !boot_claim(FAILED)) {
		say(boot_state == FORKED ? forked_why : "a machine runs already");
		return -EBUSY;
	}
	err = boot(cmdline);
	if (err)
		say(boot_why);
	return err;
}

const char *quarry_boot_error(void)
{
	return boot_why;
}

int host_boot_forked(void)
{
	return boot_state == FORKED;
}

void host_boot_wanted(void)
{
	if (boot_claim(DOWN))
		boot(NULL);
	switch (boot_state_settled()) {
	case FAILED:
		host_boot_fatal(boot_why);
	case FORKED:
		host_boot_fatal(forked_why);
	}
}

static void report_nothing(void *arg, const char *line)
{
}

int quarry_verify(void (*report)(void *arg, const char *line), void *arg)
{
	return entry_verify(report ? report : report_nothing, arg);
}

void quarry_halt(void)
{
	if (boot_state_settled() != UP)
		return;
	entry_unload_all();
	sched_quiesce();
	system_state = SYSTEM_POWER_OFF;
	boot_settle(HALTED);
}

int quarry_option_get(unsigned int i, struct quarry_option *option)
{
	struct boot_option_info info;

	if (!boot_option_describe(i, &info))
		return -ENOENT;
	option->name = info.name;
	option->value = info.value;
	option->fallback = info.fallback;
	option->help = info.help;
	return 0;
}
