package dev.coracle.launcher.identity;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes, renews and reads the keys and certificates of this user's clusters.
 *
 * <p>A key is made once and stays; its certificate is made from it, again whenever it is missing,
 * nears its end or does not fit. So a crash between the two writes does no harm, and whoever trusts
 * a CA goes on to do so when its certificate is renewed.
 */
public final class Identities {
  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final String SEAL = "HmacSHA256";
  private static final String ROOT = "CN=coracle-serving-ca";
  private static final String ROOT_CERT = "ca.crt";
  private static final String ROOT_KEY = "ca.key";
  private static final String LOCAL = "CN=Coracle local names";
  private static final String LOCAL_CLUSTER = "CN=Coracle local names of a cluster";
  private static final String LOCAL_CERT = "local-ca.crt";
  private static final String SERVING = "CN=coracle-cluster-serving-ca";
  private static final String CLIENT = "CN=coracle-cluster-client-ca";
  private static final String ADMIN = "O=system:masters,CN=kubernetes-admin";

  private final Path caDirectory;
  private final InstantSource clock;

  /**
   * @param caDirectory the user's serving CA; made when first needed
   */
  public Identities(Path caDirectory, InstantSource clock) {
    this.caDirectory = caDirectory;
    this.clock = clock;
  }

  /**
   * Returns the identity of a cluster: what is in its directory, with what is missing made and what
   * nears its end or does not fit the names any more renewed. Idempotent; one caller per directory
   * at a time.
   *
   * @param adminLife how long a new client certificate of the administrator is valid
   * @throws ProblemException IDENTITY_BROKEN, FILE_WRITE_FAILED
   */
  public ClusterIdentity ensure(Path directory, ServingNames names, Duration adminLife) {
    var files = new IdentityFiles(directory);
    var checked = new Checked(directory.resolve("checked"));
    var found = texts(files);
    if (checked.holds(all(found, names), clock.instant())) {
      return identity(files, found);
    }
    var certificates = ensured(files, names, adminLife);
    var made = texts(files);
    try {
      checked.remember(all(made, names), certificates);
      return identity(files, made);
    } catch (GeneralSecurityException e) {
      throw broken(directory, e);
    }
  }

  /** What each file of a cluster's has, by its path. */
  private static Map<Path, String> texts(IdentityFiles files) {
    var texts = new LinkedHashMap<Path, String>();
    for (var file : files.present("").values()) {
      read(file).ifPresent(text -> texts.put(file, text));
    }
    return texts;
  }

  /** All that must be the same for the identity to be in order. */
  private List<String> all(Map<Path, String> texts, ServingNames names) {
    var all = new ArrayList<>(List.of(names.toString()));
    for (var root : List.of(ROOT_CERT, ROOT_KEY)) {
      all.add(read(caDirectory.resolve(root)).orElse(""));
    }
    texts.forEach((file, text) -> all.add(file.getFileName() + "\n" + text));
    return all;
  }

  private static ClusterIdentity identity(IdentityFiles files, Map<Path, String> texts) {
    return new ClusterIdentity(
        files,
        text(texts, files.rootCert()),
        text(texts, files.servingCert()),
        text(texts, files.servingKey()),
        text(texts, files.clientCert()),
        text(texts, files.clientKey()),
        text(texts, files.sshHostKey()),
        text(texts, publicHalf(files.sshKey())).strip() + " coracle");
  }

  private static String text(Map<Path, String> texts, Path file) {
    return Optional.ofNullable(texts.get(file))
        .orElseThrow(() -> broken(file, new NoSuchFileException(file.toString())));
  }

  /** Makes and renews what has to be; all certificates that there are then. */
  private List<X509Certificate> ensured(
      IdentityFiles files, ServingNames names, Duration adminLife) {
    var now = clock.instant();
    try {
      var root = root();
      var serving =
          ensure(
              files.servingCert(),
              files.servingKey(),
              found ->
                  root.issued(found)
                      && Constraints.permit(found.getExtensionValue(Constraints.OID), names),
              key -> Authority.constrained(root, key, SERVING, Constraints.permitting(names), now));
      var client =
          ensure(
              files.clientCert(),
              files.clientKey(),
              found -> true,
              key -> Authority.selfSigned(key, CLIENT, now, CA_LIFE));
      var admin =
          ensure(
              files.adminCert(),
              files.adminKey(),
              client::issued,
              key -> Authority.client(client, key, ADMIN, now, adminLife));
      replace(files.rootCert(), Pem.of(root.certificate()));
      var hostKey = sshKey(files.sshHostKey());
      sshKey(files.sshKey());
      replace(files.sshKnownHosts(), ClusterIdentity.SSH_HOST_ALIAS + " " + hostKey + "\n");
      return Stream.of(root, serving, client, admin).map(Credential::certificate).toList();
    } catch (GeneralSecurityException e) {
      throw broken(files.directory(), e);
    }
  }

  /** Proves that this home has seen a text: the same for the same one, and nobody else makes it. */
  public String seal(byte[] text) {
    try {
      var mac = Mac.getInstance(SEAL);
      mac.init(new SecretKeySpec(root().key().getEncoded(), SEAL));
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw broken(caDirectory, e);
    }
  }

  /** The certificate of the CA for local names, for browsers to trust; made if it is not there. */
  public Path localRootCert() {
    try {
      localRoot();
      return caDirectory.resolve(LOCAL_CERT);
    } catch (GeneralSecurityException e) {
      throw broken(caDirectory, e);
    }
  }

  /** A new CA below the one for local names, to be given away. */
  public LocalAuthority newLocalAuthority() {
    try {
      var root = localRoot();
      var key = Keys.generate();
      var made =
          Authority.constrained(
              root, Keys.pair(key), LOCAL_CLUSTER, LocalNames.CONSTRAINTS, clock.instant());
      return new LocalAuthority(Pem.of(root.certificate()), Pem.of(made), Pem.of(key));
    } catch (GeneralSecurityException e) {
      throw broken(caDirectory, e);
    }
  }

  private Credential localRoot() throws GeneralSecurityException {
    return alone(() ->
        ensure(
            caDirectory.resolve(LOCAL_CERT),
            caDirectory.resolve("local-ca.key"),
            found -> true,
            key ->
                Authority.selfSigned(
                    key, LOCAL, LocalNames.CONSTRAINTS, clock.instant(), CA_LIFE)));
  }

  private Credential root() throws GeneralSecurityException {
    return alone(() ->
        ensure(
            caDirectory.resolve(ROOT_CERT),
            caDirectory.resolve(ROOT_KEY),
            found -> true,
            key -> Authority.selfSigned(key, ROOT, clock.instant(), CA_LIFE)));
  }

  /** Clusters that start at the same time, in whatever process, must get one and the same CA. */
  private Credential alone(Make make) throws GeneralSecurityException {
    // The file's lock is one of processes: a second thread of this one would get none.
    synchronized (Identities.class) {
      return locked(make);
    }
  }

  private Credential locked(Make make) throws GeneralSecurityException {
    var lock = caDirectory.resolve("lock");
    if (Files.notExists(lock)) {
      AtomicFile.writePrivate(lock, new byte[0]);
    }
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      return make.credential();
    } catch (IOException e) {
      throw broken(lock, e);
    }
  }

  private Credential ensure(
      Path certFile, Path keyFile, Predicate<X509Certificate> fits, Issue issue)
      throws GeneralSecurityException {
    var key = key(keyFile);
    var found = certificate(certFile);
    if (found.isPresent()
        && Credential.fresh(found.get(), clock.instant())
        && Credential.fits(found.get(), key)
        && fits.test(found.get())) {
      return new Credential(found.get(), key);
    }
    var made = issue.certificate(Keys.pair(key));
    AtomicFile.writePrivate(certFile, Pem.of(made).getBytes(StandardCharsets.US_ASCII));
    return new Credential(made, key);
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException {
    var text = read(file);
    if (text.isPresent()) {
      try {
        return Pem.ecKey(text.get());
      } catch (GeneralSecurityException e) {
        throw broken(file, e);
      }
    }
    var made = Keys.generate();
    AtomicFile.writePrivate(file, Pem.of(made).getBytes(StandardCharsets.US_ASCII));
    return made;
  }

  /** The certificate in a file; none if it is damaged, for it can be made again from its key. */
  private static Optional<X509Certificate> certificate(Path file) {
    return read(file)
        .flatMap(text -> {
          try {
            return Optional.of(Pem.certificate(text));
          } catch (GeneralSecurityException e) {
            return Optional.empty();
          }
        });
  }

  /** Makes it if it is not there, and its public half beside it, which this returns. */
  private static String sshKey(Path file) throws GeneralSecurityException {
    var publicFile = publicHalf(file);
    var found = read(file);
    var known = read(publicFile);
    if (found.isPresent() && known.isPresent()) {
      return known.get().strip();
    }
    String key;
    if (found.isPresent()) {
      key = found.get();
    } else {
      key = SshKeys.newPrivateKey();
      AtomicFile.writePrivate(file, key.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      var publicKey = SshKeys.publicKey(key);
      replace(publicFile, publicKey + "\n");
      return publicKey;
    } catch (GeneralSecurityException e) {
      throw broken(file, e);
    }
  }

  private static Path publicHalf(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  private static void replace(Path file, String text) {
    if (!read(file).equals(Optional.of(text))) {
      AtomicFile.writePrivate(file, text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      throw broken(file, e);
    }
  }

  private static ProblemException broken(Path file, Exception e) {
    return new ProblemException(
        LauncherError.IDENTITY_BROKEN, file + " is not usable: " + e.getMessage(), e);
  }

  @FunctionalInterface
  private interface Make {
    Credential credential() throws GeneralSecurityException;
  }

  @FunctionalInterface
  private interface Issue {
    X509Certificate certificate(KeyPair key) throws GeneralSecurityException;
  }
}
