/* SPDX-License-Identifier: MIT */
/*
 * mm/sysctl.h - /proc/sys/vm
 */
#ifndef MM_SYSCTL_H
#define MM_SYSCTL_H

/** mm_sysctl_init - make its files; /proc must be there */
void mm_sysctl_init(void);

#endif /* MM_SYSCTL_H */
