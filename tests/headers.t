#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/headers.t - each public header compiles alone, and twice
#
# Kernel side headers with the flags of quarry-kernel.pc and -Wall -Wextra -Werror, by gcc and, where
# installed, clang; include/quarry/ as libc C11 and C++.

use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests';
use Quarry;

plan skip_all => 'the headers are the same in a sanitizer build' if $ENV{SAN};
my $tmp = tempdir(CLEANUP => 1);

# Compile every "#include" line of @$lines, two at a time; the lines that failed, with what was said.
sub failing {
	my ($command, $extension, @lines) = @_;
	my $n = 0;
	unlink glob "$tmp/*";
	for my $line (@lines) {
		open my $c, '>', sprintf('%s/%04d.%s', $tmp, $n++, $extension) or die;
		print $c "$line\n$line\n";
	}
	open my $x, '|-', "xargs -P2 -I{} sh -c '$command {} >{}.out 2>&1 || echo >{}.failed'" or die;
	printf $x "%s/%04d.%s\n", $tmp, $_, $extension for 0 .. $n - 1;
	close $x;
	my @failed;
	for my $file (sort glob "$tmp/*.failed") {
		my ($i) = $file =~ /(\d+)\.\w+\.failed$/;
		(my $out = $file) =~ s/failed$/out/;
		open my $o, '<', $out;
		my @said = <$o>;
		push @failed, $lines[$i] . "\n" . join '', map { "    $_" } @said[0 .. ($#said < 5 ? $#said : 5)];
	}
	return @failed;
}

sub have { return system("command -v $_[0] >/dev/null 2>&1") == 0 }

sub includes {
	my ($root, @folders) = @_;
	my @found = split /\n/, `find @folders -name '*.h' 2>/dev/null | sort`;
	return map { s{^\Q$root\E/}{}r } @found;
}

my @compilers = grep { have($_) } ($ENV{CC} || 'gcc'), ($ENV{CC} || 'gcc') =~ /clang/ ? 'gcc' : 'clang';
my %flags = map { $_ => `PKG_CONFIG_PATH=$O pkg-config --cflags $_` =~ s/\n//r } qw(quarry quarry-kernel);

my @kernel = map { "#include <$_>" } grep { !m{^linux/(?:kconfig|libc_names)\.h$} } includes('include', 'include/linux', 'include/kunit'),
	includes('include', 'include/uapi'), includes('include/asm-generic', 'include/asm-generic/asm'),
	includes('arch/host/include', 'arch/host/include/asm'), 'asm-generic/arch.h';
my %seen;
@kernel = grep { !$seen{$_}++ } @kernel;

for my $cc (@compilers) {
	my @failed = failing("$cc $flags{'quarry-kernel'} -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Werror -fsyntax-only",
		'c', @kernel);
	none("$cc: each of " . @kernel . ' kernel side headers compiles alone', @failed);
}

my @quarry = map { "#include <$_>" } includes('include', 'include/quarry');
for my $cc (@compilers) {
	my @failed = failing("$cc -std=c11 $flags{quarry} -Wall -Wextra -Wpedantic -Werror -fsyntax-only", 'c', @quarry);
	none("$cc: each of " . @quarry . ' headers of the embedding API compiles alone with libc', @failed);
}
my @cxx = grep { have($_) } qw(g++ clang++);
for my $cxx (@cxx) {
	my @failed = failing("$cxx -std=c++17 $flags{quarry} -Wall -Wextra -Werror -fsyntax-only", 'cc', @quarry);
	none("$cxx: and as C++", @failed);
}
my @failed = failing("$compilers[0] $flags{'quarry-kernel'} -fsyntax-only", 'c', '#include <linux/no_such_header.h>', '#include <linux/types.h>');
is(scalar @failed, 1, 'a header that does not compile is found out');

done_testing;
