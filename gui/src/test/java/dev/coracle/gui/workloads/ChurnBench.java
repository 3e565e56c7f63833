package dev.coracle.gui.workloads;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.errors.Problem;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.Frames;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** Whether the page's memory stays what it is while pods come, change and go; see bench/churn. */
@SuppressWarnings("NullAway.Init")
final class ChurnBench {
  private static final int PODS = 500;
  private static final int SAMPLES = 20;

  private final Executor fx = new FxThread();
  private final Random random = new Random(1);
  private final List<Pod> pods = new ArrayList<>(RecordedObjects.pods(PODS));
  private final long seconds;
  private final int events;
  private WorkloadsPage page;
  private WorkloadsModel model;
  private int made = PODS;

  private ChurnBench(int seconds, int events) {
    this.seconds = seconds;
    this.events = events;
  }

  /** Arguments: in how many seconds so many events happen. */
  public static void main(String[] arguments) throws Exception {
    var started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    started.await();
    new ChurnBench(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
    Platform.exit();
  }

  private void run() throws Exception {
    try (var api = FakeApi.start()) {
      RecordedObjects.putInto(api);
      pods.forEach(api::put);
      var shown = new CountDownLatch(1);
      fx.execute(() -> {
        show(api);
        shown.countDown();
      });
      shown.await();
      System.out.printf("%8s %8s %8s%n", "events", "pods", "heap MB");
      var heap = new ArrayList<Long>();
      for (int sample = 0; sample < SAMPLES; sample++) {
        churn(api, events / SAMPLES);
        changeWhatIsSeen(sample);
        heap.add(Frames.heapMb());
        System.out.printf(
            "%8d %8d %8d%n", (sample + 1) * (events / SAMPLES), pods.size(), heap.getLast());
      }
      int third = SAMPLES / 3;
      double first = mean(heap.subList(0, third));
      double last = mean(heap.subList(SAMPLES - third, SAMPLES));
      System.out.printf(
          "last third to first third: %.1f to %.1f MB, ratio %.2f%n", last, first, last / first);
      fx.execute(page::close);
    }
  }

  private static double mean(List<Long> values) {
    return values.stream().mapToLong(it -> it).average().orElse(0);
  }

  private void show(FakeApi api) {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    var tasks = new Tasks(fx, bug -> new Problem(GuiError.APP_BUG, bug.toString()));
    model =
        new WorkloadsModel(
            "bench", api::connect, new SimpleObjectProperty<>(State.RUNNING), tasks, fx);
    page = new WorkloadsPage(model, _ -> {}, () -> {}, _ -> {}, tasks, fx);
    var stage = new Stage();
    stage.setScene(new Scene((Parent) page.node(), 1000, 760));
    stage.show();
    page.onShown();
    model.table().ask(query -> query.in(Optional.empty()));
    model.table().show(ObjectKind.POD);
  }

  private void churn(FakeApi api, int count) throws InterruptedException {
    long pauseNanos = seconds * 1_000_000_000L / events;
    long next = System.nanoTime();
    for (int i = 0; i < count; i++) {
      happen(api, i);
      next += pauseNanos;
      long left = next - System.nanoTime();
      if (left > 0) {
        Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
      }
    }
  }

  /** Of ten events one is a pod that comes, one is a pod that goes, the others are changes. */
  private void happen(FakeApi api, int number) {
    int which = random.nextInt(pods.size());
    switch (number % 10) {
      case 0 -> {
        var pod = RecordedObjects.pod(made % 1_000, "Running", true, 0);
        pod.getMetadata().setName("app-" + made % 200 + "-6d4cf56db6-" + made++);
        pod.getMetadata().setUid(null);
        pods.add(pod);
        api.put(pod);
      }
      case 1 -> {
        var metadata = pods.remove(which).getMetadata();
        api.remove("/api/v1/namespaces/" + metadata.getNamespace() + "/pods/" + metadata.getName());
      }
      default -> {
        var pod = pods.get(which);
        pod.getStatus().getContainerStatuses().getFirst().setRestartCount(number);
        api.put(pod);
      }
    }
  }

  /** As somebody does who works: another kind and back, another pod, another page and back. */
  private void changeWhatIsSeen(int sample) throws InterruptedException {
    var kinds = ObjectKind.listed();
    fx.execute(() -> model.table().show(kinds.get(sample % kinds.size())));
    Thread.sleep(300);
    fx.execute(() -> model.table().show(ObjectKind.POD));
    Thread.sleep(500);
    fx.execute(() ->
        model.table().rows().stream()
            .skip(sample)
            .findFirst()
            .ifPresent(row -> model.table().select(Optional.of(row))));
    Thread.sleep(500);
    fx.execute(page::onHidden);
    Thread.sleep(200);
    fx.execute(page::onShown);
    Thread.sleep(1_000);
  }
}
