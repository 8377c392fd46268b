import Glibc

/// An open file or directory, closed when nobody refers to it any more.
package final class Descriptor: Sendable {
  package let raw: Int32

  package init(_ raw: Int32) { self.raw = raw }

  deinit { close(raw) }
}
