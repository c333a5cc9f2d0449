/* SPDX-License-Identifier: MIT */
/*
 * linux/might_sleep.h - notes in the code of what may sleep and what may not, checked
 */
#ifndef _LINUX_MIGHT_SLEEP_H
#define _LINUX_MIGHT_SLEEP_H

void __might_sleep(const char *file, int line);
void __might_resched(const char *file, int line, unsigned int offsets);
void __cant_sleep(const char *file, int line, int preempt_offset);
void __cant_migrate(const char *file, int line);
void __might_fault(const char *file, int line);

/**
 * might_sleep - the caller may sleep here
 *
 * In atomic context, or with interrupts off, it reports "BUG: sleeping function called from
 * invalid context" with the call chain, and goes on. Row D4.
 */
#define might_sleep()		__might_sleep(__FILE__, __LINE__)
#define might_resched()		__might_resched(__FILE__, __LINE__, 0)
#define might_sleep_if(cond)	do { if (cond) might_sleep(); } while (0)
#define might_alloc_sleep()	might_sleep()
/** might_fault - the caller may touch user memory here, and so sleep */
#define might_fault()		__might_fault(__FILE__, __LINE__)
/** cant_sleep - the opposite claim: the caller is in atomic context */
#define cant_sleep()		__cant_sleep(__FILE__, __LINE__, 0)
#define cant_migrate()		__cant_migrate(__FILE__, __LINE__)

/**
 * non_block_start - until non_block_end() a might_sleep() is reported, whatever the context
 *
 * Context: any task; such sections nest.
 */
void non_block_start(void);
void non_block_end(void);

#endif /* _LINUX_MIGHT_SLEEP_H */
