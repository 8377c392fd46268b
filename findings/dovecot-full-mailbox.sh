#!/bin/bash
# Dovecot 2.3.19.1 (Debian 12) with a voicemail mail for an owner whose mailbox is full: one version, one
# configuration, two ways in.
#
# Behaviour: by LMTP the mail server is told (552 5.2.2 after the message), so that its log has the mail as bounced.
# As a command (dovecot-lda, Postfix's mailbox_command, Exim's pipe, Sendmail's local mailer) it hands in a mail of
# its own to the sender, "Rejected: …", and ends with status 0: the mail server logs the mail as sent, although
# nobody has it. The rejection goes to asterisk@, which nobody reads on most PBXs. Only Dovecot's own log
# says so, by Message-ID.
#
# Seen: the lines at the end of this file.
# For vmscan: "delivered to command: …/dovecot-lda" is the last word only where no line of Dovecot with that
# Message-ID says "rejected".
#
# Needs root, debootstrap and a Debian mirror among apt's sources; everything happens in a temporary folder.
set -euo pipefail
[ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null || { echo "needs root and debootstrap"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
# shellcheck disable=SC2016  # apt's fields
mirror=$(apt-get indextargets --format '$(CREATED_BY) $(REPO_URI)' |
  awk '$1 == "Packages" && $2 ~ /debian\/?$/ && $2 !~ /security/ && !seen++ { print $2 }')
[ -n "$mirror" ] || { echo "no Debian mirror among apt's sources"; exit 2; }
root=$work/root
unshare --mount --pid --fork --kill-child=KILL -- debootstrap --variant=minbase \
  --include=dovecot-core,dovecot-lmtpd bookworm "$root" "$mirror" >"$work/log" 2>&1 || { tail "$work/log"; exit 2; }
version=$(chroot "$root" dpkg-query -W -f '${Version}' dovecot-core)
case $version in 1:2.3.19.1*) ;; *) echo "another version: $version"; exit 1 ;; esac

cat >"$root/etc/dovecot/dovecot.conf" <<'T'
protocols = lmtp
log_path = /tmp/log
ssl = no
mail_location = maildir:~/Maildir
mail_plugins = quota
userdb {
  driver = static
  args = uid=pat gid=pat home=/home/pat
}
passdb {
  driver = static
  args = nopassword=y
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=8k
}
sendmail_path = /usr/local/bin/hand-in
service lmtp {
  unix_listener lmtp {
    mode = 0666
  }
}
T
id=Asterisk-1-1804289383-1001-147@pbx.example.com
{
  printf 'From: asterisk@pbx.example.com\nTo: pat@example.com\nMessage-ID: <%s>\nSubject: voicemail\n\n' "$id"
  head -c 20000 /dev/zero | base64
} >"$root/tmp/mail"
printf '#!/bin/sh\ncat >/tmp/handed-in\n' >"$root/usr/local/bin/hand-in"
chmod 755 "$root/usr/local/bin/hand-in"
chmod 644 "$root/tmp/mail"
chroot "$root" sh -c 'useradd -m pat; : >/tmp/log; chmod 666 /tmp/log'
cat >"$root/tmp/talk" <<'T'
use Socket;
socket(my $server, PF_UNIX, SOCK_STREAM, 0) or die;
my $tries = 0;
until (connect($server, sockaddr_un("/run/dovecot/lmtp"))) { die if ++$tries > 100; select undef, undef, undef, .1 }
select((select($server), $| = 1)[0]);
sub hear { my $line = <$server>; $line = <$server> while $line =~ /^\d{3}-/; $line =~ s/\r?\n//; $line }
sub say { print $server "$_[0]\r\n"; hear() }
hear();
say($_) for "LHLO pbx", "MAIL FROM:<asterisk\@pbx.example.com>", "RCPT TO:<pat\@example.com>", "DATA";
open my $mail, "<", "/tmp/mail" or die;
while (<$mail>) { s/\n/\r\n/; print $server $_ }
print "lmtp: ", say("."), "\n";
T

said() { # who: what Dovecot's log says of the mail, without the cause
  sed -n "s/.*$1(pat).*msgid=<$id>: \(save failed\|rejected\).*/\1/p" "$root/tmp/log" | paste -sd,
}
{
  chroot "$root" su pat -s /bin/sh -c 'HOME=/home/pat USER=pat /usr/lib/dovecot/dovecot-lda \
    -f asterisk@pbx.example.com -a pat@example.com </tmp/mail; echo "lda: status $?"'
  echo "lda: its log says $(said lda), it handed in: $(grep -E '^(To|Subject):' "$root/tmp/handed-in" | head -2 | tr -d "\r" | paste -sd' ')"
  rm "$root/tmp/handed-in"
  unshare --mount --pid --net --fork --kill-child=KILL chroot "$root" sh -c \
    'mount -t proc proc /proc; dovecot -F & perl /tmp/talk; kill $!; wait'
  [ -e "$root/tmp/handed-in" ] || echo "lmtp: nothing handed in"
  echo "mails in the mailbox: $(find "$root/home/pat/Maildir" -path '*/new/*' -o -path '*/cur/*' | wc -l)"
} | tee "$work/out"
diff "$work/out" - <<'T'
lda: status 0
lda: its log says save failed,rejected, it handed in: To: <asterisk@pbx.example.com> Subject: Rejected: voicemail
lmtp: 552 5.2.2 <pat@example.com> Quota exceeded (mailbox for user is full)
lmtp: nothing handed in
mails in the mailbox: 0
T
