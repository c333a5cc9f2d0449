/* SPDX-License-Identifier: MIT */
/*
 * drivers/scull_ioctl.h - the ioctl commands of scullc, scullp and scullv, for the drivers and for programs
 *
 * All act on the driver, not on one device: a new value counts for a device from the next time that it
 * is emptied (opened for writing only). S sets through a pointer, T sets to the argument itself, G
 * gets through a pointer, Q gets as the answer of ioctl().
 */
#ifndef SCULL_IOCTL_H
#define SCULL_IOCTL_H

#include <linux/ioctl.h>

#define SCULL_IOC_MAGIC		'K'

#define SCULL_IOCRESET		_IO(SCULL_IOC_MAGIC, 0)		/* back to the module's parameters */

/* Bytes of a quantum: scullc. */
#define SCULL_IOCSQUANTUM	_IOW(SCULL_IOC_MAGIC, 1, int)
#define SCULL_IOCTQUANTUM	_IO(SCULL_IOC_MAGIC, 2)
#define SCULL_IOCGQUANTUM	_IOR(SCULL_IOC_MAGIC, 3, int)
#define SCULL_IOCQQUANTUM	_IO(SCULL_IOC_MAGIC, 4)

/* Quanta of a set: both. */
#define SCULL_IOCSQSET		_IOW(SCULL_IOC_MAGIC, 5, int)
#define SCULL_IOCTQSET		_IO(SCULL_IOC_MAGIC, 6)
#define SCULL_IOCGQSET		_IOR(SCULL_IOC_MAGIC, 7, int)
#define SCULL_IOCQQSET		_IO(SCULL_IOC_MAGIC, 8)

/* A quantum is 1 << order pages: scullp; 16 << order: scullv. */
#define SCULL_IOCSORDER		_IOW(SCULL_IOC_MAGIC, 9, int)
#define SCULL_IOCTORDER		_IO(SCULL_IOC_MAGIC, 10)
#define SCULL_IOCGORDER		_IOR(SCULL_IOC_MAGIC, 11, int)
#define SCULL_IOCQORDER		_IO(SCULL_IOC_MAGIC, 12)

#endif /* SCULL_IOCTL_H */
