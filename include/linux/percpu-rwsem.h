/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu-rwsem.h - a reader-writer semaphore by the name that code with rare writers uses
 */
#ifndef _LINUX_PERCPU_RWSEM_H
#define _LINUX_PERCPU_RWSEM_H

#include <linux/rwsem.h>

struct percpu_rw_semaphore {
	struct rw_semaphore rw;
};

#define DEFINE_PERCPU_RWSEM(name) \
	struct percpu_rw_semaphore name = { .rw = __RWSEM_INITIALIZER(name.rw) }
#define DEFINE_STATIC_PERCPU_RWSEM(name)	static DEFINE_PERCPU_RWSEM(name)

static inline int percpu_init_rwsem(struct percpu_rw_semaphore *sem)
{
	init_rwsem(&sem->rw);
	return 0;
}

static inline void percpu_free_rwsem(struct percpu_rw_semaphore *sem)
{
}

/** percpu_down_read - share @sem with other readers. Context: may sleep. */
static inline void percpu_down_read(struct percpu_rw_semaphore *sem)
{
	down_read(&sem->rw);
}

static inline bool percpu_down_read_trylock(struct percpu_rw_semaphore *sem)
{
	return down_read_trylock(&sem->rw);
}

static inline void percpu_up_read(struct percpu_rw_semaphore *sem)
{
	up_read(&sem->rw);
}

/** percpu_down_write - have @sem alone. Context: may sleep. */
static inline void percpu_down_write(struct percpu_rw_semaphore *sem)
{
	down_write(&sem->rw);
}

static inline void percpu_up_write(struct percpu_rw_semaphore *sem)
{
	up_write(&sem->rw);
}

#define percpu_rwsem_assert_held(sem)	lockdep_assert_held(&(sem)->rw)

#endif /* _LINUX_PERCPU_RWSEM_H */
