package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clusters have in common that can be woken from one template.
 *
 * @param id equal for equal shapes, short, of hexadecimal digits
 * @param config of the template, but for its address
 */
record Shape(String id, ClusterConfig config, String image) {
  private static final int ID_BYTES = 8;

  /**
   * @param image the digest of the node image that the cluster boots
   */
  static Shape of(ClusterConfig cluster, String image) {
    var config = cluster.shape();
    return new Shape(id(config, image), config, image);
  }

  /** The template of this shape before it is made. */
  ClusterRecord template(String hostAddress, Instant now) {
    return new ClusterRecord(
        Stage.CREATING,
        config.at(hostAddress),
        image,
        now,
        Optional.empty(),
        false,
        Optional.empty(),
        Map.of(),
        List.of());
  }

  /** Over all that a cluster's file holds, so that nothing new in it can be forgotten here. */
  private static String id(ClusterConfig config, String image) {
    var record =
        new ClusterRecord(
            Stage.CREATING,
            config,
            image,
            Instant.EPOCH,
            Optional.empty(),
            false,
            Optional.empty(),
            Map.of(),
            List.of());
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(ClusterCodec.write(record, new JsonObject()).toLine());
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
