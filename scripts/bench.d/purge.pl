#!/usr/bin/perl
# The careless way to purge: unlink what is older than an age and rename the rest, without lock,
# journal, quarantine or a second look. What `vmscan purge` is measured against.
#   purge.pl SPOOL BEFORE
use strict;
use warnings;

my ($spool, $before) = @ARGV;
for my $folder (glob "$spool/*/*/{INBOX,Old,Work,Family,Friends,Cust1,Cust2,Cust3,Cust4,Cust5,Urgent}") {
  opendir my $directory, $folder or next;
  my %files;
  /^(msg\d{4})\./ and push @{ $files{$1} }, $_ for readdir $directory;
  closedir $directory;
  my $next = 0;
  for my $stem (sort keys %files) {
    open my $envelope, '<', "$folder/$stem.txt" or next;
    my ($time) = map { /^origtime=(\d+)/ ? $1 : () } <$envelope>;
    close $envelope;
    if (defined $time && $time < $before) {
      unlink map { "$folder/$_" } @{ $files{$stem} };
      next;
    }
    my $new = sprintf 'msg%04d', $next++;
    next if $new eq $stem;
    rename "$folder/$_", "$folder/$new" . substr($_, 7) for @{ $files{$stem} };
  }
}
