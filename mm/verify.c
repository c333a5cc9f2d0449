// SPDX-License-Identifier: MIT
/*
 * mm/verify.c - walk every structure of the memory system and say what does not agree
 *
 *	mm_verify()                         /proc/quarry/verify
 *	  verify_mutex, slab_mutex
 *	  stop_machine(), up to MAX_PASSES times while there are suspects
 *	    zones_verify() pages_verify() slab_verify() vmap_verify() vmalloc_verify() percpu_verify() highmem_verify()
 *
 * Suspects (mm/verify.h) are remembered from pass to pass in a table. Those of the first pass for which
 * it has no room are let go: the others say enough.
 * Locking    cpus_read_lock(), verify_mutex, then slab_mutex, then all CPUs. verify_mutex covers the table.
 */
#include <linux/kernel.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/sprintf.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include "init/calls.h"
#include "mm/slab.h"
#include "mm/proc.h"
#include "mm/verify.h"

#define MAX_PASSES	20
#define PASS_MAX_MS	16
#define NR_SUSPECTS	256
#define TEXT_SIZE	PAGE_SIZE

struct suspect {
	unsigned long key;
	unsigned long value;
	int pass;		/* the last one in which it was seen */
};

static DEFINE_MUTEX(verify_mutex);
/* verify_mutex held: */
static struct suspect suspects[NR_SUSPECTS];
static unsigned int nr_suspects_ever;
static int pass;

static void sentence_add(struct verify_report *report, const char *fmt, va_list args)
{
	char *at = report->text + report->len;
	size_t room = report->size - report->len;
	size_t len;

	report->nr_violations++;
	if (room < 2)
		return;
	len = vscnprintf(at, room - 1, fmt, args);
	at[len] = '\n';
	at[len + 1] = '\0';
	report->len += len + 1;
}

void verify_violation(struct verify_report *report, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	sentence_add(report, fmt, args);
	va_end(args);
}

/* A suspect's entry: made in the first pass; later only those of the pass before are found. */
static struct suspect *suspect_find(unsigned long key, unsigned long value)
{
	for (unsigned int i = 0; i < nr_suspects_ever; i++)
		if (suspects[i].key == key && suspects[i].value == value &&
		    suspects[i].pass == pass - 1)
			return &suspects[i];
	if (pass || nr_suspects_ever == NR_SUSPECTS)
		return NULL;
	suspects[nr_suspects_ever] = (struct suspect) { .key = key, .value = value };
	return &suspects[nr_suspects_ever++];
}

void verify_suspect(struct verify_report *report, unsigned long key, unsigned long value,
		    const char *fmt, ...)
{
	struct suspect *s = suspect_find(key, value);
	va_list args;

	if (!s)
		return;
	s->pass = pass;
	report->nr_suspects++;
	if (pass < MAX_PASSES - 1)
		return;
	va_start(args, fmt);
	sentence_add(report, fmt, args);
	va_end(args);
}

static int verify_all(void *arg)
{
	struct verify_report *report = arg;

	zones_verify(report);
	pages_verify(report);
	slab_verify(report);
	vmap_verify(report);
	vmalloc_verify(report);
	percpu_verify(report);
	highmem_verify(report);
	return 0;
}

static void report_reset(struct verify_report *report)
{
	char *text = report->text;
	size_t size = report->size;

	*report = (struct verify_report) { .text = text, .size = size };
	text[0] = '\0';
}

/*
 * Run every check of the list in verify.h; the number of violations. May sleep; holds no CPU, no
 * mutex of mm/.
 */
static int mm_verify_report(struct verify_report *report)
{
	cpus_read_lock();
	mutex_lock(&verify_mutex);
	mutex_lock(&slab_mutex);
	nr_suspects_ever = 0;
	for (pass = 0; pass < MAX_PASSES; pass++) {
		report_reset(report);
		stop_machine_cpuslocked(verify_all, report, NULL);
		if (!report->nr_suspects)
			break;
		msleep(min(1 << pass, PASS_MAX_MS));
	}
	mutex_unlock(&slab_mutex);
	mutex_unlock(&verify_mutex);
	cpus_read_unlock();
	return report->nr_violations;
}

static void lines_report(const struct verify_report *report,
			 void (*fn)(void *arg, const char *line), void *arg)
{
	unsigned int nr = 0;
	char more[64];
	char *line, *rest = report->text;

	while ((line = strsep(&rest, "\n")) && *line) {
		fn(arg, line);
		nr++;
	}
	if (nr == report->nr_violations)
		return;
	snprintf(more, sizeof(more), "and %u violations more", report->nr_violations - nr);
	fn(arg, more);
}

int mm_verify(void (*fn)(void *arg, const char *line), void *arg)
{
	struct verify_report report = {
		.text = (char *)__get_free_page(GFP_KERNEL), .size = TEXT_SIZE,
	};

	if (!report.text)
		return -ENOMEM;
	mm_verify_report(&report);
	if (fn)
		lines_report(&report, fn, arg);
	free_page((unsigned long)report.text);
	return report.nr_violations;
}

/* ---- /proc/quarry/verify: one line a violation, or one that says that there is none ---- */

static void line_show(void *arg, const char *line)
{
	seq_printf(arg, "%s\n", line);
}

static int verify_show(struct seq_file *m, void *v)
{
	struct verify_report report = {
		.text = (char *)__get_free_page(GFP_KERNEL), .size = TEXT_SIZE,
	};

	if (!report.text)
		return -ENOMEM;
	if (mm_verify_report(&report))
		lines_report(&report, line_show, m);
	else
		seq_printf(m, "%u zones, %lu pages, %u caches: consistent\n", report.nr_zones,
			   report.nr_pages, report.nr_caches);
	free_page((unsigned long)report.text);
	return 0;
}

void __init verify_init(void)
{
	proc_create_single("verify", 0444, proc_quarry, verify_show);
}
