/* SPDX-License-Identifier: MIT */
/*
 * mm/sysctl.h - /proc/sys/vm
 */
#ifndef MM_SYSCTL_H
#define MM_SYSCTL_H

/** mm_sysctl_init - make its files; /proc must be there */
void mm_sysctl_init(void);
/** zone_pcp_update_all - the CPUs' lists share the marks anew, as a node's CPUs are more or fewer. May sleep. */
void zone_pcp_update_all(void);

#endif /* MM_SYSCTL_H */
