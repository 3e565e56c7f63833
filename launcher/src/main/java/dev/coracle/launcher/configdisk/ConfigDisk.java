package dev.coracle.launcher.configdisk;

import java.nio.file.Path;

/** Writes the settings of a guest as the disk image that it reads at boot. */
public final class ConfigDisk {
  private ConfigDisk() {}

  /**
   * Replaces the image, readable by its owner only. Equal settings give equal bytes.
   *
   * @throws dev.coracle.errors.ProblemException FILE_WRITE_FAILED
   */
  public static void write(Path image, NodeSettings settings) {
    throw new UnsupportedOperationException(image + " " + settings);
  }
}
