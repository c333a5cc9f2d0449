/* SPDX-License-Identifier: MIT */
/*
 * tests/stops.h - stop a thread before an instruction of Quarry's code, and do something else there
 *
 * For suites, which see no libc; tests/ktest_stops.c on the host. Other ports have none of these
 * functions: stops_nr is NULL there.
 *
 * The stop is a breakpoint that the thread runs into, so nothing has disturbed it on its way
 * there. The host takes it out of a restartable sequence as it does for every signal.
 */
#ifndef TESTS_STOPS_H
#define TESTS_STOPS_H

#define STOPS_OPTIONAL	__attribute__((weak))

/** stops_nr - instructions that ktest --stops named; 0 without the option */
unsigned int stops_nr(void) STOPS_OPTIONAL;
/** stops_offset - where in the program's file the @i-th is, for messages */
unsigned long stops_offset(unsigned int i) STOPS_OPTIONAL;
/**
 * stops_arm - before the calling thread next executes the @i-th, call @fn(@arg) in a signal handler
 *
 * @fn may block in the port and nothing else. Another thread that comes there first goes on, and
 * then nobody stops.
 */
void stops_arm(unsigned int i, void (*fn)(void *), void *arg) STOPS_OPTIONAL;
/** stops_disarm - not any more. Return: was @fn called? */
int stops_disarm(void) STOPS_OPTIONAL;
/** stops_pin - the calling thread runs on the host CPU that CPU @cpu is at home on, only. Return: 0, or it can't. */
int stops_pin(unsigned int cpu) STOPS_OPTIONAL;
/** stops_foreign - leave behind what somebody else's restartable sequence does: a pointer to its descriptor */
void stops_foreign(void) STOPS_OPTIONAL;

#endif /* TESTS_STOPS_H */
