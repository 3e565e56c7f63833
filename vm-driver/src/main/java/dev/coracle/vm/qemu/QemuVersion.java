package dev.coracle.vm.qemu;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

record QemuVersion(int major, int minor) implements Comparable<QemuVersion> {
  /** The first with the stream network back end. */
  static final QemuVersion OLDEST = new QemuVersion(7, 2);

  /** Without acceleration, older ones double-fault the guest. */
  static final QemuVersion OLDEST_EMULATING = new QemuVersion(8, 0);

  /** The first that saves memory to a file whose place for each page is fixed. */
  static final QemuVersion OLDEST_SUSPENDING = new QemuVersion(9, 0);

  /**
   * The first that gives back memory which is mapped from the middle of a file, and not what is
   * elsewhere in that file: QEMU commit "system/physmem: take into account fd_offset for file
   * fallocate".
   */
  static final QemuVersion OLDEST_FREEING_MAPPED = new QemuVersion(10, 0);

  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

  /** Reads what {@code qemu-system-x86_64 -version} prints. */
  static Optional<QemuVersion> in(String output) {
    Matcher m = VERSION.matcher(output);
    return m.find()
        ? Optional.of(new QemuVersion(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  boolean isAtLeast(QemuVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(QemuVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
