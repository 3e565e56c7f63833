package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.PortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
  @TempDir private Path directory;

  private VmSpec spec(Optional<VmSpec.DirectBoot> directBoot) {
    return new VmSpec(
        directory.getFileName().toString(),
        directory,
        2,
        4096,
        20480,
        Path.of("/img/node.iso"),
        directBoot,
        Path.of("/home/ä b/config.iso"),
        List.of(
            new PortForward(
                new InetSocketAddress(InetAddress.ofLiteral("127.77.1.2"), 2222),
                22,
                PortForward.Protocol.TCP)),
        List.of());
  }

  @Test
  void isReadAsWritten() throws IOException {
    var boot = new VmSpec.DirectBoot(Path.of("/k"), Path.of("/i"), "a=\"b c\"");
    var definition = new Definition(UUID.randomUUID(), spec(Optional.of(boot)));
    Path file = directory.resolve("vm.json");
    definition.write(file);
    assertThat(Definition.read(file)).isEqualTo(definition);
    var changed = new Definition(definition.uuid(), spec(Optional.empty()));
    changed.write(file);
    assertThat(Definition.read(file)).isEqualTo(changed);
    assertThat(directory)
        .isDirectoryContaining(file::equals)
        .isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void absenceIsToldApartFromDamage() {
    assertThatThrownBy(() -> Definition.read(directory.resolve("vm.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"version\":2}",
        "{\"version\":\"1\"}",
        "{\"version\":1,\"uuid\":\"x\"}",
        "{\"version\":1,\"uuid\":\"6f0c2a52-0000-4000-8000-000000000001\",\"name\":7}"
      })
  void damageIsNamed(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("vm.json"), text);
    assertThatThrownBy(() -> Definition.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }
}
