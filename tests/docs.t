#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# tests/docs.t - the documents name things that exist, and the API is documented
#
# Links and file names in *.md must lead somewhere. Each exported function needs kernel-doc with
# Context: and, unless it returns void, Return:.

use strict;
use warnings;
use File::Basename;
use Test::More;
use lib 'tests';
use Quarry;

plan skip_all => 'the documents are the same in a sanitizer build' if $ENV{SAN};

# ---- links and file names ----

my $folder = qr/mm|lib|kernel|fs|init|arch|drivers|tools|tests|bench|docs|include|scripts|examples/;

# Words that stand for any name, as in tests/<folder>/<unit>_test.c, are not looked up.
sub broken_names {
	my ($file, $text) = @_;
	my @broken;
	while ($text =~ /\]\(([^)#\s]+)(?:#[^)]*)?\)/g) {
		my $target = $1;
		next if $target =~ /^[a-z]+:/;
		push @broken, "$file: link to $target" unless -e dirname($file) . "/$target";
	}
	while ($text =~ /`((?:$folder)\/[\w.\/*{},+-]*)`/g) {
		push @broken, "$file: $1" unless grep { -e } glob $1;
	}
	return @broken;
}

my @documents = grep { !m{^build/} } split /\n/, `find . -name '*.md' -not -path './build/*' | sed 's|^\\./||' | sort`;
{
	my @broken = map { broken_names($_, slurp($_)) } @documents;
	none('links and file names in ' . @documents . ' documents lead somewhere', @broken);
	is_deeply([broken_names('README.md', 'see [x](docs/none.md), `mm/none.c` and `docs/design.md`')],
		['README.md: link to docs/none.md', 'README.md: mm/none.c'], 'one that does not is found out');
	my $code = join "\n", map { slurp($_) } split /\n/, `find mm lib kernel fs init arch include tools -name '*.[ch]'`;
	my %called = map { $_ => 1 } slurp('docs/start.md') =~ /`(\w+)\(\)`/g;
	none('functions that docs/start.md names exist', sort grep { $code !~ /\b$_\(/ } keys %called);
	my @lonely = grep { !-e "$_/README.md" } grep { -d } split /\n/,
		`git ls-files -co --exclude-standard 2>/dev/null | xargs -n1 dirname | grep -v -e '^\\.' -e / | sort -u`;
	none('each folder has a README', @lonely);
	my @unnamed;
	for my $dir (qw(mm lib kernel fs init)) {
		my %named = map { basename($_) => 1 } map { glob } slurp("$dir/README.md") =~ /`([\w\/{},.-]+\.c)`/g;
		push @unnamed, grep { !$named{basename($_)} } glob "$dir/*.c";
	}
	none('the README of each folder of the core names its files', @unnamed);
	is(`scripts/manual --check`, '', 'the manual page has the boot options of the table');
}

# ---- kernel-doc ----

my @sources = split /\n/, `find mm lib kernel fs init arch/host include -name '*.[ch]'`;
my (%exported, %doc, %void);
for my $file (@sources) {
	my $text = slurp($file);
	while ($text =~ m{/\*\*[\s*]*?(\w+)(?:\(\))?\s+-\s(.*?)\*/}gs) {
		my ($name, $body) = ($1, $2);
		$doc{$name} = $body if !$doc{$name} || length $body > length $doc{$name};
	}
	$text =~ s{/\*.*?\*/}{}gs;
	# An EXPORT_SYMBOL that goes on from a macro's line before has a parameter for a name.
	$exported{$1} = $file while $text =~ /(?<!\\\n)^EXPORT_SYMBOL(?:_GPL)?\s*\(\s*(\w+)/mg;
	$void{$1} = 1 while $text =~ /^(?:extern\s+|__\w+\s+|noinline\s+)*void\s+(?:__\w+\s+)*(\w+)\s*\(/mg;
}
# Variables, and the names behind inline functions and macros (two underscores), are not asked for.
my $sources = join "\n", map { slurp($_) } grep { /\.c$/ } @sources;
my %function;
for my $line ($sources =~ /^(\w[^;=\n]*\()/mg) {
	$function{$1} = 1 while $line =~ /(\w+)\s*\(/g;
}
for my $name (keys %exported) {
	delete $exported{$name} if $name =~ /^__/ || !$function{$name};
}

sub lacking {
	my ($name) = @_;
	my $doc = $doc{$name};
	return 'kernel-doc' unless defined $doc;
	my @lacks;
	push @lacks, 'Context:' unless $doc =~ /Context:/;
	push @lacks, 'Return:' unless $void{$name} || $doc =~ /Return:/;
	return join ' ', @lacks;
}

my %lacks = map { my $what = lacking($_); $what ? ($_ => $what) : () } keys %exported;
none('exported functions have kernel-doc', map { "$exported{$_}: $_ lacks $lacks{$_}" } sort keys %lacks);
note(keys(%exported) . ' exported functions');

done_testing;
