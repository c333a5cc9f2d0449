/* SPDX-License-Identifier: MIT */
/*
 * linux/kmem_probe.h - places where perf, bpftrace, SystemTap and gdb can look on: probes of provider "kmem"
 *
 *	kmalloc(call_site, ptr, bytes_req, bytes_alloc, gfp_flags)
 *	kmem_cache_alloc(call_site, ptr, name, bytes_req, bytes_alloc, gfp_flags)
 *	kfree(call_site, ptr)			kmem_cache_free(call_site, ptr, name)
 *	mm_page_alloc(page, order, gfp_flags)	mm_page_free(page, order): of each last use that ends
 *
 * A probe is one nop, and a note (.note.stapsdt, owner "stapsdt", type 3) that says where it is and
 * where its arguments are found there: in registers, in memory or constants. Nothing is computed
 * for it. A path that is not inlined once has several places of one name; the tools put them
 * together. x86-64; elsewhere there are none. Linux: the tracepoints of the same names, with these
 * of their fields; pages as their struct page.
 */
#ifndef _LINUX_KMEM_PROBE_H
#define _LINUX_KMEM_PROBE_H

#ifdef __x86_64__

/* Bytes, a blank, and the operand. */
#define KMEM_PROBE_ARG(n)	"%c[s" #n "]@%[a" #n "] "
#define KMEM_PROBE_OPERAND(n, x)	[s##n] "n" (sizeof(x)), [a##n] "nor" (x)

#define KMEM_PROBE(event, format, ...)						\
	asm volatile(								\
		"990:\tnop\n\t"							\
		".pushsection .note.stapsdt, \"\", \"note\"\n\t"		\
		".balign 4\n\t"							\
		".long 992f - 991f, 994f - 993f, 3\n"				\
		"991:\t.asciz \"stapsdt\"\n"					\
		"992:\t.balign 4\n"						\
		"993:\t.quad 990b, _.stapsdt.base, 0\n\t"			\
		".asciz \"kmem\"\n\t"						\
		".asciz \"" #event "\"\n\t"					\
		".asciz \"" format "\"\n"					\
		"994:\t.balign 4\n\t"						\
		".popsection\n\t"						\
		".ifndef _.stapsdt.base\n\t"					\
		".pushsection .stapsdt.base, \"aG\", \"progbits\", .stapsdt.base, comdat\n\t"	\
		".weak _.stapsdt.base\n\t"					\
		".hidden _.stapsdt.base\n"					\
		"_.stapsdt.base: .space 1\n\t"					\
		".size _.stapsdt.base, 1\n\t"					\
		".popsection\n\t"						\
		".endif"							\
		: : __VA_ARGS__)

#else
#define KMEM_PROBE_ARG(n)
#define KMEM_PROBE_OPERAND(n, x)	(void)(x)
#define KMEM_PROBE(event, format, ...)	((void)0, ##__VA_ARGS__)
#endif

#define KMEM_PROBE2(event, a, b)						\
	KMEM_PROBE(event, KMEM_PROBE_ARG(0) KMEM_PROBE_ARG(1),			\
		   KMEM_PROBE_OPERAND(0, a), KMEM_PROBE_OPERAND(1, b))
#define KMEM_PROBE3(event, a, b, c)						\
	KMEM_PROBE(event, KMEM_PROBE_ARG(0) KMEM_PROBE_ARG(1) KMEM_PROBE_ARG(2),	\
		   KMEM_PROBE_OPERAND(0, a), KMEM_PROBE_OPERAND(1, b), KMEM_PROBE_OPERAND(2, c))
#define KMEM_PROBE5(event, a, b, c, d, e)					\
	KMEM_PROBE(event, KMEM_PROBE_ARG(0) KMEM_PROBE_ARG(1) KMEM_PROBE_ARG(2)	\
		   KMEM_PROBE_ARG(3) KMEM_PROBE_ARG(4),				\
		   KMEM_PROBE_OPERAND(0, a), KMEM_PROBE_OPERAND(1, b), KMEM_PROBE_OPERAND(2, c),	\
		   KMEM_PROBE_OPERAND(3, d), KMEM_PROBE_OPERAND(4, e))
#define KMEM_PROBE6(event, a, b, c, d, e, f)					\
	KMEM_PROBE(event, KMEM_PROBE_ARG(0) KMEM_PROBE_ARG(1) KMEM_PROBE_ARG(2)	\
		   KMEM_PROBE_ARG(3) KMEM_PROBE_ARG(4) KMEM_PROBE_ARG(5),	\
		   KMEM_PROBE_OPERAND(0, a), KMEM_PROBE_OPERAND(1, b), KMEM_PROBE_OPERAND(2, c),	\
		   KMEM_PROBE_OPERAND(3, d), KMEM_PROBE_OPERAND(4, e), KMEM_PROBE_OPERAND(5, f))

#endif /* _LINUX_KMEM_PROBE_H */
