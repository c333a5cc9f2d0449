/* SPDX-License-Identifier: MIT */
/* linux/cred.h - whose task it is; one set of credentials, root's, serves them all */
#ifndef _LINUX_CRED_H
#define _LINUX_CRED_H

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/uidgid.h>

/**
 * struct cred - the identity under which a task acts
 * @usage:	references; init_cred is never freed
 * @uid:	real user; @euid is the one that counts for permissions
 */
struct cred {
	atomic_t	usage;
	kuid_t		uid;
	kgid_t		gid;
	kuid_t		suid;
	kgid_t		sgid;
	kuid_t		euid;
	kgid_t		egid;
	kuid_t		fsuid;
	kgid_t		fsgid;
	struct user_namespace *user_ns;
};

extern struct cred init_cred;

static inline const struct cred *get_cred(const struct cred *cred)
{
	if (cred)
		atomic_inc((atomic_t *)&cred->usage);
	return cred;
}

static inline void put_cred(const struct cred *cred)
{
	if (cred)
		atomic_dec((atomic_t *)&cred->usage);
}

#define current_cred()		((const struct cred *)&init_cred)
#define __task_cred(task)	((const struct cred *)&init_cred)
#define get_current_cred()	get_cred(current_cred())
#define task_uid(task)		(__task_cred(task)->uid)
#define task_euid(task)		(__task_cred(task)->euid)

#define current_uid()		(current_cred()->uid)
#define current_gid()		(current_cred()->gid)
#define current_euid()		(current_cred()->euid)
#define current_egid()		(current_cred()->egid)
#define current_suid()		(current_cred()->suid)
#define current_sgid()		(current_cred()->sgid)
#define current_fsuid()		(current_cred()->fsuid)
#define current_fsgid()		(current_cred()->fsgid)
#define current_user_ns()	(&init_user_ns)

#define current_uid_gid(_uid, _gid) \
do { \
	*(_uid) = current_uid(); \
	*(_gid) = current_gid(); \
} while (0)

#endif /* _LINUX_CRED_H */
