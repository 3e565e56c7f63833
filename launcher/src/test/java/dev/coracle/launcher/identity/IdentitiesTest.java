package dev.coracle.launcher.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);
  private static final ServingNames NAMES =
      new ServingNames(
          "coracle",
          "cluster.local",
          "10.96.0.0/16",
          "127.77.12.34",
          List.of("api.example.com", "*.apps.example.com"),
          List.of("10.1.2.3"));

  @TempDir Path home;

  private Identities at(Instant now) {
    return new Identities(home.resolve("ca"), InstantSource.fixed(now));
  }

  private ClusterIdentity ensure(Instant now) {
    return at(now).ensure(home.resolve("pki"), NAMES, YEAR);
  }

  @Test
  void chainsLeadToTheRootForEveryNameAndAddressOfTheCluster() throws Exception {
    var identity = ensure(NOW);
    for (var name :
        List.of(
            "localhost",
            "coracle",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "api.example.com",
            "a.apps.example.com")) {
      validate(
          identity,
          NodeCertificates.server(
              NodeCertificates.serving(identity), List.of(name), List.of(), NOW));
    }
    for (var address :
        List.of("127.0.0.1", "::1", "192.168.127.2", "10.96.0.1", "127.77.12.34", "10.1.2.3")) {
      validate(
          identity,
          NodeCertificates.server(
              NodeCertificates.serving(identity), List.of(), List.of(address), NOW));
    }
  }

  @Test
  void otherNamesAndAddressesAreRefused() throws Exception {
    var identity = ensure(NOW);
    for (var name : List.of("example.com", "github.com", "kubernetes.evil", "cluster.local")) {
      var leaf =
          NodeCertificates.server(
              NodeCertificates.serving(identity), List.of("coracle", name), List.of(), NOW);
      assertThatThrownBy(() -> validate(identity, leaf))
          .as(name)
          .isInstanceOf(CertPathValidatorException.class);
    }
    for (var address : List.of("127.0.0.2", "10.96.0.2", "192.168.127.1", "::2")) {
      var leaf =
          NodeCertificates.server(
              NodeCertificates.serving(identity), List.of(), List.of(address), NOW);
      assertThatThrownBy(() -> validate(identity, leaf))
          .as(address)
          .isInstanceOf(CertPathValidatorException.class);
    }
  }

  @Test
  void noAuthorityCanBeMadeBelowTheClusters() throws Exception {
    var serving = Pem.certificate(ensure(NOW).servingCert());
    assertThat(serving.getBasicConstraints()).isZero();
    assertThat(serving.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.30", "2.5.29.15");
  }

  @Test
  void administratorIsSignedByTheClustersClientCa() throws Exception {
    var identity = ensure(NOW);
    var admin = Pem.certificate(Files.readString(identity.files().adminCert()));
    assertThat(admin.getSubjectX500Principal().getName())
        .isEqualTo("CN=kubernetes-admin,O=system:masters");
    assertThat(admin.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(admin.getNotAfter()).isEqualTo(Date.from(NOW.plus(YEAR)));
    admin.verify(Pem.certificate(identity.clientCert()).getPublicKey());
    assertThat(Keys.pair(Pem.ecKey(Files.readString(identity.files().adminKey()))).getPublic())
        .isEqualTo(admin.getPublicKey());
  }

  @Test
  void secondCallChangesNothing() throws Exception {
    var first = ensure(NOW);
    assertThat(ensure(NOW.plus(Duration.ofDays(100)))).isEqualTo(first);
  }

  @Test
  void twoClustersShareTheRootOnly() {
    var one = ensure(NOW);
    var other = at(NOW).ensure(home.resolve("other"), NAMES, YEAR);
    assertThat(other.rootCert()).isEqualTo(one.rootCert());
    assertThat(other.servingCert()).isNotEqualTo(one.servingCert());
    assertThat(other.clientCert()).isNotEqualTo(one.clientCert());
    assertThat(other.sshHostKey()).isNotEqualTo(one.sshHostKey());
  }

  @Test
  void newNamesGetANewServingCaWithTheSameKey() {
    var first = ensure(NOW);
    var moved =
        new ServingNames(
            "coracle", "cluster.local", "10.96.0.0/16", "127.1.1.1", List.of(), List.of());
    var second = at(NOW).ensure(home.resolve("pki"), moved, YEAR);
    assertThat(second.servingCert()).isNotEqualTo(first.servingCert());
    assertThat(second.servingKey()).isEqualTo(first.servingKey());
    assertThat(second.clientCert()).isEqualTo(first.clientCert());
  }

  @Test
  void certificatesWithAThirdOfTheirLifeLeftAreRenewedAndStillTrustedByOldClients()
      throws Exception {
    var first = ensure(NOW);
    var admin = Files.readString(first.files().adminCert());
    ensure(NOW.plus(Duration.ofDays(240)));
    assertThat(first.files().adminCert()).hasContent(admin);
    ensure(NOW.plus(Duration.ofDays(250)));
    assertThat(Files.readString(first.files().adminCert())).isNotEqualTo(admin);

    var later = NOW.plus(Duration.ofDays(2600));
    var renewed = ensure(later);
    assertThat(renewed.rootCert()).isNotEqualTo(first.rootCert());
    assertThat(renewed.servingCert()).isNotEqualTo(first.servingCert());
    assertThat(renewed.clientCert()).isNotEqualTo(first.clientCert());
    var leaf =
        NodeCertificates.server(
            NodeCertificates.serving(renewed), List.of("coracle"), List.of(), later);
    validate(first.rootCert(), renewed.servingCert(), leaf, later);
  }

  @Test
  void crashBetweenKeyAndCertificateIsMended() throws Exception {
    var first = ensure(NOW);
    Files.delete(first.files().servingCert());
    Files.writeString(first.files().adminCert(), "half a certif");
    Files.delete(home.resolve("ca/ca.crt"));
    var second = ensure(NOW);
    assertThat(second.servingKey()).isEqualTo(first.servingKey());
    var leaf =
        NodeCertificates.server(
            NodeCertificates.serving(second), List.of("coracle"), List.of(), NOW);
    validate(first.rootCert(), second.servingCert(), leaf, NOW);
    Pem.certificate(Files.readString(first.files().adminCert()));
  }

  @Test
  void damagedKeyIsAProblemAndNeverReplaced() throws Exception {
    var file = ensure(NOW).files().clientKey();
    Files.writeString(file, "not a key");
    assertThatThrownBy(() -> ensure(NOW))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(LauncherError.IDENTITY_BROKEN);
              assertThat(e.problem().detail()).contains(file.toString());
            });
    assertThat(file).hasContent("not a key");
  }

  @Test
  void onlyTheOwnerMayReadAnything() throws Exception {
    ensure(NOW);
    try (var files = Files.walk(home)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
    assertThat(ensure(NOW).toString()).doesNotContain("PRIVATE");
  }

  @Test
  void clustersThatStartTogetherGetOneRoot() throws Exception {
    var identities = at(NOW);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var roots =
          executor.invokeAll(
              List.<Callable<String>>of(
                  () -> identities.ensure(home.resolve("a"), NAMES, YEAR).rootCert(),
                  () -> identities.ensure(home.resolve("b"), NAMES, YEAR).rootCert(),
                  () -> identities.ensure(home.resolve("c"), NAMES, YEAR).rootCert()));
      assertThat(Set.of(roots.get(0).get())).contains(roots.get(1).get(), roots.get(2).get());
    }
  }

  @Test
  void knownHostsPinsTheGuestsKey() throws Exception {
    var identity = ensure(NOW);
    var pub = Files.readString(home.resolve("pki/ssh_host_ed25519_key.pub")).strip();
    assertThat(identity.files().sshKnownHosts()).hasContent("coracle " + pub);
    assertThat(pub).startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5");
    assertThat(identity.sshAuthorizedKey())
        .isEqualTo(Files.readString(home.resolve("pki/id_ed25519.pub")).strip() + " coracle");
  }

  @Test
  void namesThatAreNoneAreRefused() {
    for (var name : List.of("", "a b", "-a", "a..b", "a,CN=b", "**.x")) {
      assertThatThrownBy(() ->
              new ServingNames(
                  name, "cluster.local", "10.96.0.0/16", "127.0.0.1", List.of(), List.of()))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (var cidr : List.of("10.96.0.0", "10.96.0.0/33", "x/16", "10.96.0.0/-1")) {
      assertThatThrownBy(() -> new ServingNames("a", "b", cidr, "127.0.0.1", List.of(), List.of()))
          .as(cidr)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void authorityForLocalNamesCertifiesNothingThatIsOnTheInternet() throws Exception {
    var authority = at(NOW).newLocalAuthority();
    assertThat(at(NOW).localRootCert()).hasContent(authority.rootCert());
    var issuer = new Credential(Pem.certificate(authority.cert()), Pem.ecKey(authority.key()));
    for (var name : List.of("web.test", "a.b.localhost", "printer.local", "x.internal")) {
      validate(
          authority.rootCert(),
          authority.cert(),
          NodeCertificates.server(issuer, List.of(name), List.of("127.77.1.2"), NOW),
          NOW);
    }
    for (var name : List.of("github.com", "test.com", "contest")) {
      var leaf = NodeCertificates.server(issuer, List.of(name), List.of(), NOW);
      assertThatThrownBy(() -> validate(authority.rootCert(), authority.cert(), leaf, NOW))
          .as(name)
          .isInstanceOf(CertPathValidatorException.class);
    }
    for (var address : List.of("1.1.1.1", "192.168.1.1", "2606:4700::1")) {
      var leaf = NodeCertificates.server(issuer, List.of("web.test"), List.of(address), NOW);
      assertThatThrownBy(() -> validate(authority.rootCert(), authority.cert(), leaf, NOW))
          .as(address)
          .isInstanceOf(CertPathValidatorException.class);
    }
  }

  @Test
  void clustersHaveDifferentAuthoritiesForLocalNamesOfOneRoot() {
    var first = at(NOW).newLocalAuthority();
    var second = at(NOW).newLocalAuthority();
    assertThat(second.rootCert()).isEqualTo(first.rootCert());
    assertThat(second.key()).isNotEqualTo(first.key());
    assertThat(first.toString()).doesNotContain(first.key().substring(40, 80));
  }

  private static void validate(ClusterIdentity identity, X509Certificate leaf) throws Exception {
    validate(identity.rootCert(), identity.servingCert(), leaf, NOW);
  }

  private static void validate(String root, String serving, X509Certificate leaf, Instant now)
      throws Exception {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(Pem.certificate(root), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    var path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(leaf, Pem.certificate(serving)));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
