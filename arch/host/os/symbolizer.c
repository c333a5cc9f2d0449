// SPDX-License-Identifier: MIT
/*
 * arch/host/os/symbolizer.c - clang's sanitizers start their symbolizer from the thread's host stack
 *
 * Their runtime forks for it, when a report first has an address to name. Kernel stacks lie in the machine's
 * memory, which is shared: on one the child would run on its parent's frames. So when a report begins,
 * one address is named from the host stack; the symbolizer stays for all others. (gcc's runtime needs no
 * other program.)
 */
#ifdef __clang__
#if __has_feature(address_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#include <sanitizer/common_interface_defs.h>
#include "arch/host/os/stack.h"

static long name_one(void *address)
{
	char text[32];

	__sanitizer_symbolize_pc(address, "%f", text, sizeof(text));
	return 0;
}

/* The runtimes call these before they print call chains. */
void __asan_on_error(void);
void __ubsan_on_report(void);

void __asan_on_error(void)
{
	stack_call_untold(name_one, name_one);
}

void __ubsan_on_report(void)
{
	stack_call_untold(name_one, name_one);
}
#endif
#endif
