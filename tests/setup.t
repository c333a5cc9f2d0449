#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/setup.t - scripts/setup on machines that lack things
#
# The machines are made of a folder of links used as PATH; apt-get is a script that notes its arguments.

use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests';
use Quarry;

plan skip_all => 'nothing of it is built' if $ENV{SAN};
my $real = $ENV{PATH};

# A machine with the named tools; its folder.
sub machine {
	my (@tools) = @_;
	my $folder = tempdir(CLEANUP => 1);
	for my $tool (@tools) {
		chomp(my $path = `sh -c "command -v $tool"`);
		symlink $path, "$folder/$tool" or die "$tool: $!";
	}
	return $folder;
}

# A tool that is a script; in place of a link, not through it.
sub script {
	my ($folder, $name, $text) = @_;
	unlink "$folder/$name";
	open my $f, '>', "$folder/$name" or die;
	print $f "#!/bin/sh\n$text\n";
	close $f;
	chmod 0755, "$folder/$name";
}

sub setup {
	my ($folder, @what) = @_;
	local $ENV{PATH} = $folder;
	my $said = `/bin/sh scripts/setup @what 2>&1`;
	return ($? >> 8, $said);
}

my @basic = qw(sh id cat mktemp rm env make gcc ld);

{
	local $ENV{PATH} = $real;
	is(`scripts/setup run check 2>&1`, '', 'a machine that lacks nothing: silence');
}
{
	my $m = machine(@basic);
	my ($status, $said) = setup($m, 'check');
	is($status, 1, 'no apt-get: it fails');
	like($said, qr/\bperl\b.*/, 'and lists the packages');
	unlike($said, qr/\bgcc\b/, 'but none that is there');
}
{
	my $m = machine(@basic);
	script($m, 'apt-get', "echo \"\$@\" >>$m/log");
	script($m, 'id', 'echo 0');
	my ($status, $said) = setup($m, 'check');
	is($status, 0, 'with apt-get as root: it installs');
	like($said, qr/^setup: installing .*\bperl\b/, 'says what');
	like(slurp("$m/log"), qr/install -y .*\bperl\b/, 'and does it');
	unlike(slurp("$m/log"), qr/update/, 'without fetching lists that are there');
}
{
	my $m = machine(@basic);
	script($m, 'apt-get', "echo \"\$@\" >>$m/log; case \"\$*\" in *update*) >$m/lists ;; *) [ -e $m/lists ] ;; esac");
	script($m, 'id', 'echo 0');
	my ($status, $said) = setup($m, 'check');
	is($status, 0, 'package lists missing: it fetches them and installs');
	like(slurp("$m/log"), qr/install.*\n.*update.*\n.*install/, 'in this order');
}
{
	my $m = machine(@basic);
	script($m, 'apt-get', 'echo "E: no such thing"; exit 100');
	script($m, 'id', 'echo 0');
	my ($status, $said) = setup($m, 'check');
	is($status, 1, 'apt-get fails: so does it');
	like($said, qr/E: no such thing/, 'with what apt-get said');
}
{
	my $m = machine(@basic);
	script($m, 'apt-get', "echo \"\$@\" >>$m/log");
	script($m, 'id', 'echo 1000');
	my ($status, $said) = setup($m, 'check');
	is($status, 1, 'neither root nor sudo: it fails');
	like($said, qr/run as root: apt-get install .*\bperl\b/, 'with the command to run');
	script($m, 'sudo', 'exec "$@"');
	($status, $said) = setup($m, 'check');
	is($status, 0, 'with sudo: it installs');
}
{
	my ($status, $said) = setup(machine(@basic), 'lunch');
	is($status, 2, 'an unknown need is an error');
	like($said, qr/lunch/, 'that names it');
}

done_testing;
