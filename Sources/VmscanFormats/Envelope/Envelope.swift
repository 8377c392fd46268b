/// What one `msgNNNN.txt` says, text as places in the bytes it was read from.
package struct Envelope: Sendable, Hashable {
  /// Where the text of a value lies.
  package struct Field: Sendable, Hashable {
    package enum Place: UInt8, Sendable { case absent, source, scratch }

    package var offset: UInt32 = 0
    package var length: UInt32 = 0
    package var place = Place.absent

    package init() {}

    package init(_ range: Range<Int>, in place: Place) {
      offset = UInt32(truncatingIfNeeded: range.lowerBound)
      length = UInt32(truncatingIfNeeded: range.count)
      self.place = place
    }

    /// The name stands in the file, be its value empty.
    package var isPresent: Bool { place != .absent }

    package var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
  }

  /// What is wrong with the file as a whole.
  package struct Faults: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Asterisk refuses to load the file (a bad section header, a value before any section).
    package static let invalid = Faults(rawValue: 1 << 0)
    /// No section `message` that a reader would find.
    package static let noMessageSection = Faults(rawValue: 1 << 1)
    /// Fields stand in the bytes that Asterisk does not see; taken from there all the same.
    package static let hiddenFields = Faults(rawValue: 1 << 2)
    /// A line too long for Asterisk was left out.
    package static let overlongLine = Faults(rawValue: 1 << 3)
    /// The file ends within the line of the origination time, whose digits may be cut.
    package static let cutOrigtime = Faults(rawValue: 1 << 4)
  }

  /// Start of the recording in epoch seconds, above zero; `nil` when missing or no such number.
  package var origtime: Int64?
  /// Whole seconds of audio, zero or more; `nil` when missing or no such number.
  package var duration: Int32?
  package var callerID = Field()
  package var messageID = Field()
  package var origMailbox = Field()
  package var rdnis = Field()
  package var flag = Field()
  package var faults: Faults = []

  package init() {}

  /// Asterisk cannot say what the message is, or this reader should not believe it.
  package var isDamaged: Bool {
    faults.rawValue
      & (Faults.invalid.rawValue | Faults.noMessageSection.rawValue | Faults.cutOrigtime.rawValue)
      != 0 || isEmpty
  }

  /// Not one of the known fields was found.
  package var isEmpty: Bool {
    origtime == nil && duration == nil && !callerID.isPresent && !messageID.isPresent
      && !origMailbox.isPresent && !rdnis.isPresent && !flag.isPresent
  }
}
