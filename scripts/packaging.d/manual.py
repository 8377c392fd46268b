#!/usr/bin/env python3
"""Writes man pages from the program's own description of its command line.

usage: manual.py VMSCAN DATE DIRECTORY

One page for the program and one per command, such as vmscan-history-prune.1. The description comes
from `vmscan --experimental-dump-help`, so a page never differs from --help; vmscan.yaml.5 comes
from the commented sample, `vmscan init --sample`. DATE (YYYY-MM-DD) is what the pages show, so that
they come out the same every time.
"""
import json
import os
import re
import subprocess
import sys


def roff(text):
    """Text as roff takes it: no line begins a request and no escape is read."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(("\\&" + line if line[:1] in (".", "'") else line) for line in text.split("\n"))


def quoted(text):
    return '"' + roff(text).replace('"', '\\(dq') + '"'


def label(argument):
    """How an argument is written in the options list, as roff."""
    value = "\\fI" + roff(argument.get("valueName", "value")) + "\\fR"
    if argument["kind"] == "positional":
        return value
    names = []
    for name in sorted(argument.get("names", []), key=lambda n: n["kind"] != "short"):
        dashes = "-" if name["kind"] == "short" else "--"
        names.append("\\fB" + roff(dashes + name["name"]) + "\\fR")
    text = ", ".join(names)
    return text + " " + value if argument["kind"] == "option" else text


def usage(argument):
    if argument["kind"] == "positional":
        text = "\\fI" + roff(argument["valueName"]) + "\\fR"
    else:
        name = argument["preferredName"]
        dashes = "-" if name["kind"] == "short" else "--"
        text = "\\fB" + roff(dashes + name["name"]) + "\\fR"
        if argument["kind"] == "option":
            text += " \\fI" + roff(argument["valueName"]) + "\\fR"
    if argument.get("isRepeating"):
        text += " ..."
    if argument.get("parsingStrategy") == "postTerminator":
        return "\\fB\\-\\-\\fR " + text
    return "[" + text + "]" if argument.get("isOptional") else text


def paragraphs(text):
    """Prose is filled; a block that begins with a title in capitals stands as it is."""
    lines = []
    for block in text.split("\n\n"):
        first, _, rest = block.partition("\n")
        if first.isupper():
            lines += [".SH " + first, ".nf", roff(rest), ".fi"]
        else:
            lines += [".PP", roff(block)]
    return lines


def page(command, path, date, version, statuses):
    name = "-".join(path)
    shown = [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]
    subcommands = [c for c in command.get("subcommands", []) if c["commandName"] != "help"]
    abstract = command.get("abstract", "").strip()
    lines = [
        '.\\" Made by scripts/man; do not edit.',
        f'.TH {quoted(name.upper())} 1 "{date}" {quoted("vmscan " + version)} {quoted("vmscan")}',
        ".SH NAME", roff(name) + " \\- " + roff(abstract.rstrip(".")), ".SH SYNOPSIS",
    ]
    synopsis = " ".join(usage(a) for a in shown)
    if subcommands:
        synopsis = "\\fIcommand\\fR [\\fIoptions\\fR]"
    lines += ["\\fB" + roff(" ".join(path)) + "\\fR " + synopsis]
    lines += [".SH DESCRIPTION", roff(abstract)]
    blocks = command.get("discussion", "").split("\n\n")
    own = [block for block in blocks if block.startswith("Ends with ")]
    discussion = "\n\n".join(block for block in blocks if block not in own)
    body = paragraphs(discussion) if discussion else []
    headings = [n for n, line in enumerate(body) if line.startswith(".SH")]
    prose = body[: headings[0]] if headings else body
    sections = body[len(prose):]
    lines += prose
    if subcommands:
        lines.append(".SH COMMANDS")
        for sub in subcommands:
            lines += [".TP", "\\fB" + roff("-".join(path + [sub["commandName"]])) + "\\fR(1)"]
            lines.append(roff(sub.get("abstract", "")))
    if shown:
        lines.append(".SH OPTIONS")
        for argument in shown:
            lines += [".TP", label(argument), roff(argument.get("abstract", ""))]
            if argument.get("discussion"):
                lines.append(roff(argument["discussion"]))
            if argument.get("allValues"):
                lines.append("One of: " + roff(", ".join(argument["allValues"])) + ".")
    lines += sections
    if own:
        lines += [".SH EXIT STATUS", roff("\n".join(own))]
    elif len(path) > 1:
        lines += [".SH EXIT STATUS", ".nf", roff(statuses), ".fi"]
    lines += [
        ".SH FILES", ".TP", "/etc/vmscan/vmscan.yaml", "The settings.", ".TP",
        "/var/lib/vmscan/vmscan.db", "The history.", ".SH SEE ALSO",
        ("\\fBvmscan\\fR(1), " if len(path) > 1 else "\\fBvmscan\\-scan\\fR(1), ")
        + "\\fBvmscan\\-doctor\\fR(1), \\fBvmscan.yaml\\fR(5)",
    ]
    return name, "\n".join(lines) + "\n"


def nightly(script, date, version):
    """The page of the nightly job from the comment at its head; blocks beside prose stand as is."""
    with open(script) as file:
        lines = file.read().split("\n")[1:]
    head = [line[2:] for line in lines[: next(n for n, t in enumerate(lines) if t[:1] != "#")]]
    prose, _, cases = "\n".join(head).partition("\nWhat happens when ...\n")
    abstract = prose.partition(".")[0].partition(": ")[2]
    return "\n".join([
        '.\\" Made by scripts/man; do not edit.',
        f'.TH "VMSCAN\\-NIGHTLY" 8 "{date}" {quoted("vmscan " + version)} {quoted("vmscan")}',
        ".SH NAME", "vmscan\\-nightly \\- " + roff(abstract), ".SH SYNOPSIS",
        "\\fBvmscan\\-nightly\\fR [\\fIoptions of vmscan scan\\fR]",
        ".SH DESCRIPTION", ".nf", roff(prose.strip("\n")), ".fi",
        ".SH WHAT HAPPENS WHEN", ".nf", roff(cases), ".fi",
        ".SH SEE ALSO",
        "\\fBvmscan\\fR(1), \\fBvmscan\\-maintain\\fR(1), \\fBvmscan.yaml\\fR(5)",
    ]) + "\n"


PRECEDENCE = """\
A flag of the command line beats a variable of the environment, which beats the settings file, which
beats the default. A list that is named replaces the one below it whole. The file need not exist,
unless \\fB\\-\\-config\\fR or \\fBVMSCAN_CONFIG\\fR names it. An unknown key, a key that stands twice and a
wrong value are refused with the line, all together and without what else stands in the file; then
nothing is done."""

POLICY = """\
version: "3"
owner: Records Office
reviewDate: 2027-01-01
rules:
  - name: mailed
    removeAfter: {unheard: 90d, old: 30d, saved: 365d, deleted: 7d}
    onlyEmailed: true
  - name: trading floor
    context: trading
    keepAtLeast: {unheard: 5y, old: 5y, saved: 5y, deleted: 5y}"""

POLICY_PROSE = """\
The file that \\fBpolicyFile\\fR or \\fB\\-\\-policy\\fR names is YAML, too. \\fBversion\\fR, \\fBowner\\fR and at
least one rule with a \\fBname\\fR are needed. A rule is about one \\fBmailbox\\fR (BOX@CONTEXT), one
\\fBcontext\\fR or everything. The most specific rule with a limit for the folder decides when a
message may go (\\fBremoveAfter\\fR); the longest \\fBkeepAtLeast\\fR of all rules that apply protects it,
where the settings name the file also from a purge by other predicates.
\\fBvmscan\\-policy\\-test\\fR(1) tries it."""


def entry(name, *lines):
    return [".TP", "\\fB" + roff(name) + "\\fR", "\n.br\n".join(lines)]


def settings(sample, date, version):
    """The page of the settings from the commented sample: prose, a default and a line per block."""
    head, *blocks = sample.strip("\n").split("\n\n")
    lines = [
        '.\\" Made by scripts/man; do not edit.',
        f'.TH "VMSCAN.YAML" 5 "{date}" {quoted("vmscan " + version)} {quoted("vmscan")}',
        ".SH NAME", "vmscan.yaml \\- settings of vmscan", ".SH SYNOPSIS",
        "/etc/vmscan/vmscan.yaml", ".SH DESCRIPTION",
        "A YAML file with one mapping. Every setting has a default, so that any may be left out;",
        "\\fBvmscan\\-init\\fR(1) writes a first file from what is found on the machine. An age is a",
        "number with h, d, w or y, such as 12h or 30d.",
        ".SH PRECEDENCE", PRECEDENCE, ".SH SETTINGS",
    ]
    for block in blocks:
        *comments, setting = block.split("\n")
        key, value = re.fullmatch(r"#?(\w+): (.*)", setting).groups()
        texts = [text.removeprefix("# ") for text in comments]
        default = texts.pop()
        assert default.startswith("Default: "), block
        lines += entry(key, "\n".join(map(roff, texts)), roff(default),
                       "Example: " + roff(f"{key}: {value}"))
    lines.append(".SH ENVIRONMENT")
    for name, meaning in re.findall(r"^#   (VMSCAN_\w+) +(.*)$", head, re.M):
        lines += entry(name, roff(meaning[0].upper() + meaning[1:] + "."))
    lines += [
        ".PP", "The variables that the nightly job reads are described in",
        "\\fBvmscan\\-nightly\\fR(8).",
        ".SH POLICY FILE", POLICY_PROSE, ".PP", ".EX", roff(POLICY), ".EE",
        ".SH FILES", "A file with the secret of", "\\fBami\\fR",
        "that others may read or change is refused: chmod 0640 it, its group being vmscan's.",
        ".SH SEE ALSO",
        "\\fBvmscan\\fR(1), \\fBvmscan\\-init\\fR(1), \\fBvmscan\\-doctor\\fR(1), \\fBvmscan\\-nightly\\fR(8)",
    ]
    return "\n".join(lines) + "\n"


def walk(command, path):
    yield command, path
    for sub in command.get("subcommands", []):
        if sub["commandName"] != "help":
            yield from walk(sub, path + [sub["commandName"]])


def main():
    program, date, directory = sys.argv[1:]
    run = lambda *words: subprocess.run([program, *words], check=True, capture_output=True).stdout
    root = json.loads(run("--experimental-dump-help"))["command"]
    version = run("--version").decode().strip()
    discussion = root.get("discussion", "")
    statuses = discussion.partition("EXIT STATUS\n")[2]
    os.makedirs(directory, exist_ok=True)
    for command, path in walk(root, [root["commandName"]]):
        name, text = page(command, path, date, version, statuses)
        with open(os.path.join(directory, name + ".1"), "w") as file:
            file.write(text)
    with open(os.path.join(directory, "vmscan-nightly.8"), "w") as file:
        file.write(nightly("cron/vmscan-nightly", date, version))
    sample = run("init", "--sample").decode()
    with open(os.path.join(directory, "vmscan.yaml.5"), "w") as file:
        file.write(settings(sample, date, version))


main()
