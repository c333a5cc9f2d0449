// SPDX-License-Identifier: MIT
/*
 * tests/cmd/helpers/kmsg.c - what the interface of /dev/kmsg promises; exit status 0 if it is kept
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fails;

static void expect(int good, const char *what)
{
	if (!good) {
		printf("wrong: %s (errno %d)\n", what, errno);
		fails++;
	}
}

static void say(const char *text)
{
	int fd = open("/dev/kmsg", O_WRONLY);

	expect(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), "write");
	close(fd);
}

static ssize_t record(int fd, char *buf, size_t size)
{
	ssize_t n = read(fd, buf, size - 1);

	buf[n > 0 ? n : 0] = 0;
	return n;
}

/* Numbers rise by one, and the text's odd bytes are escaped. */
static void records(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	unsigned long long seq1, seq2, usec;
	char buf[8192], text[64];
	unsigned int prefix;

	expect(lseek(fd, 0, SEEK_END) == 0, "SEEK_END");
	expect(record(fd, buf, sizeof(buf)) == -1 && errno == EAGAIN, "nothing yet: EAGAIN");
	say("<5>one\n");
	say("two\x01 back\\slash");
	expect(record(fd, buf, sizeof(buf)) > 0 &&
	       sscanf(buf, "%u,%llu,%llu,-;%63[^\n]\n", &prefix, &seq1, &usec, text) == 4, buf);
	expect(prefix == 13 && !strcmp(text, "one"), "level and text");
	expect(record(fd, buf, sizeof(buf)) > 0 &&
	       sscanf(buf, "%u,%llu,%llu,-;%63[^\n]\n", &prefix, &seq2, &usec, text) == 4, buf);
	expect(seq2 == seq1 + 1, "numbers rise by one");
	expect(!strcmp(text, "two\\x01 back\\x5cslash"), text);
	expect(record(fd, buf, sizeof(buf)) == -1 && errno == EAGAIN, "all read: EAGAIN");

	expect(lseek(fd, 0, SEEK_SET) == 0, "SEEK_SET");
	expect(record(fd, buf, sizeof(buf)) > 0 &&
	       sscanf(buf, "%u,%llu", &prefix, &seq2) == 2 && seq2 < seq1, "from the first again");
	expect(read(fd, buf, 4) == -1 && errno == EINVAL, "a buffer too small: EINVAL");
	expect(lseek(fd, 5, SEEK_SET) == -1 && errno == ESPIPE, "no such place: ESPIPE");
	close(fd);
}

/* A reader that lags behind is told once, and goes on with the oldest. */
static void overrun(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK), i;
	char buf[8192];

	expect(record(fd, buf, sizeof(buf)) > 0, "the first");
	for (i = 0; i < 4200; i++)
		say("filler");
	expect(record(fd, buf, sizeof(buf)) == -1 && errno == EPIPE, "overwritten: EPIPE");
	expect(record(fd, buf, sizeof(buf)) > 0, "then the oldest");
	close(fd);
}

static void polled(void)
{
	struct pollfd p = { .fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK), .events = POLLIN };

	lseek(p.fd, 0, SEEK_END);
	expect(poll(&p, 1, 50) == 0, "poll: nothing");
	if (fork() == 0) {
		usleep(100000);
		say("wake up");
		_exit(0);
	}
	expect(poll(&p, 1, 5000) == 1 && (p.revents & POLLIN), "poll: woken");
	close(p.fd);
}

int main(void)
{
	records();
	polled();
	overrun();
	return fails != 0;
}
