package dev.coracle.launcher.preflight;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The places that a start writes to. */
final class WritableFiles {
  private WritableFiles() {}

  static HostCheck home(Path home) {
    return new HostCheck(
        "home",
        "Write access to " + home,
        () -> {
          var directory = existing(home);
          return Files.isDirectory(directory) && Files.isWritable(directory)
              ? new CheckResult.Ok(home + " is writable")
              : new CheckResult.Failed(
                  new Problem(
                      LauncherError.HOST_HOME_NOT_WRITABLE, directory + " is not writable"));
        },
        ownership(home));
  }

  static HostCheck kubeconfig(Path file) {
    return new HostCheck(
        "kubeconfig", "Kubeconfig " + file, () -> kubeconfigResult(file), ownership(file));
  }

  private static CheckResult kubeconfigResult(Path file) {
    try {
      var target = Files.exists(file) ? file.toRealPath() : file;
      for (var place : List.of(existing(target), existing(target.resolveSibling("")))) {
        if (!Files.isWritable(place)) {
          return failed(LauncherError.KUBECONFIG_NOT_WRITABLE, place + " is not writable");
        }
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

  /** The usual cause is a command that was once run as root. */
  private static Optional<Fix> ownership(Path path) {
    return Files.exists(path) && !Files.isWritable(path)
        ? Optional.of(
            new Fix.CommandLine(
                "Makes it yours again.", "sudo chown --recursive \"$USER\" '" + path + "'"))
        : Optional.empty();
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
