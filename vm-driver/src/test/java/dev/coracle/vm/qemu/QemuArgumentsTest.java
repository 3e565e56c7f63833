package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.DirectBoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QemuArgumentsTest {
  private static final UUID ID = UUID.fromString("6f0c2a52-0000-4000-8000-000000000001");
  private static final VmFiles FILES =
      new VmFiles(Path.of("/home/a/vms/one"), Path.of("/tmp/short"));

  private static final Optional<DirectBoot> DIRECT_BOOT =
      Optional.of(
          new DirectBoot(Path.of("/img/vmlinuz"), Path.of("/img/initrd"), "console=ttyS0 quiet"));

  private static VmSpec spec(String name, Optional<DirectBoot> directBoot) {
    return new VmSpec(
        name,
        FILES.directory(),
        2,
        4096,
        20480,
        Path.of("/img/node.iso"),
        directBoot,
        Path.of("/home/a/config.iso"),
        List.of(),
        List.of());
  }

  private static QemuHost host(QemuVersion version, boolean sandbox, Accelerator accelerator) {
    return new QemuHost(
        Path.of("/usr/bin/qemu-system-x86_64"),
        Path.of("/usr/bin/qemu-img"),
        version,
        sandbox,
        accelerator);
  }

  private static List<String> arguments(VmSpec spec, QemuHost host) {
    return QemuArguments.of(spec, ID, FILES, host);
  }

  @Test
  void emulatedDirectBoot() {
    var host = host(new QemuVersion(10, 0), true, Accelerator.TCG);
    assertThat(arguments(spec("one", DIRECT_BOOT), host))
        .containsExactly(
            "/usr/bin/qemu-system-x86_64",
            "-pidfile",
            "/home/a/vms/one/qemu.pid",
            "-name",
            "guest=one",
            "-uuid",
            "6f0c2a52-0000-4000-8000-000000000001",
            "-nodefaults",
            "-no-user-config",
            "-daemonize",
            "-display",
            "none",
            "-sandbox",
            "on,obsolete=deny,resourcecontrol=deny",
            "-machine",
            "pc-q35-10.0,memory-backend=ram,smm=off,vmport=off",
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "max,erms=off,fsrm=off",
            "-smp",
            "cpus=2,sockets=1,cores=2,threads=1",
            "-m",
            "size=4096M",
            "-object",
            "memory-backend-ram,id=ram,size=4096M",
            "-rtc",
            "base=utc,clock=host",
            "-action",
            "panic=shutdown,reboot=reset,shutdown=poweroff",
            "-device",
            "pvpanic",
            "-chardev",
            "file,id=console,append=on,path=/home/a/vms/one/console.log",
            "-serial",
            "chardev:console",
            "-chardev",
            "socket,id=command,path=/tmp/short/command.sock,server=on,wait=off",
            "-mon",
            "chardev=command,mode=control",
            "-chardev",
            "socket,id=query,path=/tmp/short/query.sock,server=on,wait=off",
            "-mon",
            "chardev=query,mode=control",
            "-blockdev",
            "driver=qcow2,node-name=data,discard=unmap,detect-zeroes=unmap,cache.no-flush=off,"
                + "file.driver=file,file.aio=threads,file.discard=unmap,file.cache.no-flush=off,"
                + "file.filename=/home/a/vms/one/data.qcow2",
            "-device",
            "virtio-blk-pci,drive=data,werror=enospc,rerror=report",
            "-blockdev",
            "driver=raw,node-name=node,read-only=on,file.driver=file,file.filename=/img/node.iso",
            "-device",
            "virtio-blk-pci,drive=node",
            "-blockdev",
            "driver=raw,node-name=config,read-only=on,file.driver=file,"
                + "file.filename=/home/a/config.iso",
            "-device",
            "virtio-blk-pci,drive=config",
            "-netdev",
            "stream,id=network,server=off,addr.type=unix,addr.path=/tmp/short/network.sock,"
                + "reconnect-ms=500",
            "-device",
            "virtio-net-pci,netdev=network,mac=5a:94:ef:e4:0c:ee,romfile=",
            "-object",
            "rng-builtin,id=rng",
            "-device",
            "virtio-rng-pci,rng=rng",
            "-device",
            "vmgenid,guid=auto",
            "-object",
            "iothread,id=balloon",
            "-device",
            "virtio-balloon-pci,free-page-reporting=on,free-page-hint=on,iothread=balloon",
            "-kernel",
            "/img/vmlinuz",
            "-initrd",
            "/img/initrd",
            "-append",
            "console=ttyS0 quiet highres=off mitigations=off");
  }

  @Test
  void acceleratedBootFromTheImage() {
    var host = host(new QemuVersion(8, 2), false, Accelerator.KVM);
    assertThat(arguments(spec("one", Optional.empty()), host))
        .containsSubsequence("-machine", "pc-q35-8.2,memory-backend=ram,smm=off,vmport=off")
        .containsSubsequence("-accel", "kvm", "-cpu", "host")
        .contains("virtio-blk-pci,drive=node,bootindex=0")
        .contains(
            "stream,id=network,server=off,addr.type=unix,addr.path=/tmp/short/network.sock,"
                + "reconnect=1")
        .doesNotContain("-sandbox", "-kernel");
  }

  @Test
  void commasInValuesAreDoubled() {
    var host = host(new QemuVersion(10, 0), true, Accelerator.TCG);
    assertThat(arguments(spec("a,b", Optional.empty()), host))
        .containsSubsequence("-name", "guest=a,,b");
  }

  @Test
  void oldestVersionCannotReconnect() {
    var host = host(QemuVersion.OLDEST, true, Accelerator.KVM);
    assertThat(arguments(spec("one", Optional.empty()), host))
        .contains("stream,id=network,server=off,addr.type=unix,addr.path=/tmp/short/network.sock");
  }

  @Test
  void movedMachineDiffersInPathsAlone() {
    var host = host(new QemuVersion(10, 0), true, Accelerator.KVM);
    VmSpec one = spec("one", DIRECT_BOOT);
    VmSpec two =
        new VmSpec(
            "two",
            Path.of("/home/a/vms/two"),
            one.cpus(),
            one.memoryMiB(),
            one.diskMiB(),
            one.iso(),
            one.directBoot(),
            Path.of("/home/a/a,b/config.iso"),
            List.of(),
            List.of());
    VmFiles files = new VmFiles(two.directory(), two.directory());
    Place from = new Place(one, FILES);
    Place to = new Place(two, files);
    var moved = QemuArguments.moved(QemuArguments.identity(arguments(one, host)), from, to);
    assertThat(moved)
        .isEqualTo(QemuArguments.identity(QemuArguments.of(two, ID, files, host)))
        .noneMatch(it -> it.contains("/vms/one") || it.contains("/tmp/short"));
    assertThat(QemuArguments.moved(moved, to, from))
        .isEqualTo(QemuArguments.identity(arguments(one, host)));
    assertThatThrownBy(() -> QemuArguments.moved(List.of("x=/tmp/short/new.sock"), from, to))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
