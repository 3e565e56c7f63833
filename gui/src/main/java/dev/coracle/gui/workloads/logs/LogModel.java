package dev.coracle.gui.workloads.logs;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.workloads.objects.ApiFailure;
import dev.coracle.gui.workloads.objects.Pace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** One log that is read, followed, searched and saved. Everything belongs to the FX thread. */
public final class LogModel implements AutoCloseable {
  private final Executor fx;
  private final LogStore store;
  private final LogLines lines;
  private final Pace shown;
  private final Pace searching;
  private final Thread reader;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(new State.Reading());
  private final ReadOnlyObjectWrapper<Matches> matches = new ReadOnlyObjectWrapper<>(Matches.NONE);
  private volatile Optional<LogSearch> search = Optional.empty();
  private volatile @Nullable InputStream open;

  /** Whether more lines may come. */
  public sealed interface State {
    record Reading() implements State {}

    /** The container has ended, or its pod is gone. */
    record Ended() implements State {}

    record Failed(Problem problem) implements State {}
  }

  /**
   * Where what is searched for occurs.
   *
   * @param wanted in lower case; empty: nothing is searched for
   * @param count of lines so far
   */
  public record Matches(String wanted, int count) {
    static final Matches NONE = new Matches("", 0);
  }

  /** Where a log comes from; may block, and is asked once. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** Begins to read a container's log. */
  public static LogModel of(KubernetesClient client, LogSource source, Executor fx) {
    return new LogModel(() -> source.open(client), fx);
  }

  /**
   * Begins to read.
   *
   * @throws ProblemException LOG_UNAVAILABLE if there is no room for it
   */
  public LogModel(Source source, Executor fx) {
    this.fx = fx;
    try {
      store = new LogStore();
    } catch (IOException e) {
      throw new ProblemException(
          GuiError.LOG_UNAVAILABLE, "There is no room for temporary files: " + e.getMessage(), e);
    }
    lines = new LogLines(store);
    shown = new Pace("log lines", Pace.SHOWN, this::show);
    searching = new Pace("log search", Pace.SHOWN, this::searchOn);
    reader = Thread.ofVirtual().name("log reader").start(() -> read(source));
  }

  /** The numbers of its lines. */
  public ObservableList<Long> lines() {
    return lines;
  }

  /** A line as it is shown. */
  public String text(long line) {
    return lines.text(line);
  }

  /** Where a line is in {@link #lines}. */
  public int index(long line) {
    return lines.indexOf(line);
  }

  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Matches> matches() {
    return matches.getReadOnlyProperty();
  }

  /** Searches all lines, also those to come, whatever the case of letters; nothing for a blank. */
  public void search(String wanted) {
    if (wanted.isBlank()) {
      search = Optional.empty();
      matches.set(Matches.NONE);
    } else {
      search = Optional.of(new LogSearch(wanted));
      matches.set(new Matches(search.get().wanted(), 0));
      searching.request();
    }
  }

  /** The next line with a match, from the top again after the last. */
  public OptionalLong matchAfter(long line) {
    return search.map(it -> it.found().after(line)).orElse(OptionalLong.empty());
  }

  public OptionalLong matchBefore(long line) {
    return search.map(it -> it.found().before(line)).orElse(OptionalLong.empty());
  }

  /** Which of the matches a line is, from 1 on. */
  public Optional<Integer> matchNumber(long line) {
    return search.flatMap(it -> it.found().position(line));
  }

  /**
   * Writes all lines that are there; blocks. The file is whole or as it was.
   *
   * @throws ProblemException FILE_NOT_SAVED
   */
  public void save(Path file) {
    var part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      try (var out = Files.newOutputStream(part)) {
        store.copyTo(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw new ProblemException(
          GuiError.FILE_NOT_SAVED, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void read(Source source) {
    State end = new State.Ended();
    try (var stream = source.open()) {
      open = stream;
      new LineCutter(store)
          .read(
              stream,
              () -> {
                shown.request();
                searching.request();
              });
    } catch (KubernetesClientException e) {
      end = new State.Failed(new Problem(GuiError.LOG_UNAVAILABLE, ApiFailure.reason(e)));
    } catch (IOException e) {
      // The connection ended: nobody says more than that.
      end = new State.Ended();
    }
    var how = end;
    fx.execute(() -> {
      lines.update();
      state.set(how);
    });
  }

  private void show() throws InterruptedException {
    Pace.await(fx, lines::update);
  }

  private void searchOn() throws InterruptedException {
    var now = search;
    if (now.isEmpty()) {
      return;
    }
    try {
      now.get().run(store, () -> now.equals(search) && !Thread.currentThread().isInterrupted());
    } catch (IOException e) {
      // The log was closed.
      return;
    }
    Pace.await(
        fx,
        () -> {
          if (now.equals(search)) {
            matches.set(new Matches(now.get().wanted(), now.get().found().count()));
          }
        });
  }

  /** Ends reading and removes what is kept; returns at once. */
  @Override
  public void close() {
    shown.close();
    searching.close();
    Thread.ofVirtual().start(this::release);
  }

  private void release() {
    reader.interrupt();
    try (store) {
      var stream = open;
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      // What is left are temporary files.
      return;
    }
  }
}
