/// Where the parts before a Postfix line's message stand, as positions in the line's bytes.
package struct PostfixHead: Equatable, Sendable {
  package var host: Int32
  package var tag: Int32
  @usableFromInline package var id: Int32
  package var idEnd: Int32

  /// No line: one that is to be taken apart when it is read.
  package static let none = PostfixHead(host: 0, tag: 0, id: 0, idEnd: 0)

  @inlinable package var isNone: Bool { id == 0 }

  /// The host, a blank and `postfix`.
  package var origin: Range<Int> { Int(host)..<Int(tag) + 7 }

  /// The same for a line that was copied to another place.
  func moved(by offset: Int32) -> PostfixHead {
    PostfixHead(
      host: host &+ offset, tag: tag &+ offset, id: id &+ offset, idEnd: idEnd &+ offset)
  }

  /// The bucket of the queue id; `nil` when the line is about no mail.
  @inline(__always)
  package func bucket(_ bytes: Span<UInt8>) -> Int? {
    idEnd - id >= 5 ? QueueID.bucket(bytes, from: Int(id), to: Int(idEnd)) : nil
  }
}
