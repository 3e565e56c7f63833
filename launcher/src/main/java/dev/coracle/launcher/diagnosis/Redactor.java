package dev.coracle.launcher.diagnosis;

import dev.coracle.json.JsonText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of a text what is nobody's business: secrets that are known, what looks like a key, a
 * token or a password, and the path of the user's home. Rather too much than too little.
 */
public final class Redactor {
  /** What stands where a secret was. */
  public static final String GONE = "[redacted]";

  /** A shorter one is a word or a number, which occurs anyway. */
  private static final int LEAST_LENGTH = 6;

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          // Whole, cut off at its end, and cut off at its beginning.
          rule("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)", GONE),
          rule(
              "(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/=]{16,}+\\r?\\n){1,200}+"
                  + "-----END [A-Z ]*PRIVATE KEY-----",
              GONE),
          // The same in Base64, as a kubeconfig holds it.
          rule("LS0tLS1CRUdJTi[A-Za-z0-9+/=]+", GONE),
          rule("eyJ[\\w-]{5,}\\.[\\w-]{5,}(\\.[\\w-]*)?", GONE),
          rule("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}", "$1 " + GONE),
          // A token with which nodes join.
          rule("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b", GONE),
          rule("://[^\\s/@\"]+@", "://" + GONE + "@"),
          rule(
              "(?i)(?<![\\w.-])([\\w.-]*(password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
                  + "|key-data|credential)[\\w.-]*\\\\?[\"']?\\s*[=:]\\s*)"
                  + "(\\\\?\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,;&\"']+)",
              "$1" + GONE));

  private final List<Rule> rules;

  /**
   * @param userHome the user's own directory
   * @param secrets that are known
   */
  public Redactor(Path userHome, Collection<String> secrets) {
    var known =
        secrets.stream()
            .filter(secret -> secret.length() >= LEAST_LENGTH)
            .flatMap(secret -> Stream.of(secret, inJson(secret)))
            .distinct()
            // One may be a part of another.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(secret -> new Rule(Pattern.compile(Pattern.quote(secret)), GONE));
    var home =
        userHome.getNameCount() == 0
            ? Stream.<Rule>empty()
            : Stream.of(userHome.toString(), inJson(userHome.toString()))
                .distinct()
                .map(path -> rule(Pattern.quote(path) + "(?![\\w.-])", "~"));
    rules = Stream.of(known, RULES.stream(), home).flatMap(it -> it).toList();
  }

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern, Pattern.DOTALL), replacement);
  }

  private static String inJson(String text) {
    var quoted = JsonText.line(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** The text without all that. */
  public String redact(String text) {
    var rest = text;
    for (var rule : rules) {
      rest = rule.pattern().matcher(rest).replaceAll(rule.replacement());
    }
    return rest;
  }
}
