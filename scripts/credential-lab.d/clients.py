"""Clients without credentials, which run within the namespaces of scripts/credential-lab.

Reads what to try from standard input as JSON and answers on standard output.
"""
import base64
import hashlib
import http.client
import json
import os
import random
import re
import socket
import struct
import sys

# Named by no list that is made here, so that it stands for any stranger.
CLIENT = "127.0.0.77"


def sip(method, name, port, server=5060):
    """The code of the final answer, else of the last other one (the call is being placed then); 0
    without any."""
    user = "".join(c if c.isalnum() or c in "-_." else "%%%02X" % ord(c) for c in name)
    target = "sip:600@127.0.0.1" if method == "INVITE" else "sip:127.0.0.1"
    to = "sip:600@127.0.0.1" if method == "INVITE" else "sip:%s@127.0.0.1" % user
    body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" \
        "m=audio 4000 RTP/AVP 0\r\n" if method == "INVITE" else ""
    stamp = "%d.%d" % (os.getpid(), random.getrandbits(40))
    text = ("%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s\r\n"
            "From: <sip:%s@127.0.0.1>;tag=%s\r\nTo: <%s>\r\nCall-ID: %s\r\nCSeq: 1 %s\r\n"
            "Contact: <sip:%s@%s:%d>\r\nMax-Forwards: 70\r\nExpires: 60\r\n%s"
            "Content-Length: %d\r\n\r\n%s") % (
                method, target, CLIENT, port, stamp, user, stamp, to, stamp, method, user, CLIENT,
                port,
                "Content-Type: application/sdp\r\n" if body else "", len(body), body)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind((CLIENT, port))
        client.settimeout(2)
        placed = 0
        for _ in range(3):
            client.sendto(text.encode(), ("127.0.0.1", server))
            try:
                while True:
                    answer = client.recv(65535).decode(errors="replace")
                    found = re.match(r"SIP/2.0 (\d+)", answer)
                    if not found or stamp not in answer:
                        continue
                    if int(found.group(1)) >= 200:
                        return int(found.group(1))
                    placed = int(found.group(1))
            except socket.timeout:
                if placed:
                    break
    return placed


def ami(name):
    """Whether a login with an empty secret is accepted, by IPv4 or by IPv6; None without a listener."""
    answers = []
    for server, client in (("127.0.0.1", CLIENT), ("::1", "::1")):
        try:
            with socket.create_connection((server, 5038), 3, (client, 0)) as stream:
                stream.recv(200)
                stream.sendall(
                    ("Action: Login\r\nUsername: %s\r\nSecret: \r\n\r\n" % name).encode())
                stream.settimeout(3)
                answers.append(b"Response: Success" in stream.recv(4000))
        except OSError:
            pass
    return any(answers) if answers else None


class IAX:
    """One exchange with chan_iax2, as RFC 5456 has it, up to the first answer that decides."""

    NEW, ACCEPT, HANGUP, REJECT, AUTHREQ, AUTHREP, ACK = 1, 7, 5, 6, 8, 9, 4
    REGREQ, REGAUTH, REGACK, REGREJ, INVAL, CALLTOKEN = 13, 14, 15, 16, 10, 40

    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((CLIENT, port))
        self.socket.settimeout(3)
        self.call, self.peer, self.sent, self.seen = random.randint(1, 0x7FFF), 0, 0, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.send(self.HANGUP)
        self.socket.close()

    def send(self, kind, *elements):
        body = b"".join(struct.pack("BB", number, len(value)) + value for number, value in elements)
        self.socket.sendto(struct.pack(
            ">HHIBBBB", 0x8000 | self.call, self.peer, 20 * self.sent + 1, self.sent % 256,
            self.seen % 256, 6, kind) + body, ("127.0.0.1", 4569))
        self.sent += kind != self.ACK

    def receive(self, wanted):
        """The first frame of one of these kinds with its elements; (0, {}) when none comes."""
        try:
            while True:
                frame = self.socket.recv(65535)
                if len(frame) < 12 or frame[0] < 0x80 or frame[10] != 6 or frame[11] not in wanted:
                    continue
                source, _, _, sequence = struct.unpack(">HHIB", frame[:9])
                if frame[11] != self.CALLTOKEN:
                    self.peer, self.seen = source & 0x7FFF, sequence + 1
                elements, rest = {}, frame[12:]
                while len(rest) >= 2:
                    elements[rest[0]] = rest[2:2 + rest[1]]
                    rest = rest[2 + rest[1]:]
                return frame[11], elements
        except socket.timeout:
            return 0, {}

    def ask(self, kind, wanted, *elements):
        """Sends a first request, again with the token when the server wants one."""
        self.send(kind, *elements, (0x36, b""))
        answer, found = self.receive({*wanted, self.CALLTOKEN})
        if answer != self.CALLTOKEN:
            return answer, found
        self.sent = 0
        self.send(kind, *elements, (0x36, found.get(0x36, b"")))
        return self.receive(wanted)


def iax(name, port):
    """Whether a call is accepted without and with an empty secret, and a registration without."""
    user = (6, name.encode())
    with IAX(port) as call:
        answer, found = call.ask(
            IAX.NEW, {IAX.ACCEPT, IAX.REJECT, IAX.AUTHREQ}, (11, struct.pack(">H", 2)),
            (1, b"600"), (2, b"1"), user, (8, struct.pack(">I", 4)), (9, struct.pack(">I", 4)))
        # Who hears of a missing extension or codec has been let in before.
        let_in = re.compile(rb"No such context/extension|codec|format", re.IGNORECASE)
        calls = answer == IAX.ACCEPT or \
            answer == IAX.REJECT and bool(let_in.search(found.get(22, b"")))
        empty = False
        if answer == IAX.AUTHREQ:
            methods = struct.unpack(">H", found.get(14, b"\0\2"))[0]
            call.send(IAX.AUTHREP, (16, hashlib.md5(found.get(15, b"")).hexdigest().encode())
                      if methods & 2 else (7, b""))
            answer, found = call.receive({IAX.ACCEPT, IAX.REJECT})
            empty = answer == IAX.ACCEPT or \
                answer == IAX.REJECT and bool(let_in.search(found.get(22, b"")))
    with IAX(port + 1200) as call:
        answer, _ = call.ask(
            IAX.REGREQ, {IAX.REGACK, IAX.REGREJ, IAX.REGAUTH}, user, (19, struct.pack(">H", 60)))
    return [calls, empty, answer == IAX.REGACK]


def get(port, path, user=None):
    """Status and text of a GET, with a user's name and an empty password when one is given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=(CLIENT, 0))
    headers = {"Authorization": "Basic " + base64.b64encode((user + ":").encode()).decode()} \
        if user is not None else {}
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return [answer.status, answer.read(20000).decode(errors="replace")]
    except (OSError, http.client.HTTPException) as error:
        return [0, str(error)]
    finally:
        connection.close()


def probe():
    what = json.load(sys.stdin)
    answers = {"sip": {}, "ami": {}, "listening": sorted(listening())}
    # Calls first: chan_sip takes a later one for a device that has registered from the same address.
    new, old = what["ports"]["sip"], what["ports"]["chan_sip"]
    for index, name in enumerate(what["sip"]):
        answers["sip"][name] = [
            sip("INVITE", name, 11000 + index, new), sip("REGISTER", name, 15000 + index, new)]
    calls = [sip("INVITE", name, 20000 + index, old) for index, name in enumerate(what["chan_sip"])]
    for index, name in enumerate(what["chan_sip"]):
        answers["sip"]["chan_sip " + name] = [
            calls[index], sip("REGISTER", name, 25000 + index, old)]
    for name in what["ami"]:
        answers["ami"][name] = ami(name)
    answers["iax"] = {name: iax(name, 30000 + index) for index, name in enumerate(what["iax"])}
    answers["http"] = [get(what["port"], path, user) for path, user in what["http"]]
    json.dump(answers, sys.stdout)


def listening():
    """Protocol, address and port of every socket that waits, from the kernel."""
    for protocol, state in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        for line in open("/proc/net/" + protocol).read().splitlines()[1:]:
            fields = line.split()
            address, port = fields[1].split(":")
            # Ports that the kernel chose are those of resolvers, not of services.
            if fields[3] != state or int(port, 16) >= 32768:
                continue
            if len(address) == 8:
                text = socket.inet_ntop(socket.AF_INET, bytes.fromhex(address)[::-1])
            else:
                raw = bytes.fromhex(address)
                text = socket.inet_ntop(socket.AF_INET6, b"".join(
                    raw[i:i + 4][::-1] for i in range(0, 16, 4)))
            yield "%s %s %d" % (protocol[:3], text, int(port, 16))


if __name__ == "__main__":
    probe()
