#!/usr/bin/env python3
"""Writes a made-up Postfix log to standard output.

usage: maillog-gen.py MEGABYTES [classic|rfc3339] [SHARE [FIRST COUNT]]

Voicemail mails are SHARE (default 0.25) of all mails, of COUNT (2000) mailboxes from number FIRST
(1000) on; some are deferred first, some bounce. The rest is what a mail server on a PBX host writes besides. The same arguments give the same bytes.
"""
import random
import sys
import time

WORDS = "alice bob carol dave erin frank grace heidi ivan judy kim mallory".split()
DOMAINS = ["example.com", "example.org", "example.net", "mail.example.com"]


def main():
    limit = int(float(sys.argv[1]) * 1e6)
    rfc3339 = len(sys.argv) > 2 and sys.argv[2] == "rfc3339"
    share = float(sys.argv[3]) if len(sys.argv) > 3 else 0.25
    first, count = map(int, sys.argv[4:6]) if len(sys.argv) > 5 else (1000, 2000)
    rng = random.Random(20261122)
    now, written, number, late = 1767225600.0, 0, 0, []
    out, lines = sys.stdout.buffer, []

    def line(program, text):
        nonlocal written
        if rfc3339:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + ".123456+00:00"
        else:
            stamp = time.strftime("%b %e %H:%M:%S", time.gmtime(now))
        lines.append(f"{stamp} pbx postfix/{program}[{1000 + number % 977}]: {text}\n")
        written += len(lines[-1])

    def attempt(qid, to, status, delay):
        words = {
            "sent": "250 2.0.0 Ok: queued as " + qid[::-1],
            "deferred": "host mx.example.org[192.0.2.7] said: 450 4.7.1 Greylisted, try again",
            "bounced": "host mx.example.org[192.0.2.7] said: 550 5.1.1 User unknown",
        }[status]
        dsn = {"sent": "2.0.0", "deferred": "4.7.1", "bounced": "5.1.1"}[status]
        line("smtp", f"{qid}: to=<{to}>, relay=mx.example.org[192.0.2.7]:25, delay={delay}, "
             f"delays=0.01/0/0.02/0.05, dsn={dsn}, status={status} ({words})")

    while written < limit:
        now += rng.random() * 4
        number += 1
        qid = f"{rng.getrandbits(44):011X}"
        to = f"{rng.choice(WORDS)}{rng.randrange(400)}@{rng.choice(DOMAINS)}"
        voicemail = rng.random() < share
        line("pickup" if voicemail else "smtpd",
             f"{qid}: uid=101 from=<asterisk>" if voicemail else
             f"{qid}: client=host{rng.randrange(999)}.example.net[198.51.100.{rng.randrange(256)}]")
        if voicemail:
            mid = (f"Asterisk-{rng.randrange(1, 60)}-{rng.getrandbits(31)}-"
                   f"{rng.randrange(first, first + count)}-2147@pbx.example.com")
        else:
            mid = f"{rng.getrandbits(64):x}.{number}@{rng.choice(DOMAINS)}"
        line("cleanup", f"{qid}: message-id=<{mid}>")
        line("qmgr", f"{qid}: from=<a{number % 500}@example.com>, size={rng.randrange(900, 400000)}, "
             "nrcpt=1 (queue active)")
        dice = rng.random()
        if dice < 0.05:
            attempt(qid, to, "deferred", 0.1)
            late.append((now + 300, qid, to))
        else:
            attempt(qid, to, "bounced" if dice < 0.07 else "sent", 0.2)
            line("qmgr", f"{qid}: removed")
        while late and late[0][0] <= now:
            _, other, address = late.pop(0)
            attempt(other, address, "sent", 301)
            line("qmgr", f"{other}: removed")
        if rng.random() < 0.6:
            line("smtpd", f"disconnect from host{rng.randrange(999)}.example.net"
                 f"[198.51.100.{rng.randrange(256)}] ehlo=1 auth=0/1 commands=1/2")
        if len(lines) > 20000:
            out.write("".join(lines).encode())
            lines.clear()
    out.write("".join(lines).encode())


main()
