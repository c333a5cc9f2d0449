#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/misuse.t - each kind of misuse in docs/debugging.md has its test, which expects what the table says

use strict;
use warnings;
use Test::More;
use lib 'tests';
use Quarry;

# "name, switches, text" of the rows of the suite.
my @tested;
my $suite = slurp('tests/mm/slab_misuse_test.c');
while ($suite =~ /ROW(?:_UNTRACED)?\("([^"]+)",\s*([^,]+?),\s*"([^"]+)"/g) {
	my ($name, $flags, $says) = ($1, $2, $3);
	push @tested, join ', ', $name, $flags eq '0' ? 'always' : join('', split /\s*\|\s*/, $flags), $says;
}

my ($section) = slurp('docs/debugging.md') =~ /^## Objects misused\n(.*?)^## /ms;
my @told;
for (split /\n/, $section =~ s/.*^\| kind[^\n]*\n//msr) {
	push @told, "$1, $2, $3" if /^\| ([a-z][-a-z]+) \| (\w+) \| .* \| (.*?) \|$/;
}

cmp_ok(scalar @tested, '>=', 25, 'there are at least 25 kinds');
is_deeply([sort @told], [sort @tested], 'docs/debugging.md and suite slab_misuse have the same');

# Kinds of wrong frees of pages, likewise.
my ($pages) = slurp('docs/debugging.md') =~ /^## Pages freed wrongly\n(.*?)^## /ms;
my %sentence = map { $_ => 1 } slurp('mm/page_misuse.c') =~ /"([^"\n]+)"/g;
my @unknown = grep { !$sentence{$_} } map { /^\| (?!kind)[a-z][-a-z]+ \| .* \| (.*?) \|$/ ? $1 : () } split /\n/, $pages;
none('the sentences about pages are those of mm/page_misuse.c', @unknown);

done_testing();
