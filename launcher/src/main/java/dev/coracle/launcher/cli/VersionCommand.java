package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import dev.coracle.launcher.Version;
import java.util.LinkedHashMap;

final class VersionCommand extends Command {
  private final Flag<Boolean> brief = toggle("Print the version only", "--short");
  private final Flag<String> output = output("text", "json", "yaml");

  VersionCommand() {
    super("version", "Print the version of Coracle");
  }

  @Override
  int run(Session session) {
    return print(session, brief.or(false), output.or("text"));
  }

  static int print(Session session, boolean brief, String output) {
    if (brief) {
      session.out().println(Version.CORACLE);
      return OK;
    }
    if (output.equals("text")) {
      session.out().println("coracle version: " + Version.CORACLE);
      return OK;
    }
    var versions = new LinkedHashMap<String, String>();
    versions.put("coracleVersion", Version.CORACLE);
    versions.put("kubernetesVersion", Version.KUBERNETES);
    versions.put("minikubeVersion", Version.MINIKUBE);
    if (output.equals("json")) {
      session.out().println(JsonText.line(versions));
    } else {
      versions.forEach((key, value) -> session.out().println(key + ": " + value));
    }
    return OK;
  }
}
