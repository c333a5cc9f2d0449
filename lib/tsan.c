// SPDX-License-Identifier: MIT
/* lib/tsan.c - the word that stands for memory fences where the thread sanitizer watches */
#include <linux/compiler.h>
#include <linux/export.h>
#include <asm/barrier.h>

#ifdef __QUARRY_TSAN
int quarry_tsan_fence_word;
EXPORT_SYMBOL(quarry_tsan_fence_word);
#endif
