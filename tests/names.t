#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/names.t - no name that the library exports is a name of libc's
#
# A program holds both. A kernel function whose name libc has is renamed at link level in
# include/linux/libc_names.h.

use strict;
use warnings;
use Test::More;
use lib 'tests';
use Quarry;

plan skip_all => 'the names are the same in a sanitizer build' if $ENV{SAN};

sub exported {
	my ($library) = @_;
	my %names;
	for (`nm -D --defined-only $library`) {
		$names{$1} = 1 if /^[0-9a-f]+ [A-Za-z] ([^@\s]+)/;
	}
	return \%names;
}

my $ours = exported("$O/libquarry.so");
ok(exists $ours->{__kmalloc} && exists $ours->{quarry_boot}, 'the library exports __kmalloc and quarry_boot (' . keys(%$ours) . ' names)');

for my $name (qw(libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libgcc_s.so.1)) {
	chomp(my $library = `$CC -print-file-name=$name`);
	next if $library eq $name;
	my $theirs = exported($library);
	none("no name of ours is one of $name (" . keys(%$theirs) . ' names)', sort grep { $theirs->{$_} } keys %$ours);
}

done_testing;
