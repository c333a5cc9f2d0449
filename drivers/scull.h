/* SPDX-License-Identifier: MIT */
/*
 * drivers/scull.h - what scullc, scullp and scullv share: devices that remember what is written to them
 *
 *	device -- set -- set -- set		in order of position; none for an untouched stretch
 *		   |
 *		 quantum[0 .. qset-1]		pieces of memory, NULL where nothing was written
 *
 * Byte `pos` is in set pos / (quantum * qset). A driver says where a quantum's memory comes from
 * (struct scull_kind); everything else is in scull_devs.c and scull_file.c.
 */
#ifndef SCULL_H
#define SCULL_H

#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "scull_ioctl.h"

/* @index: which stretch of the device it covers. */
struct scull_set {
	struct list_head	link;
	u64			index;
	void			*quantum[];
};

/**
 * struct scull_dev - one device
 * @lock:	covers all but @cdev and @kind
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
	const struct scull_kind	*kind;
	struct cdev		cdev;
};

/**
 * struct scull_setting - a number that a module parameter starts and ioctls change
 * @param:	the parameter; @min and @max: what it may be
 * @change:	is told of a new value and may refuse it with an errno; NULL if nothing is to be done
 * @now:	the value for contents to come
 * @ioc_set:	this and the next three: its commands, see scull_ioctl.h
 */
struct scull_setting {
	const int	*param;
	int		min, max;
	int (*change)(int value);
	int		now;
	unsigned int	ioc_set, ioc_tell, ioc_get, ioc_query;
};

#define SCULL_SETTING(NAME, variable, least, most, ...) {			\
	.param = &(variable), .min = (least), .max = (most),			\
	.ioc_set = SCULL_IOCS##NAME, .ioc_tell = SCULL_IOCT##NAME,		\
	.ioc_get = SCULL_IOCG##NAME, .ioc_query = SCULL_IOCQ##NAME, __VA_ARGS__	\
}

/**
 * struct scull_kind - what the drivers do differently
 * @size:	the setting that says how large a quantum is
 * @prepare:	before the first byte: set @dev->quantum and source from the settings of now
 * @finish:	after the last: the opposite, or NULL
 * @get:	a quantum of zeros, or NULL; may sleep
 * @put:	free it
 *
 * @prepare, @finish and @size->change are called one at a time.
 */
struct scull_kind {
	const char		*name;
	struct scull_setting	*size;
	void (*prepare)(struct scull_dev *dev);
	void (*finish)(struct scull_dev *dev);
	void *(*get)(struct scull_dev *dev);
	void (*put)(struct scull_dev *dev, void *quantum);
};

/* scull_devs.c */
int scull_register(const struct scull_kind *kind);
void scull_unregister(void);
void scull_prepare(struct scull_dev *dev);
void scull_finish(struct scull_dev *dev);
long scull_ioctl(struct file *filp, unsigned int cmd, unsigned long arg);

/* scull_file.c */
extern const struct file_operations scull_fops;
void scull_trim(struct scull_dev *dev);

#endif /* SCULL_H */
