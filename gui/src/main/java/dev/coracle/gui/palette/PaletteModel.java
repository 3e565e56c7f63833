package dev.coracle.gui.palette;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the palette offers for what was typed, best first. Belongs to the FX thread. */
public final class PaletteModel {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Supplier<List<PaletteEntry>> source;
  private final StringProperty query = new SimpleStringProperty("");
  private final ObservableList<PaletteEntry> offered = FXCollections.observableArrayList();
  private final ObservableList<PaletteEntry> view =
      FXCollections.unmodifiableObservableList(offered);
  private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(0);
  private List<PaletteEntry> all = List.of();

  /** Asks for what can be done each time it opens. */
  public PaletteModel(Supplier<List<PaletteEntry>> source) {
    this.source = source;
    query.addListener((_, _, _) -> offer());
  }

  /** Begins anew, with nothing typed. */
  public void open() {
    all = source.get();
    query.set("");
    offer();
  }

  public StringProperty query() {
    return query;
  }

  public ObservableList<PaletteEntry> offered() {
    return view;
  }

  /** The one that Enter does. */
  public ReadOnlyIntegerProperty selected() {
    return selected.getReadOnlyProperty();
  }

  /** Goes up or down, round the ends. */
  public void move(int by) {
    if (!offered.isEmpty()) {
      selected.set(Math.floorMod(selected.get() + by, offered.size()));
    }
  }

  /** Does the one that is selected, if there is one. */
  public void run() {
    if (!offered.isEmpty()) {
      offered.get(selected.get()).action().run();
    }
  }

  /** Selects one of those that are offered. */
  public void select(int index) {
    selected.set(Math.clamp(index, 0, Math.max(0, offered.size() - 1)));
  }

  private void offer() {
    var words = SPACE.splitAsStream(query.get().strip()).map(PaletteModel::folded).toList();
    offered.setAll(
        all.stream()
            .filter(entry -> words.stream().allMatch(folded(entry.text())::contains))
            .sorted(Comparator.comparingInt(entry -> rank(folded(entry.text()), words)))
            .toList());
    selected.set(0);
  }

  /** The fewer of the words begin one of the text's words, the later. */
  private static int rank(String text, List<String> words) {
    return (int)
        words.stream().filter(word -> !text.startsWith(word) && !text.contains(" " + word)).count();
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
