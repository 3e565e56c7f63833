package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.DirectBoot;
import dev.coracle.vm.VmSpec.PortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@code vm.json} holds: a machine exists if it is there. Shared folders are not in it, since
 * this driver has none.
 */
record Definition(UUID uuid, VmSpec spec) {
  private static final long VERSION = 1;

  void write(Path file) throws IOException {
    DurableFile.write(file, Json.text(json()) + "\n");
  }

  /**
   * @throws IOException if the file is not there or cannot be read
   * @throws IllegalArgumentException if it does not hold a definition
   */
  static Definition read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      return parse(text, file.toAbsolutePath().getParent());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + " cannot be understood: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
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

  private static Definition parse(String text, @Nullable Path directory) {
    Members json = new Members(Json.object(text));
    if (json.number("version") != VERSION || directory == null) {
      throw new IllegalArgumentException("version " + json.number("version") + " is not known");
    }
    return new Definition(
        UUID.fromString(json.text("uuid")),
        new VmSpec(
            json.text("name"),
            directory,
            json.number("cpus"),
            json.number("memoryMiB"),
            json.number("diskMiB"),
            Path.of(json.text("iso")),
            json.object("directBoot")
                .map(boot ->
                    new DirectBoot(
                        Path.of(boot.text("kernel")),
                        Path.of(boot.text("initrd")),
                        boot.text("commandLine"))),
            Path.of(json.text("configDisk")),
            json.objects("forwards").stream().map(Definition::forward).toList(),
            List.of()));
  }

  private static PortForward forward(Members json) {
    return new PortForward(
        new InetSocketAddress(InetAddress.ofLiteral(json.text("address")), json.number("port")),
        json.number("guestPort"),
        PortForward.Protocol.valueOf(json.text("protocol")));
  }

  /** The members of a JSON object, each of the type that it must be. */
  private record Members(Map<?, ?> json) {
    String text(String name) {
      if (json.get(name) instanceof String text) {
        return text;
      }
      throw wrong(name);
    }

    int number(String name) {
      if (json.get(name) instanceof Long number) {
        return Math.toIntExact(number);
      }
      throw wrong(name);
    }

    Optional<Members> object(String name) {
      return json.get(name) instanceof Map<?, ?> object
          ? Optional.of(new Members(object))
          : Optional.empty();
    }

    List<Members> objects(String name) {
      if (json.get(name) instanceof List<?> items) {
        return items.stream().map(item -> item(name, item)).toList();
      }
      throw wrong(name);
    }

    private static Members item(String name, @Nullable Object item) {
      if (item instanceof Map<?, ?> object) {
        return new Members(object);
      }
      throw wrong(name);
    }

    private static IllegalArgumentException wrong(String name) {
      return new IllegalArgumentException(name + " is missing or not of its type");
    }
  }
}
