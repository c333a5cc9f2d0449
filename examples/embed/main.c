// SPDX-License-Identifier: MIT
/*
 * main.c - host side: a libc program that has kernel code inside
 *
 *	embed [COMMAND LINE]		e.g.  embed "mem=64M nr_cpus=2 loglevel=7"
 *
 * Without a command line quarry_boot() is not called: the first call of kernel code boots a default
 * machine by itself.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <quarry/quarry.h>

#include "inventory.h"

#define NR_WORKERS	8
#define ROUNDS		2000

/* Its own names may be the kernel's: this is not the kernel's panic(). */
static void panic(const char *what)
{
	fprintf(stderr, "embed: %s\n", what);
	exit(1);
}

static void *worker(void *arg)
{
	unsigned long id = (unsigned long)arg;
	char name[32], picture[10000];
	int i;

	snprintf(name, sizeof(name), "worker %lu's", id);
	memset(picture, 'a' + id, sizeof(picture));
	for (i = 0; i < ROUNDS; i++) {
		if (inventory_add("bolts", 2) || inventory_add(name, 1))
			panic("no memory");
		if (inventory_photo(name, picture, sizeof(picture)))
			panic("no picture");
		if (inventory_take("bolts", 1) != 1 || inventory_take(name, 5) != 1)
			panic("something was lost");
	}
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread[NR_WORKERS];
	unsigned long i;

	if (argc > 1 && quarry_boot(argv[1]))
		return 1;		/* quarry_boot() has said why */
	if (init_module())
		panic("the module did not start");
	for (i = 0; i < NR_WORKERS; i++)
		if (pthread_create(&thread[i], NULL, worker, (void *)i))
			panic("no thread");
	for (i = 0; i < NR_WORKERS; i++)
		pthread_join(thread[i], NULL);
	if (inventory_take("bolts", 1u << 30) != NR_WORKERS * ROUNDS)
		panic("bolts were lost");
	printf("%d threads made %lu calls\n", NR_WORKERS, inventory_calls());
	cleanup_module();
	return 0;
}
