package dev.coracle.launcher.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coracle.addons.Addon.AuthoritySecret;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.ObjectRef;
import java.util.Base64;

/** The Secret by which an addon certifies local names in the user's name. */
final class AuthorityManifest {
  private static final String ROOT = "ca.crt";
  private static final String CERT = "tls.crt";
  private static final String KEY = "tls.key";

  private AuthorityManifest() {}

  /** What is there already if it is one of the user's CA, else a new one. */
  static JsonObject of(AuthoritySecret secret, ClusterObjects objects, Identities identities)
      throws InterruptedException {
    var ref = new ObjectRef("v1", "Secret", secret.namespace(), secret.secret());
    var fresh = identities.newLocalAuthority();
    var root = base64(fresh.rootCert());
    var manifest = new JsonObject().put("apiVersion", ref.apiVersion()).put("kind", ref.kind());
    manifest.put("type", "kubernetes.io/tls");
    manifest.object("metadata").put("namespace", ref.namespace()).put("name", ref.name());
    var data = manifest.object("data").put(ROOT, root);
    var found = objects.find(ref).map(it -> it.object("data"));
    if (found.isPresent() && found.get().optionalText(ROOT).filter(root::equals).isPresent()) {
      data.put(CERT, found.get().text(CERT)).put(KEY, found.get().text(KEY));
    } else {
      data.put(CERT, base64(fresh.cert())).put(KEY, base64(fresh.key()));
    }
    return manifest;
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(US_ASCII));
  }
}
