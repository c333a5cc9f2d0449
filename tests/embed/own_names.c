// SPDX-License-Identifier: MIT
/*
 * own_names.c - a program whose own functions are named as the kernel's are
 *
 * None of them may be called by Quarry: each one ends the program with a complaint.
 */
#include <stdio.h>
#include <stdlib.h>

#include "churn.h"

#define OWN(name)					\
void name(void);					\
void name(void)						\
{							\
	puts("Quarry called my " #name "()");		\
	exit(1);					\
}

OWN(panic)
OWN(down)
OWN(up)
OWN(schedule)
OWN(mutex_lock)
OWN(kmem_cache_shrink)
OWN(alloc_pages)
OWN(free_pages_exact)
OWN(vmalloc)
OWN(_printk)

int main(void)
{
	const char *why;

	if (churn_start())
		return 1;
	why = churn_run(1, 5000);
	churn_stop();
	puts(why ? why : "undisturbed");
	return why != NULL;
}
