#!/usr/bin/perl
# The careless way to purge: unlink what is older than an age and rename the rest, without lock,
# journal, quarantine or a second look. What `vmscan purge` is measured against.
#   purge.pl SPOOL BEFORE           does it
#   purge.pl --list SPOOL BEFORE    prints the unlinks and renames instead
#   purge.pl --run LIST             does what was printed and nothing else
use strict;
use warnings;

if (@ARGV == 2 && $ARGV[0] eq '--run') {
  open my $list, '<', $ARGV[1] or die "$ARGV[1]: $!";
  while (<$list>) {
    chomp;
    my ($from, $to) = split /\t/;
    defined $to ? rename $from, $to : unlink $from;
  }
  exit 0;
}
my $lists = $ARGV[0] eq '--list' && shift;
my ($spool, $before) = @ARGV;

sub act {
  my ($from, $to) = @_;
  if ($lists) { print defined $to ? "$from\t$to\n" : "$from\n" }
  else { defined $to ? rename $from, $to : unlink $from }
}

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
      act("$folder/$_") for @{ $files{$stem} };
      next;
    }
    my $new = sprintf 'msg%04d', $next++;
    next if $new eq $stem;
    act("$folder/$_", "$folder/$new" . substr($_, 7)) for @{ $files{$stem} };
  }
}
