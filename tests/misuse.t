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

# Kinds of wrong uses of windows on high memory: "name, when, text".
my @windows;
my $kmap = slurp('tests/mm/kmap_misuse_test.c');
while ($kmap =~ /ROW\("([^"]+)",\s*(\w+),\s*\w+,\s*"([^"]+)"/g) {
	my ($name, $err, $says) = ($1, $2, $3);
	push @windows, join ', ', $name, $err =~ /^err_touch/ ? 'debug' : 'always', $says;
}
my ($kinds) = slurp('docs/debugging.md') =~ /^## Windows misused\n(.*?)^## /ms;
my @documented = map { /^\| ([a-z][-a-z]+) \| (\w+) \| .* \| (.*?) \|$/ && $1 ne 'kind' ? "$1, $2, $3" : () } split /\n/, $kinds;
cmp_ok(scalar @windows, '>=', 15, 'there are at least 15 kinds of misused windows');
is_deeply([sort @documented], [sort @windows], 'docs/debugging.md and suite kmap_misuse have the same');

# Kinds of wrong uses of per-CPU memory: "name, text".
sub told_in {
	my ($heading) = @_;
	my ($part) = slurp('docs/debugging.md') =~ /^## \Q$heading\E\n(.*?)^## /ms;
	return sort map { /^\| (?!kind)([a-z][-a-z]+) \| .* \| (.*?) \|$/ ? "$1, $2" : () } split /\n/, $part;
}

my @percpu = map { [/"([^"]+)", \w+, "([^"]+)"/] } slurp('tests/mm/percpu_misuse_test.c') =~ /ROW\((.*)\),/g;
is_deeply([grep { !/^percpu-left,/ } told_in('Per-CPU memory misused')], [sort map { "$_->[0], $_->[1]" } @percpu],
	'docs/debugging.md and suite percpu_misuse have the same');

# Device memory: each text is expected by one of the tests, there perhaps as part of a longer one.
my ($mistakes) = slurp('docs/devices.md') =~ /^## Mistakes that are reported\n(.*?)^## /ms;
my @io = map { /^\| (?!kind)([a-z][-a-z]+) \| .* \| (.*?) \|$/ ? [$1, $2] : () } split /\n/, $mistakes;
my $expected = join '', map { slurp($_) } qw(tests/mm/ioremap_test.c tests/kernel/resource_test.c tests/cmd/device.t);
$expected =~ s/\\//g;
cmp_ok(scalar @io, '>=', 14, 'docs/devices.md has its table');
none('each mistake of docs/devices.md is made by a test', map { $_->[0] } grep { index($expected, $_->[1]) < 0 } @io);

# Kinds of wrong frees of pages, likewise.
my ($pages) = slurp('docs/debugging.md') =~ /^## Pages freed wrongly\n(.*?)^## /ms;
my %sentence = map { $_ => 1 } slurp('mm/page_misuse.c') =~ /"([^"\n]+)"/g;
my @unknown = grep { !$sentence{$_} } map { /^\| (?!kind)[a-z][-a-z]+ \| .* \| (.*?) \|$/ ? $1 : () } split /\n/, $pages;
none('the sentences about pages are those of mm/page_misuse.c', @unknown);

# And of areas: the same kinds, each with its sentence.
my ($areas) = slurp('docs/debugging.md') =~ /^## Areas given back wrongly\n(.*?)^## /ms;
my %area_text = slurp('mm/vmalloc_misuse.c') =~ /\[VMALLOC_MISUSE_(\w+)\]\s*= "([^"]+)"/g;
my @area_tested = map { "$_->[0], $area_text{$_->[1]}" }
	map { [/([-a-z]+)", VMALLOC_MISUSE_(\w+)/] } slurp('tests/mm/vmalloc_misuse_test.c') =~ /\{ ("[-a-z]+", VMALLOC_MISUSE_\w+),/g;
my @area_told = map { /^\| (?!kind)([a-z][-a-z]+) \| .* \| (.*?) \|$/ ? "$1, $2" : () } split /\n/, $areas;
is_deeply([sort @area_told], [sort @area_tested], 'docs/debugging.md and suite vmalloc_misuse have the same');

done_testing();
