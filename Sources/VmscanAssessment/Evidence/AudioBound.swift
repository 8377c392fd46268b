import VmscanModel

/// The least size of a mail that can hold a message's recording, from what the scan knows.
struct AudioBound: Sendable {
  /// Bytes; 0 when nothing shows it.
  let leastMailSize: Int64
  /// Bytes of a mail with the recording in the form of any codec; 0 when the length is not known.
  let leastRecodedSize: Int64

  /// A notice without a recording is smaller, so a larger mail holds something.
  static let largestNotice: Int64 = 8 << 10
  /// Bytes a second that no codec undercuts (2400 bit/s).
  private static let leastCodecRate: Int64 = 300

  /// Headers and the text part of a mail are never smaller (`make_email_file`).
  private static let frame: Int64 = 400
  /// An envelope is never larger unless forged.
  private static let largestEnvelope: Int64 = 2048
  /// Few envelopes are larger.
  private static let usualEnvelope: Int64 = 700
  /// Bytes a second that no usable format undercuts by much (g723, speex at low quality).
  private static let leastRate: Int64 = 600
  private static let rates: [(format: ByteText, rate: Int64)] = [
    ("wav", 16_000), ("wav49", 1625), ("WAV", 1625), ("gsm", 1650), ("ulaw", 8000),
    ("alaw", 8000), ("sln", 16_000), ("g722", 8000), ("g729", 1000),
  ]

  /// Uses the audio's size where the message has one audio file, otherwise, and of a short one, its length
  /// in seconds and the rate of the attached format, both with a quarter taken off.
  init(_ message: MessageRecord, format: ByteText) {
    let rate = Self.rates.first { $0.format == format }?.rate ?? Self.leastRate
    let spoken = Int64(max(0, message.duration ?? 0)) * rate
    let audio: Int64
    if message.fileCount == 2, message.marks.contains([.hasAudio, .hasEnvelope]) {
      audio = max(
        message.bytes - Self.largestEnvelope,
        min(spoken, message.bytes - Self.usualEnvelope))
    } else {
      audio = spoken
    }
    // base64 makes four bytes of three, a quarter off leaves the audio's own size.
    leastMailSize = audio > 0 ? audio + Self.frame : 0
    leastRecodedSize = Int64(max(0, message.duration ?? 0)) * Self.leastCodecRate + Self.frame
  }
}
