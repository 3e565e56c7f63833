package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** QEMU's command line, as a pure function. */
final class QemuArguments {
  static final String GUEST_MAC = "5a:94:ef:e4:0c:ee";

  /**
   * The finer classes of system calls that QEMU could deny (spawn, elevateprivileges) also forbid
   * it to detach itself.
   */
  static final String SANDBOX = "on,obsolete=deny,resourcecontrol=deny";

  private static final QemuVersion RECONNECT_IN_SECONDS = new QemuVersion(8, 0);
  private static final QemuVersion RECONNECT_IN_MILLISECONDS = new QemuVersion(9, 2);

  private static final String MEMORY = "memory-backend-ram,id=ram,size=";
  private static final String MAPPED = "memory-backend-file,id=ram,size=";
  private static final List<String> RESUMING = List.of("-S", "-incoming", "defer");

  private QemuArguments() {}

  static List<String> of(VmSpec spec, UUID uuid, VmFiles files, QemuHost host) {
    List<String> all = new ArrayList<>();
    all.add(host.program().toString());
    add(all, "-pidfile", files.qemuPid().toString());
    add(all, "-name", "guest=" + escape(spec.name()));
    add(all, "-uuid", uuid.toString());
    all.addAll(List.of("-nodefaults", "-no-user-config", "-daemonize"));
    add(all, "-display", "none");
    if (host.sandbox()) {
      add(all, "-sandbox", SANDBOX);
    }
    // The machine type is pinned: memory saved under one cannot be loaded under another
    add(all, "-machine", host.machine() + ",memory-backend=ram,smm=off,vmport=off");
    add(all, "-accel", host.accelerator().option);
    add(all, "-cpu", host.accelerator().cpu);
    add(all, "-smp", "cpus=%d,sockets=1,cores=%d,threads=1".formatted(spec.cpus(), spec.cpus()));
    add(all, "-m", "size=%dM".formatted(spec.memoryMiB()));
    add(all, "-object", MEMORY + "%dM".formatted(spec.memoryMiB()));
    add(all, "-rtc", "base=utc,clock=host");
    // A guest that panics ends, one that reboots boots again
    add(all, "-action", "panic=shutdown,reboot=reset,shutdown=poweroff");
    add(all, "-device", "pvpanic");
    console(all, files);
    monitor(all, "command", files.commandSocket());
    monitor(all, "query", files.querySocket());
    disks(all, spec, files);
    network(all, files, host.version());
    add(all, "-object", "rng-builtin,id=rng");
    add(all, "-device", "virtio-rng-pci,rng=rng");
    // A new one each time: guests that go on from the same memory must not draw the same numbers
    add(all, "-device", "vmgenid,guid=auto");
    // Free memory goes back to the host while the guest runs, and is left out when it sleeps
    add(all, "-object", "iothread,id=balloon");
    add(
        all,
        "-device",
        "virtio-balloon-pci,free-page-reporting=on,free-page-hint=on,iothread=balloon");
    spec.directBoot().ifPresent(boot -> directBoot(all, boot, host.accelerator()));
    return List.copyOf(all);
  }

  /**
   * The machine of an identity, waiting for saved devices, and after that for the word to go on.
   *
   * @param mapping as {@link #mappedMemory} gives it
   */
  static List<String> resuming(Path program, List<String> identity, String mapping) {
    List<String> all = new ArrayList<>(identity);
    all.replaceAll(
        it -> it.startsWith(MEMORY) ? MAPPED + it.substring(MEMORY.length()) + mapping : it);
    all.addFirst(program.toString());
    all.addAll(RESUMING);
    return List.copyOf(all);
  }

  /**
   * Memory that is in a file, mapped copy-on-write.
   *
   * @param from where it begins there, in bytes
   * @param exclusive whether what the guest does not need may be removed from the file
   */
  static String mappedMemory(Path file, long from, boolean exclusive) {
    return ",mem-path=%s,offset=%d,share=off%s"
        .formatted(escape(file), from, exclusive ? "" : ",readonly=on,rom=off");
  }

  /** Whether it is this that executes the instructions of the guest. */
  static boolean runWith(List<String> identity, Accelerator accelerator) {
    return identity.indexOf("-accel") >= 0
        && kind(identity.get(identity.indexOf("-accel") + 1)).equals(kind(accelerator.option));
  }

  private static String kind(String accelerator) {
    return accelerator.replaceFirst(",.*", "");
  }

  static boolean listensAt(List<String> identity, Path socket) {
    return identity.stream().anyMatch(it -> it.contains(",path=" + escape(socket) + ","));
  }

  /**
   * What makes the machine: two command lines that are equal in this have the same devices. The
   * program's path is not in it, nor where the memory comes from.
   */
  static List<String> identity(List<String> command) {
    boolean resumed =
        command.size() >= RESUMING.size()
            && command.subList(command.size() - RESUMING.size(), command.size()).equals(RESUMING);
    List<String> identity =
        new ArrayList<>(command.subList(1, command.size() - (resumed ? RESUMING.size() : 0)));
    identity.replaceAll(it ->
        it.startsWith(MAPPED)
            ? MEMORY + it.substring(MAPPED.length(), it.indexOf(",mem-path="))
            : it);
    return List.copyOf(identity);
  }

  /**
   * The identity of a machine that is at another place and whose guest sees no difference.
   *
   * @throws IllegalArgumentException if it cannot be made, because another release made it of other
   *     files
   */
  static List<String> moved(List<String> identity, Place from, Place to) {
    if (from.files().equals(to.files()) && from.spec().name().equals(to.spec().name())) {
      return identity;
    }
    Map<String, String> paths = new LinkedHashMap<>();
    List<Path> others = paths(to);
    for (Path path : paths(from)) {
      paths.put(escape(path), escape(others.get(paths.size())));
    }
    paths.put("guest=" + escape(from.spec().name()), "guest=" + escape(to.spec().name()));
    List<String> moved = new ArrayList<>(identity);
    paths.forEach((path, other) -> moved.replaceAll(it -> replaced(it, path, other)));
    List.of(from.files().directory(), from.files().reach()).forEach(it -> requireNone(moved, it));
    return List.copyOf(moved);
  }

  private static List<Path> paths(Place place) {
    VmFiles files = place.files();
    return List.of(
        files.qemuPid(),
        files.console(),
        files.commandSocket(),
        files.querySocket(),
        files.networkSocket(),
        files.dataDisk(),
        place.spec().configDisk());
  }

  /** A whole argument, or a whole value in one. */
  private static String replaced(String argument, String value, String other) {
    return argument.equals(value)
        ? other
        : argument.replaceAll(
            "=" + Pattern.quote(value) + "(?=,(?!,)|$)", Matcher.quoteReplacement("=" + other));
  }

  private static void requireNone(List<String> identity, Path directory) {
    String inside = escape(directory) + "/";
    if (identity.stream().anyMatch(argument -> argument.contains(inside))) {
      throw new IllegalArgumentException("it has other files in " + directory);
    }
  }

  private static void console(List<String> all, VmFiles files) {
    add(all, "-chardev", "file,id=console,append=on,path=" + escape(files.console()));
    add(all, "-serial", "chardev:console");
  }

  private static void monitor(List<String> all, String id, Path socket) {
    add(all, "-chardev", "socket,id=%s,path=%s,server=on,wait=off".formatted(id, escape(socket)));
    add(all, "-mon", "chardev=%s,mode=control".formatted(id));
  }

  private static void disks(List<String> all, VmSpec spec, VmFiles files) {
    // A flush of the guest reaches the host's disk. A full host disk pauses the guest.
    add(
        all,
        "-blockdev",
        "driver=qcow2,node-name=data,discard=unmap,detect-zeroes=unmap,cache.no-flush=off,"
            + "file.driver=file,file.aio=threads,file.discard=unmap,file.cache.no-flush=off,"
            + "file.filename="
            + escape(files.dataDisk()));
    add(all, "-device", "virtio-blk-pci,drive=data,werror=enospc,rerror=report");
    readOnly(all, "node", spec.iso(), spec.directBoot().isPresent() ? "" : ",bootindex=0");
    readOnly(all, "config", spec.configDisk(), "");
  }

  private static void readOnly(List<String> all, String id, Path image, String boot) {
    add(
        all,
        "-blockdev",
        "driver=raw,node-name=%s,read-only=on,file.driver=file,file.filename=%s"
            .formatted(id, escape(image)));
    add(all, "-device", "virtio-blk-pci,drive=" + id + boot);
  }

  private static void network(List<String> all, VmFiles files, QemuVersion version) {
    String reconnect =
        version.isAtLeast(RECONNECT_IN_MILLISECONDS)
            ? ",reconnect-ms=500"
            : version.isAtLeast(RECONNECT_IN_SECONDS) ? ",reconnect=1" : "";
    add(
        all,
        "-netdev",
        "stream,id=network,server=off,addr.type=unix,addr.path=%s%s"
            .formatted(escape(files.networkSocket()), reconnect));
    // No option ROM: nothing boots from the network
    add(all, "-device", "virtio-net-pci,netdev=network,mac=" + GUEST_MAC + ",romfile=");
  }

  private static void directBoot(
      List<String> all, VmSpec.DirectBoot boot, Accelerator accelerator) {
    add(all, "-kernel", boot.kernel().toString());
    add(all, "-initrd", boot.initrd().toString());
    add(all, "-append", boot.commandLine() + accelerator.kernelOptions);
  }

  private static void add(List<String> all, String option, String value) {
    all.add(option);
    all.add(value);
  }

  /** In QEMU's lists of keys and values a comma in a value is doubled. */
  private static String escape(Object value) {
    return value.toString().replace(",", ",,");
  }
}
