package dev.coracle.gui.tray;

import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** A desktop in memory: a screen, a session bus, and a panel that shows icons. */
final class Desktop implements AutoCloseable {
  private final Path directory;
  private final Deque<Process> processes = new ArrayDeque<>();
  private String display = "";
  private final String address;

  /**
   * One with a bus, and nothing else yet.
   *
   * @param directory for its files
   */
  Desktop(Path directory) throws IOException {
    this.directory = directory;
    address =
        firstLine(
            start(
                ProcessBuilder.Redirect.PIPE,
                "dbus-daemon",
                "--session",
                "--nofork",
                "--print-address=1"));
  }

  String address() {
    return address;
  }

  void startScreen() throws IOException {
    display =
        ":"
            + firstLine(
                start(
                    ProcessBuilder.Redirect.PIPE,
                    "Xvfb",
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "640x480x24",
                    "-nolisten",
                    "tcp",
                    "-fbdir",
                    directory.toString()));
  }

  /** A panel at the top of the screen, with nothing in it but a place for icons. */
  Process startPanel() throws IOException {
    var settings = directory.resolve("xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml");
    Files.createDirectories(requireNonNull(settings.getParent()));
    try (var source = requireNonNull(Desktop.class.getResourceAsStream("xfce4-panel.xml"))) {
      Files.write(settings, source.readAllBytes());
    }
    return start(ProcessBuilder.Redirect.DISCARD, "xfce4-panel", "--disable-wm-check");
  }

  private Process start(ProcessBuilder.Redirect output, String... command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(output)
            .redirectError(directory.resolve(command[0] + ".log").toFile());
    var environment = builder.environment();
    environment.put("XDG_CONFIG_HOME", directory.toString());
    environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    environment.put("NO_AT_BRIDGE", "1");
    environment.put("DISPLAY", display);
    if (!command[0].equals("dbus-daemon") && !command[0].equals("Xvfb")) {
      environment.put("DBUS_SESSION_BUS_ADDRESS", address);
    }
    var process = builder.start();
    processes.push(process);
    return process;
  }

  private static String firstLine(Process process) throws IOException {
    // Not closed: the process would end when it writes more.
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return requireNonNull(reader.readLine());
  }

  /** What is on the screen now. */
  BufferedImage picture() throws IOException {
    var frame = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("Xvfb_screen0")));
    // The X window dump format: a header of big-endian words, a table of colours, the pixels.
    int headerSize = frame.getInt(0);
    int width = frame.getInt(16);
    int height = frame.getInt(20);
    int rowBytes = frame.getInt(48);
    int colours = frame.getInt(76);
    var pixels = frame.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int first = headerSize + colours * 12;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, pixels.getInt(first + y * rowBytes + x * 4) & 0xffffff);
      }
    }
    return picture;
  }

  /** Keeps what is on the screen for a person to look at. */
  void keepPicture(String name) throws IOException {
    var file = new File("target/screenshots/" + name + ".png");
    Files.createDirectories(requireNonNull(file.getParentFile()).toPath());
    ImageIO.write(picture(), "png", file);
  }

  /** Does something with mouse or keyboard, in xdotool's words. */
  void input(String... words) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("xdotool"));
    command.addAll(List.of(words));
    var process = start(ProcessBuilder.Redirect.DISCARD, command.toArray(String[]::new));
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  /** Ends the newest processes first, so that none loses what it stands on. */
  @Override
  public void close() {
    for (var process : processes) {
      end(process);
    }
  }

  /** Returns when it has ended. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
