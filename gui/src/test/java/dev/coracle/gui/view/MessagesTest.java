package dev.coracle.gui.view;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
  private static final Path RESOURCES = Path.of("src", "main", "resources");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final List<String> LANGUAGES = List.of("_de", "_zh_CN");

  /** A key that is written out; others are put together, and their tests use them all. */
  private static final Pattern USED =
      Pattern.compile("\\b(?:messages|texts)\\s*\\.text\\(\\s*\"([A-Za-z0-9.-]+)\"\\s*[,)]");

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

  static List<Path> bundles() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(file -> file.endsWith("messages.properties")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyLanguageHasEveryText(Path english) throws IOException {
    for (var language : LANGUAGES) {
      var other = english.resolveSibling("messages" + language + ".properties");
      assertThat(other).exists();
      assertThat(texts(other).keySet()).as(other.toString()).isEqualTo(texts(english).keySet());
      assertThat(places(other)).as(other.toString()).isEqualTo(places(english));
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void noTextIsEmptyOrLosesAnApostrophe(Path english) throws IOException {
    for (var language : List.of("", "_de", "_zh_CN")) {
      var file = english.resolveSibling("messages" + language + ".properties");
      assertThat(texts(file))
          .as(file.toString())
          .allSatisfy((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            if (text.contains("{0")) {
              assertThat(text.replace("''", "")).as(key).doesNotContain("'");
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyTextThatTheCodeAsksForIsThere(Path english) throws IOException {
    var folder = SOURCES.resolve(RESOURCES.relativize(english.getParent()));
    var known = texts(english).keySet();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        var used = new TreeSet<String>();
        USED.matcher(Files.readString(file)).results().forEach(it -> used.add(it.group(1)));
        assertThat(known).as(file.toString()).containsAll(used);
      }
    }
  }

  @Test
  void speaksTheLanguageOfTheSystemElseEnglish() {
    assertThat(cancel(Locale.GERMANY)).isEqualTo("Abbrechen");
    assertThat(cancel(Locale.SIMPLIFIED_CHINESE)).isEqualTo("取消");
    assertThat(cancel(Locale.FRANCE)).isEqualTo("Cancel");
  }

  private static String cancel(Locale locale) {
    return Messages.of(dev.coracle.gui.task.Task.class, locale).text("task.cancel");
  }

  private static Map<String, String> texts(Path file) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return properties.entrySet().stream()
        .collect(
            toMap(
                entry -> (String) entry.getKey(),
                entry -> (String) entry.getValue(),
                (first, _) -> first,
                TreeMap::new));
  }

  private static Map<String, Set<String>> places(Path file) throws IOException {
    var all = new TreeMap<String, Set<String>>();
    texts(file)
        .forEach((key, text) -> {
          var found = new TreeSet<String>();
          PLACE.matcher(text).results().forEach(it -> found.add(it.group(1)));
          all.put(key, found);
        });
    return all;
  }
}
