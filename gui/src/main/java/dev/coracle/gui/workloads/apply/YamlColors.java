package dev.coracle.gui.workloads.apply;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

/** Which parts of a YAML text look how; roughly, for a text that is just being written. */
public final class YamlColors {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<comment>(?:^|(?<=\\s))#[^\\n]*)"
              + "|(?<key>[\\w./-]+(?=:(?:\\s|$)))"
              + "|(?<text>\"(?:[^\"\\\\\\n]|\\\\.)*\"|'[^'\\n]*')"
              + "|(?<mark>^---)",
          Pattern.MULTILINE);

  private YamlColors() {}

  public static StyleSpans<Collection<String>> of(String yaml) {
    var spans = new StyleSpansBuilder<Collection<String>>();
    int end = 0;
    var matcher = PARTS.matcher(yaml);
    while (matcher.find()) {
      spans.add(List.of(), matcher.start() - end);
      spans.add(List.of("yaml-" + part(matcher)), matcher.end() - matcher.start());
      end = matcher.end();
    }
    spans.add(List.of(), yaml.length() - end);
    return spans.create();
  }

  private static String part(Matcher matcher) {
    for (var name : List.of("comment", "key", "text")) {
      if (matcher.group(name) != null) {
        return name;
      }
    }
    return "mark";
  }
}
