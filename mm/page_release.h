/* SPDX-License-Identifier: MIT */
/*
 * mm/page_release.h - free memory back to the host, in the background
 */
#ifndef MM_PAGE_RELEASE_H
#define MM_PAGE_RELEASE_H

#include <linux/mmzone.h>

/** page_release_reserve - touched free frames that @zone keeps */
unsigned long page_release_reserve(struct zone *zone);
/** page_release_returned - frames that were given back to the host, since boot. Any context. */
unsigned long page_release_returned(void);
/** page_release_stir - the first block of @zone since the last turn comes or goes; zone->lock held */
void page_release_stir(struct zone *zone);
/** page_release_kick - there may be something to release: turns begin, unless they are under way. Any context. */
void page_release_kick(void);
/**
 * page_release_tick - one turn over all zones
 *
 * Context: may sleep. Return: another one is due after a while.
 */
bool page_release_tick(void);

#endif /* MM_PAGE_RELEASE_H */
