package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import dev.coracle.launcher.cluster.ClusterStatus;
import java.time.Duration;
import java.util.List;

final class StatusCommand extends Command {
  private static final String TEXT =
      """
      {{.Name}}
      type: Control Plane
      host: {{.Host}}
      kubelet: {{.Kubelet}}
      apiserver: {{.APIServer}}
      kubeconfig: {{.Kubeconfig}}
      """;
  private static final String TIME_TO_STOP = "timeToStop: {{.TimeToStop}}\n";

  private final Flag<String> output = output("text", "json");
  private final Flag<String> layout =
      choice(List.of("nodes", "cluster"), "What the JSON is about", "-l", "--layout");
  private final Flag<String> format =
      text("TEMPLATE", "Go template over Name, Host, Kubelet and so on", "-f", "--format");
  private final Flag<Duration> watch =
      optional(
          Duration.class,
          Values::duration,
          "1s",
          "INTERVAL",
          "Print it again and again",
          "--watch");

  StatusCommand() {
    super("status", "Print how the cluster is");
    spec()
        .usageMessage()
        .footer(
            "",
            "The exit code is the sum of 1 if the node does not run, 2 if kubelet or API server do not,",
            "and 4 if the kubeconfig does not point at the cluster.");
  }

  @Override
  int run(Session session) throws InterruptedException {
    int code = print(session);
    var interval = watch.value();
    while (interval.isPresent()) {
      Thread.sleep(interval.get());
      code = print(session);
    }
    return code;
  }

  private int print(Session session) throws InterruptedException {
    var status = session.launcher().readStatus().run(session.profile());
    session.out().print(text(session, status));
    session.out().flush();
    return status.exitCode();
  }

  private String text(Session session, ClusterStatus status) throws InterruptedException {
    if (output.or("text").equals("json")) {
      boolean cluster = layout.or("nodes").equals("cluster");
      return JsonText.line(
              cluster
                  ? StatusJson.cluster(
                      status,
                      session.launcher().readStatus().lastStep(status.name()),
                      session.launcher().readStatus().commandAtWork(status.name()))
                  : StatusJson.node(status))
          + "\n";
    }
    var fields = StatusJson.fields(status);
    if (format.value().isPresent()) {
      return new Template(format.value().get()).fill(fields);
    }
    var template = status.timeToStop().isPresent() ? TEXT + TIME_TO_STOP : TEXT;
    return new Template(template).fill(fields) + "\n";
  }
}
