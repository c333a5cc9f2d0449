// SPDX-License-Identifier: MIT
/*
 * kernel/module_linked.c - THIS_MODULE of code that is linked into a program
 *
 * Kernel code compiled with -DMODULE refers to __this_module, which a module's build defines.
 * The same object linked straight into a program finds this one: live, and never unloaded.
 */
#include <linux/module.h>

struct module __this_module = {
	.state = MODULE_STATE_LIVE,
	.name = "linked",
	.refcnt = ATOMIC_INIT(1),
};
EXPORT_SYMBOL(__this_module);
