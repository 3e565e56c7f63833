package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterSettings;
import dev.coracle.launcher.cluster.HostCapacity;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

/** CPUs, memory and disk, each with what this computer has. */
public final class SizeFields {
  private static final int MIN_MEMORY_MIB = 1800;
  private static final int MEMORY_STEP_MIB = 256;
  private static final int MIB_IN_GIB = 1024;
  private static final int MIN_DISK_GIB = 2;
  private static final int MAX_DISK_GIB = 2048;

  private final Messages messages = Messages.of(SizeFields.class);
  private final Spinner<Integer> cpus;
  private final Spinner<Integer> memoryMiB;
  private final Spinner<Integer> diskGiB;
  private final int hadDiskMiB;

  /**
   * Adds its rows to a form of three columns: label, field, hint.
   *
   * @param leastDiskMiB a disk only grows
   */
  public SizeFields(
      GridPane form, HostCapacity host, int cpus, int memoryMiB, int diskMiB, int leastDiskMiB) {
    this.hadDiskMiB = diskMiB;
    this.cpus = new Spinner<>(1, Math.max(host.cpus(), cpus), cpus);
    this.memoryMiB =
        new Spinner<>(
            MIN_MEMORY_MIB, Math.max(host.memoryMiB(), memoryMiB), memoryMiB, MEMORY_STEP_MIB);
    int leastGiB = Math.max(MIN_DISK_GIB, roundedUp(leastDiskMiB));
    this.diskGiB = new Spinner<>(leastGiB, MAX_DISK_GIB, Math.max(leastGiB, roundedUp(diskMiB)));
    add(form, "cpus", this.cpus, messages.text("size.cpus.hint", host.cpus()));
    var memoryHint =
        messages.text("size.memory.hint", (double) host.memoryMiB() / MIB_IN_GIB, MIN_MEMORY_MIB);
    add(form, "memory", this.memoryMiB, memoryHint);
    add(form, "disk", this.diskGiB, messages.text("size.disk.hint"));
  }

  private static int roundedUp(int mebibytes) {
    return Math.ceilDiv(mebibytes, MIB_IN_GIB);
  }

  private void add(GridPane form, String id, Spinner<Integer> field, String hint) {
    field.setId(id);
    field.setEditable(true);
    field.setPrefWidth(150);
    var editor = field.getEditor();
    editor.setTextFormatter(new TextFormatter<>(SizeFields::digitsOnly));
    field.getValueFactory().setConverter(new NumberElse(field));
    editor
        .focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            editor.setText(String.valueOf(value(field)));
          }
        });
    var label = new Label(messages.text("size." + id));
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setLabelFor(field);
    field.setAccessibleText(label.getText());
    editor.setAccessibleText(label.getText());
    var note = new Label(hint);
    note.getStyleClass().add(Styles.TEXT_MUTED);
    note.setWrapText(true);
    form.addRow(form.getRowCount(), label, field, note);
  }

  /** Anything else changes nothing. */
  private static TextFormatter.Change digitsOnly(TextFormatter.Change change) {
    if (!change.getControlNewText().matches("\\d{0,7}")) {
      change.setText("");
      change.setRange(change.getRangeStart(), change.getRangeStart());
      change.selectRange(change.getControlAnchor(), change.getControlCaretPosition());
    }
    return change;
  }

  /** What was typed last, too, though nobody has left the field since. */
  private static int value(Spinner<Integer> field) {
    field.commitValue();
    return field.getValue();
  }

  /** Nothing at all means what was there before. */
  private static final class NumberElse extends StringConverter<Integer> {
    private final Spinner<Integer> field;

    NumberElse(Spinner<Integer> field) {
      this.field = field;
    }

    @Override
    public String toString(Integer value) {
      return value.toString();
    }

    @Override
    public Integer fromString(String text) {
      return text.isEmpty() ? field.getValue() : Integer.valueOf(text);
    }
  }

  /** What is asked for; a disk that was not touched is as large as it was, to the MiB. */
  public ClusterSettings.Builder into(ClusterSettings.Builder settings) {
    int disk = value(diskGiB);
    boolean untouched = disk == roundedUp(hadDiskMiB);
    return settings
        .cpus(value(cpus))
        .memoryMiB(value(memoryMiB))
        .diskMiB(untouched ? hadDiskMiB : disk * MIB_IN_GIB);
  }
}
