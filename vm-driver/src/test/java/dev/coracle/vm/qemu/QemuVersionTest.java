package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QemuVersionTest {
  @Test
  void isReadFromWhatQemuPrints() {
    assertThat(QemuVersion.in("QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2)"))
        .contains(new QemuVersion(10, 0));
    assertThat(QemuVersion.in("Segmentation fault")).isEmpty();
  }

  @Test
  void isComparedByNumber() {
    assertThat(new QemuVersion(10, 0).isAtLeast(new QemuVersion(9, 2))).isTrue();
    assertThat(new QemuVersion(9, 1).isAtLeast(new QemuVersion(9, 2))).isFalse();
  }
}
