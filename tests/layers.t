#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/layers.t - who may use whom
#
# Symbols: what the core's objects leave undefined must be in the arch interface
# (include/asm-generic/arch.h, and the port's own <asm/current.h>, <asm/cpu_token.h> and <asm/rseq.h>),
# or be one of the few names that compilers emit by themselves. Includes: each folder includes only what the table in docs/design.md allows.

use strict;
use warnings;
use File::Basename;
use File::Spec;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests';
use Quarry;

my $tmp = tempdir(CLEANUP => 1);
my @core = qw(mm lib kernel fs init);

sub without_comments { my ($text) = @_; $text =~ s{/\*.*?\*/}{}gs; $text =~ s{//[^\n]*}{}g; return $text }

# ---- symbols ----

# Names that a header declares: functions (name followed by a parenthesis) and extern variables.
sub declared {
	my %names;
	for my $header (@_) {
		my $text = without_comments(slurp($header));
		$names{$1} = 1 while $text =~ /\b(arch_\w+)\s*(?:\(|__attribute__|;|\[)/g;
	}
	return %names;
}

# What compilers and sanitizers call without being asked, and what the linker makes of sections.
my $compiler = qr/^(?:mem(?:cpy|move|set|cmp)|_GLOBAL_OFFSET_TABLE_|__tls_get_addr|__stack_chk_fail
	|__(?:start|stop)_\w+|__(?:asan|ubsan|tsan|sanitizer|sancov|gcov|llvm)_\w+|__[a-z]+[dt]i[2-4])$/x;

# "object: name" for each name that no object of the set defines and that is not allowed.
sub foreign_names {
	my ($allowed, @objects) = @_;
	my (%defined, %used, $object);
	open my $nm, '-|', 'nm', @objects or die "nm: $!";
	while (<$nm>) {
		if (/^(\S+):$/) { $object = $1 }
		elsif (/^[0-9a-f]*\s+([A-Za-z])\s+(\S+)$/) {
			my ($type, $name) = ($1, $2);
			if ($type =~ /[Uwv]/ && !/^[0-9a-f]/) { $used{$name} ||= $object || $objects[0] }
			elsif ($type =~ /[A-TV-Z]/) { $defined{$name} = 1 }
		}
	}
	close $nm;
	return map { "$used{$_}: $_" } grep { !$defined{$_} && !$allowed->{$_} && !/$compiler/ } sort keys %used;
}

sub core_objects { return objects($_[0], @core) }

sub interface_of {
	my ($arch) = @_;
	return declared('include/asm-generic/arch.h',
		grep { -e } map { "arch/$arch/include/asm/$_.h" } qw(current cpu_token rseq));
}

for my $port (['host', "$O/obj"], ['null', "$O/null/obj"]) {
	my ($arch, $folder) = @$port;
	my @objects = core_objects($folder);
	SKIP: {
		skip "the core is not built for $arch", 1 unless @objects;
		my %allowed = interface_of($arch);
		my @foreign = foreign_names(\%allowed, @objects);
		none("the core on $arch uses the arch interface only (" . @objects . ' objects)', @foreign);
	}
}

# The check must see what it is for: an object that breaks the rule in each of the ways.
{
	open my $c, '>', "$tmp/broken.c";
	print $c <<~'END';
		int printf(const char *, ...);
		void *malloc(unsigned long);
		int os_machine_memory(void);
		void arch_wake(const unsigned *, int);
		void *memcpy(void *, const void *, unsigned long);
		extern int errno_of_libc;
		int broken(void *p)
		{
			arch_wake(p, 1);
			memcpy(p, &errno_of_libc, (unsigned long)p);
			return printf("%p", malloc(8)) + os_machine_memory();
		}
		END
	close $c;
	is(system("$CC -fno-builtin -fPIC -c $tmp/broken.c -o $tmp/broken.o"), 0, 'an object that breaks the rule compiles');
	my %allowed = interface_of('host');
	is_deeply([grep { /^\Q$tmp\E/ } foreign_names(\%allowed, core_objects("$O/obj"), "$tmp/broken.o")],
		[map { "$tmp/broken.o: $_" } qw(errno_of_libc malloc os_machine_memory printf)],
		'and is found out, name by name');
}

# ---- includes ----

# For the files of a folder: what <...> and "..." may begin with, the latter as a path from the top.
my $api = qr{^(?:linux|asm|asm-generic|uapi|generated)/};
my $include = qr{^include/};
my $calls = qr{^init/calls\.h$};	# the functions that boot calls, declared once
my @rules = (
	# files					<angle>			"path from the top"
	[qr{^include/(?:linux|uapi|generated)/},	$api,			$include],
	[qr{^include/asm-generic/},		$api,			$include],
	[qr{^include/kunit/},			qr{$api|^kunit/},	$include],
	[qr{^include/quarry/},			qr{^quarry/|^std(?:def|int|bool)\.h$}, qr{^include/quarry/}],
	[qr{^lib/},				qr{$api|^kunit/},	qr{^(?:include|lib)/|$calls}],
	[qr{^mm/},				$api,			qr{^(?:include|lib|mm)/|$calls}],
	[qr{^kernel/},				$api,			qr{^(?:include|lib|mm|kernel)/|$calls}],
	[qr{^fs/},				$api,			qr{^(?:include|lib|mm|kernel|fs)/|$calls}],
	[qr{^init/},				$api,			qr{^(?:include|lib|mm|kernel|fs|init)/}],
	[qr{^arch/host/os/},			qr{^(?!linux/(?:slab|mm|gfp|module|sched|list)\.h|kunit/)}, qr{^(?:arch/host/|include/quarry/)}],
	[qr{^arch/host/},			qr{$api|^quarry/},	qr{^(?:arch/host|include|mm|kernel|fs|init)/}],
	[qr{^arch/null/os/},			qr{^(?!linux/(?:slab|mm|gfp|module|sched|list)\.h|kunit/)}, qr{^arch/null/}],
	[qr{^arch/null/},			qr{$api|^quarry/|^kunit/},	qr{^(?:arch/null|include|mm|kernel|fs|init)/}],
	[qr{^drivers/},				qr{^(?:linux|asm)/},	qr{^drivers/}],
	[qr{^tools/},				qr{^(?!linux/(?:slab|mm|gfp|module|sched|list)\.h|kunit/)}, qr{^(?:tools|include/quarry|arch/host)/}],
);

sub included_path {
	my ($file, $name) = @_;
	my @parts;
	for my $part (split m{/}, dirname($file) . '/' . $name) {
		if ($part eq '..') { pop @parts } elsif ($part ne '.') { push @parts, $part }
	}
	my $beside = join '/', @parts;
	return $beside if -e $beside;
	for my $root ('', 'include/', 'include/asm-generic/', 'arch/host/include/') {
		return "$root$name" if -e "$root$name";
	}
	return $beside;
}

# "file: include" for each that the table does not allow.
sub foreign_includes {
	my ($file, $text) = @_;
	my ($rule) = grep { $file =~ $_->[0] } @rules or return;
	my @foreign;
	while ($text =~ /^\s*#\s*include\s+([<"])([^>"]+)[>"]/mg) {
		my ($quote, $name) = ($1, $2);
		my $ok = $quote eq '<' ? $name =~ $rule->[1] : included_path($file, $name) =~ $rule->[2];
		push @foreign, "$file: $name" unless $ok;
	}
	return @foreign;
}

my @files = split /\n/, `find include lib mm kernel fs init arch drivers tools -name '*.[ch]'`;
my @foreign = map { foreign_includes($_, slurp($_)) } sort @files;
none('each folder includes what it may (' . @files . ' files)', @foreign);

is_deeply([foreign_includes('drivers/x.c', "#include <linux/slab.h>\n#include \"../mm/slab.h\"\n")],
	['drivers/x.c: ../mm/slab.h'], 'a driver that includes an internal header is found out');
is_deeply([foreign_includes('mm/x.c', "#include <linux/slab.h>\n#include <stdio.h>\n#include \"../arch/host/os/os.h\"\n")],
	['mm/x.c: stdio.h', 'mm/x.c: ../arch/host/os/os.h'], 'so is core code that includes libc or the host side');
is_deeply([foreign_includes('include/quarry/x.h', "#include <stddef.h>\n#include <linux/slab.h>\n")],
	['include/quarry/x.h: linux/slab.h'], 'and an embedding header that includes the kernel API');

done_testing;
