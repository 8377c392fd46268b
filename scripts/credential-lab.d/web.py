"""What the web server hands out without a login, as it is read and as it is."""
import re
from urllib.parse import quote


def listing(text, heading):
    """The lines behind the heading of a table, none without one."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if re.match(heading, line):
            return [line for line in lines[index + 1:] if line.strip()]
    return []


class Web:
    """What the web server hands out without a login, as it is read and as it is."""

    def __init__(self, accounts, listeners, version):
        found = [l for l in listeners if l.get("service") == "http" and not l["tls"]]
        self.port = found[0]["port"] if found else 8088
        self.serves = set(found[0]["serves"]) if found else set()
        self.accounts = {kind: [a for a in accounts if a.get("kind") == kind] for kind in (
            "ami", "ari", "prometheus", "phoneprov")}
        self.checks = []
        # A status page of old releases may end the server, which no configuration can say.
        if found and int(version.split(".")[0]) >= 20:
            self.ask("/httpstatus", None, lambda status, _: (status == 200) == ("status" in self.serves))
        if found:
            self.ask("/ari/asterisk/info", None,
                     lambda status, _: status == (401 if "ari" in self.serves else 404))
            self.ask("/rawman?action=Ping", None,
                     lambda status, _: (status != 404) == ("ami" in self.serves))
            metrics = any(a["open"] for a in self.accounts["prometheus"])
            self.ask("/metrics", None, lambda status, _: status in (
                (404, 503) if "prometheus" not in self.serves else (200,) if metrics else (401,)))
            for account in self.accounts["ari"]:
                self.ask("/ari/asterisk/info", account["name"],
                         lambda status, _, account=account: (status == 200) == account["open"])
            for account in self.accounts["phoneprov"]:
                self.ask("/phoneprov/%s.cfg" % account["name"], None,
                         lambda status, _, account=account: (status == 200) == account["open"])
            # An access list may leave open another family of addresses than this one.
            for account in self.accounts["ami"]:
                self.ask("/rawman?action=Login&username=%s&secret=" % quote(account["name"]), None,
                         lambda _, text, account=account: "Response: Success" not in text
                         or account["open"] and "ami" in self.serves)

    def ask(self, path, user, fits):
        self.checks.append((path, user, fits))

    @property
    def requests(self):
        return [(path, user) for path, user, _ in self.checks]

    def users(self, asterisk):
        """Logins of ARI against those that Asterisk lists, where ARI is served."""
        if "ari" not in self.serves:
            return []
        text = asterisk.cli("ari show users")
        column = next((line.index("Username") for line in text.splitlines()
                       if line.startswith("r/o?")), 0)
        listed = {line[column:].strip() for line in listing(text, "r/o")
                  if not line.startswith("---")}
        read = {a["name"] for a in self.accounts["ari"] if a["loaded"]}
        return [] if read == listed else ["ARI users: read %s, loaded %s" % (
            sorted(read - listed), sorted(listed - read))]

    def compare(self, answers):
        return ["GET %s%s: %d, served %s" % (
                    path, " as " + user if user is not None else "", status, sorted(self.serves))
                for (path, user, fits), (status, text) in zip(self.checks, answers)
                if not fits(status, text)]
