package dev.coracle.launcher.identity;

import dev.coracle.launcher.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * That files were found to be in order: what was checked need not be checked again as long as it is
 * the same. In a young JVM the signatures take a third of the time in which a cluster wakes.
 *
 * @param file a line of when this begins and ends to hold and of what; none if it is damaged or not
 *     there
 */
record Checked(Path file) {
  private static final int PARTS = 3;

  /** Whether these texts were in order, and it is not yet time to renew one. */
  boolean holds(List<String> texts, Instant now) {
    try {
      var parts = Files.readString(file, StandardCharsets.ISO_8859_1).strip().split(" ", -1);
      return parts.length == PARTS
          && now.isAfter(Instant.parse(parts[0]))
          && now.isBefore(Instant.parse(parts[1]))
          && parts[2].equals(digest(texts));
    } catch (IOException | DateTimeParseException | GeneralSecurityException e) {
      return false;
    }
  }

  void remember(List<String> texts, List<X509Certificate> certificates)
      throws GeneralSecurityException {
    var from = certificates.stream().map(it -> it.getNotBefore().toInstant());
    var until = certificates.stream().map(Credential::renewal);
    var line =
        "%s %s %s\n"
            .formatted(
                from.max(Comparator.naturalOrder()).orElseThrow(),
                until.min(Comparator.naturalOrder()).orElseThrow(),
                digest(texts));
    AtomicFile.writePrivate(file, line.getBytes(StandardCharsets.US_ASCII));
  }

  /** With what separates them, so that none can pass for a part of the next. */
  private static String digest(List<String> texts) throws GeneralSecurityException {
    var sha256 = MessageDigest.getInstance("SHA-256");
    for (var text : texts) {
      sha256.update((text.length() + "\n" + text).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
