#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/embed.t - kernel code inside ordinary programs
#
# From the build tree and installed, shared and static, C and C++; with quarry_boot() and without; a
# module linked in; a program whose own functions have kernel names. Sources in tests/embed/.

use strict;
use warnings;
use Cwd;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests';
use Quarry;

my $top = getcwd();
my $tmp = tempdir(CLEANUP => 1);
my $CXX = $CC =~ /clang/ ? 'clang++' : 'g++';
my $own = '-Wall -Wextra -Werror -Itests/embed';
$ENV{PKG_CONFIG_PATH} = "$top/$O";

# Run a command: its status and what it said, both streams.
sub run {
	my ($command) = @_;
	my $said = `($command) 2>&1 </dev/null`;
	return ($? >> 8, $said);
}

# A test that a command succeeds; and that it says what is expected.
sub works {
	my ($name, $command, $expected) = @_;
	my ($status, $said) = run($command);
	my $ok = $status == 0 && (!defined $expected || $said =~ $expected);
	ok($ok, $name) or diag("$command\nstatus $status\n$said");
	return $ok;
}

# ---- the example, from the build tree ----

mkdir "$tmp/tree";
works('the example builds from the build tree', "make -C examples/embed CC=$CC OUT=$tmp/tree PKG_CONFIG_PATH=$top/$O");
works('it runs without quarry_boot(), on a default machine', "$tmp/tree/embed", qr/^8 threads made \d+ calls$/m);
works('and on a machine of its own', "$tmp/tree/embed 'mem=64M nr_cpus=2'", qr/^8 threads made \d+ calls$/m);
{
	my ($status, $said) = run("$tmp/tree/embed mem=64Q");
	isnt($status, 0, 'a wrong option ends it');
	like($said, qr/mem/, 'and the option is named');
	unlike($said, qr/made/, 'nothing was run');
	($status, $said) = run("$tmp/tree/embed no_such_option=1");
	isnt($status, 0, 'so does an unknown one');
	like($said, qr/no_such_option/, 'it is named too');
}
{
	my ($status, $said) = run("$tmp/tree/embed loglevel=7");
	like($said, qr/inventory: open/, 'loglevel=7: printk is seen on standard error');
	($status, $said) = run("$tmp/tree/embed loglevel=4");
	unlike($said, qr/inventory: open/, 'loglevel=4: it is not');
	my $quiet = `$tmp/tree/embed loglevel=7 2>/dev/null`;
	unlike($quiet, qr/inventory/, 'standard output is the program\'s own');
}

# ---- threads ----

works('kernel side compiles', "$CC \$(pkg-config --cflags quarry-kernel) $own -Wno-unused-parameter -c tests/embed/churn.c -o $tmp/churn.o");
works('a program links with libquarry.so',
	"$CC $own tests/embed/threads.c $tmp/churn.o \$(pkg-config --cflags --libs quarry) -o $tmp/threads");
works('eight threads allocate, check and free; no boot call', "$tmp/threads", qr/^all rounds good$/m);
works('the same on one CPU', "$tmp/threads 'mem=128M nr_cpus=1'", qr/^all rounds good$/m);
works('the same on a machine of 64 CPUs', "timeout 300 $tmp/threads 'mem=512M nr_cpus=64'", qr/^all rounds good$/m);

# ---- fork ----

works('a program that forks',
	"$CC $own tests/embed/forks.c $tmp/churn.o \$(pkg-config --cflags --libs quarry) -o $tmp/forks");
{
	my ($status, $said) = run("timeout 300 $tmp/forks");
	like($said, qr/^a machine of its own: 0$/m, 'a forked child may boot, if its parent has not');
	like($said, qr/^the parent's: signal 6$/m, 'it can\'t use its parent\'s machine');
	like($said, qr/^an object of its: signal 6$/m, 'nor take an object that lies ready');
	like($said, qr/^quarry: a forked child can't use/m, 'and says so');
	like($said, qr/^exec: 0$/m, 'it can exec');
	like($said, qr/^the parent goes on: yes\nleft: 0$/m, 'the parent goes on undisturbed');
}

# ---- dlopen ----

SKIP: {
	skip 'the sanitizers\' runtime must be linked with the program', 2 if $ENV{SAN};
	works('a program that opens the library', "$CC $own tests/embed/opens.c -o $tmp/opens");
	works('may close it, though its threads go on', "LD_LIBRARY_PATH=$O timeout 300 $tmp/opens", qr/^opened and closed$/m);
}

# ---- shared objects with kernel code that come and go ----

works('a shared object with kernel code',
	"$CC \$(pkg-config --cflags quarry-kernel) $own -Wno-unused-parameter -shared tests/embed/image.c \$(pkg-config --libs quarry) -o $tmp/image.so");
works('a program that opens it',
	"$CC $own -rdynamic tests/embed/images.c $tmp/churn.o \$(pkg-config --cflags --libs quarry) -ldl -o $tmp/images");
for my $case (['sleep', 'a thread that was in it sleeps while it is closed', qr/^slept over it$/m],
	      ['loop', 'it comes and goes, and nothing is left of it', qr/^all good; mappings as before$/m],
	      ['last', 'its destructors allocate', qr/^all good$/m],
	      ['exit', 'the process ends while its threads allocate', qr/\Aall good at the end\Z/]) {
	my ($how, $name, $expected) = @$case;
	works($name, "timeout 60 $tmp/images $how $tmp/image.so", $expected);
}

# ---- the static library ----

my $static = "\$(pkg-config --cflags quarry) $O/libquarry.a -pthread";
$static .= ' -fsanitize=' . $ENV{SAN} if $ENV{SAN};
works('a program links with libquarry.a', "$CC $own tests/embed/threads.c $tmp/churn.o $static -o $tmp/threads-a");
works('and runs', "$tmp/threads-a", qr/^all rounds good$/m);
SKIP: {
	skip 'sanitizers need a shared libc, and their own addresses', 4 if $ENV{SAN};
	works('a program links with it wholly statically', "$CC $own -static-pie tests/embed/threads.c $tmp/churn.o $static -o $tmp/threads-static");
	works('and runs', "$tmp/threads-static", qr/^all rounds good$/m);
	works('one at a fixed address links with it', "$CC $own -no-pie tests/embed/threads.c $tmp/churn.o $static -o $tmp/threads-fixed");
	works('and runs, with the data of CPUs above it', "$tmp/threads-fixed", qr/^all rounds good$/m);
}

# ---- names ----

for my $kind (['libquarry.so', '$(pkg-config --cflags --libs quarry)'], ['libquarry.a', $static]) {
	my ($library, $flags) = @$kind;
	# Kernel code of the program would see the program's functions, as any C code does: so only the
	# library's own calls are looked at, through a kernel side that needs none of those names.
	works("$library: a program whose functions have kernel names links",
		"$CC $own tests/embed/own_names.c $tmp/churn.o $flags -o $tmp/own-names");
	works("$library: and is undisturbed", "$tmp/own-names", qr/^undisturbed$/m);
}

# ---- C++ ----

works('a C++ program links', "$CXX $own tests/embed/main.cc $tmp/churn.o \$(pkg-config --cflags --libs quarry) -o $tmp/cxx");
works('and runs', "$tmp/cxx", qr/^good$/m);

# ---- installed ----

SKIP: {
	skip 'a sanitizer build is not installed', 11 if $ENV{SAN};
	my $prefix = "$tmp/prefix";
	works('make install into a prefix', "make install CC=$CC PREFIX=$prefix");
	local $ENV{PKG_CONFIG_PATH} = "$prefix/lib/pkgconfig";
	mkdir "$tmp/installed";
	works('the example builds against the installed library',
		"make -C examples/embed CC=$CC OUT=$tmp/installed PKG_CONFIG_PATH=$prefix/lib/pkgconfig");
	works('and runs', "$tmp/installed/embed", qr/^8 threads made \d+ calls$/m);
	works('with that library', "ldd $tmp/installed/embed", qr{\Q$prefix\E/lib/libquarry\.so\.0});
	works('quarry kdir is the installed one', "$prefix/bin/quarry kdir", qr{^\Q$prefix\E/lib/quarry/scripts/kbuild$}m);

	works('a module builds with the installed kdir',
		"cp -r tests/cmd/modules/foreign $tmp/foreign && make -C \$($prefix/bin/quarry kdir) M=$tmp/foreign CC=$CC modules && ls $tmp/foreign/*.ko");

	my $dest = "$tmp/dest";
	works('make install into DESTDIR', "make install CC=$CC PREFIX=/usr DESTDIR=$dest");
	my @there = map { s{^\Q$dest\E}{}r } split /\n/, `find $dest -type f -o -type l`;
	none('nothing outside the prefix', grep { !m{^/usr/} } @there);
	none('no installed text names the build tree', split /\n/, `grep -rlI -e '\Q$top\E' $dest`);
	works('make uninstall', "make uninstall PREFIX=/usr DESTDIR=$dest");
	is(`find $dest -type f -o -type l`, '', 'nothing is left');
}

done_testing;
