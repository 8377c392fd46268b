# Writes pjsip.conf with N devices from templates: awk -v n=20000 -f devices-gen.awk
#
# An endpoint, an auth and an aor each, as people write them; passwords are made from a fixed seed.
BEGIN {
  srand(17)
  letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
  print "[global]\ntype=global\nuser_agent=bench\n"
  print "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:5060\n"
  print "[phone](!)\ntype=endpoint\ncontext=inside\ndisallow=all\nallow=ulaw\nallow=alaw\nallow=g722"
  print "direct_media=no\nrtp_symmetric=yes\nforce_rport=yes\nrewrite_contact=yes\ndtmf_mode=rfc4733"
  print "ice_support=no\nlanguage=en\nsend_pai=yes\ntrust_id_inbound=yes\ntransport=udp\n"
  print "[phone-auth](!)\ntype=auth\nauth_type=userpass\n"
  print "[phone-aor](!)\ntype=aor\nmax_contacts=1\nremove_existing=yes\nqualify_frequency=60\n"
  for (i = 0; i < n; i++) {
    number = 100000 + i
    password = ""
    while (length(password) < 20) password = password substr(letters, 1 + int(rand() * length(letters)), 1)
    printf "[%d](phone)\nauth=%d\naors=%d\n", number, number, number
    printf "callerid=\"Room %d\" <%d>\nmailboxes=%d@default\n\n", i, number, number
    printf "[%d](phone-auth)\nusername=%d\npassword=%s\n\n[%d](phone-aor)\n\n", number, number, password, number
  }
}
