/* SPDX-License-Identifier: MIT */
/* linux/instruction_pointer.h - where am I, and who called */
#ifndef _LINUX_INSTRUCTION_POINTER_H
#define _LINUX_INSTRUCTION_POINTER_H

#define _RET_IP_	((unsigned long)__builtin_return_address(0))
/*
 * clang inlines no function that takes a label's address, and so would name the function, never who
 * called it.
 */
#if defined(__clang__) && defined(__x86_64__)
#define _THIS_IP_	({ unsigned long __here; __asm__ volatile("lea 0(%%rip), %0" : "=r" (__here)); __here; })
#else
#define _THIS_IP_	({ __label__ __here; __here: (unsigned long)&&__here; })
#endif

#endif
