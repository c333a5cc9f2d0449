#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/exports.t - what the library shows is what the sources export
#
# Each EXPORT_SYMBOL in the core and the port is in the dynamic table of libquarry.so, and beside
# them only the embedding API, quarry_*. The same names are what programs find that link libquarry.a.

use strict;
use warnings;
use Test::More;
use lib 'tests';
use Quarry;

plan skip_all => 'the names are the same in a sanitizer build' if $ENV{SAN};

my %renamed = slurp('include/linux/libc_names.h') =~ /^#pragma redefine_extname (\w+) (\w+)/mg;
my (%defined, %exported);	# by the objects
my $objects = join ' ', objects("$O/obj", qw(mm lib kernel fs init arch/host));
for (`nm --defined-only $objects`) {
	$defined{$1} = 1 if /^[0-9a-f]+ [A-Z] (\S+)/;
	$exported{$renamed{$1} || $1} = 1 if /^[0-9a-f]+ \S __ksymtab_(\S+)/;
}

# What the sources say; lines of macros, which paste names together, apart. Some of it depends on the build.
my %source;
for my $file (split /\n/, `find mm lib kernel fs init arch/host -name '*.c'`) {
	my $text = slurp($file);
	$text =~ s{/\*.*?\*/}{}gs;
	$text =~ s/^.*\\\n(?:.*\\\n)*.*\n//mg;
	while ($text =~ /^EXPORT_(?:PER_CPU_)?SYMBOL(?:_GPL)?(?:_NS(?:_GPL)?)?\s*\(\s*(\w+)\s*[,)]/mg) {
		my $name = $renamed{$1} || $1;
		$source{$name} = $file if $defined{$name};
	}
}

my (%shared, %archive);
for (`nm -D --defined-only $O/libquarry.so`) { $shared{$1} = 1 if /^[0-9a-f]+ [A-Z] ([^@\s]+)/i }
for (`nm -g --defined-only $O/libquarry.a`) { $archive{$1} = 1 if /^[0-9a-f]+ [A-Z] (\S+)/i }

cmp_ok(scalar keys %source, '>', 100, 'the sources export ' . keys(%source) . ' names');
none('each is in libquarry.so', map { "$source{$_}: $_" } sort grep { !$shared{$_} } keys %source);
none('and nothing else is, but what macros export, and quarry_*', sort grep { !$exported{$_} && !/^quarry_/ } keys %shared);
none('libquarry.a has what libquarry.so has', sort grep { !$archive{$_} } keys %shared);
none('and no more', sort grep { !$shared{$_} } keys %archive);

done_testing;
