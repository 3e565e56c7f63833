package dev.coracle.gui.workloads.logs;

import java.util.regex.Pattern;

/** A line as it is read by a person: without colours and other codes of terminals. */
final class LogText {
  private static final Pattern CODES =
      Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|[@-_])");

  private LogText() {}

  static String plain(String line) {
    var text = line.indexOf('\u001b') < 0 ? line : CODES.matcher(line).replaceAll("");
    return (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text)
        .replace("\t", "    ");
  }
}
