/* SPDX-License-Identifier: MIT */
/*
 * asm/rseq.h - restartable sequences: steps on this CPU's data without a locked instruction
 *
 * A section is straight code that ends with one storing instruction, its commit. If the host takes the
 * thread off its CPU, or delivers a signal to it, before the commit, it makes it go on elsewhere
 * (rseq(2); the C library has registered the thread's area). So from the look at rseq.cpu_id to the
 * commit nothing else runs on that CPU but interrupts of other programs. Elsewhere is the way out that
 * is the slow one: a debugger that stops the thread at each step would never come to the end of a
 * section that begins anew.
 *
 * What a section may touch: data of CPU c, if it runs on the host CPU that is c's home and sees
 * that c's token is free and biased; or the data of the CPU whose token the task holds.
 * docs/locking.md, "Restartable sequences", says why that keeps out everybody else.
 *
 *	asm volatile goto(
 *		RSEQ_SECTION_BEGIN(t)		publish the descriptor; register t is free to use
 *		RSEQ_CPU_CHECK(t)		p := per-CPU offset, or leave
 *		...				loads; stores that nobody minds
 *		one store			the commit
 *		RSEQ_SECTION_END(label)		RSEQ_LEAVE jumps there
 *		: [t] "=&r", [p] "=&r" ...
 *		: RSEQ_INPUTS(ti), ...
 *		: "memory", "cc" : label);
 *
 * The outputs are scratch registers, worth nothing at the label. With results:
 * RSEQ_SECTION_END_OR_ZERO.
 *
 * The thread's pointer to the descriptor is cleared on every way out: it must not outlive the module
 * that the descriptor is in.
 *
 * Where rseq can't be used (host_rseq_init()), arch_rseq_offset leads to an area that says "no
 * CPU", or no token is ever found free, and every section that needs a token leaves.
 */
#ifndef _ASM_RSEQ_H
#define _ASM_RSEQ_H

#include <linux/compiler.h>
#include <linux/stddef.h>
#include <linux/thread_info.h>

#if defined(__x86_64__) && !defined(__QUARRY_TSAN)
#define ARCH_HAS_RSEQ	1

/* From the thread pointer to the thread's struct rseq; the same in all threads. */
extern long arch_rseq_offset;

#define RSEQ_HOST_CPUS	1024	/* hosts with more do without */

/* Of struct rseq; from <linux/rseq.h>, by hand as asm needs plain numbers. */
#define RSEQ_CPU_ID	"4"
#define RSEQ_CS		"8"
#define RSEQ_CS_AT	8
#define RSEQ_SIGNATURE	"0x53053053"

/*
 * Labels, local to each section: 878 on, 879 past a patched instruction, 880 the one that
 * publishes, 881 descriptor, 882 first, 883 past the commit, 884 abort, 886 leave, 887 held, 888 end.
 */
#define RSEQ_LEAVE	"886f"

#define RSEQ_DESCRIPTOR							\
	".pushsection __rseq_cs, \"aw\"\n\t"				\
	".balign 32\n"							\
	"881:\n\t"							\
	".long 0, 0\n\t"						\
	".quad 882f, 883f - 882f, 884f\n\t"				\
	".popsection\n\t"

#define RSEQ_SECTION_BEGIN(t)						\
	RSEQ_DESCRIPTOR							\
	"leaq 881b(%%rip), %[" #t "]\n\t"				\
	"movq %[" #t "], %%fs:" RSEQ_CS "(%[rseq])\n"			\
	"882:\n\t"

/* The bytes before the signature make it one instruction for disassemblers (ud1). */
#define RSEQ_SECTION_END(label)						\
	"883:\n\t"							\
	"movq $0, %%fs:" RSEQ_CS "(%[rseq])\n\t"			\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".byte 0x0f, 0xb9, 0x3d\n\t"					\
	".long " RSEQ_SIGNATURE "\n"					\
	"884:\n\t"							\
	"jmp %l[" #label "]\n"						\
	"886:\n\t"							\
	"movq $0, %%fs:" RSEQ_CS "(%[rseq])\n\t"			\
	"jmp %l[" #label "]\n\t"					\
	".popsection\n\t"

/*
 * Where results are wanted: in place of a jump, register @reg is 0 after leaving. (An asm goto with
 * outputs would do, but gcc 12 uses those outputs on the way of the jump as well.)
 */
#define RSEQ_SECTION_END_OR_ZERO(reg)					\
	"883:\n\t"							\
	"movq $0, %%fs:" RSEQ_CS "(%[rseq])\n"				\
	"888:\n\t"							\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".byte 0x0f, 0xb9, 0x3d\n\t"					\
	".long " RSEQ_SIGNATURE "\n"					\
	"884:\n\t"							\
	"886:\n\t"							\
	"movq $0, %%fs:" RSEQ_CS "(%[rseq])\n\t"			\
	"xorl %k[" #reg "], %k[" #reg "]\n\t"				\
	"jmp 888b\n\t"							\
	".popsection\n\t"

/* Does the thread run on the home of the CPU with token @token (a register)? */
#define RSEQ_HOME_CHECK(t, token)					\
	"movl %%fs:" RSEQ_CPU_ID "(%[rseq]), %k[" #t "]\n\t"		\
	"cmpl %k[" #t "], %c[home](%[" #token "])\n\t"			\
	"jne " RSEQ_LEAVE "\n\t"

/*
 * Sequences of another kind, of the core and of what is compiled against its headers: what they
 * address lies at fixed places, which are known when the program starts. arch/host/rseq.c then
 * writes these into the instructions, as a load of each address would cost a tenth of a pair of
 * kmalloc() and kfree():
 *
 *	the thread's struct rseq	its distance from the thread pointer, which the C library chose
 *	the descriptor			a copy of it, below 2 GB, so that one instruction publishes it
 *	the CPUs' tokens		a table below 2 GB, by the host CPUs' numbers
 *	where memory is			in front of that table
 *
 * Until then a jump to the label "fail" stands at the beginning, and it stays where that can't be done.
 */
enum rseq_patch {
	RSEQ_PATCH_PUBLISH,		/* the first instruction; the entry has the descriptor */
	RSEQ_PATCH_AREA,		/* a 32-bit field: + distance of struct rseq */
	RSEQ_PATCH_TABLE,		/* a 32-bit field: + address of the table */
	RSEQ_PATCH_SUB,			/* a subq of registers: addq where CPUs' data lie above CPU 0's */
	RSEQ_PATCHED,			/* done */
};
#define RSEQ_PUBLISH_BYTES	13

/* Where RSEQ_PATCH() was used; the distances are from the fields themselves. */
struct rseq_place {
	s32 where;
	s32 kind;			/* enum rseq_patch */
	s32 descriptor;
};

/* Of the program or the shared object that looks; none, if it has no sequences. */
extern struct rseq_place __start_rseq_patched[] __attribute__((weak, visibility("hidden")));
extern struct rseq_place __stop_rseq_patched[] __attribute__((weak, visibility("hidden")));
extern const u8 __start___rseq_cs[] __attribute__((weak, visibility("hidden")));
extern const u8 __stop___rseq_cs[] __attribute__((weak, visibility("hidden")));

#define RSEQ_PATCH(kind, where, descriptor)					\
	".pushsection rseq_patched, \"aw\"\n\t"					\
	".balign 4\n\t"								\
	".long " where " - ., " kind ", " descriptor " - .\n\t"			\
	".popsection\n\t"
/* Of the instruction before: a field that ends @left bytes before its end. */
#define RSEQ_PATCH_FIELD(kind, left)						\
	"879:\n\t"								\
	RSEQ_PATCH(kind, "879b - 4 - " left, "879b")

/* Where memory is: into the table, whose first entry is that of host CPU 0 (struct rseq_memory). */
#define RSEQ_PAGE_OFFSET	"-192"
#define RSEQ_DIRECT_MAP_SIZE	"-184"
#define RSEQ_VMEMMAP		"-176"
/* @instruction with one of these as its source */
#define RSEQ_MEMORY(instruction, value, target)				\
	instruction " " value ", " target "\n\t"				\
	RSEQ_PATCH_FIELD("%c[patch_table]", "0")

/*
 * t := the host CPU's number times 64, if the token of the CPU whose home that is is free and biased:
 * as far into the table is that token. Does not look at the task: while that holds a CPU, this one
 * is that CPU (and so not free), or it is moved, and uses another one's data. The pointer to the
 * descriptor is left for the host to clear, and so the memory that holds descriptors is never unmapped.
 */
#define RSEQ_HERE_BEGIN(t)						\
	RSEQ_DESCRIPTOR							\
	"880:\t.byte 0xe9\n\t"						\
	".long %l[fail] - 4 - .\n\t"					\
	".fill %c[publish_bytes] - 5, 1, 0xcc\n\t"			\
	RSEQ_PATCH("%c[patch_publish]", "880b", "881b")			\
	"882:\n\t"							\
	"movslq %%fs:" RSEQ_CPU_ID ", %[" #t "]\n\t"			\
	RSEQ_PATCH_FIELD("%c[patch_area]", "0")				\
	"shlq $6, %[" #t "]\n\t"					\
	"%{disp32%} testb %[taken], %c[word](%[" #t "])\n\t"		\
	RSEQ_PATCH_FIELD("%c[patch_table]", "1")				\
	"jne %l[fail]\n\t"

/*
 * p, a per-CPU pointer, becomes that CPU's. The copies lie 4 GB apart, in the order of the CPUs' homes
 * (arch_percpu_offset()); so no offset is loaded. t := the host CPU's number, in the upper half.
 */
#define RSEQ_HERE_PTR(t, p)						\
	"shlq $26, %[" #t "]\n\t"					\
	"subq %[" #t "], %[" #p "]\n\t"					\
	"879:\n\t"							\
	RSEQ_PATCH("%c[patch_sub]", "879b - 3", "879b")

#define RSEQ_HERE_END							\
	"883:\n\t"							\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".byte 0x0f, 0xb9, 0x3d\n\t"					\
	".long " RSEQ_SIGNATURE "\n"					\
	"884:\n\t"							\
	"jmp %l[fail]\n\t"							\
	".popsection\n\t"

#define RSEQ_HERE_INPUTS						\
	[patch_publish] "i" (RSEQ_PATCH_PUBLISH), [patch_area] "i" (RSEQ_PATCH_AREA),	\
	[patch_table] "i" (RSEQ_PATCH_TABLE), [patch_sub] "i" (RSEQ_PATCH_SUB), [publish_bytes] "i" (RSEQ_PUBLISH_BYTES),	\
	[word] "i" (offsetof(struct cpu_token, word)),			\
	[taken] "i" (CPU_TOKEN_HELD | CPU_TOKEN_SHARED)

/*
 * p := offset of the CPU that the task holds; if it holds none, of its last one if that is to be
 * had.
 */
#define RSEQ_CPU_CHECK(t)						\
	"cmpl $0, %[count]\n\t"						\
	"jne 887f\n\t"							\
	RSEQ_FREE_CHECK(t)						\
	"887:\n\t"							\
	"movq %[offset], %[p]\n\t"

#define RSEQ_FREE_CHECK(t)						\
	"movq %[token], %[p]\n\t"					\
	RSEQ_HOME_CHECK(t, p)						\
	"testb %[taken], %c[word](%[p])\n\t"				\
	"jne " RSEQ_LEAVE "\n\t"

/*
 * For a commit that is also all there is of the section, one instruction: a task that holds its CPU
 * needs no section, since nothing can come between.
 */
#define RSEQ_SINGLE_BEGIN(t)						\
	"cmpl $0, %[count]\n\t"						\
	"jne 887f\n\t"							\
	RSEQ_SECTION_BEGIN(t)						\
	RSEQ_FREE_CHECK(t)						\
	"887:\n\t"							\
	"movq %[offset], %[p]\n\t"

#define RSEQ_TOKEN_INPUTS						\
	[home] "i" (offsetof(struct cpu_token, home)),			\
	[word] "i" (offsetof(struct cpu_token, word)),			\
	[taken] "i" (CPU_TOKEN_HELD | CPU_TOKEN_SHARED),		\
	[rseq] "r" (arch_rseq_offset)

#define RSEQ_INPUTS(ti)							\
	RSEQ_TOKEN_INPUTS, [count] "m" ((ti)->count),			\
	[token] "m" ((ti)->token), [offset] "m" ((ti)->percpu_offset)

struct rseq_piece;

/**
 * struct rseq_image - a program's or a shared object's sequences
 * @places, @places_end:	what is to be written into them
 * @descriptors, @descriptors_end: theirs, as they were linked
 * @layout:	what the headers said of the structures that they read; the core's own must be the same
 * @piece:	of low memory, with copies of the descriptors; NULL: the sequences are not in use
 */
struct rseq_image {
	struct rseq_place	*places, *places_end;
	const u8		*descriptors, *descriptors_end;
	u64			layout;
	struct rseq_piece	*piece;
};

/**
 * arch_rseq_open - make an image's sequences work, if the host lets us
 * @image:	the image; may be open already
 *
 * Context: when it is loaded, before anything in it is called.
 */
void arch_rseq_open(struct rseq_image *image);

/**
 * arch_rseq_close - an open image is about to be unloaded
 * @image:	the image, within which no thread is any more
 *
 * Context: when it is unloaded.
 */
void arch_rseq_close(struct rseq_image *image);

#endif /* x86-64 */

#endif /* _ASM_RSEQ_H */
