// SPDX-License-Identifier: MIT
/* kernel/cred.c - the one identity of the machine: root's */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/uidgid.h>

struct user_namespace {
	const char *name;
};

struct user_namespace init_user_ns = { .name = "init" };
EXPORT_SYMBOL_GPL(init_user_ns);

struct cred init_cred = {
	.usage		= ATOMIC_INIT(1),
	.user_ns	= &init_user_ns,
};
EXPORT_SYMBOL(init_cred);

/**
 * capable - may current do the privileged thing @cap (CAP_*)? Yes, if there is such a thing.
 *
 * Context: any.
 * Return: true if there is such a capability.
 */
bool capable(int cap)
{
	return cap_valid(cap);
}
EXPORT_SYMBOL(capable);

/**
 * ns_capable - capable() in a user namespace; there is one
 *
 * Context: any.
 * Return: true if there is such a capability.
 */
bool ns_capable(struct user_namespace *ns, int cap)
{
	return cap_valid(cap);
}
EXPORT_SYMBOL(ns_capable);

/**
 * has_capability - capable() of another task
 *
 * Context: any.
 * Return: true if there is such a capability.
 */
bool has_capability(struct task_struct *t, int cap)
{
	return cap_valid(cap);
}
EXPORT_SYMBOL(has_capability);
