// SPDX-License-Identifier: MIT
/*
 * mm/percpu_ops.c - this_cpu_*() by the CPU's token: where the port's inline way does not get through
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/percpu_ops.h>

/* The CPU is held, interrupts are off. */
#define DEFINE_PERCPU_OP(type)								\
static u64 percpu_op_##type(enum percpu_op op, type *var, type val, type nval)		\
{											\
	switch (op) {									\
	case PERCPU_WRITE:								\
		raw_cpu_write(*var, val);						\
		return 0;								\
	case PERCPU_ADD:								\
	case PERCPU_ADD_RETURN:								\
		return raw_cpu_add_return(*var, val);					\
	case PERCPU_AND:								\
		raw_cpu_and(*var, val);							\
		return 0;								\
	case PERCPU_OR:									\
		raw_cpu_or(*var, val);							\
		return 0;								\
	case PERCPU_XCHG:								\
		return raw_cpu_xchg(*var, val);						\
	case PERCPU_CMPXCHG:								\
		return raw_cpu_cmpxchg(*var, val, nval);				\
	}										\
	return 0;									\
}

DEFINE_PERCPU_OP(u8)
DEFINE_PERCPU_OP(u16)
DEFINE_PERCPU_OP(u32)
DEFINE_PERCPU_OP(u64)

u64 percpu_op_slow(enum percpu_op op, void *var, size_t size, u64 val, u64 nval)
{
	unsigned long flags;
	u64 ret = 0;

	local_irq_save(flags);
	switch (size) {
	case 1:
		ret = percpu_op_u8(op, var, val, nval);
		break;
	case 2:
		ret = percpu_op_u16(op, var, val, nval);
		break;
	case 4:
		ret = percpu_op_u32(op, var, val, nval);
		break;
	case 8:
		ret = percpu_op_u64(op, var, val, nval);
		break;
	default:
		WARN_ON_ONCE(1);
	}
	local_irq_restore(flags);
	return ret;
}
EXPORT_SYMBOL(percpu_op_slow);
