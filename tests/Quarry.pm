# SPDX-License-Identifier: MIT
#
# tests/Quarry.pm - what the Perl tests share; they run with the top of the tree as the current folder

package Quarry;
use strict;
use warnings;
use Exporter 'import';
use Test::More ();
our @EXPORT = qw(slurp none objects $O $CC);

our $O = $ENV{O} || 'build';	# the build folder
our $CC = $ENV{CC} || 'gcc';

# The text of a file.
sub slurp {
	my ($file) = @_;
	open my $f, '<', $file or die "$file: $!";
	local $/;
	return scalar <$f>;
}

# A test that nothing was found; what was found is printed, a line each.
sub none {
	my ($name, @found) = @_;
	my $ok = Test::More::ok(!@found, $name);
	Test::More::diag("    $_") for @found;
	return $ok;
}

# The objects of the named folders of the tree, in build folder @_[0]; of sources that are still there.
sub objects {
	my ($build, @folders) = @_;
	my @objects = split /\n/, `cd $build 2>/dev/null && find @folders -name '*.o' 2>/dev/null`;
	return sort map { "$build/$_" } grep { -e s/o$/c/r } @objects;
}

1;
