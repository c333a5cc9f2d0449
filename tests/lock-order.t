#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/lock-order.t - every order of locks that the checker saw is the one in docs/locking.md
#
# Runs the suites, and a driver under load, in a build that watches locks, and compares /proc/lockdep with the
# list under "Lock order": a lock on a higher line is never taken inside one on a lower line.

use strict;
use warnings;
use Test::More;
use lib 'tests';
use Quarry;

my ($ktest, $quarry, $modules) = ("$O/ktest", "$O/quarry", "$O/modules");
plan skip_all => 'no lock order checker in this build (LOCKDEP=1, or SAN=)'
	if system "$ktest --show /proc/lockdep completion >/dev/null 2>&1";

# ---- the page ----

my ($list) = slurp('docs/locking.md') =~ /\n## Lock order\n.*?\n```\n(.*?)\n```/s;
my (%line, $at);
for (split /\n/, $list) {
	s/\s+#.*//;
	$at++;
	$line{$_} = $at for split /,\s*/, s/^\s+|\s+$//gr;
}
cmp_ok(scalar keys %line, '>', 20, 'docs/locking.md has a list of locks');

# Locks of the tests themselves: what they initialize.
my %tests;
for my $file (glob 'tests/*/*_test.c tests/*/*.h bench/*.c lib/kunit/*.c') {
	my $text = slurp($file);
	$tests{$1} = 1 while $text =~ /\b(?:DEFINE|DECLARE)_\w+\((\w+)/g;
	$tests{$1} = 1 while $text =~ /\b(?:\w*lock_init|mutex_init|init_rwsem|init_waitqueue_head|sema_init|init_swait_queue_head)
		\(((?:[^()]|\([^()]*\))*?)(?:,[^()]*)?\)/gx;
}

# ---- the machine ----

my @slow = qw(page_model slab_model);
my @suites = grep { my $suite = $_; !grep { $_ eq $suite } @slow } split /\n/, `$ktest --list`;
my @seen = `$ktest --show /proc/lockdep @suites 2>/dev/null`;
is($? >> 8, 0, 'the suites pass') or diag(grep { /^not ok|^# .*: / } @seen);
push @seen, `$quarry run -- sh -c 'insmod $modules/scullc.ko && dd if=/dev/zero of=/dev/scullc0 bs=4000 count=500 2>/dev/null &&
	cat /dev/scullc0 | cmp -n 2000000 - /dev/zero && rmmod scullc && sed "s/^/# /" /proc/lockdep' 2>&1`;
is($? >> 8, 0, 'a driver under load') or diag(@seen[-5 .. -1]);

my (%edges);
for (@seen) {
	$edges{"$1 -> $2"} = [$1, $2, $3] if /^# (\S.*?) -> (\S.*?)\t(.*)$/;
}
cmp_ok(scalar keys %edges, '>', 40, 'the checker has seen orders');

# ---- the two; a wait_lock is a leaf under any lock ----

sub of_tests {
	my ($name) = @_;
	$name =~ s{/\d+$}{};
	return 1 if $name =~ /^@/ || $name =~ /^\(+(\w+)\)/ && $tests{$1};
	return $tests{$name} && !$line{$name};
}
my @ours = grep { $_->[1] !~ /wait_lock$/ && !of_tests($_->[0]) && !of_tests($_->[1]) } map { $edges{$_} } sort keys %edges;
none('each of these locks is in the list', do {
	my %missing;
	for my $e (@ours) { $missing{$_} ||= "$_  (in $e->[2])" for grep { !$line{s{/\d+$}{}r} } @$e[0, 1] }
	sort values %missing;
});
none('each order is that of the list', map { "$_->[0] -> $_->[1]  (in $_->[2])" } grep {
	my ($outer, $inner) = map { $line{s{/\d+$}{}r} } @$_[0, 1];
	$outer && $inner && ($outer > $inner || $outer == $inner && $_->[1] !~ m{/\d+$});
} @ours);

done_testing();
