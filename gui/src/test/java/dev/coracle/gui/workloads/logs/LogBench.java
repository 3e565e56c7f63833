package dev.coracle.gui.workloads.logs;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.errors.Problem;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.Frames;
import dev.coracle.gui.workloads.fakes.LongLog;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;

/** What a log of many lines takes to be read, scrolled and searched; see bench/logs. */
@SuppressWarnings("NullAway.Init")
final class LogBench {
  private static final ObjectId POD = new ObjectId(ObjectKind.POD, "shop", "web-1");

  private final Executor fx = new FxThread();
  private final Frames frames = new Frames();
  private final Random random = new Random(1);
  private final LongLog log;
  private LogView view;
  private ListView<?> lines;

  private LogBench(int count) {
    log = new LongLog(count);
  }

  /** Argument: how many lines. */
  public static void main(String[] arguments) throws Exception {
    var started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    started.await();
    new LogBench(Integer.parseInt(arguments[0])).run();
    Platform.exit();
  }

  private void run() throws Exception {
    try (var api = FakeApi.start();
        var client = api.connect()) {
      api.log("web-1/web", log);
      long before = Frames.heapMb();
      ask(() -> {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        var tasks = new Tasks(fx, bug -> new Problem(GuiError.APP_BUG, bug.toString()));
        view = new LogView(client, "bench", POD, List.of("web"), tasks, fx);
        var stage = new Stage();
        stage.setScene(new Scene((Parent) view.node(), 1000, 760));
        stage.show();
        lines = (ListView<?>) view.node().lookup("#log-lines");
        frames.begin();
        return true;
      });
      frames.printHead(log.lines() + " lines");
      timed("read to the end", () -> await(() -> lines.getItems().size() == log.lines()));
      Thread.sleep(1_000);
      frames.part("to the beginning and the end", this::scrollToBothEnds);
      frames.part("anywhere", this::scrollAnywhere);
      timed("search", this::search);
      frames.part("from match to match", this::walk);
      frames.part("select all", () -> ask(this::selectAll));
      System.out.printf("heap: %d MB before, %d MB with the log%n", before, Frames.heapMb());
      ask(() -> {
        view.close();
        return true;
      });
    }
  }

  private void timed(String what, Frames.Part part) throws Exception {
    long begin = System.nanoTime();
    frames.part(what, part);
    System.out.printf("  took %.1f s%n", (System.nanoTime() - begin) / 1e9);
  }

  private void scrollToBothEnds() throws Exception {
    for (int i = 0; i < 10; i++) {
      ask(() -> scrollTo(0));
      Thread.sleep(150);
      ask(() -> scrollTo(log.lines() - 1));
      Thread.sleep(150);
    }
  }

  private void scrollAnywhere() throws Exception {
    for (int i = 0; i < 100; i++) {
      ask(() -> scrollTo(random.nextInt(log.lines())));
      Thread.sleep(50);
    }
  }

  private boolean scrollTo(int line) {
    lines.scrollTo(line);
    return true;
  }

  private void search() throws Exception {
    ask(() -> {
      ((TextField) view.node().lookup("#log-search")).setText(LongLog.TROUBLE);
      return true;
    });
    // As the label tells it, with the numbers of the language.
    await(() ->
        ((Label) view.node().lookup("#log-found"))
            .getText()
            .replaceAll("\\D", "")
            .equals(String.valueOf(log.troubles())));
  }

  private void walk() throws Exception {
    for (int i = 0; i < 50; i++) {
      ask(() -> {
        ((Button) view.node().lookup("#log-down")).fire();
        return true;
      });
      Thread.sleep(50);
    }
  }

  private boolean selectAll() {
    lines.getSelectionModel().selectAll();
    return true;
  }

  private void await(Callable<Boolean> condition) throws Exception {
    while (!ask(condition)) {
      Thread.sleep(20);
    }
  }

  private <T> T ask(Callable<T> question) throws Exception {
    var asked = new FutureTask<>(question);
    fx.execute(asked);
    return asked.get();
  }
}
