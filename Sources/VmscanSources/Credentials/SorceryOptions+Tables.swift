import VmscanModel

/// The options of each type of object, as Asterisk's own documentation lists them.
extension SorceryOptions {
  private static let yes = [
    "yes", "no", "true", "false", "on", "off", "1", "0", "y", "n", "t", "f",
  ]

  private static let serviceClasses =
    (0...7).map { "cs\($0)" } + ["ef"]
    + (1...4).flatMap { level in (1...3).map { "af\(level)\($0)" } }

  static let options: [String: [String: Values]] = [
    "endpoint": endpoint, "auth": auth, "aor": aor, "identify": identify, "acl": acl,
    "transport": transport, "global": global, "phoneprov": [:], "domain_alias": ["domain": .any],
  ]

  /// Since releases after 16.
  static let newer: Set<String> = [
    "codec_prefs_incoming_answer", "codec_prefs_incoming_offer", "codec_prefs_outgoing_answer",
    "codec_prefs_outgoing_offer", "follow_redirect_methods", "incoming_call_offer_pref",
    "outgoing_call_offer_pref", "overlap_context", "rtp_port_end", "rtp_port_start",
    "security_mechanisms", "security_negotiation", "send_aoc", "suppress_moh_on_sendonly",
    "tenantid", "qualify_2xx_only", "password_digest", "supported_algorithms_uac",
    "supported_algorithms_uas", "oauth_clientid", "oauth_secret", "refresh_token",
    "match_request_uri", "external_signaling_hostname", "all_codecs_on_empty_reinvite",
    "default_auth_algorithms_uas", "default_auth_algorithms_uac", "tcp_keepalive_enable",
    "tcp_keepalive_idle_time", "tcp_keepalive_interval_time", "tcp_keepalive_probe_count",
  ]

  /// As 16 has them, which knew fewer words or asked for others.
  static let old: [String: Values] = [
    "identify_by": .listOf(["ip", "username", "auth_username", "header"], emptyCounts: false),
    "100rel": .oneOf(yes + ["required"]), "stir_shaken": .oneOf(["on", "off", "attest", "verify"]),
    "method": .oneOf(
      ["", "default", "unspecified", "tlsv1", "tlsv1_1", "tlsv1_2"] + ["sslv2", "sslv3", "sslv23"]),
  ]

  private static let auth = table(
    any: "username password password_digest md5_cred realm refresh_token oauth_clientid "
      + "oauth_secret supported_algorithms_uas supported_algorithms_uac",
    numbers: "nonce_lifetime",
    more: ["auth_type": .oneOf(["userpass", "md5", "digest", "google_oauth"])])

  private static let aor = table(
    any: "mailboxes voicemail_extension remove_existing remove_unavailable qualify_2xx_only "
      + "authenticate_qualify outbound_proxy support_path",
    numbers: "default_expiration maximum_expiration max_contacts minimum_expiration",
    more: [
      "contact": .uris, "qualify_timeout": .decimal, "qualify_frequency": .number(upTo: 86400),
    ])

  private static let identify = table(
    any: "endpoint srv_lookups match_request_uri", numbers: "",
    more: ["match": .hosts, "match_header": .header])

  private static let acl = table(
    any: "acl contact_acl", numbers: "",
    more: [
      "permit": .addresses, "deny": .addresses, "contact_permit": .addresses,
      "contact_deny": .addresses,
    ])

  private static let transport = table(
    any: "bind ca_list_file ca_list_path cert_file cipher domain external_media_address "
      + "external_signaling_address external_signaling_hostname password priv_key_file require_client_cert "
      + "tcp_keepalive_enable verify_client verify_server "
      + "allow_reload allow_wildcard_certs symmetric_transport",
    numbers: "async_operations cos",
    more: [
      "external_signaling_port": .number(upTo: 65535), "websocket_write_timeout": .atLeast(1),
      "tcp_keepalive_idle_time": .atLeast(.min), "tcp_keepalive_interval_time": .atLeast(.min),
      "tcp_keepalive_probe_count": .atLeast(.min),
      "protocol": .oneOf(["udp", "tcp", "tls", "ws", "wss", "flow"]),
      "method": .oneOf([
        "", "default", "unspecified", "tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3", "sslv2", "sslv3",
        "sslv23",
      ]),
      "local_net": .addresses, "tos": .wordOrNumber(serviceClasses),
    ])

  private static let global = table(
    any: "disable_multi_domain user_agent regcontext default_outbound_endpoint "
      + "default_voicemail_extension debug endpoint_identifier_order default_from_user "
      + "default_realm mwi_disable_initial_unsolicited ignore_uri_user_options "
      + "use_callerid_contact send_contact_status_on_update_registration "
      + "taskprocessor_overload_trigger norefersub allow_sending_180_after_183 "
      + "all_codecs_on_empty_reinvite default_auth_algorithms_uas default_auth_algorithms_uac",
    numbers: "max_forwards keep_alive_interval contact_expiration_check_interval "
      + "max_initial_qualify_time unidentified_request_period unidentified_request_count "
      + "unidentified_request_prune_interval mwi_tps_queue_high mwi_tps_queue_low")

  private static let endpoint = table(
    any: "aggregate_mwi allow_overlap overlap_context aors auth callerid callerid_tag context "
      + "trust_connected_line send_connected_line direct_media disable_direct_media_on_nat "
      + "media_address bind_rtp_to_media_address force_rport ice_support mailboxes "
      + "mwi_subscribe_replaces_unsolicited voicemail_extension moh_suggest outbound_auth "
      + "outbound_proxy rewrite_contact rtp_ipv6 rtp_symmetric send_diversion send_history_info "
      + "send_pai send_rpid rpid_immediate tenantid transport trust_id_inbound trust_id_outbound "
      + "use_ptime use_avpf force_avp media_use_received_transport media_encryption_optimistic "
      + "g726_non_standard inband_progress call_group pickup_group "
      + "t38_udptl fax_detect t38_udptl_nat t38_udptl_ipv6 "
      + "t38_bind_udptl_to_media_address tone_zone language one_touch_recording record_on_feature "
      + "record_off_feature rtp_engine allow_transfer user_eq_phone moh_passthrough sdp_owner "
      + "sdp_session allow_subscribe mwi_from_user from_domain dtls_auto_generate_cert "
      + "dtls_cipher dtls_setup dtls_fingerprint srtp_tag_32 message_context accountcode "
      + "preferred_codec_only acl contact_acl subscribe_context contact_user "
      + "asymmetric_rtp_codec rtcp_mux refer_blind_progress notify_early_inuse_ringing bundle "
      + "webrtc incoming_mwi_mailbox follow_early_media_fork accept_multiple_sdp_answers "
      + "suppress_q850_reason_headers ignore_183_without_sdp stir_shaken stir_shaken_profile "
      + "allow_unauthenticated_options security_mechanisms send_aoc suppress_moh_on_sendonly",
    numbers: "device_state_busy_at t38_udptl_maxdatagram fax_detect_timeout cos_audio cos_video "
      + "sub_min_expiry rtp_keepalive rtp_timeout rtp_timeout_hold max_audio_streams "
      + "max_video_streams",
    more: [
      "100rel": .oneOf(yes + ["required", "peer_supported"]),
      "timers": .oneOf(yes + ["required", "always", "forced"]),
      "direct_media_glare_mitigation": .oneOf(["none", "outgoing", "incoming"]),
      "direct_media_method": .oneOf(["invite", "reinvite", "update"]),
      "connected_line_method": .oneOf(["invite", "reinvite", "update"]),
      "dtmf_mode": .oneOf(["rfc4733", "none", "inband", "info", "auto", "auto_info"]),
      "named_call_group": .members, "named_pickup_group": .members,
      "dtls_cert_file": .file, "dtls_private_key": .file, "dtls_ca_file": .file,
      "dtls_ca_path": .file,
      "geoloc_incoming_call_profile": .any, "geoloc_outgoing_call_profile": .any,
      "codec_prefs_incoming_offer": .codecPreferences(takesUnion: false),
      "codec_prefs_outgoing_offer": .codecPreferences(takesUnion: true),
      "codec_prefs_incoming_answer": .codecPreferences(takesUnion: true),
      "codec_prefs_outgoing_answer": .codecPreferences(takesUnion: true),
      "from_user": .uriUser,
      "follow_redirect_methods": .listOf(["message"], emptyCounts: true),
      "redirect_method": .oneOf(["user", "uri_core", "uri_pjsip"]),
      "media_encryption": .oneOf(["no", "sdes", "dtls"]),
      "t38_udptl_ec": .exactly(["none", "fec", "redundancy"]),
      "dtls_verify": .oneOf(["yes", "no", "fingerprint", "certificate"]),
      "dtls_rekey": .scanned,
      "tos_audio": .wordOrNumber(serviceClasses), "tos_video": .wordOrNumber(serviceClasses),
      "callerid_privacy": .wordOrNumber([
        "allowed_not_screened", "allowed_passed_screen", "allowed_failed_screen", "allowed",
        "prohib_not_screened", "prohib_passed_screen", "prohib_failed_screen", "prohib",
        "unavailable",
      ]),
      "identify_by": .listOf(
        ["ip", "username", "auth_username", "header", "request_uri"], emptyCounts: false),
      "security_negotiation": .oneOf(["no", "mediasec"]),
      "timers_min_se": .atLeast(90), "timers_sess_expires": .atLeast(90),
      "rtp_port_start": .number(upTo: 65535), "rtp_port_end": .number(upTo: 65535),
      "incoming_call_offer_pref": .exactly(["local", "local_first", "remote", "remote_first"]),
      "outgoing_call_offer_pref": .exactly([
        "local", "local_first", "local_merge", "remote", "remote_first", "remote_merge",
      ]),
      "set_var": .assignment, "allow": .codecs(mayBeEmpty: false),
      "disallow": .codecs(mayBeEmpty: true),
      "permit": .addresses, "deny": .addresses, "contact_permit": .addresses,
      "contact_deny": .addresses,
    ])

  static let codecs: Set<ByteText> = Set(
    """
    all adpcm alaw amr amrwb codec2 g719 g722 g723 g726 g726aal2 g729 gsm h261 h263 h263p h264 \
    h265 ilbc jpeg lpc10 mpeg4 none opus png red silk8 silk12 silk16 silk24 siren14 siren7 \
    slin slin12 slin16 slin24 slin32 slin44 slin48 slin96 slin192 speex speex16 speex32 t140 \
    t38 testlaw ulaw vp8 vp9
    """.split(separator: " ").map { ByteText(String($0)) })

  private static func table(
    any: String, numbers: String, more: [String: Values] = [:]
  ) -> [String: Values] {
    var table = more
    for name in any.split(separator: " ") { table[String(name)] = .any }
    for name in numbers.split(separator: " ") { table[String(name)] = .number(upTo: .max) }
    return table
  }
}
