package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code suspended.json} holds: all that must be the same when the memory is loaded as it was
 * when it was saved. Memory that is loaded into another machine, or over a disk that has changed
 * since, destroys what is on the disk.
 *
 * @param qemu the version that saved it
 * @param processor of the host, which the guest may have been shown
 * @param arguments as of {@link QemuArguments#identity}
 * @param memory the memory's file
 * @param base what it is upon, if it is thin
 * @param files the machine's disks, and what it booted; not the config disk, which guests look at
 *     only while they boot
 */
record SavedMemory(
    String qemu,
    String processor,
    List<String> arguments,
    String memory,
    Optional<String> base,
    Map<String, String> files) {
  private static final int VERSION = 2;
  private static final String OR = " or ";
  private static final int SAMPLE = 1 << 16;
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  SavedMemory {
    arguments = List.copyOf(arguments);
    files = Map.copyOf(files);
  }

  /** As things are now. */
  static SavedMemory observed(String qemu, List<String> arguments, Machine machine)
      throws IOException {
    return observed(qemu, arguments, machine, false);
  }

  private static SavedMemory observed(
      String qemu, List<String> arguments, Machine machine, boolean thin) throws IOException {
    VmFiles files = machine.files();
    return observed(
        qemu,
        arguments,
        files,
        machine.definition().spec(),
        machine.layers().below(files.dataDisk()),
        thin);
  }

  /**
   * The same, of a machine without a definition yet.
   *
   * @param layers below its disk
   */
  static SavedMemory observed(
      String qemu, List<String> arguments, VmFiles files, VmSpec spec, List<Path> layers)
      throws IOException {
    return observed(qemu, arguments, files, spec, layers, false);
  }

  private static SavedMemory observed(
      String qemu,
      List<String> arguments,
      VmFiles files,
      VmSpec spec,
      List<Path> layers,
      boolean thin)
      throws IOException {
    Map<String, String> identities = new LinkedHashMap<>();
    List<Path> all = new ArrayList<>(List.of(files.dataDisk(), spec.iso()));
    all.addAll(layers);
    spec.directBoot().ifPresent(boot -> all.addAll(List.of(boot.kernel(), boot.initrd())));
    for (Path file : all) {
      identities.put(file.toString(), identity(file));
    }
    return new SavedMemory(
        qemu,
        hostProcessor(),
        arguments,
        identityOfMemory(thin ? files.memoryThin() : files.memory()),
        thin ? Optional.of(identityOfMemory(files.memoryBase())) : Optional.empty(),
        identities);
  }

  /** Whether there is only what its base does not have. */
  boolean isThin() {
    return base.isPresent();
  }

  /** What QEMU loads. */
  Path file(VmFiles of) {
    return isThin() ? of.memoryThin() : of.memory();
  }

  /** What QEMU has as the guest's memory. */
  Path mapped(VmFiles of) {
    return isThin() ? of.memoryBase() : of.memory();
  }

  /** The same with memory that is thin. */
  SavedMemory upon(VmFiles base, Path thin) throws IOException {
    return new SavedMemory(
        qemu,
        processor,
        arguments,
        identityOfMemory(thin),
        Optional.of(identityOfMemory(base.memoryBase())),
        files);
  }

  /** From here on the machine is suspended. */
  void write(Path file) throws IOException {
    JsonObject json = new JsonObject();
    json.put("version", VERSION);
    json.put("qemu", qemu);
    json.put("processor", processor);
    json.put("arguments", arguments);
    json.put("memory", memory);
    base.ifPresent(it -> json.put("base", it));
    json.put("files", files);
    DurableFile.write(file, json.toBytes());
  }

  /**
   * @throws IllegalArgumentException if it is of another version
   * @throws JsonException if it is damaged
   */
  static SavedMemory read(Path file) throws IOException {
    JsonObject json = JsonObject.parse(Files.readAllBytes(file));
    if (json.integer("version") != VERSION) {
      throw new IllegalArgumentException("version " + json.integer("version") + " is not known");
    }
    return new SavedMemory(
        json.text("qemu"),
        json.text("processor"),
        json.texts("arguments"),
        json.text("memory"),
        json.optionalText("base"),
        json.textsByName("files"));
  }

  /** What has changed, so that this must not be loaded; empty if nothing has. */
  Optional<String> mismatch(SavedMemory now) {
    if (!qemu.equals(now.qemu)) {
      return Optional.of("it was saved by QEMU %s, and this is %s".formatted(qemu, now.qemu));
    }
    if (!processor.equals(now.processor)) {
      return Optional.of("the host's processor is another");
    }
    if (!memory.equals(now.memory) || !base.equals(now.base)) {
      return Optional.of("the file that it is in has changed");
    }
    for (Map.Entry<String, String> file : now.files.entrySet()) {
      if (!accepted(file.getKey()).contains(file.getValue())) {
        return Optional.of(file.getKey() + " has changed since");
      }
    }
    return Optional.empty();
  }

  private List<String> accepted(String file) {
    return List.of(files.getOrDefault(file, "").split(OR));
  }

  /**
   * The same, also of a machine whose disk has become a layer and which has an empty disk upon it.
   *
   * @param layer what the disk becomes
   * @param draft what the disk is then
   */
  SavedMemory upon(Path disk, Path layer, Path draft) throws IOException {
    String identity = identity(disk);
    return with(
        Map.of(layer.toString(), identity, disk.toString(), identity + OR + identity(draft)));
  }

  /** The same of another machine, or of the same with another disk. */
  SavedMemory moved(Place from, Place to) throws IOException {
    Map<String, String> own = new LinkedHashMap<>(files);
    own.remove(from.files().dataDisk().toString());
    Path disk = to.files().dataDisk();
    return new SavedMemory(
            qemu, processor, QemuArguments.moved(arguments, from, to), memory, base, own)
        .with(Map.of(disk.toString(), identity(disk)));
  }

  private SavedMemory with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.putAll(more);
    return new SavedMemory(qemu, processor, arguments, memory, base, all);
  }

  /**
   * Why this host cannot run the machine as it was, which it must: one that is made by another
   * release of this driver may have other devices. Empty if it can.
   */
  Optional<String> misfit(QemuHost host, VmFiles files) {
    if (!QemuArguments.runWith(arguments, host.accelerator())) {
      return Optional.of("the host's hardware acceleration has come or gone");
    }
    return QemuArguments.listensAt(arguments, files.commandSocket())
        ? Optional.empty()
        : Optional.of("its sockets would be at another place than " + files.commandSocket());
  }

  /**
   * What the memory of a suspended machine belongs to, which is still what there is.
   *
   * @throws ProblemException {@link VmError#VM_RESUME_FAILED} if it is not: it is removed
   */
  static SavedMemory checked(Machine machine) throws IOException {
    VmFiles files = machine.files();
    try {
      SavedMemory saved = read(files.suspended());
      SavedMemory now = observed(saved.qemu, saved.arguments, machine, saved.isThin());
      Optional<String> why = saved.mismatch(now);
      if (why.isPresent()) {
        throw discarded(machine, why.get());
      }
      return now;
    } catch (NoSuchFileException e) {
      throw discarded(machine, e.getMessage() + " is gone");
    } catch (IllegalArgumentException | JsonException e) {
      throw discarded(machine, files.suspended() + " cannot be understood: " + e.getMessage());
    }
  }

  /** Removes what is useless, and is what to throw. */
  static ProblemException discarded(Machine machine, String why) throws IOException {
    remove(machine.files());
    return new ProblemException(
        VmError.VM_RESUME_FAILED,
        "the saved memory of %s cannot be used: %s".formatted(machine.name(), why));
  }

  /** Removes it, and what the next memory could be upon. */
  static void remove(VmFiles files) throws IOException {
    clear(files);
    Files.deleteIfExists(files.memoryBase());
  }

  /** Whether there is memory in a file, whole or not, that the running machine does not map. */
  static boolean isInFiles(VmFiles files) {
    // In this order a file that is given its name meanwhile is not missed
    return Files.exists(files.memoryDraft())
        || Files.exists(files.memory())
        || Files.exists(files.memoryThin())
        || Files.exists(files.suspended());
  }

  /**
   * Removes it. The memory goes last: without the other file it is nothing. What was mapped stays,
   * for the machine may run with it.
   */
  static void clear(VmFiles files) throws IOException {
    if (Files.deleteIfExists(files.suspended())) {
      DurableFile.syncDirectory(files.directory());
    }
    for (Path left :
        List.of(files.memory(), files.memoryDraft(), files.memoryThin(), files.thinDraft())) {
      delete(left);
    }
  }

  /**
   * Its name is gone when this returns. The space of a file that is open is freed when it is
   * closed, and nobody waits for that: a file system that tells the disk of it takes up to a
   * second.
   */
  private static void delete(Path file) throws IOException {
    FileChannel open;
    try {
      open = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } finally {
      Thread.ofPlatform().daemon().name("free").start(() -> close(open));
    }
  }

  private static void close(FileChannel open) {
    try {
      open.close();
    } catch (IOException e) {
      // the end of the process closes it
    }
  }

  private static String identityOfMemory(Path file) throws IOException {
    return identity(file) + " " + digest(file);
  }

  private static String identity(Path file) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ino");
    return "size=%s modified=%s inode=%s"
        .formatted(
            attributes.get("size"), attributes.get("lastModifiedTime"), attributes.get("ino"));
  }

  /** Of the beginning and the end: all of it would take longer than to load it. */
  private static String digest(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest sha256 = sha256();
      sha256.update(sample(channel, 0));
      sha256.update(sample(channel, Math.max(0, channel.size() - SAMPLE)));
      return "sha256=" + HexFormat.of().formatHex(sha256.digest());
    }
  }

  private static ByteBuffer sample(FileChannel channel, long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SAMPLE);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // A read may give less than was asked for
    }
    return bytes.flip();
  }

  /** Model and features of the first processor. */
  static String hostProcessor() throws IOException {
    MessageDigest sha256 = sha256();
    for (String line : Files.readAllLines(PROCESSORS)) {
      if (line.isEmpty()) {
        break;
      }
      if (line.startsWith("model name") || line.startsWith("flags")) {
        sha256.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
