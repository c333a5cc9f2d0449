// SPDX-License-Identifier: MIT
/*
 * tools/kdir.c - where modules are built: scripts/kbuild of the source tree, or of the installed one
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/quarry.h"

/* From the folder that the command is in. */
static const char *const places[] = {
	"../scripts/kbuild",		/* build/quarry */
	"../../scripts/kbuild",		/* build/<variant>/quarry */
	"../lib/quarry/scripts/kbuild",	/* $(PREFIX)/bin/quarry */
};

int command_kdir(int argc, char **argv)
{
	char self[PATH_MAX], path[PATH_MAX + 64], *real;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	size_t i;

	if (argc > 1) {
		complain("kdir takes no arguments, not '%s'", argv[1]);
		return EXIT_USAGE;
	}
	self[n < 0 ? 0 : n] = 0;
	if (strrchr(self, '/'))
		*strrchr(self, '/') = 0;
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s/Makefile", self, places[i]);
		if (access(path, R_OK))
			continue;
		*strrchr(path, '/') = 0;
		real = realpath(path, NULL);
		puts(real ? real : path);
		free(real);
		return 0;
	}
	complain("no scripts/kbuild beside %s or under its ../lib/quarry: is Quarry installed whole?", self);
	return EXIT_FAILED;
}
