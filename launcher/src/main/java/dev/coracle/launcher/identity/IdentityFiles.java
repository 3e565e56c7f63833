package dev.coracle.launcher.identity;

import dev.coracle.launcher.files.WriteFailure;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where a cluster's keys and certificates lie; loads nothing. */
public record IdentityFiles(Path directory) {
  /** Of all that there may be. */
  public static final Set<String> NAMES =
      Set.of(
          "ca.crt",
          "client.crt",
          "client.key",
          "id_ed25519",
          "id_ed25519.pub",
          "known_hosts",
          "serving-ca.crt",
          "serving-ca.key",
          "client-ca.crt",
          "client-ca.key",
          "ssh_host_ed25519_key",
          "ssh_host_ed25519_key.pub");

  /** Those that are there, by their names with a prefix. */
  public Map<String, Path> present(String prefix) {
    var files = new TreeMap<String, Path>();
    for (var name : NAMES) {
      if (Files.exists(directory.resolve(name))) {
        files.put(prefix + name, directory.resolve(name));
      }
    }
    return files;
  }

  /** Copies those that are there, with their permissions. */
  public void copyTo(Path other) {
    present("")
        .forEach((name, file) -> {
          try {
            Files.copy(file, other.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
          } catch (IOException e) {
            throw WriteFailure.of(
                other, other.resolve(name).toString(), 0, LauncherError.FILE_WRITE_FAILED, e);
          }
        });
  }

  /** The user's serving CA, for clients to trust. */
  public Path rootCert() {
    return directory.resolve("ca.crt");
  }

  public Path adminCert() {
    return directory.resolve("client.crt");
  }

  public Path adminKey() {
    return directory.resolve("client.key");
  }

  /** The private key for SSH to the guest; its public half is beside it with {@code .pub}. */
  public Path sshKey() {
    return directory.resolve("id_ed25519");
  }

  /** OpenSSH known_hosts with the guest's key under {@link ClusterIdentity#SSH_HOST_ALIAS}. */
  public Path sshKnownHosts() {
    return directory.resolve("known_hosts");
  }

  Path servingCert() {
    return directory.resolve("serving-ca.crt");
  }

  Path servingKey() {
    return directory.resolve("serving-ca.key");
  }

  Path clientCert() {
    return directory.resolve("client-ca.crt");
  }

  Path clientKey() {
    return directory.resolve("client-ca.key");
  }

  Path sshHostKey() {
    return directory.resolve("ssh_host_ed25519_key");
  }
}
