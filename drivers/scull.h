/* SPDX-License-Identifier: MIT */
/*
 * drivers/scull.h - what scullc, scullp and scullv share: devices that remember what is written to them
 *
 *	device -- set -- set -- set		in order of position; none for an untouched stretch
 *		   |
 *		 quantum[0 .. qset-1]		pieces of memory, NULL where nothing was written
 *
 * Byte `pos` is in set pos / (quantum * qset). A driver says where a quantum's memory comes from
 * (struct scull_kind); everything else is in scull_file.c.
 */
#ifndef SCULL_H
#define SCULL_H

#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#define SCULL_DEVS		4
#define SCULL_DEVS_MAX		64
#define SCULL_QSET		500
#define SCULL_QSET_MAX		65536

/* @index: which stretch of the device it covers. */
struct scull_set {
	struct list_head	link;
	u64			index;
	void			*quantum[];
};

/**
 * struct scull_dev - one device
 * @lock:	covers all but @cdev
 * @sets:	sorted by index; @recent is where the last access was, or NULL
 * @size:	one past the last byte written
 * @quantum:	bytes of each piece; @qset: pieces of a set; fixed while there are sets
 * @source:	the kind's: where the pieces come from
 */
struct scull_dev {
	struct mutex		lock;
	struct list_head	sets;
	struct scull_set	*recent;
	loff_t			size;
	size_t			quantum;
	unsigned int		qset;
	unsigned long		nr_quanta;
	void			*source;
	struct cdev		cdev;
};

/**
 * struct scull_kind - what the drivers do differently
 * @prepare:	before the first byte: set @dev->quantum, qset and source from the settings of now
 * @finish:	after the last: the opposite
 * @get:	a quantum of zeros, or NULL; may sleep
 * @put:	free it
 * @ioctl:	the commands; -ENOTTY for what it does not know
 */
struct scull_kind {
	const char	*name;
	struct module	*owner;
	int (*prepare)(struct scull_dev *dev);
	void (*finish)(struct scull_dev *dev);
	void *(*get)(struct scull_dev *dev);
	void (*put)(struct scull_dev *dev, void *quantum);
	long (*ioctl)(unsigned int cmd, unsigned long arg);
};

int scull_register(const struct scull_kind *kind, unsigned int nr_devs);
void scull_unregister(void);

#endif /* SCULL_H */
