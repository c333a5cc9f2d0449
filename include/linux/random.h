/* SPDX-License-Identifier: MIT */
/* linux/random.h - numbers that can't be guessed; any context */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/prandom.h>
#include <linux/types.h>

/**
 * get_random_bytes - fill memory with random bytes
 * @buf:	the memory
 * @len:	bytes
 *
 * Context: any.
 */
void get_random_bytes(void *buf, size_t len);
u8 get_random_u8(void);
u16 get_random_u16(void);
u32 get_random_u32(void);
u64 get_random_u64(void);

/**
 * get_random_u32_below - a random number below another, each as likely
 * @ceil:	the other
 *
 * Context: any.
 * Return: 0 to @ceil - 1; 0 for 0.
 */
u32 get_random_u32_below(u32 ceil);

static inline unsigned int get_random_int(void)
{
	return get_random_u32();
}

static inline unsigned long get_random_long(void)
{
	return get_random_u64();
}

static inline u32 get_random_u32_above(u32 floor)
{
	return floor + 1 + get_random_u32_below(~floor);
}

static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	u32 span = ceil - floor + 1;

	return span ? floor + get_random_u32_below(span) : get_random_u32();
}

static inline int get_random_bytes_wait(void *buf, size_t nbytes)
{
	get_random_bytes(buf, nbytes);
	return 0;
}

static inline int wait_for_random_bytes(void)
{
	return 0;
}

static inline bool rng_is_initialized(void)
{
	return true;
}

static inline void add_device_randomness(const void *buf, size_t len) { }

#endif
