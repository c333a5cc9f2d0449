/* SPDX-License-Identifier: MIT */
/*
 * linux/mm_verify.h - check the memory system's structures, all of them
 */
#ifndef _LINUX_MM_VERIFY_H
#define _LINUX_MM_VERIFY_H

/**
 * mm_verify - walk every structure of the memory system
 * @report:	called with a sentence for each thing that does not agree; NULL: not wanted
 * @arg:	its first argument
 *
 * Exact also while others allocate and free: they are stopped meanwhile, shortly.
 * Context: may sleep.
 * Return: how many violations there are.
 */
int mm_verify(void (*report)(void *arg, const char *line), void *arg);

#endif /* _LINUX_MM_VERIFY_H */
