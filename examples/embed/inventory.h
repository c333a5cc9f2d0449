/* SPDX-License-Identifier: MIT */
/*
 * inventory.h - the seam between the two sides of the example
 *
 * Plain C types only: it is read by kernel code (inventory.c) and by a libc program (main.c).
 */
#ifndef INVENTORY_H
#define INVENTORY_H

/** inventory_add - remember @count of @name; 0 or a negative errno */
int inventory_add(const char *name, unsigned int count);
/** inventory_take - take up to @count of @name out; how many were there */
unsigned int inventory_take(const char *name, unsigned int count);
/** inventory_photo - keep a picture of @size bytes for @name, in whole pages; 0 or a negative errno */
int inventory_photo(const char *name, const void *picture, unsigned long size);
/** inventory_calls - how many calls were made so far, on all CPUs */
unsigned long inventory_calls(void);

/* <linux/module.h> defines these from module_init() and module_exit() under -DMODULE. */
int init_module(void);
void cleanup_module(void);

#endif /* INVENTORY_H */
