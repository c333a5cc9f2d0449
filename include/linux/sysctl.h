/* SPDX-License-Identifier: MIT */
/*
 * linux/sysctl.h - variables of the kernel as files under /proc/sys
 *
 *	static struct ctl_table table[] = {
 *		{ .procname = "limit", .data = &limit, .maxlen = sizeof(limit), .mode = 0644,
 *		  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO },
 *		{ }
 *	};
 *	header = register_sysctl("dev/mine", table);		-> /proc/sys/dev/mine/limit
 *
 * A handler gets a buffer of the kernel: on a write, what the program wrote, ended by 0; on a read,
 * room for *lenp bytes. It sets *lenp to what it took or put there, and moves *ppos. Row B7.
 */
#ifndef _LINUX_SYSCTL_H
#define _LINUX_SYSCTL_H

#include <linux/types.h>
#include <linux/list.h>

struct ctl_table;
struct ctl_table_header;

typedef int proc_handler(struct ctl_table *ctl, int write, void *buffer, size_t *lenp, loff_t *ppos);

/**
 * struct ctl_table - one variable; a table of them ends with one without a procname
 * @procname:	name of the file
 * @data:	the variable, or the first of an array
 * @maxlen:	its bytes
 * @mode:	permissions
 * @child:	NULL; or the table of a folder's content: then the rest is not used
 * @proc_handler: reads and writes it
 * @extra1:	least value allowed, of the handlers with minmax; NULL: any
 * @extra2:	largest
 */
struct ctl_table {
	const char *procname;
	void *data;
	int maxlen;
	umode_t mode;
	struct ctl_table *child;
	proc_handler *proc_handler;
	void *poll;
	void *extra1;
	void *extra2;
} __randomize_layout;

struct ctl_path {
	const char *procname;
};

extern const int sysctl_vals[];
#define SYSCTL_ZERO			((void *)&sysctl_vals[0])
#define SYSCTL_ONE			((void *)&sysctl_vals[1])
#define SYSCTL_TWO			((void *)&sysctl_vals[2])
#define SYSCTL_THREE			((void *)&sysctl_vals[3])
#define SYSCTL_FOUR			((void *)&sysctl_vals[4])
#define SYSCTL_ONE_HUNDRED		((void *)&sysctl_vals[5])
#define SYSCTL_TWO_HUNDRED		((void *)&sysctl_vals[6])
#define SYSCTL_ONE_THOUSAND		((void *)&sysctl_vals[7])
#define SYSCTL_THREE_THOUSAND		((void *)&sysctl_vals[8])
#define SYSCTL_INT_MAX			((void *)&sysctl_vals[9])
#define SYSCTL_MAXOLDUID		((void *)&sysctl_vals[10])
#define SYSCTL_NEG_ONE			((void *)&sysctl_vals[11])

int proc_dostring(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_dobool(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_dointvec(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_douintvec(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_dointvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_douintvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos);
int proc_doulongvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *lenp,
			   loff_t *ppos);
int proc_dointvec_jiffies(struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos);

struct ctl_table_header *register_sysctl(const char *path, struct ctl_table *table);
struct ctl_table_header *register_sysctl_paths(const struct ctl_path *path, struct ctl_table *table);
struct ctl_table_header *register_sysctl_table(struct ctl_table *table);
void unregister_sysctl_table(struct ctl_table_header *header);

#define register_sysctl_init(path, table)	((void)register_sysctl(path, table))

#endif /* _LINUX_SYSCTL_H */
