# SPDX-License-Identifier: MIT
#
# tests/Mutate.pm - the programs tests/mutate-*: is each change of the code noticed by the test that is for it?
#
# Rows are: name :: file :: text :: what it becomes :: test :: boot options. The text is at exactly one place of
# the file; it is changed in a copy of the tree below the build folder. The row is killed if the test passes
# without the change and fails with it. A test is a case, suite.case in tests/mm/SUITE_test.c or
# tests/mm/page_SUITE_test.c, or a script, tests/cmd/NAME.t.
#
# Arguments: WORDs, for rows whose name has one. --check builds nothing: each change must fit, each test exist.

package Mutate;
use strict;
use warnings;
use Quarry;

my $copy = "$O/mutants";

sub save {
	my ($path, $text) = @_;
	unlink $path;			# the copy is made of hard links
	open my $out, '>', $path or die "$path: $!\n";
	print $out $text;
	close $out or die "$path: $!\n";
}

# Does @_[1] pass with the programs of build folder @_[0]? If not, where did it fail?
sub passes {
	my ($build, $test, $boot) = @_;
	my $run = $test =~ /\.t$/ ? "QUARRY=$build/quarry KTEST=$build/ktest MODULES=$O/modules bash $test" :
		"$build/ktest " . ($boot ? "--boot '$boot' " : '') . $test;
	my @lines = `timeout 120 env $run 2>&1`;
	my ($how) = map { /FAILED at (\S+)/ || /^not ok \d+ - (.*)/ ? $1 : () } @lines;
	return (!$? && !!grep(/^ok 1 /, @lines) && !grep(/^ok 1 .*# SKIP/, @lines), $how || 'it died');
}

sub build {
	my ($file) = @_;
	my $object = "$copy/$O/obj/" . $file =~ s/\.[ch]$//r;
	unlink "$object.o", "$object.d", "$copy/$O/ktest", "$copy/$O/quarry";
	return !system "make -s -C $copy $O/ktest $O/quarry >$copy/log 2>&1";
}

sub test_exists {
	my ($test) = @_;
	return -e $test if $test =~ /\.t$/;
	my ($suite, $function) = split /\./, $test;
	my ($file) = grep { -e } "tests/mm/${suite}_test.c", "tests/mm/page_${suite}_test.c";
	return $file && slurp($file) =~ /KUNIT_CASE(?:_PARAM)?\($function\b/;
}

sub copy_tree {
	die "mutants: build first: make all $O/ktest\n" if system "make -s $O/ktest $O/quarry >/dev/null";
	system "rm -rf $copy && mkdir -p $copy/$O && cp -al Makefile arch bench drivers fs include init kernel lib mm scripts tests tools $copy/ &&
		cp -al $O/obj $O/flags $O/exports.map $O/exports.list $copy/$O/" and die "mutants: no copy of the tree\n";
}

# One row: with the change made, and unmade. Return: it is killed.
sub row {
	my ($name, $file, $from, $to, $test, $boot) = @_;
	my $text = slurp($file);
	my ($sane, $why) = passes($O, $test, $boot);
	save("$copy/$file", $text =~ s/\Q$from\E/$to/r);
	my $built = build($file);
	my ($alive, $how) = $built ? passes("$copy/$O", $test, $boot) : (1, 'it does not build');
	my $killed = $sane && !$alive;
	print +($killed ? 'killed' : 'SURVIVED'), " $name: $test", ($killed ? " ($how)" : $sane ? '' : " (fails without it: $why)"), "\n";
	save("$copy/$file", $text);
	unlink "$copy/$O/obj/" . $file =~ s/\.[ch]$/.o/r;
	return $killed;
}

# All rows of the file that @ARGV chooses. Return: those that are not killed, or do not fit.
sub rows {
	my ($data) = @_;
	my @rows = map { chomp; [map { s/\\n/\n/gr =~ s/\\t/\t/gr } split / +:: */] } <$data>;
	my $check = @ARGV && $ARGV[0] eq '--check' && shift @ARGV;
	my $bad = 0;

	copy_tree() unless $check;
	$| = 1;
	for (@rows) {
		my ($name, $file, $from, undef, $test) = @$_;
		next if @ARGV && !grep { index($name, $_) >= 0 } @ARGV;
		my $fits = () = slurp($file) =~ /\Q$from\E/g;
		if ($fits != 1 || !test_exists($test)) {
			print "DOES NOT FIT $name: $file: $fits places, $test\n";
			$bad++;
		} elsif (!$check) {
			$bad += !row(@$_);
		}
	}
	return $bad;
}

1;
