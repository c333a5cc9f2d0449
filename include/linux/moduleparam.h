/* SPDX-License-Identifier: MIT */
/*
 * linux/moduleparam.h - variables of a module that its loader and its user may set
 *
 * module_param(x, int, 0644) puts a struct kernel_param in section __param. "x=5" when the module
 * is loaded sets it; with 0644 it is also the file /sys/module/<module>/parameters/x. Row D5.
 */
#ifndef _LINUX_MODULE_PARAMS_H
#define _LINUX_MODULE_PARAMS_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/stringify.h>
#include <linux/build_bug.h>
#include <linux/init.h>

#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME "quarry"		/* of code that no module build compiled */
#endif

#ifdef MODULE
#define MODULE_PARAM_PREFIX		/* none */
#define __MODULE_INFO_PREFIX		/* none */
#else
#define MODULE_PARAM_PREFIX		KBUILD_MODNAME "."
#define __MODULE_INFO_PREFIX		KBUILD_MODNAME "."
#endif

#define MAX_PARAM_PREFIX_LEN	56

#define __MODULE_INFO_JOIN2(a, b)	a##b
#define __MODULE_INFO_JOIN(a, b)	__MODULE_INFO_JOIN2(a, b)
#define __UNIQUE_MODULE_INFO(name)	\
	__MODULE_INFO_JOIN(__modinfo_##name##_, __COUNTER__)

/* "tag=text" in section .modinfo. */
#define __MODULE_INFO(tag, name, info)						\
	static const char __UNIQUE_MODULE_INFO(name)[]				\
	__attribute__((used, section(".modinfo"), aligned(1)))			\
	= __MODULE_INFO_PREFIX __stringify(tag) "=" info

#define __MODULE_PARM_TYPE(name, _type)	__MODULE_INFO(parmtype, name##type, #name ":" _type)

/** MODULE_PARM_DESC - one sentence about a parameter, for modinfo */
#define MODULE_PARM_DESC(_parm, desc)	__MODULE_INFO(parm, _parm, #_parm ":" desc)

struct kernel_param;

enum {
	KERNEL_PARAM_OPS_FL_NOARG = (1 << 0)	/* the name alone will do, without "=value" */
};

/**
 * struct kernel_param_ops - a type of parameter
 * @flags:	KERNEL_PARAM_OPS_FL_*
 * @set:	take the text @val (NULL if the name came alone); 0 or a negative errno
 * @get:	write the value and a newline to a page; its length or a negative errno
 * @free:	give back what @set allocated, when the module goes
 */
struct kernel_param_ops {
	unsigned int	flags;
	int		(*set)(const char *val, const struct kernel_param *kp);
	int		(*get)(char *buffer, const struct kernel_param *kp);
	void		(*free)(void *arg);
};

enum {
	KERNEL_PARAM_FL_UNSAFE	= (1 << 0),
	KERNEL_PARAM_FL_HWPARAM	= (1 << 1),
};

/**
 * struct kernel_param - one parameter
 * @perm:	mode of its file in sysfs; 0: none
 */
struct kernel_param {
	const char			*name;
	struct module			*mod;
	const struct kernel_param_ops	*ops;
	const u16			perm;
	s8				level;
	u8				flags;
	union {
		void				*arg;
		const struct kparam_string	*str;
		const struct kparam_array	*arr;
	};
};

/* A string that is copied into the module's own array. */
struct kparam_string {
	unsigned int	maxlen;
	char		*string;
};

/* "a,b,c": @num receives how many there were, if not NULL. */
struct kparam_array {
	unsigned int			max;
	unsigned int			elemsize;
	unsigned int			*num;
	const struct kernel_param_ops	*ops;
	void				*elem;
};

/* Octal, within 0777, and not writable by everybody. */
#define __PARAM_PERM(perm)							\
	(BUILD_BUG_ON_ZERO((perm) < 0) + BUILD_BUG_ON_ZERO((perm) > 0777) +	\
	 BUILD_BUG_ON_ZERO((perm) & 2) + (perm))

#ifdef MODULE
#define __PARAM_MODULE (&__this_module)
extern struct module __this_module;
#else
#define __PARAM_MODULE ((struct module *)0)
#endif

#define __module_param_call(prefix, pname, pops, parg, pperm, plevel, pflags)	\
	static const char __param_str_##pname[] = prefix #pname;		\
	static struct kernel_param const __param_##pname			\
	__attribute__((used, section("__param"), aligned(sizeof(void *)))) = {	\
		.name = __param_str_##pname, .mod = __PARAM_MODULE,		\
		.ops = pops, .perm = __PARAM_PERM(pperm), .level = plevel,	\
		.flags = pflags, { .arg = (void *)(parg) },			\
	}

#define module_param_cb(name, ops, arg, perm)	\
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg, perm, -1, 0)
#define module_param_cb_unsafe(name, ops, arg, perm)	\
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg, perm, -1, KERNEL_PARAM_FL_UNSAFE)

#define module_param_call(name, _set, _get, arg, perm)				\
	static const struct kernel_param_ops __param_ops_##name =		\
		{ .flags = 0, .set = _set, .get = _get };			\
	__module_param_call(MODULE_PARAM_PREFIX, name, &__param_ops_##name, arg, perm, -1, 0)

#define module_param_named(name, value, type, perm)				\
	param_check_##type(name, &(value));					\
	module_param_cb(name, &param_ops_##type, &value, perm);			\
	__MODULE_PARM_TYPE(name, #type)

#define module_param_named_unsafe(name, value, type, perm)			\
	param_check_##type(name, &(value));					\
	module_param_cb_unsafe(name, &param_ops_##type, &value, perm);		\
	__MODULE_PARM_TYPE(name, #type)

/**
 * module_param - let variable @name be set when the module is loaded
 * @name:	the variable, and the parameter's name
 * @type:	byte, hexint, short, ushort, int, uint, long, ulong, ullong, charp, bool (a bool),
 *		invbool (a bool, set to the opposite)
 * @perm:	mode of the file in sysfs; 0: no file
 */
#define module_param(name, type, perm)		module_param_named(name, name, type, perm)
#define module_param_unsafe(name, type, perm)	module_param_named_unsafe(name, name, type, perm)

#define module_param_string(name, string, len, perm)				\
	static const struct kparam_string __param_string_##name = { len, string };\
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_ops_string,	\
			    &__param_string_##name, perm, -1, 0);		\
	__MODULE_PARM_TYPE(name, "string")

#define module_param_array_named(name, array, type, nump, perm)			\
	param_check_##type(name, &(array)[0]);					\
	static const struct kparam_array __param_arr_##name = {			\
		.max = sizeof(array) / sizeof((array)[0]), .num = nump,		\
		.ops = &param_ops_##type,					\
		.elemsize = sizeof((array)[0]), .elem = array			\
	};									\
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_array_ops,	\
			    &__param_arr_##name, perm, -1, 0);			\
	__MODULE_PARM_TYPE(name, "array of " #type)

/**
 * module_param_array - as module_param(), for an array: "name=1,2,3"
 * @nump:	address of an unsigned int that receives how many were given; or NULL
 */
#define module_param_array(name, type, nump, perm)	\
	module_param_array_named(name, name, type, nump, perm)

#define module_param_hw_named(name, value, type, hwtype, perm)			\
	param_check_##type(name, &(value));					\
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_ops_##type, &value, perm, -1,\
			    KERNEL_PARAM_FL_HWPARAM);				\
	__MODULE_PARM_TYPE(name, #type)
#define module_param_hw(name, type, hwtype, perm)	\
	module_param_hw_named(name, name, type, hwtype, perm)
#define module_param_hw_array(name, type, hwtype, nump, perm)	\
	module_param_array_named(name, name, type, nump, perm)

/* Built-in code only: a parameter without the module's name before it. */
#ifndef MODULE
#define core_param(name, var, type, perm)					\
	param_check_##type(name, &(var));					\
	__module_param_call("", name, &param_ops_##type, &var, perm, -1, 0)
#define core_param_cb(name, ops, arg, perm)	\
	__module_param_call("", name, ops, arg, perm, -1, 0)
#endif

#define __param_check(name, p, type)	\
	static inline type __attribute__((unused)) *__check_##name(void) { return (p); }

extern const struct kernel_param_ops param_ops_byte;
extern const struct kernel_param_ops param_ops_short;
extern const struct kernel_param_ops param_ops_ushort;
extern const struct kernel_param_ops param_ops_int;
extern const struct kernel_param_ops param_ops_uint;
extern const struct kernel_param_ops param_ops_long;
extern const struct kernel_param_ops param_ops_ulong;
extern const struct kernel_param_ops param_ops_ullong;
extern const struct kernel_param_ops param_ops_hexint;
extern const struct kernel_param_ops param_ops_charp;
extern const struct kernel_param_ops param_ops_bool;
extern const struct kernel_param_ops param_ops_bool_enable_only;
extern const struct kernel_param_ops param_ops_invbool;
extern const struct kernel_param_ops param_ops_bint;
extern const struct kernel_param_ops param_array_ops;
extern const struct kernel_param_ops param_ops_string;

#define param_check_byte(name, p)	__param_check(name, p, unsigned char)
#define param_check_short(name, p)	__param_check(name, p, short)
#define param_check_ushort(name, p)	__param_check(name, p, unsigned short)
#define param_check_int(name, p)	__param_check(name, p, int)
#define param_check_uint(name, p)	__param_check(name, p, unsigned int)
#define param_check_long(name, p)	__param_check(name, p, long)
#define param_check_ulong(name, p)	__param_check(name, p, unsigned long)
#define param_check_ullong(name, p)	__param_check(name, p, unsigned long long)
#define param_check_hexint(name, p)	param_check_uint(name, p)
#define param_check_charp(name, p)	__param_check(name, p, char *)
#define param_check_bool(name, p)	__param_check(name, p, bool)
#define param_check_bool_enable_only	param_check_bool
#define param_check_invbool(name, p)	__param_check(name, p, bool)
#define param_check_bint		param_check_int

/* Each type's two functions, for the ops of others. */
#define __PARAM_FNS(type)							\
	int param_set_##type(const char *val, const struct kernel_param *kp);	\
	int param_get_##type(char *buffer, const struct kernel_param *kp)
__PARAM_FNS(byte);
__PARAM_FNS(short);
__PARAM_FNS(ushort);
__PARAM_FNS(int);
__PARAM_FNS(uint);
__PARAM_FNS(long);
__PARAM_FNS(ulong);
__PARAM_FNS(ullong);
__PARAM_FNS(hexint);
__PARAM_FNS(charp);
__PARAM_FNS(bool);
__PARAM_FNS(invbool);
void param_free_charp(void *arg);
int param_set_bint(const char *val, const struct kernel_param *kp);
#define param_get_bint param_get_int
int param_set_bool_enable_only(const char *val, const struct kernel_param *kp);
int param_set_uint_minmax(const char *val, const struct kernel_param *kp,
			  unsigned int min, unsigned int max);
int param_set_copystring(const char *val, const struct kernel_param *kp);
int param_get_string(char *buffer, const struct kernel_param *kp);

/** kernel_param_lock - keep the parameters of @mod (NULL: the kernel's) as they are, while reading */
void kernel_param_lock(struct module *mod);
void kernel_param_unlock(struct module *mod);

bool parameq(const char *name1, const char *name2);
bool parameqn(const char *name1, const char *name2, size_t n);

/**
 * parse_args - set parameters from "name=value name="a b" flag"
 * @name:	who asks, for messages
 * @args:	the text; is changed
 * @params:	@num parameters to choose from, of levels @min_level to @max_level
 * @arg:	for @unknown
 * @unknown:	called for a name that is not in @params; NULL: that is an error
 *
 * '-' and '_' are the same in a name. "--" ends the list.
 * Context: may sleep.
 * Return: what follows "--", or NULL, or an ERR_PTR of what @ops->set or @unknown returned.
 */
char *parse_args(const char *name, char *args, const struct kernel_param *params, unsigned int num,
		 s16 min_level, s16 max_level, void *arg,
		 int (*unknown)(char *param, char *val, const char *doing, void *arg));

#endif /* _LINUX_MODULE_PARAMS_H */
