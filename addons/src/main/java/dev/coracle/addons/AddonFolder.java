package dev.coracle.addons;

import dev.coracle.addons.Addon.AuthoritySecret;
import dev.coracle.addons.Addon.Endpoint;
import dev.coracle.addons.Addon.HealthCheck;
import dev.coracle.errors.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the addon.yaml of a folder; a member that nobody knows is a mistake. */
final class AddonFolder {
  static final String FILE = "addon.yaml";
  static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?");

  private AddonFolder() {}

  /**
   * @throws ProblemException {@code ADDON_BROKEN}
   */
  static Addon read(Path folder) {
    var file = folder.resolve(FILE);
    var documents = Yaml.documents(file);
    if (documents.size() != 1) {
      throw Yaml.broken(file, "it is not one document");
    }
    var addon = new Members(file, "", documents.getFirst());
    var read =
        new Addon(
            folder.getFileName().toString(),
            folder,
            addon.text("description"),
            addon.optionalText("maintainer").orElse(""),
            addon.optionalText("version").orElse(""),
            addon.texts("aliases"),
            addon.flag("default"),
            addon.textsByName("images"),
            parameters(addon.objects("parameters")),
            addon.texts("dependencies"),
            addon.list("health").stream().map(AddonFolder::health).toList(),
            addon.optional("endpoint").map(AddonFolder::endpoint),
            addon.optional("authority").map(AddonFolder::authority));
    addon.end();
    return read;
  }

  private static List<Parameter> parameters(Map<String, Members> byName) {
    var parameters = new ArrayList<Parameter>();
    byName.forEach((name, members) -> parameters.add(parameter(name, members)));
    return parameters;
  }

  private static Parameter parameter(String name, Members members) {
    var parameter =
        new Parameter(
            name,
            members.text("description"),
            type(members),
            members.scalar("default"),
            members.texts("enum"),
            members.optionalText("pattern"),
            members.number("minimum").orElse(Long.MIN_VALUE),
            members.number("maximum").orElse(Long.MAX_VALUE),
            isSecret(members));
    members.end();
    try {
      parameter.pattern().ifPresent(Pattern::compile);
      parameter.value(null);
      return parameter;
    } catch (PatternSyntaxException e) {
      throw members.broken("pattern", "is no regular expression");
    } catch (ProblemException e) {
      throw members.broken("default", "is no value of it: " + e.problem().detail());
    }
  }

  private static Parameter.Type type(Members members) {
    var type = members.text("type");
    return switch (type) {
      case "string" -> Parameter.Type.STRING;
      case "integer" -> Parameter.Type.INTEGER;
      case "boolean" -> Parameter.Type.BOOLEAN;
      default -> throw members.broken("type", "is not string, integer or boolean");
    };
  }

  /** As OpenAPI marks what is not to be shown. */
  private static boolean isSecret(Members members) {
    var format = members.optionalText("format");
    if (format.isPresent() && !format.get().equals("password")) {
      throw members.broken("format", "is not password");
    }
    return format.isPresent();
  }

  private static HealthCheck health(Members members) {
    var check =
        new HealthCheck(members.text("path"), members.number("items").orElse(0L).intValue());
    members.end();
    return check;
  }

  private static Endpoint endpoint(Members members) {
    var endpoint = new Endpoint(members.text("namespace"), members.text("service"));
    members.end();
    return endpoint;
  }

  private static AuthoritySecret authority(Members members) {
    var authority = new AuthoritySecret(members.text("namespace"), members.text("secret"));
    members.end();
    return authority;
  }

  /** The files of a directory, which may be absent, by name. */
  static List<Path> files(Path directory, String suffix) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw Yaml.broken(directory, "it cannot be read: " + e);
    }
  }

  /** The members of an object of the file; each is asked for by name. */
  private static final class Members {
    private final Path file;
    private final String path;
    private final Map<String, Object> left = new LinkedHashMap<>();

    Members(Path file, String path, Object value) {
      this.file = file;
      this.path = path;
      if (!(value instanceof Map<?, ?> map)) {
        throw Yaml.broken(file, (path.isEmpty() ? "it" : path) + " is no object");
      }
      map.forEach((name, member) -> {
        if (member != null) {
          left.put(String.valueOf(name), member);
        }
      });
    }

    String text(String name) {
      return optionalText(name).orElseThrow(() -> broken(name, "is missing"));
    }

    Optional<String> optionalText(String name) {
      return take(name, String.class, "a text");
    }

    /** A text, number or truth, as text; the empty text if it is absent. */
    String scalar(String name) {
      return Optional.ofNullable(left.remove(name)).map(String::valueOf).orElse("");
    }

    boolean flag(String name) {
      return take(name, Boolean.class, "true or false").orElse(false);
    }

    Optional<Long> number(String name) {
      return take(name, Number.class, "a number").map(Number::longValue);
    }

    List<String> texts(String name) {
      return take(name, List.class, "a list").stream()
          .flatMap(list -> ((List<?>) list).stream())
          .map(String::valueOf)
          .toList();
    }

    Map<String, String> textsByName(String name) {
      var texts = new LinkedHashMap<String, String>();
      optional(name)
          .ifPresent(members ->
              List.copyOf(members.left.keySet()).forEach(key -> texts.put(key, members.text(key))));
      return texts;
    }

    Map<String, Members> objects(String name) {
      var objects = new LinkedHashMap<String, Members>();
      optional(name)
          .ifPresent(members ->
              members.left.forEach(
                  (key, value) -> objects.put(key, new Members(file, name + "." + key, value))));
      return objects;
    }

    List<Members> list(String name) {
      return take(name, List.class, "a list").stream()
          .flatMap(list -> ((List<?>) list).stream())
          .map(value -> new Members(file, name, value))
          .toList();
    }

    Optional<Members> optional(String name) {
      return Optional.ofNullable(left.remove(name)).map(value -> new Members(file, name, value));
    }

    /** All that is known has been asked for. */
    void end() {
      if (!left.isEmpty()) {
        throw broken(left.keySet().iterator().next(), "is not known");
      }
    }

    ProblemException broken(String name, String why) {
      return Yaml.broken(file, (path.isEmpty() ? "" : path + ".") + name + " " + why);
    }

    private <T> Optional<T> take(String name, Class<T> type, String what) {
      var value = left.remove(name);
      if (value == null) {
        return Optional.empty();
      }
      if (!type.isInstance(value)) {
        throw broken(name, "is not " + what);
      }
      return Optional.of(type.cast(value));
    }
  }
}
