// SPDX-License-Identifier: MIT
/* lib/random.c - random numbers from the port, and repeatable ones */
#include <asm-generic/arch.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/string.h>

void get_random_bytes(void *buf, size_t len)
{
	arch_random(buf, len);
}
EXPORT_SYMBOL(get_random_bytes);

#define GET_RANDOM(name, type)		\
type name(void)				\
{					\
	type value;			\
					\
	arch_random(&value, sizeof(value)); \
	return value;			\
}					\
EXPORT_SYMBOL(name)

GET_RANDOM(get_random_u8, u8);
GET_RANDOM(get_random_u16, u16);
GET_RANDOM(get_random_u32, u32);
GET_RANDOM(get_random_u64, u64);

/* Multiply and take the high half; the low halves below 2^32 % ceil would make some more likely. */
u32 get_random_u32_below(u32 ceil)
{
	u64 product = (u64)get_random_u32() * ceil;

	if ((u32)product < ceil) {
		u32 uneven = -ceil % ceil;

		while ((u32)product < uneven)
			product = (u64)get_random_u32() * ceil;
	}
	return product >> 32;
}
EXPORT_SYMBOL(get_random_u32_below);

/* L'Ecuyer's taus113: four shift registers, of periods without a common factor. */
u32 prandom_u32_state(struct rnd_state *state)
{
#define STEP(s, shift, back, mask, left) \
	((((s) & (mask)) << (left)) ^ ((((s) << (shift)) ^ (s)) >> (back)))
	state->s1 = STEP(state->s1, 6, 13, ~1U, 18);
	state->s2 = STEP(state->s2, 2, 27, ~7U, 2);
	state->s3 = STEP(state->s3, 13, 21, ~15U, 7);
	state->s4 = STEP(state->s4, 3, 12, ~127U, 13);
#undef STEP
	return state->s1 ^ state->s2 ^ state->s3 ^ state->s4;
}
EXPORT_SYMBOL(prandom_u32_state);

/**
 * prandom_bytes_state - fill memory with numbers of a sequence
 * @state:	the sequence, not used by others meanwhile
 * @buf:	the memory
 * @nbytes:	bytes
 *
 * Context: any.
 */
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t nbytes)
{
	u8 *to = buf;

	while (nbytes) {
		u32 value = prandom_u32_state(state);
		size_t n = min(nbytes, sizeof(value));

		memcpy(to, &value, n);
		to += n;
		nbytes -= n;
	}
}
EXPORT_SYMBOL(prandom_bytes_state);

/* A register whose masked bits are all 0 would stay at 0. */
static u32 seed_at_least(u32 seed, u32 least)
{
	return seed < least ? seed + least : seed;
}

void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	u32 i = ((seed >> 32) ^ (seed << 10) ^ seed) & 0xffffffffUL;

	state->s1 = seed_at_least(i, 2);
	state->s2 = seed_at_least(i, 8);
	state->s3 = seed_at_least(i, 16);
	state->s4 = seed_at_least(i, 128);
	for (i = 0; i < 10; i++)
		prandom_u32_state(state);
}
EXPORT_SYMBOL(prandom_seed_state);
