/* SPDX-License-Identifier: MIT */
/* lib/errname.h - names of error numbers */
#ifndef LIB_ERRNAME_H
#define LIB_ERRNAME_H

/** errname - "-ENOMEM" for -12 and "ENOMEM" for 12; NULL for a number that has no name */
const char *errname(int err);

#endif
