package dev.coracle.launcher.kubeconfig;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** One kubeconfig file on disk. */
record KubeconfigFile(Path path, Duration lockWait) {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  boolean exists() {
    return Files.exists(path);
  }

  /**
   * Reads something of the file, which reads as empty if it is not there.
   *
   * @throws ProblemException KUBECONFIG_INVALID, KUBECONFIG_NOT_WRITABLE if it is unreadable
   */
  <T> T read(Function<KubeconfigText, T> what) {
    return understood(() -> what.apply(new KubeconfigText(withoutMark(content()))));
  }

  /**
   * Changes the file under its lock; writes it only if the text is another.
   *
   * @return whether anything changed
   */
  boolean change(UnaryOperator<KubeconfigText> edit) throws InterruptedException {
    // an answer without the lock first: most often there is nothing to do
    var text = read(Function.identity());
    if (understood(() -> edit.apply(text)).equals(text)) {
      return false;
    }
    makeDirectory();
    try (var _ = LockFile.of(path, lockWait)) {
      var content = content();
      var before = new KubeconfigText(withoutMark(content));
      var after = understood(() -> edit.apply(before));
      if (after.equals(before)) {
        return false;
      }
      var mark = content.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
      write(content, mark + after.text());
      return true;
    }
  }

  private void write(String before, String after) {
    try {
      if (Files.exists(path)) {
        var target = path.toRealPath();
        var backup = path.resolveSibling(path.getFileName() + ".coracle-backup");
        if (Files.notExists(backup)) {
          AtomicFile.writePrivate(backup, before.getBytes(StandardCharsets.UTF_8));
        }
        AtomicFile.replace(target, after.getBytes(StandardCharsets.UTF_8));
      } else {
        AtomicFile.writePrivate(path, after.getBytes(StandardCharsets.UTF_8));
      }
    } catch (ProblemException e) {
      throw new ProblemException(LauncherError.KUBECONFIG_NOT_WRITABLE, e.problem().detail(), e);
    } catch (IOException e) {
      throw notUsable(e);
    }
  }

  private void makeDirectory() {
    try {
      var directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw notUsable(e);
    }
  }

  private String content() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
          .toString();
    } catch (NoSuchFileException e) {
      return "";
    } catch (CharacterCodingException e) {
      throw invalid("it is not UTF-8", e);
    } catch (IOException e) {
      throw notUsable(e);
    }
  }

  private static String withoutMark(String content) {
    return content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content;
  }

  private <T> T understood(Supplier<T> work) {
    try {
      return work.get();
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "), e);
    }
  }

  private ProblemException invalid(String why, Exception e) {
    return new ProblemException(
        LauncherError.KUBECONFIG_INVALID, "%s is left alone: %s".formatted(path, why), e);
  }

  private ProblemException notUsable(IOException e) {
    return new ProblemException(
        LauncherError.KUBECONFIG_NOT_WRITABLE, "%s is not usable: %s".formatted(path, e), e);
  }
}
