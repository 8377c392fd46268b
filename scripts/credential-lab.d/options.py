"""Makes configurations that try options with odd values, one object for each value.

What a refused value loses is seen by what is loaded and by who gets in; lists of addresses name no
address of the client, which stands for any stranger.
"""
from configurations import STOCK

NUMBERS = ["", "0", "1", "-1", "+1", "08", "010", "0x10", "10abc", "99999999999", "3.5"]
ADDRESSES = ["", "10.0.0.0/8", "nonsense", "10.0.0.1,10.0.0.2", "10.0.0.1, 10.0.0.2", "10.0.0.0/33",
             "!10.0.0.1", "nonsense,0.0.0.0/0", "0.0.0.0/0,nonsense", "0.0.0.0", "0.0.0.0/0"]
LISTS = ["open", "OPEN", "shut", "gone", "", "open,", ",open", "open ,shut", "open,open", "open, shut"]


def words(text):
    """Each word as it is, in capitals, and two that are none."""
    return text.split() + text.upper().split() + ["", "nonsense"]


ENDPOINT = {
    "allow": ["ulaw", "ULAW", "ulaw|alaw", "(ulaw|alaw)", "ulaw:20", "ulaw:", "ulaw:abc", "ulaw:-5",
              "!all,ulaw", "ulaw,nonsense", "celt", "opus"],
    "disallow": ["all", "nonsense"],
    "dtmf_mode": words("rfc4733 rfc2833 inband info auto auto_info none"),
    "100rel": words("yes no required peer_supported"),
    "timers": words("yes no required always forced"),
    "timers_min_se": NUMBERS + ["89", "90", "0x5a"], "timers_sess_expires": ["89", "90", "1800"],
    "identify_by": words("ip username auth_username request_uri") + ["ip, username", ","],
    "direct_media_method": words("invite reinvite update"),
    "direct_media_glare_mitigation": words("none outgoing incoming"),
    "callerid_privacy": words("allowed prohib unavailable") + ["3", "3abc"],
    "media_encryption": words("no sdes dtls"), "redirect_method": words("user uri_core uri_pjsip"),
    "dtls_verify": words("yes no fingerprint certificate true on"),
    "dtls_rekey": NUMBERS + ["3600s"], "t38_udptl_ec": words("none fec redundancy"),
    "tos_audio": words("cs3 ef af41") + ["0xB8", "184"], "rtp_timeout": NUMBERS,
    "from_user": ["100", "a b", "<ID>", "a+b"], "set_var": ["A=1", "A", "="],
    "named_call_group": ["", ",", "a"], "call_group": ["", "abc"],
    "incoming_call_offer_pref": words("local remote_first"),
    "codec_prefs_incoming_offer": ["prefer: pending", "operation: union", "keep: last", "keep"],
    "codec_prefs_outgoing_offer": ["operation: union", "nothing: known"],
    "follow_redirect_methods": ["", "message", "message,", "invite"],
    "security_negotiation": words("no mediasec"), "stir_shaken": ["yes", "attest", "nonsense"],
    "geoloc_incoming_call_profile": ["", "place", "gone", "<prefer_config>"],
    "rtp_port_start": ["0", "10000", "65536"], "permit": ADDRESSES, "deny": ADDRESSES, "acl": LISTS,
    "contact_acl": LISTS, "no_such_option": ["1"], "@note": ["1"],
}
for name in ("dtls_cert_file", "dtls_private_key", "dtls_ca_file", "dtls_ca_path"):
    ENDPOINT[name] = ["", "/etc/asterisk/extensions.conf", "/etc/asterisk/gone.pem"]

AOR = {
    "max_contacts": NUMBERS, "qualify_frequency": NUMBERS + ["86400", "86401"],
    "qualify_timeout": ["", "3", "3.0", "3s", "-1", "1e3"], "default_expiration": NUMBERS,
    "contact": ["", "sip:192.0.2.1", "SIP:192.0.2.1", "192.0.2.1", "<sip:192.0.2.1>", "sip:[::1",
                "sip:192.0.2.1, sip:192.0.2.2", "tel:1"],
}

AUTH = {
    "auth_type": words("userpass md5 digest google_oauth"), "nonce_lifetime": NUMBERS,
    "md5_cred": ["", "a" * 32, "a" * 31], "username": [""], "no_such_option": ["1"],
    "password_digest": ["", "MD5:" + "a" * 32, "SHA-256:" + "a" * 64, "nonsense"],
}

SIP = {
    "insecure": words("invite port very no") + ["port,invite", "port, invite"],
    "host": ["", "dynamic", "Dynamic", "192.0.2.5", "<HOST>"], "permit": ADDRESSES, "deny": ADDRESSES,
    "contactacl": LISTS, "acl": LISTS, "md5secret": ["", "abc"], "defaultip": ["", "<IP>"],
    "type": words("peer user friend"),
}

IAX = {
    "host": ["", "dynamic", "192.0.2.5"], "permit": ADDRESSES, "deny": ADDRESSES, "acl": LISTS,
    "auth": words("md5 plaintext rsa") + ["md5,plaintext"], "inkeys": ["", "gone"],
    "forceencryption": words("yes no aes128"), "defaultip": ["", "192.0.2.5"],
    "type": words("peer user friend"),
}

ACL = "[open]\npermit=0.0.0.0/0\n[shut]\ndeny=0.0.0.0/0\ndeny=::/0\n"
ACL_LINES = ["", "[x]\ndeny=nonsense\n", "[x]\npermit=\n", "[x]\nacl=open\n", "[x]\n", "[general]\n",
             "[x](!)\ndeny=nonsense\n", "#include gone.conf\n", "#tryinclude gone.conf\n"]
SIP_GENERAL = ["insecure=port,invite", "insecure=very", "contactdeny=0.0.0.0/0", "contactacl=gone",
               "contactdeny=nonsense", "deny=nonsense", "secret=harbor-63"]


def each(table, prefix):
    """A name and a line for every value of every option."""
    number = 0
    for option, values in table.items():
        for value in values:
            number += 1
            yield "%s%03d" % (prefix, number), "%s=%s\n" % (option, value)


def pjsip():
    text = "[udp]\ntype=transport\nbind=127.0.0.1:5060\n"
    for name, line in each(ENDPOINT, "e"):
        text += "[%s]\ntype=endpoint\ncontext=inside\n%s" % (name, line)
    for name, line in each(AOR, "o"):
        text += "[%s]\ntype=endpoint\ncontext=inside\naors=%s\n[%s]\ntype=aor\n%s%s" % (
            name, name, name, "" if line.startswith("max_contacts") else "max_contacts=1\n", line)
    for name, line in each(AUTH, "a"):
        text += "[%s]\ntype=endpoint\ncontext=inside\nauth=%s\n[%s]\ntype=auth\n%spassword=harbor\n%s" % (
            name, name, name, "" if line.startswith("username") else "username=u\n", line)
    return text


def devices(table, prefix):
    """Sections of chan_sip or IAX without a password, and again with one."""
    for secret in ("", "secret=harbor-63\n"):
        for name, line in each(table, prefix + ("s" if secret else "n")):
            usual = "type=friend\nhost=dynamic\n"
            kept = "".join(l + "\n" for l in usual.split() if l.split("=")[0] != line.split("=")[0])
            yield "[%s]\ncontext=inside\n%s%s%s" % (name, kept, secret, line)


def configurations(version):
    """A title and the files of each."""
    is_old = int(version.split(".")[0]) < 21
    lists = {"acl.conf": ACL}
    place = {"geolocation.conf": "[place]\ntype=profile\n"}
    yield "options of PJSIP", {**STOCK, **lists, **place, "pjsip.conf": pjsip()}
    iax = "[general]\nbindaddr=127.0.0.1\n"
    yield "options of IAX", {**STOCK, **lists, "iax.conf": iax + "".join(devices(IAX, "i"))}
    old = "[general]\nallowguest=no\nudpbindaddr=127.0.0.1:5070\n"
    if is_old:
        yield "options of SIP", {**STOCK, **lists, "sip.conf": old + "".join(devices(SIP, "s"))}
        for line in SIP_GENERAL:
            yield "SIP with " + line, {**STOCK, **lists, "sip.conf": "%s%s\n%s" % (
                old, line, "".join(devices({"insecure": ["", "no"], "port": ["5060"]}, "s")))}
    for line in ACL_LINES:
        yield "acl.conf with " + repr(line), {
            **STOCK, "acl.conf": ACL + line,
            "pjsip.conf": "[udp]\ntype=transport\nbind=127.0.0.1:5060\n" + "".join(
                "[p%s]\ntype=endpoint\ncontext=inside\nacl=%s\n" % (name, name)
                for name in ("open", "shut", "gone")),
            "manager.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n" + "".join(
                "[m%s]\nsecret=\nacl=%s\n" % (name, name) for name in ("open", "shut", "gone"))}
