package dev.coracle.launcher.cli;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The commands that prompts and scripts run all the time, read without the command line library,
 * which would take as long as the rest of them. Only their plain forms; whatever else is written
 * goes the usual way, to the same code.
 */
final class Shortcut {
  private final Session session;
  private final Defaults defaults;
  private @Nullable String profile;
  private @Nullable String output;

  Shortcut(Session session, Defaults defaults) {
    this.session = session;
    this.defaults = defaults;
  }

  /** Absent if this is no command of these, or more than the plain form of one. */
  OptionalInt run(List<String> arguments, AuditEntry audit) throws InterruptedException {
    if (arguments.isEmpty()) {
      return OptionalInt.empty();
    }
    return switch (arguments.getFirst()) {
      case "version" ->
          plain(arguments, 1, "short", audit)
              ? OptionalInt.of(VersionCommand.print(session, false, output()))
              : OptionalInt.empty();
      case "ip" ->
          plain(arguments, 1, null, audit)
              ? OptionalInt.of(IpCommand.print(about(), output()))
              : OptionalInt.empty();
      case "profile" ->
          arguments.size() > 1
                  && arguments.get(1).equals("list")
                  && plain(arguments, 2, "light", audit)
              ? OptionalInt.of(ProfileTable.print(about(), output(), false))
              : OptionalInt.empty();
      default -> OptionalInt.empty();
    };
  }

  /**
   * @param other a flag of the command that must not be set anywhere
   */
  private boolean plain(
      List<String> arguments, int from, @Nullable String other, AuditEntry audit) {
    for (int i = from; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size()) {
        return false;
      }
      var value = arguments.get(i + 1);
      switch (arguments.get(i)) {
        case "-p", "--profile" -> profile = value;
        case "-o", "--output" -> output = value;
        default -> {
          return false;
        }
      }
    }
    if (!List.of("text", "json").contains(output()) || (other != null && defaults.has(other))) {
      return false;
    }
    audit.about(about().profile());
    return true;
  }

  private String output() {
    return output != null ? output : defaults.get("output", "text");
  }

  private Session about() {
    return session.withProfile(
        profile != null ? profile : defaults.get("profile", Cli.DEFAULT_PROFILE));
  }
}
