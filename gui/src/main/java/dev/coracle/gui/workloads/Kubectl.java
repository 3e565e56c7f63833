package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.ObjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The commands that do the same in a terminal. */
final class Kubectl {
  private final String context;

  Kubectl(String context) {
    this.context = context;
  }

  String restart(ObjectId id) {
    return in(id, "rollout", "restart", id.kubectl());
  }

  String scale(ObjectId id, int replicas) {
    return in(id, "scale", id.kubectl(), "--replicas=" + replicas);
  }

  String delete(ObjectId id) {
    return in(id, "delete", id.kubectl());
  }

  String forward(ObjectId id, int local, int remote) {
    return in(id, "port-forward", id.kubectl(), local + ":" + remote);
  }

  String logs(ObjectId pod, String container, boolean follow, boolean previous) {
    var words = new ArrayList<>(List.of("logs", pod.name(), "--container=" + container));
    if (follow) {
      words.add("--follow");
    }
    if (previous) {
      words.add("--previous");
    }
    return in(pod, words.toArray(String[]::new));
  }

  String exec(ObjectId pod, String container, List<String> command) {
    var words =
        new ArrayList<>(
            List.of("exec", "--stdin", "--tty", pod.name(), "--container=" + container, "--"));
    words.addAll(command);
    return in(pod, words.toArray(String[]::new));
  }

  String get(ObjectId id) {
    return in(id, "get", id.kubectl(), "--output=yaml");
  }

  String apply(String file, boolean force) {
    var words =
        new ArrayList<>(
            List.of("apply", "--server-side", "--field-manager=coracle", "--filename=" + file));
    if (force) {
      words.add("--force-conflicts");
    }
    return command(words);
  }

  private String in(ObjectId id, String... words) {
    var all = new ArrayList<String>();
    if (!id.namespace().isEmpty()) {
      all.add("--namespace=" + id.namespace());
    }
    all.addAll(Arrays.asList(words));
    return command(all);
  }

  private String command(List<String> words) {
    return "kubectl --context="
        + quoted(context)
        + " "
        + words.stream().map(Kubectl::quoted).collect(Collectors.joining(" "));
  }

  /** For a POSIX shell. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
