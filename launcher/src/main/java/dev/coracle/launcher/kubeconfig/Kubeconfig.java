package dev.coracle.launcher.kubeconfig;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.kubeconfig.KubeconfigText.Part;
import dev.coracle.launcher.problem.LauncherError;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The user's kubeconfig: one file, or several that kubectl reads as one. A change touches the bytes
 * of the entries it is about and no others, replaces a file as a whole, and waits for kubectl's
 * lock.
 *
 * <p>Every method throws a {@link ProblemException} with KUBECONFIG_INVALID for a file that is
 * broken or written in a way that can't be changed safely, and with KUBECONFIG_NOT_WRITABLE or
 * KUBECONFIG_LOCKED; that file is then as it was.
 */
public final class Kubeconfig {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final List<KubeconfigFile> files;

  Kubeconfig(List<Path> files, Duration lockWait) {
    this.files = files.stream().map(file -> new KubeconfigFile(file, lockWait)).toList();
  }

  /** The files that kubectl would use: KUBECONFIG, or {@code .kube/config} in the user's home. */
  public static Kubeconfig of(Map<String, String> environment, Path userHome) {
    var listed =
        Arrays.stream(environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1))
            .filter(file -> !file.isEmpty())
            .map(Path::of)
            .distinct()
            .toList();
    return new Kubeconfig(
        listed.isEmpty() ? List.of(userHome.resolve(".kube").resolve("config")) : listed,
        LOCK_WAIT);
  }

  /** One file, whatever kubectl would use. */
  public static Kubeconfig of(Path file) {
    return new Kubeconfig(List.of(file), LOCK_WAIT);
  }

  /** All files, whether they exist or not, in the order in which they are read. */
  public List<Path> files() {
    return files.stream().map(KubeconfigFile::path).toList();
  }

  /** The file that gets new entries: the first that exists, else the last, as kubectl has it. */
  public Path target() {
    return targetFile().path();
  }

  /**
   * Adds the cluster's entries, or brings those of that name up to date where they are, keeping
   * fields of theirs that are not ours.
   *
   * @return whether anything changed
   */
  public boolean merge(KubeEntry entry, boolean makeCurrent) throws InterruptedException {
    var changed = false;
    for (var part : parts(entry).entrySet()) {
      changed |=
          holder(part.getKey(), entry.name())
              .orElseGet(this::targetFile)
              .change(text -> text.with(part.getKey(), entry.name(), part.getValue()));
    }
    if (makeCurrent) {
      changed |= use(Optional.of(entry.name()));
    }
    return changed;
  }

  /**
   * Removes cluster, user and context of this name from all files, and the current context if it
   * was this one.
   *
   * @return whether anything changed
   */
  public boolean remove(String name) throws InterruptedException {
    var changed = false;
    for (var file : files) {
      changed |=
          file.change(text -> {
            var rest = text;
            for (var part : Part.values()) {
              rest = rest.without(part, name);
            }
            return rest.currentContext().equals(Optional.of(name))
                ? rest.withCurrentContext("")
                : rest;
          });
    }
    return changed;
  }

  /** Whether a merge of this entry would change nothing but the current context. */
  public boolean holds(KubeEntry entry) {
    return parts(entry).entrySet().stream()
        .allMatch(part ->
            holder(part.getKey(), entry.name()).isPresent()
                && holder(part.getKey(), entry.name())
                    .orElseThrow()
                    .read(text ->
                        text.with(part.getKey(), entry.name(), part.getValue()).equals(text)));
  }

  /** Where the cluster of this name is said to be. */
  public Optional<URI> server(String name) {
    return holder(Part.CLUSTER, name)
        .flatMap(file -> file.read(text -> text.find(Part.CLUSTER, name)))
        .flatMap(fields -> Optional.ofNullable(fields.get("server")))
        .map(server -> URI.create(server.toString()));
  }

  public Optional<String> currentContext() {
    return files.stream()
        .flatMap(file -> file.read(KubeconfigText::currentContext).stream())
        .findFirst();
  }

  /**
   * Makes a context current, or none if empty.
   *
   * @return whether anything changed
   */
  public boolean use(Optional<String> context) throws InterruptedException {
    if (currentContext().equals(context)) {
      return false;
    }
    if (context.isPresent()) {
      return targetFile().change(text -> text.withCurrentContext(context.get()));
    }
    var changed = false;
    for (var file : files) {
      if (file.exists()) {
        changed |= file.change(text -> text.withCurrentContext(""));
      }
    }
    return changed;
  }

  private KubeconfigFile targetFile() {
    return files.stream().filter(KubeconfigFile::exists).findFirst().orElse(files.getLast());
  }

  private Optional<KubeconfigFile> holder(Part part, String name) {
    return files.stream()
        .filter(file -> file.read(text -> text.find(part, name)).isPresent())
        .findFirst();
  }

  private static Map<Part, Map<String, String>> parts(KubeEntry entry) {
    var credentials = entry.credentials();
    var cluster = new TreeMap<String, String>();
    cluster.put("server", entry.server().toString());
    put(cluster, "certificate-authority", credentials.certificateAuthority(), credentials);
    var user = new TreeMap<String, String>();
    put(user, "client-certificate", credentials.clientCertificate(), credentials);
    put(user, "client-key", credentials.clientKey(), credentials);
    var context = new TreeMap<String, String>();
    context.put("cluster", entry.name());
    context.put("user", entry.name());
    entry.namespace().ifPresent(namespace -> context.put("namespace", namespace));
    var parts = new EnumMap<Part, Map<String, String>>(Part.class);
    parts.put(Part.CLUSTER, cluster);
    parts.put(Part.CONTEXT, context);
    parts.put(Part.USER, user);
    return parts;
  }

  private static void put(
      Map<String, String> fields, String name, Path file, KubeEntry.Credentials credentials) {
    try {
      if (credentials.embedded()) {
        fields.put(name + "-data", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      } else {
        fields.put(name, file.toAbsolutePath().toString());
      }
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.IDENTITY_BROKEN, "%s is unreadable: %s".formatted(file, e), e);
    }
  }
}
