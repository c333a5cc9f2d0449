/* SPDX-License-Identifier: MIT */
/* linux/prandom.h - repeatable pseudo-random numbers, for tests and spreading; not secret */
#ifndef _LINUX_PRANDOM_H
#define _LINUX_PRANDOM_H

#include <linux/types.h>

u32 get_random_u32(void);
u32 get_random_u32_below(u32 ceil);
void get_random_bytes(void *buf, size_t len);

/* Four Tausworthe generators, joined by xor. Seeds must not be too small: prandom_seed_state(). */
struct rnd_state {
	__u32 s1, s2, s3, s4;
};

/**
 * prandom_u32_state - the next number of a sequence that its seed determines
 * @state:	the sequence, not used by others meanwhile
 *
 * Context: any.
 * Return: the number.
 */
u32 prandom_u32_state(struct rnd_state *state);
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t nbytes);

/**
 * prandom_seed_state - begin the sequence that belongs to a seed
 * @state:	the sequence
 * @seed:	the seed
 *
 * Context: any.
 */
void prandom_seed_state(struct rnd_state *state, u64 seed);

static inline u32 prandom_u32(void)
{
	return get_random_u32();
}

static inline u32 prandom_u32_max(u32 ep_ro)
{
	return get_random_u32_below(ep_ro);
}

static inline void prandom_bytes(void *buf, size_t nbytes)
{
	get_random_bytes(buf, nbytes);
}

#define next_pseudo_random32(x)	((x) * 1664525 + 1013904223)

#endif
