package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.fakes.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.testfx.api.FxRobot;

/**
 * Who sits at the window. Looks only on JavaFX's thread: the robot's own look-ups ask for bounds, a
 * {@link javafx.scene.Group} lays itself out to answer, and on a test's thread that breaks what the
 * window is doing at the time. A query is the robot's: {@code #id}, {@code .class}, or a text.
 */
public final class Person {
  /** Milliseconds in which what is still being laid out moves: some pulses. */
  private static final long MOVED_IN = 60;

  private final FxRobot robot = new FxRobot();
  private final Duration patience;

  public Person() {
    this(Duration.ofSeconds(20));
  }

  /** With another patience than that of the flows of one page. */
  public Person(Duration patience) {
    this.patience = patience;
  }

  /** Clicks on it as soon as it is there for use. */
  public Person clickOn(String query) {
    return clickOn(query, () -> find(query).stream());
  }

  /** Clicks on a button inside something, as soon as it is there for use. */
  public Person clickOn(String inside, String text) {
    return clickOn(
        inside + " " + text,
        () ->
            robot
                .from(robot.lookup(inside))
                .lookup((Button button) -> text.equals(button.getText()))
                .queryAll()
                .stream());
  }

  private Person clickOn(String what, Supplier<Stream<Node>> nodes) {
    long end = System.nanoTime() + patience.toNanos();
    var target = Optional.<Target>empty();
    Optional<Target> before;
    do {
      if (System.nanoTime() > end) {
        throw new AssertionError("not there for use: " + what);
      }
      before = target;
      robot.sleep(MOVED_IN);
      target = ask(() -> nodes.get().filter(Person::isForUse).findFirst().map(Person::target));
    } while (target.isEmpty() || !target.equals(before));
    // Where it writes from now on.
    robot.targetWindow(target.get().window());
    robot.clickOn(target.get().middle());
    return this;
  }

  public Person write(String text) {
    robot.write(text);
    return this;
  }

  /** Keys pressed together. */
  public Person type(KeyCode... keys) {
    robot.press(keys).release(keys);
    return this;
  }

  /** Whether it is shown. */
  public boolean sees(String query) {
    return ask(() -> !find(query).isEmpty());
  }

  /** Whether it is shown and may be used. */
  public boolean mayUse(String query) {
    return ask(() -> find(query).stream().anyMatch(Person::isForUse));
  }

  /** The texts of all that are shown. */
  public List<String> texts(String query) {
    return ask(() -> find(query).stream().map(Person::text).filter(it -> it != null).toList());
  }

  /** The text of what is shown; empty if it is not. */
  public String text(String query) {
    return texts(query).stream().findFirst().orElse("");
  }

  /** What a list or table has, shown or not. */
  public List<?> items(String query) {
    return ask(
        query,
        (Node node) ->
            List.copyOf(
                node instanceof TableView<?> table
                    ? table.getItems()
                    : ((ListView<?>) node).getItems()));
  }

  /** What a question about a part of the window is answered with. */
  public <N extends Node, T> T ask(String query, Function<N, T> question) {
    return ask(() -> question.apply(robot.lookup(query).query()));
  }

  /** Does something that is not done by hand. */
  public void interact(Runnable action) {
    ask(() -> {
      action.run();
      return true;
    });
  }

  /** The same with a part of the window. */
  public <N extends Node> void interact(String query, Consumer<N> action) {
    interact(() -> action.accept(robot.lookup(query).query()));
  }

  /** Waits until something is so, which is looked at on JavaFX's thread; fails if it never is. */
  public void await(Callable<Boolean> condition) {
    eventually(() -> assertThat(ask(condition)).isTrue());
  }

  /** Repeats an assertion on JavaFX's thread until it holds; fails as it does if it never does. */
  public void eventually(Runnable assertion) {
    try {
      Eventually.holds(patience, () -> interact(assertion));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Node> find(String query) {
    return robot.lookup(query).queryAll().stream().filter(Person::isShown).toList();
  }

  private static boolean isForUse(Node node) {
    return node.getScene() != null && isShown(node) && !node.isDisabled();
  }

  private static boolean isShown(Node node) {
    return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
  }

  private static Target target(Node node) {
    var bounds = node.getBoundsInLocal();
    return new Target(
        node.getScene().getWindow(), node.localToScreen(bounds.getCenterX(), bounds.getCenterY()));
  }

  private static String text(Node node) {
    return node instanceof TextInputControl input ? input.getText() : ((Labeled) node).getText();
  }

  private static <T> T ask(Callable<T> question) {
    if (Platform.isFxApplicationThread()) {
      try {
        return question.call();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    var asked = new FutureTask<>(question);
    Platform.runLater(asked);
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Target(Window window, Point2D middle) {}
}
