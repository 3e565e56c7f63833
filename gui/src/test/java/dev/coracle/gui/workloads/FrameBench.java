package dev.coracle.gui.workloads;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.errors.Problem;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.workloads.TableQuery.Order;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.Frames;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import io.fabric8.kubernetes.api.model.Pod;
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
import javafx.scene.control.TableView;
import javafx.stage.Stage;

/**
 * How long frames of the page take with thousands of pods that change all the time, and what memory
 * it needs; see bench/workloads.
 */
@SuppressWarnings("NullAway.Init")
final class FrameBench {
  private static final int CHANGES_PER_SECOND = 200;

  private final Executor fx = new FxThread();
  private final Frames frames = new Frames();
  private final Random random = new Random(1);
  private final int count;
  private final int seconds;

  private FrameBench(int count, int seconds) {
    this.count = count;
    this.seconds = seconds;
  }

  /** Arguments: how many pods, and how many seconds each part takes. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    var started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    started.await();
    new FrameBench(count, seconds).run();
    Platform.exit();
  }

  private void run() throws Exception {
    try (var api = FakeApi.start()) {
      RecordedObjects.putInto(api);
      var pods = RecordedObjects.pods(count);
      pods.forEach(api::put);
      var tasks = new Tasks(fx, bug -> new Problem(GuiError.APP_BUG, bug.toString()));
      var page = new CountDownLatch(1);
      var model =
          new WorkloadsModel(
              "bench", api::connect, new SimpleObjectProperty<>(State.RUNNING), tasks, fx);
      fx.execute(() -> {
        show(model, tasks);
        page.countDown();
      });
      page.await();
      frames.printHead(count + " pods");
      frames.part("warm-up: list", () -> awaitRows(model));
      Thread.sleep(2_000);
      frames.part("idle", () -> Thread.sleep(seconds * 1000L));
      frames.part("list again", () -> listAgain(model));
      frames.part("change to each kind", () -> changeKind(model));
      frames.part("filter, a letter at a time", () -> filter(model));
      frames.part("sort by each column", () -> sort(model));
      frames.part("scroll", () -> scroll());
      frames.part("200 changes a second", () -> churn(api, pods));
      frames.part("the same, filtered and sorted", () -> churnFiltered(model, api, pods));
      System.out.printf(
          "heap in use after it, with the fake server's own copy: %d MB%n", Frames.heapMb());
      fx.execute(model::close);
    }
  }

  private TableView<Row> table;

  @SuppressWarnings("unchecked")
  private void show(WorkloadsModel model, Tasks tasks) {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    var page = new WorkloadsPage(model, _ -> {}, () -> {}, _ -> {}, tasks, fx);
    var stage = new Stage();
    stage.setScene(new Scene((Parent) page.node(), 1000, 760));
    stage.show();
    table = (TableView<Row>) page.node().lookup("#objects");
    page.onShown();
    model.table().ask(query -> query.in(Optional.empty()));
    model.table().show(ObjectKind.POD);
    frames.begin();
  }

  private void awaitRows(WorkloadsModel model) throws InterruptedException {
    while (model.table().rows().size() < count) {
      Thread.sleep(20);
    }
  }

  private void listAgain(WorkloadsModel model) throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      fx.execute(() -> model.table().show(ObjectKind.DEPLOYMENT));
      Thread.sleep(500);
      fx.execute(() -> model.table().show(ObjectKind.POD));
      Thread.sleep(500);
    }
  }

  private void changeKind(WorkloadsModel model) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      for (var kind : ObjectKind.listed()) {
        fx.execute(() -> model.table().show(kind));
        Thread.sleep(300);
      }
    }
    fx.execute(() -> model.table().show(ObjectKind.POD));
    Thread.sleep(500);
  }

  private void filter(WorkloadsModel model) throws InterruptedException {
    var text = "crashloop app-11";
    for (int length = 1; length <= text.length(); length++) {
      var part = text.substring(0, length);
      fx.execute(() -> model.table().ask(query -> query.filteredBy(part)));
      Thread.sleep(150);
    }
    for (int length = text.length(); length >= 0; length--) {
      var part = text.substring(0, length);
      fx.execute(() -> model.table().ask(query -> query.filteredBy(part)));
      Thread.sleep(150);
    }
  }

  private void sort(WorkloadsModel model) throws InterruptedException {
    for (var column : ObjectKind.POD.columns()) {
      for (var descending : List.of(true, false)) {
        fx.execute(
            () -> model.table().ask(query -> query.orderedBy(new Order(column, descending))));
        Thread.sleep(300);
      }
    }
    fx.execute(
        () -> model.table().ask(query -> query.orderedBy(new Order(TableQuery.NAME, false))));
  }

  private void scroll() throws InterruptedException {
    for (int i = 0; i < seconds * 20; i++) {
      int to = random.nextInt(count);
      fx.execute(() -> table.scrollTo(to));
      Thread.sleep(50);
    }
  }

  private void churn(FakeApi api, List<Pod> pods) throws InterruptedException {
    for (int i = 0; i < seconds * CHANGES_PER_SECOND; i++) {
      var pod = pods.get(random.nextInt(pods.size()));
      pod.getStatus().getContainerStatuses().getFirst().setRestartCount(i);
      api.put(pod);
      Thread.sleep(1000 / CHANGES_PER_SECOND);
    }
  }

  private void churnFiltered(WorkloadsModel model, FakeApi api, List<Pod> pods)
      throws InterruptedException {
    fx.execute(() ->
        model
            .table()
            .ask(query -> query.filteredBy("running").orderedBy(new Order("restarts", true))));
    churn(api, pods);
  }
}
