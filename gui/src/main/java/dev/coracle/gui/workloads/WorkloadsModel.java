package dev.coracle.gui.workloads;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.task.Task;
import dev.coracle.gui.task.TaskState;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.Work;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.ApiFailure;
import dev.coracle.gui.workloads.objects.Details;
import dev.coracle.gui.workloads.objects.ForwardTarget;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.Pace;
import dev.coracle.gui.workloads.objects.Row;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.problem.LauncherError;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;

/**
 * What a developer sees of one cluster and does with it. Watches only while it is seen and the
 * cluster runs: a connection would wake one that sleeps. Belongs to the FX thread.
 */
final class WorkloadsModel implements AutoCloseable {
  private static final Duration DETAILS = Duration.ofMillis(250);

  private final String cluster;
  private final Supplier<KubernetesClient> connect;
  private final ObservableValue<State> state;
  private final Tasks tasks;
  private final Executor fx;
  private final Messages messages = Messages.of(WorkloadsModel.class);
  private final TableModel table;
  private final PortForwards forwards;
  private final Kubectl kubectl;
  private final Pace detailing = new Pace("workloads details", DETAILS, this::lookClosely);
  private final ReadOnlyObjectWrapper<Optional<Session>> session =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Details>> details =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<String>> lastCommand =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Subscription following;
  private volatile Optional<LiveObjects> live = Optional.empty();
  private volatile Optional<ObjectId> looked = Optional.empty();
  private boolean shown;
  private boolean opening;
  private boolean closed;

  /**
   * @param connect makes a client; may block and throw a problem
   * @param state of the cluster's machine
   */
  WorkloadsModel(
      String cluster,
      Supplier<KubernetesClient> connect,
      ObservableValue<State> state,
      Tasks tasks,
      Executor fx) {
    this.cluster = cluster;
    this.connect = connect;
    this.state = state;
    this.tasks = tasks;
    this.fx = fx;
    table = new TableModel(fx);
    forwards = new PortForwards(fx);
    kubectl = new Kubectl(cluster);
    following = state.subscribe((_, _) -> reconsider());
    table.selected().addListener((_, _, row) -> look(row));
  }

  String cluster() {
    return cluster;
  }

  TableModel table() {
    return table;
  }

  PortForwards forwards() {
    return forwards;
  }

  Kubectl kubectl() {
    return kubectl;
  }

  ObservableValue<State> state() {
    return state;
  }

  /** Empty while the cluster does not run, or was never looked at. */
  ReadOnlyObjectProperty<Optional<Session>> session() {
    return session.getReadOnlyProperty();
  }

  /** Of what is selected, kept up to date. */
  ReadOnlyObjectProperty<Optional<Details>> details() {
    return details.getReadOnlyProperty();
  }

  /** Why the cluster cannot be asked at all. */
  ReadOnlyObjectProperty<Optional<Problem>> problem() {
    return problem.getReadOnlyProperty();
  }

  /** The command that does what was done last. */
  ReadOnlyObjectProperty<Optional<String>> lastCommand() {
    return lastCommand.getReadOnlyProperty();
  }

  void tell(String command) {
    lastCommand.set(Optional.of(command));
  }

  void forgetCommand() {
    lastCommand.set(Optional.empty());
  }

  void onShown() {
    shown = true;
    reconsider();
  }

  /** Watching ends; terminals and forwarded ports stay open. */
  void onHidden() {
    shown = false;
    reconsider();
  }

  /** What changes without being told: ages, and whether what is shown is still so. */
  void tick() {
    table.changed();
  }

  private void reconsider() {
    if (closed || state.getValue() != State.RUNNING) {
      stopWatching();
      end();
    } else if (!shown) {
      stopWatching();
    } else if (session.get().isPresent()) {
      startWatching(session.get().get().client());
    } else if (!opening) {
      opening = true;
      Thread.ofVirtual().name("connect to " + cluster).start(this::open);
    }
  }

  private void open() {
    try {
      var client = connect.get();
      fx.execute(() -> opened(Optional.of(client), Optional.empty()));
    } catch (ProblemException e) {
      fx.execute(() -> opened(Optional.empty(), Optional.of(e.problem())));
    } catch (KubernetesClientException e) {
      var unreadable = new Problem(LauncherError.API_REFUSED, ApiFailure.reason(e));
      fx.execute(() -> opened(Optional.empty(), Optional.of(unreadable)));
    }
  }

  private void opened(Optional<KubernetesClient> client, Optional<Problem> why) {
    opening = false;
    problem.set(why);
    session.set(client.map(Session::of));
    if (client.isPresent()) {
      reconsider();
    }
  }

  private void startWatching(KubernetesClient client) {
    if (live.isEmpty()) {
      live = Optional.of(new LiveObjects(client, this::changed));
      table.source(live);
      detailing.request();
    }
  }

  private void stopWatching() {
    var watching = live;
    live = Optional.empty();
    table.source(live);
    watching.ifPresent(LiveObjects::close);
  }

  private void end() {
    forwards.close();
    var ending = session.get();
    session.set(Optional.empty());
    ending.ifPresent(it -> Thread.ofVirtual().start(it.client()::close));
  }

  private void changed() {
    table.changed();
    detailing.request();
  }

  private void look(Optional<Row> row) {
    var id = row.map(Row::id);
    if (!id.equals(looked)) {
      looked = id;
      details.set(Optional.empty());
      detailing.request();
    }
  }

  private void lookClosely() throws InterruptedException {
    var id = looked;
    var objects = live;
    if (id.isEmpty() || objects.isEmpty()) {
      return;
    }
    var now = Details.of(id.get(), objects.get());
    Pace.await(
        fx,
        () -> {
          if (id.equals(looked) && !details.get().equals(now)) {
            details.set(now);
          }
        });
  }

  /** A secret's values, as they are. */
  Map<String, String> reveal(ObjectId secret) {
    return live.map(objects -> Details.revealed(secret, objects)).orElse(Map.of());
  }

  Task restart(ObjectId id) {
    return change(
        messages.text("task.restart", id),
        kubectl.restart(id),
        (now, _) -> now.actions().restart(id));
  }

  Task scale(ObjectId id, int replicas) {
    return change(
        messages.text("task.scale", id, replicas),
        kubectl.scale(id, replicas),
        (now, _) -> now.actions().scale(id, replicas));
  }

  Task delete(ObjectId id) {
    return change(
        messages.text("task.delete", id), kubectl.delete(id), (now, _) -> now.actions().delete(id));
  }

  /**
   * Makes a port of a pod, or of a service's first ready pod, one of this computer.
   *
   * @param localPort 0: any that is free
   */
  Task forward(ObjectId id, int port, int localPort) {
    var watching = live;
    return change(
        messages.text("task.forward", id, Integer.toString(port)),
        kubectl.forward(id, localPort, port),
        (now, told) -> {
          var target = watching.flatMap(objects -> ForwardTarget.of(id, port, objects));
          var forward =
              forwards.open(
                  now.client(),
                  id,
                  target.orElseThrow(() -> PortForwards.noPod(id, port)),
                  port,
                  localPort);
          told.command = kubectl.forward(id, forward.localPort(), port);
        });
  }

  /** What may turn out only while it is done. */
  private static final class Told {
    private volatile String command;

    Told(String command) {
      this.command = command;
    }
  }

  @FunctionalInterface
  private interface Action {
    void run(Session session, Told told) throws InterruptedException;
  }

  private Task change(String title, String command, Action action) {
    var now = session.get();
    var told = new Told(command);
    Work work =
        _ ->
            action.run(
                now.orElseThrow(() ->
                    new ProblemException(
                        LauncherError.CLUSTER_NOT_RUNNING,
                        "The cluster \"" + cluster + "\" does not run.")),
                told);
    var task = tasks.run(title, cluster, work);
    task.whenEnded(end -> {
      if (end instanceof TaskState.Done) {
        tell(told.command);
      }
    });
    return task;
  }

  @Override
  public void close() {
    closed = true;
    following.unsubscribe();
    reconsider();
    detailing.close();
    table.close();
  }
}
