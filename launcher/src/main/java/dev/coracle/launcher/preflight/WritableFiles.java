package dev.coracle.launcher.preflight;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/** The places that a start writes to. */
final class WritableFiles {
  private WritableFiles() {}

  static HostCheck home(Path home) {
    return new HostCheck(
        "home",
        "Write access to " + home,
        () ->
            refusal(existing(home))
                .<CheckResult>map(why -> failed(LauncherError.HOST_HOME_NOT_WRITABLE, why))
                .orElseGet(() -> new CheckResult.Ok(home + " is writable")),
        access(home));
  }

  static HostCheck kubeconfig(Path file) {
    return new HostCheck(
        "kubeconfig", "Kubeconfig " + file, () -> kubeconfigResult(file), access(file));
  }

  private static CheckResult kubeconfigResult(Path file) {
    try {
      var target = Files.exists(file) ? file.toRealPath() : file;
      var why = refusal(existing(target.resolveSibling("")));
      if (why.isPresent()) {
        return failed(LauncherError.KUBECONFIG_NOT_WRITABLE, why.get());
      }
      Kubeconfig.of(file).currentContext();
      return new CheckResult.Ok(file + " is writable");
    } catch (ProblemException e) {
      return new CheckResult.Failed(e.problem());
    } catch (IOException e) {
      return failed(LauncherError.KUBECONFIG_NOT_WRITABLE, file + " can't be followed: " + e);
    }
  }

  private static CheckResult failed(LauncherError code, String detail) {
    return new CheckResult.Failed(new Problem(code, detail));
  }

  /** Tries it, for permissions alone don't tell: why no file can be made in a directory. */
  private static Optional<String> refusal(Path directory) {
    try {
      Files.delete(Files.createTempFile(directory, ".coracle", ".tmp"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(directory + " is not writable: " + e);
    }
  }

  private static Optional<Fix> access(Path path) {
    return Files.exists(path) && !Files.isWritable(path)
        ? Optional.of(access(path, isOwn(path)))
        : Optional.empty();
  }

  /** Of another's file the usual cause is a command that was once run as root. */
  static Fix access(Path path, boolean own) {
    return own
        ? new Fix.Action("Lets you write to " + path, () -> allow(path))
        : new Fix.CommandLine(
            "Makes it yours again.", "sudo chown --recursive \"$USER\" '" + path + "'");
  }

  private static boolean isOwn(Path path) {
    try {
      return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void allow(Path path) {
    try {
      var permissions = EnumSet.of(OWNER_READ, OWNER_WRITE);
      permissions.addAll(Files.getPosixFilePermissions(path));
      if (Files.isDirectory(path)) {
        permissions.add(OWNER_EXECUTE);
      }
      Files.setPosixFilePermissions(path, permissions);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, path + " could not be made writable: " + e, e);
    }
  }

  /** The path, or the nearest directory above it that is there. */
  static Path existing(Path path) {
    var existing = path.toAbsolutePath();
    while (Files.notExists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }
}
