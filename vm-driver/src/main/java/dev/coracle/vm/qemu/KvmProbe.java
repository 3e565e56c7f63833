package dev.coracle.vm.qemu;

import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Whether KVM runs guests here: it runs one. A device that exists and opens is not enough, nor is a
 * first instruction: some hosts stop only at what every kernel does a little later. So the guest, a
 * firmware image of its own, enters long mode with paging and executes a VEX instruction before it
 * reports.
 */
record KvmProbe(HostProcesses processes, Duration limit) {
  /** What QEMU exits with after the guest has written 16 to its exit port: 16 * 2 + 1. */
  private static final int REPORTED = 33;

  /**
   * A guest that hangs may spin, and would for ever if this process ended before it: the system
   * ends it then, after so many seconds of processor time.
   */
  private static final String ENDING = "ulimit -t 30; exec \"$@\"";

  private static final int ROM_SIZE = 64 * 1024;
  private static final int RESET_VECTOR = 0xfff0;

  private static final byte[] JUMP_TO_START = HexFormat.of().parseHex("ea000000f0");

  /** Runs at F000:0000. */
  private static final byte[] START =
      HexFormat.of()
          .parseHex(
              "fa" // cli
                  + "66c706001003200000" // movl $0x2003, 0x1000: page tables, the first 2 MiB
                  + "66c706002003300000" // movl $0x3003, 0x2000
                  + "66c706003083000000" // movl $0x83, 0x3000
                  + "66b800100000" // mov $0x1000, %eax
                  + "0f22d8" // mov %eax, %cr3
                  + "66b820000000" // mov $0x20, %eax: PAE
                  + "0f22e0" // mov %eax, %cr4
                  + "66b9800000c0" // mov $0xc0000080, %ecx
                  + "0f32" // rdmsr
                  + "660d00010000" // or $0x100, %eax: long mode
                  + "0f30" // wrmsr
                  + "2e0f01168800" // lgdt %cs:0x88
                  + "0f20c0" // mov %cr0, %eax
                  + "660d01000080" // or $0x80000001, %eax: paging, protection
                  + "0f22c0" // mov %eax, %cr0
                  + "66ea58000f000800" // ljmp $8, $0xf0058
                  + "b807000000" // mov $7, %eax
                  + "31c9" // xor %ecx, %ecx
                  + "0fa2" // cpuid
                  + "0fbae308" // bt $8, %ebx: BMI2?
                  + "7305" // jnc +5
                  + "c4e279f7c0" // shlx %eax, %eax, %eax
                  + "b010" // mov $16, %al
                  + "e6f4" // out %al, $0xf4
                  + "f4" // hlt
                  + "ebfd" // jmp -3
                  + "0f1f440000" // nop
                  + "0000000000000000" // the descriptor table: none,
                  + "00000000009a2000" // 64-bit code
                  + "0f0078000f00"); // its limit and address

  static List<String> arguments(Path program, String machine, Path rom) {
    return List.of(
        "/bin/sh",
        "-c",
        ENDING,
        "sh",
        program.toString(),
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
        "-machine",
        machine,
        "-accel",
        Accelerator.KVM.option,
        "-cpu",
        Accelerator.KVM.cpu,
        "-m",
        "16M",
        "-bios",
        rom.toString(),
        "-device",
        "isa-debug-exit,iobase=0xf4,iosize=4");
  }

  static byte[] rom() {
    byte[] rom = new byte[ROM_SIZE];
    System.arraycopy(START, 0, rom, 0, START.length);
    System.arraycopy(JUMP_TO_START, 0, rom, RESET_VECTOR, JUMP_TO_START.length);
    return rom;
  }

  /** Says why KVM does not run guests; empty if it does. */
  Optional<String> failure(Path program, String machine) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("coracle-kvm-");
    Path rom = directory.resolve("probe.rom");
    try {
      Files.write(rom, rom());
      return switch (processes.run(
          new HostCommand(arguments(program, machine, rom), directory, limit))) {
        case Outcome.Exited(int code, _, _) when code == REPORTED -> Optional.empty();
        case Outcome.Exited(int code, _, String errors) ->
            Optional.of("QEMU ended with code %d: %s".formatted(code, lastLine(errors)));
        case Outcome.TimedOut(_, _) ->
            Optional.of("a test guest hung for %d s".formatted(limit.toSeconds()));
        case Outcome.NotStarted(String reason) -> Optional.of(reason);
      };
    } finally {
      removeAll(directory);
    }
  }

  /** QEMU may have left a core file. */
  private static void removeAll(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  static String lastLine(String text) {
    List<String> lines = Arrays.stream(text.split("\n")).filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
  }
}
