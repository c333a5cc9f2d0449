/* SPDX-License-Identifier: MIT */
/*
 * linux/kdev_t.h - device numbers: 12 bits of major, 20 of minor
 *
 * Inside the kernel a dev_t is major << 20 | minor. What stat(2) and mknod(2) carry is packed
 * otherwise: new_encode_dev() and new_decode_dev() (32 bits), old_* (16 bits).
 */
#ifndef _LINUX_KDEV_T_H
#define _LINUX_KDEV_T_H

#include <linux/types.h>

#define MINORBITS	20
#define MINORMASK	((1U << MINORBITS) - 1)

#define MAJOR(dev)	((unsigned int)((dev) >> MINORBITS))
#define MINOR(dev)	((unsigned int)((dev) & MINORMASK))
#define MKDEV(ma, mi)	(((ma) << MINORBITS) | (mi))

#define print_dev_t(buffer, dev) \
	sprintf((buffer), "%u:%u\n", MAJOR(dev), MINOR(dev))
#define format_dev_t(buffer, dev) \
	({ sprintf((buffer), "%u:%u", MAJOR(dev), MINOR(dev)); (buffer); })

static inline bool old_valid_dev(dev_t dev)
{
	return MAJOR(dev) < 256 && MINOR(dev) < 256;
}

static inline u16 old_encode_dev(dev_t dev)
{
	return (u16)(MAJOR(dev) << 8 | MINOR(dev));
}

static inline dev_t old_decode_dev(u16 val)
{
	return MKDEV((dev_t)(val >> 8) & 255, val & 255);
}

static inline u32 new_encode_dev(dev_t dev)
{
	return (MINOR(dev) & 0xff) | (MAJOR(dev) << 8) | ((MINOR(dev) & ~0xffU) << 12);
}

static inline dev_t new_decode_dev(u32 dev)
{
	return MKDEV((dev & 0xfff00) >> 8, (dev & 0xff) | ((dev >> 12) & 0xfff00));
}

static inline u64 huge_encode_dev(dev_t dev)
{
	return new_encode_dev(dev);
}

static inline dev_t huge_decode_dev(u64 dev)
{
	return new_decode_dev((u32)dev);
}

#endif /* _LINUX_KDEV_T_H */
