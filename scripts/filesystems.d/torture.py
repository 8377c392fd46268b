#!/usr/bin/env python3
"""Callers and owners at work by Asterisk's protocol, and purges that are killed, in one folder each.

    torture.py VMSCAN DIRECTORY DATABASE

Each message has a name of its own in its envelope and in its recording; all have one time and one
size, so that a file under an inode number that is used again looks like the one before. At the end every message
that was left is in the spool, in quarantine or was deleted by its owner, once, whole, beside its own
recording, and numbers have no gap. Prints one line and ends with 1 when that does not hold.

In the environment: ROUNDS of purges (24), BOXES (2), SEED. With more than 64 mailboxes each gets a
message before every round, and a purge works in several folders at once.
"""
import os, random, signal, subprocess, sys, threading, time

vmscan, root, database = sys.argv[1:]
spool, quarantine = root + "/voicemail", root + "/vmscan-quarantine"
boxes = [str(1001 + number) for number in range(int(os.environ.get("BOXES", "2")))]
rounds = int(os.environ.get("ROUNDS", "24"))
seed = int(os.environ.get("SEED", "0")) or random.randrange(1 << 30)
old = time.time() - 40 * 86400
etc = database + ".etc"
os.makedirs(etc, exist_ok=True)
open(etc + "/asterisk.conf", "w").write("[options]\nlockmode = lockfile\n")
open(etc + "/voicemail.conf", "w").write(
    "[general]\nformat=wav\n[default]\n" + "".join(f"{box} => 839201,Box\n" for box in boxes))
done = threading.Event()
left, deleted, given_up, faults, killed = set(), set(), [], [], []


class Folder:
    """A folder's lock as `ast_lock_path_lockfile` takes it, and its messages."""

    def __init__(self, box):
        self.path = f"{spool}/default/{box}/INBOX"

    def __enter__(self):
        self.own = f"{self.path}/.lock-{random.randrange(1 << 32):08x}"
        os.close(os.open(self.own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        end = time.monotonic() + 30
        while True:
            try:
                os.link(self.own, self.path + "/.lock")
                break
            except FileExistsError:
                if time.monotonic() > end:
                    os.unlink(self.own)
                    raise TimeoutError(self.path)
                time.sleep(0.01)
        os.unlink(self.own)
        return self

    def __exit__(self, *_):
        os.unlink(self.path + "/.lock")

    def stem(self, number):
        return f"{self.path}/msg{number:04d}"

    def count(self):
        number = 0
        while os.path.exists(self.stem(number) + ".txt"):
            number += 1
        return number


def name_in(path):
    return open(path).read().split("msg_id=")[1].split("\n")[0]


def leave(box, name):
    temporary = f"{spool}/default/{box}/tmp/{name}"
    for suffix, text in (("wav", f"msg_id={name}\n"), (
            "txt", f"[message]\norigmailbox={box}\norigtime={int(old)}\nduration=3\nmsg_id={name}\n")):
        with open(f"{temporary}.{suffix}", "w") as file:
            file.write(text)
        os.utime(f"{temporary}.{suffix}", (old, old))
    try:
        with Folder(box) as folder:
            stem = folder.stem(folder.count())
            for suffix in ("wav", "txt"):
                os.rename(f"{temporary}.{suffix}", f"{stem}.{suffix}")
            left.add(name)
    except TimeoutError as error:
        given_up.append(str(error))


def delete_one(box):
    """`close_mailbox`: one message is deleted, the later ones move up."""
    try:
        with Folder(box) as folder:
            count = folder.count()
            if count < 3:
                return
            victim = random.randrange(count)
            deleted.add(name_in(folder.stem(victim) + ".txt"))
            for suffix in ("wav", "txt"):
                os.unlink(f"{folder.stem(victim)}.{suffix}")
            for number in range(victim + 1, count):
                for suffix in ("wav", "txt"):
                    os.rename(f"{folder.stem(number)}.{suffix}", f"{folder.stem(number - 1)}.{suffix}")
    except TimeoutError as error:
        given_up.append(str(error))


def callers(own):
    number = 0
    while not done.is_set():
        leave(random.choice(boxes), f"caller{own}-{number}")
        number += 1
        time.sleep(random.random() / 10)


def owners(_):
    while not done.is_set():
        delete_one(random.choice(boxes))
        time.sleep(random.random() / 5)


def fill(number):
    """A message for each of many mailboxes, so that a purge has folders for all its threads.

    The lock of a purge that was killed stays until the next one.
    """
    for box in boxes if len(boxes) > 64 else []:
        if not os.path.exists(Folder(box).path + "/.lock"):
            leave(box, f"{box}-{number}")


def guarded(work, *words):
    try:
        work(*words)
    except Exception as error:  # printed at the end
        faults.append(f"{work.__name__} {words}: {error!r}")
        done.set()


def forget():
    """Has the kernel forget names and inodes: sshfs then gives every file another inode number."""
    try:
        with open("/proc/sys/vm/drop_caches", "w") as file:
            file.write("2")
    except OSError:  # not this user's to ask for
        pass


def purge(kill_after=None):
    child = subprocess.Popen(
        [vmscan, "purge", "--older", "1d", "--yes", "--asterisk-etc", etc, "--spool", spool,
         "--db", database, "--config", "/dev/null"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if kill_after is not None:
        time.sleep(kill_after)
        child.send_signal(signal.SIGKILL)
    output = child.communicate(timeout=300)[0]
    if kill_after is not None:
        forget()
    killed.append(child.returncode == -9)
    if child.returncode not in (0, 3, 5, -9):
        faults.append(f"purge ended with {child.returncode}: {output[-300:]}")


def found(below):
    names = []
    for directory, _, files in os.walk(below):
        for file in files:
            if file.startswith("msg") and file.endswith(".txt"):
                path = os.path.join(directory, file)
                name = name_in(path)
                names.append(name)
                try:
                    if name_in(path[:-3] + "wav") != name:
                        faults.append(f"{path} stands beside another recording")
                except OSError as error:
                    faults.append(repr(error))
    return names


random.seed(seed)
for box in boxes:
    os.makedirs(f"{spool}/default/{box}/INBOX")
    os.makedirs(f"{spool}/default/{box}/tmp")
fill("first")
began = time.monotonic()
purge()
usual = time.monotonic() - began
workers = [threading.Thread(target=guarded, args=(work, own)) for work in (callers, owners) for own in range(2)]
for worker in workers:
    worker.start()
for number in range(rounds):
    fill(number)
    purge(kill_after=None if number % 3 == 2 else random.random() * usual * 1.5)
done.set()
for worker in workers:
    worker.join()
purge()
kept, waiting = found(spool), found(quarantine)
for box in boxes:
    folder = Folder(box)
    stems = sum(name.endswith(".txt") and name.startswith("msg") for name in os.listdir(folder.path))
    if folder.count() != stems:
        faults.append(f"{folder.path} has a gap")
    if os.path.exists(folder.path + "/.lock"):
        faults.append(f"{folder.path} is still locked")
everything = kept + waiting + sorted(deleted)
if sorted(everything) != sorted(left):
    missing, extra = left - set(everything), [name for name in everything if everything.count(name) > 1]
    faults.append(f"missing {sorted(missing)}, twice {sorted(set(extra))}")
if given_up:
    faults.append(f"{len(given_up)} callers or owners waited too long for a lock")
if faults:
    print(f"WRONG (SEED={seed}): " + "; ".join(faults[:5]).replace("\n", " "))
    sys.exit(1)
print(f"ok, {len(left)} messages left, {len(deleted)} deleted by their owners, {len(waiting)} purged, "
      f"{len(killed)} purges, {sum(killed)} killed")
