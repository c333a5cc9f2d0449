/* SPDX-License-Identifier: MIT */
/* linux/errname.h - the names of error numbers */
#ifndef _LINUX_ERRNAME_H
#define _LINUX_ERRNAME_H

/**
 * errname - what an error number is called
 * @err:	an error number, negative or positive
 *
 * Context: any.
 * Return: "-ENOMEM" for -ENOMEM, "ENOMEM" for ENOMEM; NULL for a number without a name.
 */
const char *errname(int err);

#endif /* _LINUX_ERRNAME_H */
