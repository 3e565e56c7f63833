package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.problem.LauncherError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks the kubelet, through the API server, what its node uses. */
public final class ReadUsage {
  private static final String SUMMARY =
      "/api/v1/nodes/" + ClusterConfig.NODE_NAME + "/proxy/stats/summary";

  private static final double NANOS = 1e9;

  private final Surroundings surroundings;

  public ReadUsage(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Empty if the cluster does not run, and before its kubelet has measured anything.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code API_UNREACHABLE}, {@code
   *     API_TIMEOUT}, {@code API_REFUSED}, {@code API_ANSWER_INVALID}
   */
  public Optional<Usage> run(String name) throws InterruptedException {
    var clusters = surroundings.clusters();
    var config = clusters.get(name).config();
    if (new ReadStatus(surroundings).host(config) != ClusterStatus.State.RUNNING) {
      return Optional.empty();
    }
    var identity = new IdentityFiles(clusters.folder(name).pki());
    try (var objects = surroundings.probe().get().objects(config, identity)) {
      return objects.read(SUMMARY).filter(it -> it.has("node")).map(this::usage);
    } catch (JsonException e) {
      throw new ProblemException(
          LauncherError.API_ANSWER_INVALID, "What the node uses is not told: " + e.getMessage(), e);
    }
  }

  private Usage usage(JsonObject summary) {
    var node = summary.object("node");
    var started = node.optionalText("startTime").map(Instant::parse);
    return new Usage(
        node.object("cpu").number("usageNanoCores").orElse(0) / NANOS,
        mebibytes(node.object("memory"), "workingSetBytes"),
        mebibytes(node.object("fs"), "usedBytes"),
        mebibytes(node.object("fs"), "capacityBytes"),
        summary.objects("pods").size(),
        started
            .map(time -> Duration.between(time, surroundings.clock().instant()))
            .orElse(Duration.ZERO));
  }

  private static long mebibytes(JsonObject of, String bytes) {
    return (long) of.number(bytes).orElse(0) >>> 20;
  }
}
