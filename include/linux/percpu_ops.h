/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu_ops.h - this_cpu_*() by the CPU's token, out of line
 *
 * What the port's inline form falls back on; not Linux's. <linux/percpu.h> is the header to use.
 */
#ifndef _LINUX_PERCPU_OPS_H
#define _LINUX_PERCPU_OPS_H

#include <linux/types.h>

enum percpu_op {
	PERCPU_WRITE,
	PERCPU_ADD,
	PERCPU_AND,
	PERCPU_OR,
	PERCPU_ADD_RETURN,
	PERCPU_XCHG,
	PERCPU_CMPXCHG,
};

/**
 * percpu_op_slow - one operation on this CPU's copy of a variable, holding the CPU, interrupts off
 * @op:		which
 * @var:	per-CPU pointer
 * @size:	of the variable in bytes: 1, 2, 4 or 8
 * @val:	operand; of PERCPU_CMPXCHG what is expected there
 * @nval:	of PERCPU_CMPXCHG the new value
 *
 * Context: any; may wait for a CPU. Return: as this_cpu_*() of that name; else 0. Row C4.
 */
u64 percpu_op_slow(enum percpu_op op, void *var, size_t size, u64 val, u64 nval);

/* Not defined: a variable of another size fails to link. */
void __bad_size_call_parameter(void);

#endif /* _LINUX_PERCPU_OPS_H */
