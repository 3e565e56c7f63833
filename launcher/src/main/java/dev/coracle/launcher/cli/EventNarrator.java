package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.StartStep;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One CloudEvent a line, for programs. */
final class EventNarrator implements Narrator {
  private static final List<StartStep> STEPS = List.of(StartStep.values());

  private final PrintStream out;
  private StartStep current = StartStep.INITIAL_SETUP;

  EventNarrator(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.Step(var step, var message) -> {
        current = step;
        print("step", step(message));
      }
      case ClusterEvent.GuestPhase(var _, var _, var message) -> print("info", message(message));
      case ClusterEvent.Progress(var artifact, var done, var total) -> {
        var data = new LinkedHashMap<String, String>();
        data.put("artifact", artifact);
        data.put("progress", String.valueOf(total == 0 ? 1.0 : (double) done / total));
        data.putAll(step(artifact));
        print("download.progress", data);
      }
      case ClusterEvent.Info(var message) -> print("info", message(message));
      case ClusterEvent.Warning(var problem) ->
          print("warning", message(problem.code().name() + ": " + problem.detail()));
      case ClusterEvent.Done(var message, var _) -> {
        current = StartStep.DONE;
        print("step", step(message));
      }
      case ClusterEvent.Waiting _, ClusterEvent.Timing _ -> {
        // Nothing of minikube's tells these.
      }
    }
  }

  private Map<String, String> step(String message) {
    var data = new LinkedHashMap<String, String>();
    data.put("currentstep", String.valueOf(STEPS.indexOf(current)));
    data.put("message", message);
    data.put("name", current.title());
    data.put("totalsteps", String.valueOf(STEPS.size() - 1));
    return data;
  }

  private static Map<String, String> message(String text) {
    return Map.of("message", text);
  }

  private void print(String type, Map<String, String> data) {
    out.println(CloudEvent.line(type, data));
    out.flush();
  }

  @Override
  public void close() {}
}
