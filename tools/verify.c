// SPDX-License-Identifier: MIT
/*
 * tools/verify.c - quarry verify: have the machine that this program runs in checked
 *
 * An ordinary user process of the machine: the file's text is the answer.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tools/quarry.h"

#define VERIFY_FILE	"/proc/quarry/verify"

static int ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && !strcmp(text + len - end_len, end);
}

int command_verify(int argc, char **argv)
{
	int consistent = 0;
	char line[512];
	FILE *file;

	if (argc > 1) {
		complain("verify takes no argument, but was given '%s'", argv[1]);
		return EXIT_USAGE;
	}
	file = fopen(VERIFY_FILE, "r");
	if (!file) {
		complain("verify: %s: %s; it works inside of a machine: in the shell of quarry run", VERIFY_FILE,
			 strerror(errno));
		return EXIT_USAGE;
	}
	while (fgets(line, sizeof(line), file)) {
		consistent = ends_with(line, ": consistent\n");
		fputs(line, stdout);
	}
	fclose(file);
	return consistent ? 0 : EXIT_FAILED;
}
