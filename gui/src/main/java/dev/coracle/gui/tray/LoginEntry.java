package dev.coracle.gui.tray;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** The file by which Linux desktops start the app when its user logs in. */
public final class LoginEntry {
  private final Path file;
  private final Path program;

  LoginEntry(Path file, Path program) {
    this.file = file;
    this.program = program;
  }

  /**
   * That of this user; empty where no desktop would read it.
   *
   * @param program the command line's
   */
  public static Optional<LoginEntry> of(
      String system, Map<String, String> environment, Path program) {
    var home = environment.getOrDefault("HOME", "");
    if (!system.equals("Linux") || home.isEmpty()) {
      return Optional.empty();
    }
    var configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    var directory = configured.isEmpty() ? Path.of(home, ".config") : Path.of(configured);
    return Optional.of(
        new LoginEntry(directory.resolve("autostart").resolve("coracle.desktop"), program));
  }

  public boolean isOn() {
    return Files.exists(file);
  }

  /**
   * Makes the file, or removes it.
   *
   * @throws ProblemException {@code FILE_WRITE_FAILED}
   */
  public void set(boolean on) {
    if (on) {
      AtomicFile.write(
          file,
          text(program).getBytes(StandardCharsets.UTF_8),
          PosixFilePermissions.fromString("rw-r--r--"));
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, file + " cannot be removed: " + e.getMessage() + ".", e);
    }
  }

  /** In the words of the desktop entry specification. */
  static String text(Path program) {
    return """
    [Desktop Entry]
    Type=Application
    Name=Coracle
    Exec=%s gui --hidden
    Icon=coracle
    Terminal=false
    X-GNOME-Autostart-enabled=true
    """
        .formatted(quoted(program.toString()));
  }

  /**
   * One argument, whatever is in it. What the quotes' escapes leave, the value's take once more.
   */
  private static String quoted(String argument) {
    var quoted =
        argument
            .replace("\\", "\\\\\\\\")
            .replace("\"", "\\\\\"")
            .replace("`", "\\\\`")
            .replace("$", "\\\\$")
            .replace("%", "%%");
    return '"' + quoted + '"';
  }
}
