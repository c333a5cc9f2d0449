// SPDX-License-Identifier: MIT
/*
 * wait.c - blocking reads, signals, poll and select on /dev/qpipe, mixed with host descriptors
 */
#include "check.h"

static volatile sig_atomic_t handled;
static int fd;

static void handler(int sig)
{
	handled++;
}

static void on_alarm(int flags)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = flags };

	sigaction(SIGALRM, &sa, NULL);
	handled = 0;
}

static void alarm_ms(int ms)
{
	struct itimerval it = { .it_value = { 0, ms * 1000 } };

	setitimer(ITIMER_REAL, &it, NULL);
}

static pid_t write_later(int ms, int to)
{
	pid_t pid = fork();

	if (!pid) {
		usleep(ms * 1000);
		_exit(write(to, "late", 4) != 4);
	}
	return pid;
}

static void blocking(void)
{
	char buf[16];
	pid_t pid;
	int status;

	pid = write_later(200, fd);
	CHECK(read(fd, buf, 16) == 4 && !memcmp(buf, "late", 4), "a read waits for data");
	status_of(pid);
	on_alarm(0);
	alarm_ms(100);
	CHECK(read(fd, buf, 16) == -1 && errno == EINTR && handled == 1, "a handler ends a read with EINTR");
	on_alarm(SA_RESTART);
	alarm_ms(100);
	pid = write_later(400, fd);
	CHECK(read(fd, buf, 16) == 4 && handled == 1, "with SA_RESTART it goes on");
	status_of(pid);
	signal(SIGALRM, SIG_IGN);
	alarm_ms(100);
	pid = write_later(300, fd);
	CHECK(read(fd, buf, 16) == 4, "an ignored signal doesn't matter");
	status_of(pid);
	pid = fork();
	if (!pid) {
		signal(SIGALRM, SIG_DFL);
		alarm_ms(100);
		read(fd, buf, 16);
		_exit(0);
	}
	status = status_of(pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM, "a signal's default action ends the process");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	CHECK(read(fd, buf, 16) == -1 && errno == EAGAIN, "O_NONBLOCK: EAGAIN");
	fcntl(fd, F_SETFL, 0);
}

static void stopping(void)
{
	int status;
	pid_t pid = fork(), writer;
	char c;

	if (!pid)
		_exit(read(fd, &c, 1) != 1);
	usleep(100000);
	kill(pid, SIGSTOP);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status), "SIGSTOP stops a blocked reader");
	kill(pid, SIGCONT);
	CHECK(waitpid(pid, &status, WCONTINUED) == pid && WIFCONTINUED(status), "SIGCONT continues it");
	writer = write_later(100, fd);
	CHECK(status_of(pid) == 0, "and its read goes on");
	status_of(writer);
	read(fd, &c, 1);
	read(fd, &c, 1);
	read(fd, &c, 1);
}

static void polling(void)
{
	struct pollfd p[2] = { { .fd = fd, .events = POLLIN }, { .events = POLLIN } };
	int host[2];
	double t;
	char buf[8];
	pid_t pid;

	pipe(host);
	p[1].fd = host[0];
	t = seconds();
	CHECK(poll(p, 2, 300) == 0 && seconds() - t > 0.25, "poll times out");
	CHECK(p[0].events == POLLIN && !p[0].revents, "poll leaves events alone");
	pid = write_later(200, fd);
	CHECK(poll(p, 2, -1) == 1 && p[0].revents == POLLIN && !p[1].revents, "poll sees the device become ready");
	status_of(pid);
	CHECK(poll(p, 2, -1) == 1, "it stays ready");
	read(fd, buf, 8);
	CHECK(poll(p, 2, 0) == 0, "and is not after the read");
	pid = write_later(200, host[1]);
	CHECK(poll(p, 2, 5000) == 1 && !p[0].revents && p[1].revents == POLLIN, "poll sees the host's file");
	status_of(pid);
	p[0].events = POLLIN | POLLOUT;
	CHECK(poll(p, 2, -1) == 2 && p[0].revents == POLLOUT && p[1].revents == POLLIN, "both at once");
	read(host[0], buf, 8);
	on_alarm(0);
	alarm_ms(100);
	p[0].events = POLLIN;
	CHECK(poll(p, 2, 5000) == -1 && errno == EINTR && p[0].events == POLLIN, "a signal ends poll with EINTR");
	close(host[0]);
	close(host[1]);
}

/* The device is woken but another reader is faster: poll must go on waiting, to its own time. */
static void stolen(void)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	pid_t thief = fork(), writer;
	double t = seconds();
	char buf[8];

	if (!thief)
		_exit(read(fd, buf, 8) != 4);
	usleep(50000);
	writer = write_later(100, fd);
	CHECK(poll(&p, 1, 600) == 0 || p.revents == POLLIN, "poll beside a blocked reader");
	CHECK(seconds() - t < 3, "and ends in time");
	status_of(thief);
	status_of(writer);
}

static void selecting(void)
{
	struct timeval tv = { 0, 200000 };
	fd_set in, out;
	char buf[8];
	pid_t pid;

	FD_ZERO(&in);
	FD_SET(fd, &in);
	CHECK(select(fd + 1, &in, NULL, NULL, &tv) == 0 && !FD_ISSET(fd, &in), "select times out");
	FD_SET(fd, &in);
	pid = write_later(200, fd);
	CHECK(select(fd + 1, &in, NULL, NULL, NULL) == 1 && FD_ISSET(fd, &in), "select sees it become ready");
	status_of(pid);
	read(fd, buf, 8);
	FD_ZERO(&out);
	FD_SET(fd, &out);
	CHECK(select(fd + 1, NULL, &out, NULL, NULL) == 1 && FD_ISSET(fd, &out), "select for writing alone");
	FD_SET(1, &out);
	FD_SET(fd, &in);
	CHECK(select(fd + 1, &in, &out, NULL, NULL) == 2 && !FD_ISSET(fd, &in), "select with the host's beside it");
}

int main(void)
{
	fd = open("/dev/qpipe", O_RDWR);
	CHECK(fd >= 0, "the device opens");
	blocking();
	stopping();
	polling();
	stolen();
	selecting();
	return 0;
}
