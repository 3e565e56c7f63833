package dev.coracle.launcher.configdisk;

import dev.coracle.launcher.files.AtomicFile;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the settings of a guest as the disk image that it reads at boot (docs/guest.md). */
public final class ConfigDisk {
  private static final String VOLUME_ID = "CORACLE_CFG";
  private static final String FILE_NAME = "config.json";

  private ConfigDisk() {}

  /**
   * Replaces the image, readable by its owner only. Equal settings give equal bytes.
   *
   * @throws dev.coracle.errors.ProblemException FILE_WRITE_FAILED
   */
  public static void write(Path image, NodeSettings settings) {
    AtomicFile.writePrivate(image, IsoImage.of(VOLUME_ID, FILE_NAME, json(settings)));
  }

  static byte[] json(NodeSettings settings) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .build()
        .writeValueAsBytes(settings);
  }
}
