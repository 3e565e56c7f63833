package dev.coracle.vm.qemu;

import dev.coracle.json.JsonObject;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.DirectBoot;
import dev.coracle.vm.VmSpec.PortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@code vm.json} holds: a machine exists if it is there. Shared folders are not in it, since
 * this driver has none.
 */
record Definition(UUID uuid, VmSpec spec) {
  private static final int VERSION = 1;

  void write(Path file) throws IOException {
    DurableFile.write(file, json().toBytes());
  }

  /**
   * @throws IOException if the file is not there or cannot be read
   * @throws IllegalArgumentException if it does not hold a definition
   */
  static Definition read(Path file) throws IOException {
    return read(file, Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /**
   * The same.
   *
   * @param directory the machine's, whose name is the machine's
   */
  static Definition read(Path file, Path directory) throws IOException {
    byte[] text = Files.readAllBytes(file);
    try {
      return parse(text, directory);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + " cannot be understood: " + e.getMessage(), e);
    }
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("version", VERSION);
    json.put("uuid", uuid.toString());
    json.put("name", spec.name());
    json.put("cpus", spec.cpus());
    json.put("memoryMiB", spec.memoryMiB());
    json.put("diskMiB", spec.diskMiB());
    json.put("iso", spec.iso().toString());
    json.put("configDisk", spec.configDisk().toString());
    spec.directBoot()
        .ifPresent(boot ->
            json.put(
                "directBoot",
                Map.of(
                    "kernel", boot.kernel().toString(),
                    "initrd", boot.initrd().toString(),
                    "commandLine", boot.commandLine())));
    json.put("forwards", spec.forwards().stream().map(Definition::json).toList());
    return json;
  }

  private static Map<String, Object> json(PortForward forward) {
    return Map.of(
        "address", forward.host().getAddress().getHostAddress(),
        "port", forward.host().getPort(),
        "guestPort", forward.guestPort(),
        "protocol", forward.protocol().name());
  }

  private static Definition parse(byte[] text, Path directory) {
    JsonObject json = JsonObject.parse(text);
    if (json.integer("version") != VERSION) {
      throw new IllegalArgumentException("version " + json.integer("version") + " is not known");
    }
    return new Definition(
        UUID.fromString(json.text("uuid")),
        new VmSpec(
            directory.getFileName().toString(),
            directory,
            json.integer("cpus"),
            json.integer("memoryMiB"),
            json.integer("diskMiB"),
            Path.of(json.text("iso")),
            json.has("directBoot")
                ? Optional.of(directBoot(json.object("directBoot")))
                : Optional.empty(),
            Path.of(json.text("configDisk")),
            json.objects("forwards").stream().map(Definition::forward).toList(),
            List.of()));
  }

  private static DirectBoot directBoot(JsonObject json) {
    return new DirectBoot(
        Path.of(json.text("kernel")), Path.of(json.text("initrd")), json.text("commandLine"));
  }

  private static PortForward forward(JsonObject json) {
    return new PortForward(
        new InetSocketAddress(InetAddress.ofLiteral(json.text("address")), json.integer("port")),
        json.integer("guestPort"),
        PortForward.Protocol.valueOf(json.text("protocol")));
  }
}
