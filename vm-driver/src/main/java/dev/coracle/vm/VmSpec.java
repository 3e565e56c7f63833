package dev.coracle.vm;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to build.
 *
 * @param name unique among this user's VMs of the driver
 * @param directory the VM's own, removed with it; where it may be is the driver's to say; the
 *     driver creates the data disk in it, empty and in its own format, and writes the guest's
 *     serial console to {@value #CONSOLE_LOG} in it, anew at each boot
 * @param iso the node image, attached read-only
 * @param directBoot used by drivers that can boot a kernel; elsewhere the ISO boots by itself
 * @param configDisk an ISO 9660 image, attached read-only; the guest looks at it only while it
 *     boots, so it may be another whenever the VM does not run
 */
public record VmSpec(
    String name,
    Path directory,
    int cpus,
    int memoryMiB,
    int diskMiB,
    Path iso,
    Optional<DirectBoot> directBoot,
    Path configDisk,
    List<PortForward> forwards,
    List<SharedFolder> folders) {
  public static final String CONSOLE_LOG = "console.log";

  public VmSpec {
    forwards = List.copyOf(forwards);
    folders = List.copyOf(folders);
  }

  public Path consoleLog() {
    return directory.resolve(CONSOLE_LOG);
  }

  /** Whether a guest that was put to sleep as the other can be woken as this. */
  public boolean goesOnFrom(VmSpec other) {
    return cpus == other.cpus
        && memoryMiB == other.memoryMiB
        && diskMiB == other.diskMiB
        && iso.equals(other.iso)
        && directBoot.equals(other.directBoot)
        && folders.equals(other.folders);
  }

  public record DirectBoot(Path kernel, Path initrd, String commandLine) {}

  public record PortForward(InetSocketAddress host, int guestPort, Protocol protocol) {
    public enum Protocol {
      TCP,
      UDP
    }
  }

  public record SharedFolder(String tag, Path hostPath, boolean readOnly) {}
}
