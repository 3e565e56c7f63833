package dev.coracle.gui.cluster;

import dev.coracle.gui.view.Messages;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks for the file that a cluster is exported to, or imported from. */
public final class ExportFile {
  private static final String SUFFIX = ".coracle";

  private final FileChooser chooser = new FileChooser();

  public ExportFile() {
    var messages = Messages.of(ExportFile.class);
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(messages.text("export.files"), "*" + SUFFIX));
  }

  /** Where to write a cluster; empty if somebody thought better of it. */
  public Optional<Path> toWrite(String cluster, Window owner) {
    chooser.setInitialFileName(cluster + SUFFIX);
    return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
  }

  /** What to read, likewise. */
  public Optional<Path> toRead(Window owner) {
    return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::toPath);
  }
}
