/* SPDX-License-Identifier: MIT */
/* churn.h - the seam between churn.c (kernel side) and the host side programs of tests/embed.t */
#ifndef CHURN_H
#define CHURN_H

#ifdef __cplusplus
extern "C" {
#endif

/** churn_start - make the cache; 0 or a negative errno */
int churn_start(void);
/** churn_run - allocate, fill, check and free @rounds times; what went wrong first, or NULL */
const char *churn_run(unsigned int seed, unsigned int rounds);
/** churn_take - an object from kmalloc(), and back: one call each, and nothing else */
void churn_take(void);
/** churn_total - rounds that all threads made, by the per-CPU counter */
unsigned long churn_total(void);
/** churn_stop - free what threads left to each other, destroy the cache */
void churn_stop(void);

#ifdef __cplusplus
}
#endif

#endif /* CHURN_H */
