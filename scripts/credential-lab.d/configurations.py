"""Makes configuration directories at random: typed sections, templates, includes, odd values."""

STOCK = {
    "modules.conf": "[modules]\nautoload=yes\n" + "".join(
        "noload = %s.so\n" % name for name in """
        cdr_csv cel_custom res_hep res_hep_pjsip res_hep_rtcp res_config_sqlite3 res_odbc
        res_config_odbc res_config_pgsql res_config_ldap chan_mgcp chan_skinny chan_unistim
        chan_dahdi app_queue app_adsiprog res_stir_shaken res_aeap chan_websocket
        """.split()),
    "extensions.conf": "[inside]\nexten => _X.,1,Hangup(17)\n[default]\nexten => _X.,1,Hangup(20)\n",
    "rtp.conf": "[general]\nrtpstart=10000\nrtpend=10100\n",
    "logger.conf": "[general]\n[logfiles]\nmessages => warning,error\n",
}


class Maker:
    """Writes one configuration directory from a random generator."""

    WORDS = ["harbor", "violet", "granite", "meadow", "copper", "willow", "summit", "ember"]

    def __init__(self, rng, version):
        self.rng, self.version = rng, version
        self.names = ["%d" % n for n in rng.sample(range(200, 260), rng.randint(3, 9))]
        self.names += rng.sample(["gate", "Trunk-A", "front desk", "a.b", "x_1"], rng.randint(0, 3))

    def chance(self, share):
        return self.rng.random() < share

    def secret(self):
        word = "-".join(self.rng.sample(self.WORDS, 2)) + "-%d" % self.rng.randint(10, 99)
        return self.rng.choice([word] * 8 + ["", "  ", ";later", '"%s"' % word, word + "\\;x",
                                             word + " ; why", "#" + word, "${SECRET}"])

    def line(self, key, value):
        equals = self.rng.choice(["=", "=", "=", " = ", "=>", " => "])
        key = self.rng.choice([key] * 6 + [key.upper(), key.capitalize()])
        return key + equals + value + "\n"

    def odd(self):
        return self.rng.choice([""] * 14 + [
            "; a comment\n", ";-- hidden\n[lost]\ntype=endpoint\n--;\n", "\n\n",
            "a line without a sign\n"])

    def pjsip(self):
        rng, text, files = self.rng, [], {}
        text.append("[global]\ntype=global\nuser_agent=lab\n")
        text.append("[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:5060\n")
        templates = []
        for index in range(rng.randint(0, 3)):
            name = "tpl%d" % index
            kind = rng.choice(["endpoint", "endpoint", "auth"])
            body = self.line("type", kind)
            if kind == "endpoint":
                body += "context=inside\nallow=!all,ulaw\n"
                if self.chance(0.3):
                    body += self.line("auth", rng.choice(self.names) + "-auth")
            else:
                body += self.line("password", self.secret()) if self.chance(0.7) else ""
                body += self.line("username", "shared") if self.chance(0.5) else ""
            text.append("[%s](!)\n%s" % (name, body))
            templates.append((name, kind))
        sections = []
        for name in self.names:
            sections += self.device(name, templates)
        if self.chance(0.15):
            sections.append(self.device(rng.choice(self.names), templates)[0])
        rng.shuffle(sections)
        if self.chance(0.3):
            cut = rng.randint(0, len(sections))
            files["pjsip_more.conf"] = "".join(sections[cut:])
            sections = sections[:cut] + [rng.choice(
                ['#include pjsip_more.conf\n', '#include "pjsip_more.conf"\n',
                 "#tryinclude pjsip_more.conf\n"])]
        if self.chance(0.04):
            sections.append("#include pjsip_gone.conf\n")
        if self.chance(0.1):
            sections.append("#tryinclude pjsip_gone.conf\n")
        if self.chance(0.04):
            sections.append("[300](nowhere)\ntype=endpoint\n")
        for name in rng.sample(self.names, min(2, len(self.names))):
            if self.chance(0.25):
                sections.append(rng.choice([
                    "[%s](+)\nauth=\n" % name, "[%s](+type=endpoint)\nauth=\n" % name,
                    "[%s-auth](+)\npassword=%s\n" % (name, self.secret()),
                    "[%s](+type=aor)\nmax_contacts=0\n" % name]))
        if self.chance(0.15):
            sections.append("[all-deny]\ntype=acl\ndeny=%s\n" % rng.choice(
                ["0.0.0.0/0", "10.0.0.0/8", "0.0.0.0"]))
        files["pjsip.conf"] = "".join(text + sections)
        return files

    def device(self, name, templates):
        rng, parts = self.rng, []
        inherit = [n for n, kind in templates if kind == "endpoint"]
        heading = "[%s]" % name + ("(%s)" % rng.choice(inherit) if inherit and self.chance(0.4) else "")
        body = self.line("type", rng.choice(["endpoint"] * 12 + ["Endpoint"])) + "context=inside\n"
        body += "disallow=all\nallow=ulaw\n"
        body += self.line("auth", rng.choice(
            [name + "-auth"] * 8 + ["", ",", "missing", name.upper() + "-AUTH",
                                    name + "-auth, " + rng.choice(self.names) + "-auth"]
        )) if self.chance(0.85) else ""
        body += self.line("aors", name) if self.chance(0.9) else ""
        body += self.line("mailboxes", name + "@default") if self.chance(0.5) else ""
        body += self.line("identify_by", rng.choice(["ip", "username", "username,ip"])) \
            if self.chance(0.15) else ""
        body += self.line(rng.choice(["deny", "permit"]), rng.choice(
            ["0.0.0.0/0", "0.0.0.0", "127.0.0.1", "10.0.0.0/8", "bad host"])) if self.chance(0.12) else ""
        body += self.line("no_such_option", "yes") if self.chance(0.04) else ""
        parts.append(heading + "\n" + self.odd() + body)
        inherit = [n for n, kind in templates if kind == "auth"]
        heading = "[%s-auth]" % name + ("(%s)" % rng.choice(inherit) if inherit and self.chance(0.4) else "")
        body = self.line("type", rng.choice(["auth"] * 12 + ["Auth"]))
        body += self.line("auth_type", rng.choice(["userpass"] * 8 + ["md5", "UserPass", "nonsense"])) \
            if self.chance(0.8) else ""
        body += self.line("username", name) if self.chance(0.93) else ""
        body += self.line("password", self.secret()) if self.chance(0.9) else ""
        body += self.line("md5_cred", "%032x" % rng.getrandbits(128)) if self.chance(0.12) else ""
        body += self.line("password", self.secret()) if self.chance(0.05) else ""
        parts.append(heading + "\n" + self.odd() + body)
        if self.chance(0.92):
            parts.append("[%s]\n%smax_contacts=%s\n" % (
                name, self.line("type", "aor"), rng.choice(["1", "1", "5", "0"])))
        return parts

    def manager(self):
        rng = self.rng
        text = "[general]\n" + self.line("enabled", rng.choice(["yes", "yes", "1", "true", "no"]))
        text += self.line("bindaddr", rng.choice(["127.0.0.1", "0.0.0.0", "::", "localhost", ""])) \
            if self.chance(0.8) else ""
        for name in rng.sample(["admin", "panel", "Ops", "wall board"], rng.randint(1, 4)):
            text += "[%s]\n" % name + self.odd()
            text += self.line("secret", self.secret()) if self.chance(0.9) else ""
            text += self.line("read", rng.choice(["all", "call,command", "5", "system, config"]))
            text += self.line("deny", rng.choice(["0.0.0.0/0", "0.0.0.0", "127.0.0.1"])) \
                if self.chance(0.25) else ""
            text += self.line("permit", rng.choice(["127.0.0.1", "10.0.0.1/8", "a , b"])) \
                if self.chance(0.25) else ""
        return {"manager.conf": text}

    def sip(self):
        """chan_sip, on a port beside PJSIP's; guests are off, so that only devices answer."""
        rng = self.rng
        text = "[general]\nallowguest=no\ncontext=default\nudpbindaddr=127.0.0.1:5070\n"
        templates = rng.sample(["old", "desk"], rng.randint(0, 2))
        for name in templates:
            text += "[%s](!)\n" % name + self.line("type", rng.choice(["friend", "peer"]))
            text += self.line("secret", self.secret()) if self.chance(0.5) else ""
        for name in rng.sample(["%d" % n for n in range(400, 440)], rng.randint(3, 8)):
            text += "[%s]%s\n" % (name, "(%s)" % rng.choice(templates)
                                  if templates and self.chance(0.4) else "")
            text += self.odd() + "context=inside\n"
            text += self.line("type", rng.choice(
                ["friend"] * 6 + ["peer", "user", "Friend", "gate"])) if self.chance(0.9) else ""
            text += self.line("host", rng.choice(["dynamic"] * 5 + ["192.0.2.5"]))
            text += self.line("secret", self.secret()) if self.chance(0.8) else ""
            text += self.line("md5secret", "%032x" % rng.getrandbits(128)) if self.chance(0.1) else ""
            text += self.line("insecure", rng.choice(["invite", "port,invite", "very", "port"])) \
                if self.chance(0.15) else ""
            text += self.line(rng.choice(["deny", "permit"]), rng.choice(
                ["0.0.0.0/0", "0.0.0.0", "10.0.0.0/8"])) if self.chance(0.15) else ""
        return {"sip.conf": text}

    def http(self):
        rng = self.rng
        text = "[general]\n" + self.line("enabled", rng.choice(["yes", "no"]))
        text += self.line("bindaddr", rng.choice(["127.0.0.1", "0.0.0.0", "localhost", "300.1.2.3"])) \
            if self.chance(0.8) else ""
        text += self.line("bindport", rng.choice(["8088", "8099"])) if self.chance(0.3) else ""
        return {"http.conf": text}

    def iax(self):
        rng = self.rng
        text = "[general]\n"
        text += self.line("bindaddr", rng.choice(["127.0.0.1", "0.0.0.0", "localhost"])) \
            if self.chance(0.7) else ""
        text += self.line("forceencryption", "yes") if self.chance(0.1) else ""
        templates = rng.sample(["old", "desk"], rng.randint(0, 2))
        for name in templates:
            text += "[%s](!)\n" % name + self.line("type", rng.choice(["friend", "user"]))
            text += self.line("secret", self.secret()) if self.chance(0.6) else ""
        for name in rng.sample(["%d" % n for n in range(300, 330)], rng.randint(2, 6)):
            text += "[%s]%s\n" % (name, "(%s)" % rng.choice(templates)
                                  if templates and self.chance(0.4) else "")
            text += self.odd() + "context=inside\n"
            text += self.line("type", rng.choice(["friend"] * 5 + ["user", "peer", "Friend", "gate"])) \
                if self.chance(0.93) else ""
            text += self.line("host", rng.choice(["dynamic"] * 5 + ["192.0.2.5"]))
            for _ in range(rng.choice([0, 1, 1, 1, 2])):
                text += self.line("secret", self.secret())
            text += self.line("auth", rng.choice(["md5", "plaintext", "md5,rsa"])) \
                if self.chance(0.2) else ""
            text += self.line("forceencryption", rng.choice(["yes", "no"])) if self.chance(0.1) else ""
            text += self.line(rng.choice(["deny", "permit"]), rng.choice(
                ["0.0.0.0/0", "0.0.0.0", "10.0.0.0/8"])) if self.chance(0.15) else ""
        return {"iax.conf": text}

    def ari(self):
        rng = self.rng
        text = "[general]\n" if self.chance(0.92) else ""
        if text:
            text += self.line("enabled", rng.choice(["yes", "no", "true"])) if self.chance(0.7) else ""
            text += self.line("no_such_option", "1") if self.chance(0.05) else ""
        for name in rng.sample(["dash", "Board", "robot", "line 2"], rng.randint(1, 3)):
            text += "[%s]\n" % name + self.odd()
            text += self.line("type", rng.choice(["user"] * 9 + ["User"])) if self.chance(0.95) else ""
            text += self.line("read_only", rng.choice(["yes", "no"])) if self.chance(0.5) else ""
            text += self.line("password_format", rng.choice(["plain", "plain", "crypt", "other"])) \
                if self.chance(0.2) else ""
            text += self.line("password", self.secret()) if self.chance(0.9) else ""
            text += self.line("deny", rng.choice(["0.0.0.0/0", "10.0.0.0/8"])) if self.chance(0.1) else ""
        return {"ari.conf": text}

    def metrics(self):
        text = "[general]\n" + self.line("enabled", self.rng.choice(["yes", "yes", "no"]))
        text += "uri=metrics\n"
        text += self.line("auth_username", "graph") if self.chance(0.5) else ""
        text += self.line("auth_password", self.secret()) if self.chance(0.5) else ""
        return {"prometheus.conf": text}

    def provisioning(self, files):
        """Phones that fetch their password by HTTP; the address is in the object's name."""
        files["phoneprov.conf"] = "[general]\nserveraddr=127.0.0.1\ndefault_profile=lab\n" \
            "[lab]\nmime_type => text/plain\n${MAC}.cfg => lab.cfg\n"
        for name in self.rng.sample(self.names, min(2, len(self.names))):
            number = self.rng.randint(1, 999999)
            files["pjsip.conf"] += "[%012d]\ntype=phoneprov\nendpoint=%s\nPROFILE=lab\n%s" % (
                number, name, "MAC=%012d\n" % number if self.chance(0.9) else "")
            if self.chance(0.7):
                files["pjsip.conf"] += "[%s](+type=endpoint)\ntransport=udp\n" % name

    def files(self):
        files = dict(STOCK)
        for part in (self.pjsip(), self.manager(), self.http()):
            files.update(part)
        if int(self.version.split(".")[0]) < 21:
            files.update(self.sip())
        if self.chance(0.06):
            files["modules.conf"] += "noload = res_pjsip_authenticator_digest.so\n"
        if self.chance(0.6):
            files.update(self.iax())
        if self.chance(0.6):
            files.update(self.ari())
        if self.chance(0.4):
            files.update(self.metrics())
        if self.chance(0.3):
            self.provisioning(files)
        if self.chance(0.3):
            files["manager.conf"] = files["manager.conf"].replace(
                "[general]\n", "[general]\nwebenabled=yes\n", 1)
        return files
