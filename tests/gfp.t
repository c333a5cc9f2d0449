#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/gfp.t - the table of GFP bits, its page, its tests and the headers agree

use strict;
use warnings;
use Test::More;
use lib 'tests';
use Quarry;

plan skip_all => 'the sources are the same in a sanitizer build' if $ENV{SAN};

is(`scripts/gfp-doc --check`, '', 'docs/gfp.md has the tables of mm/gfp_table.h');

my %row = map { split } split /\n/, `scripts/gfp-doc --tests`;
my $suites = join "\n", map { slurp($_) } glob 'tests/mm/gfp_*_test.c';
none('each row names a case of a suite tests/mm/gfp_*_test.c',
	map { "$_: $row{$_}" } grep { $suites !~ /KUNIT_CASE\($row{$_}\)/ } sort keys %row);

# A test must deal with the bit that it is named for; the types by way of others.
none('and that case has its name in it', grep {
	my ($body) = $suites =~ /\nstatic void \Q$row{$_}\E\(struct kunit \*test\)\n\{\n(.*?)\n\}\n/s;
	my $bit = $_;
	my $words = join '|', map { quotemeta } $bit,
		($bit =~ /__GFP_(IO|FS)$/ ? "GFP_NO$1" : ()),
		($bit eq '__GFP_DIRECT_RECLAIM' || $bit eq '__GFP_KSWAPD_RECLAIM' ? 'GFP_NOWAIT' : ()),
		($bit =~ /^GFP_(DMA|DMA32)$/ ? "__$bit" : ()), ($bit =~ /^__GFP_(DMA|DMA32)$/ ? "GFP_$1" : ());
	!defined $body || $body !~ /\b(?:$words)\b/;
} grep { !/ZEROTAGS/ } sort keys %row);

my $header = slurp('include/linux/gfp_types.h');
my %bit = map { $_ => 1 } $header =~ /^#define (__GFP_\w+)\s+\(\(__force gfp_t\)___GFP_\w+\)$/mg;
delete $bit{$_} for $header =~ /^#define _(__GFP_\w+)\s+0u/mg;
none('each bit of linux/gfp_types.h is a row', grep { !$row{$_} } sort keys %bit);
my %type = map { $_ => 1 } $header =~ /^#define (GFP_\w+)\s/mg;
none('each type too', grep { !$row{$_} && $_ ne 'GFP_ZONEMASK' } sort keys %type);

is(`tests/$_ --check`, '', "the changes of tests/$_ fit the code, and name tests") for qw(mutate-zones mutate-slab mutate-rseq);

# Machines on which more of the cases can tell a difference than on the one of `make check`.
for my $boot ('machine=x86_32 mem=1G', 'mem=5G', 'numa=fake=2 mem=256M') {
	my @bad = grep { /^not ok|^Bail/ } `timeout 300 $O/ktest --boot '$boot' gfp_place gfp_make gfp_depth 2>&1`;
	none("the suites pass with $boot", @bad);
	is($?, 0, 'and end well');
}

done_testing;
