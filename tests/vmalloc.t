#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/vmalloc.t - the suites of vmalloc on other machines: high memory, several nodes, one CPU, little memory

use strict;
use warnings;
use Test::More;
use lib 'tests';
use Quarry;

my $ktest = $ENV{KTEST} // 'build/ktest';
my $suites = 'vmalloc vmap vmalloc_misuse vmap_area';

for my $machine ('machine=x86_32 mem=1200M', 'numa=fake=2 nr_cpus=4', 'machine=x86_32 mem=1G numa=fake=2', 'nr_cpus=1', 'mem=48M', 'mem=6G', 'memmap=1M\$40M') {
	my @bad = grep { /^not ok/ } split /\n/, `$ktest --boot "$machine quiet" $suites 2>/dev/null`;
	is($?, 0, "$machine: the suites end well");
	none("$machine: every case is ok", @bad);
}

my $high = `$ktest --boot "machine=x86_32 mem=1200M quiet" vmalloc.vmalloc_prefers_high_frames 2>/dev/null`;
like($high, qr/^ok .*prefers_high_frames$/m, 'on machine=x86_32 there is high memory, and vmalloc() takes it');

my $hole = `$ktest --boot 'memmap=1M\$40M quiet' vmap.vmap_pfn_maps_holes 2>/dev/null`;
like($hole, qr/^ok .*maps_holes$/m, 'a hole of the memory map can be mapped by vmap_pfn()');

done_testing();
