package dev.coracle.gui.workloads.apply;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.workloads.apply.ServerSide.Trial;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * YAML on its way into a cluster: written or dropped, tried, looked at, applied. Nothing is applied
 * that was not tried as it is, and nothing over what has changed since. Belongs to the FX thread.
 */
public final class ApplyModel implements AutoCloseable {
  /** What a person could have meant to drop. */
  private static final long MAX_BYTES = 3 << 20;

  private final ServerSide server;
  private final String namespace;
  private final Executor fx;
  private final StringProperty text = new SimpleStringProperty("");
  private final BooleanProperty force = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<Phase> phase =
      new ReadOnlyObjectWrapper<>(new Phase.Editing());
  private Optional<Path> file = Optional.empty();
  private Thread work = Thread.ofVirtual().unstarted(() -> {});

  /** How far it is. */
  public sealed interface Phase {
    record Editing() implements Phase {}

    record Checking() implements Phase {}

    /**
     * @param outdated whether something was about to be applied, and its object had changed
     */
    record Checked(List<Change> changes, boolean outdated) implements Phase {}

    record Applying() implements Phase {}

    /**
     * @param objects that are now as they were wanted
     */
    record Applied(List<String> objects) implements Phase {}

    /**
     * @param applied objects that were, before it failed
     */
    record Failed(Problem problem, List<String> applied) implements Phase {}
  }

  private List<Trial> trials = List.of();

  /**
   * @param namespace for objects that say none
   */
  public ApplyModel(KubernetesClient client, String namespace, Executor fx) {
    this.server = new ServerSide(client);
    this.namespace = namespace;
    this.fx = fx;
    text.addListener((_, _, _) -> edited());
    force.addListener((_, _, _) -> edited());
  }

  public StringProperty text() {
    return text;
  }

  /** Whether fields that others have set are taken over. */
  public BooleanProperty force() {
    return force;
  }

  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /** From where the text was read, if nobody has changed it since. */
  public Optional<Path> file() {
    return file;
  }

  /** For objects that say none. */
  public String namespace() {
    return namespace;
  }

  /** Whether what is shown can be applied as a whole. */
  public boolean canApply() {
    return phase.get() instanceof Phase.Checked checked
        && checked.changes().stream().noneMatch(ApplyModel::hinders)
        && checked.changes().stream().anyMatch(change -> !(change instanceof Change.Unchanged));
  }

  private static boolean hinders(Change change) {
    return switch (change) {
      case Change.Conflicting _, Change.Refused _ -> true;
      case Change.Created _, Change.Changed _, Change.Unchanged _, Change.NotTried _ -> false;
    };
  }

  /**
   * Takes over a file.
   *
   * @throws ProblemException MANIFEST_INVALID
   */
  public void open(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new ProblemException(GuiError.MANIFEST_INVALID, path + " is too large.");
      }
      text.set(Files.readString(path));
      file = Optional.of(path);
    } catch (IOException e) {
      throw new ProblemException(
          GuiError.MANIFEST_INVALID, path + " cannot be read as text: " + e.getMessage(), e);
    }
  }

  private void edited() {
    work.interrupt();
    file = Optional.empty();
    trials = List.of();
    phase.set(new Phase.Editing());
  }

  /** Tries it on the server, which changes nothing. */
  public void check() {
    check(false);
  }

  private void check(boolean outdated) {
    var yaml = text.get();
    boolean forced = force.get();
    begin(
        new Phase.Checking(),
        () -> {
          var tried = new ArrayList<Trial>();
          for (var manifest : Manifest.parse(yaml)) {
            tried.add(server.dryRun(manifest.in(namespace), forced));
          }
          return () -> {
            trials = tried;
            phase.set(new Phase.Checked(tried.stream().map(Trial::change).toList(), outdated));
          };
        },
        List.of());
  }

  /** Applies what was tried, if {@link #canApply}. */
  public void apply() {
    if (!canApply()) {
      return;
    }
    var wanted =
        trials.stream().filter(trial -> !(trial.change() instanceof Change.Unchanged)).toList();
    boolean forced = force.get();
    var applied = new ArrayList<String>();
    begin(
        new Phase.Applying(),
        () -> {
          for (var trial : wanted) {
            server.apply(trial, forced);
            applied.add(trial.change().object());
          }
          return () -> phase.set(new Phase.Applied(List.copyOf(applied)));
        },
        applied);
  }

  @FunctionalInterface
  private interface Step {
    /** Returns what is to be done on the FX thread. */
    Runnable run() throws InterruptedException;
  }

  private void begin(Phase now, Step step, List<String> applied) {
    phase.set(now);
    work = Thread.ofVirtual().name("apply").start(() -> run(now, step, applied));
  }

  private void run(Phase during, Step step, List<String> applied) {
    Runnable end;
    try {
      end = step.run();
    } catch (InterruptedException e) {
      return;
    } catch (ProblemException e) {
      boolean outdated =
          during instanceof Phase.Applying && e.problem().code() == GuiError.OBJECT_CONFLICT;
      end =
          outdated
              ? () -> check(true)
              : () -> phase.set(new Phase.Failed(e.problem(), List.copyOf(applied)));
    }
    var then = end;
    fx.execute(() -> {
      if (phase.get().equals(during)) {
        then.run();
      }
    });
  }

  /** Leaves off; what is being applied may still come to an end. */
  @Override
  public void close() {
    work.interrupt();
  }
}
