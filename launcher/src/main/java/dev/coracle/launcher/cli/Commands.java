package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All commands by name. Each is made only when it is asked for. */
final class Commands {
  /** As in the list that {@code coracle help} prints. */
  record Group(String title, List<String> names) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "Basic",
              List.of(
                  "start",
                  "status",
                  "stop",
                  "restart",
                  "pause",
                  "unpause",
                  "resize",
                  "delete",
                  "dashboard",
                  "ip")),
          new Group("Snapshots", List.of("snapshot", "undo", "clone", "export", "import")),
          new Group("Images", List.of("image")),
          new Group("Configuration", List.of("addons", "config", "profile", "update-context")),
          new Group("Advanced", List.of("kubectl", "ssh")),
          new Group(
              "Troubleshooting",
              List.of(
                  "doctor",
                  "diagnose",
                  "logs",
                  "events",
                  "ssh-key",
                  "ssh-host",
                  "ca-cert",
                  "version")),
          new Group("Other", List.of("gui", "completion", "options", "help")));

  private Commands() {}

  static List<Group> groups() {
    return GROUPS;
  }

  static List<Command> all() {
    var all = new ArrayList<Command>();
    for (var group : GROUPS) {
      for (var name : group.names()) {
        all.add(require(name));
      }
    }
    return all;
  }

  /** A command that there is. */
  static Command require(String name) {
    return Objects.requireNonNull(create(name), name);
  }

  static @Nullable Command create(String name) {
    return switch (name) {
      case "addons" -> new AddonsCommand();
      case "ca-cert" -> new CaCertCommand();
      case "clone" -> new CloneCommand();
      case CompactCommand.NAME -> new CompactCommand();
      case "completion" -> new CompletionCommand();
      case "config" -> new ConfigCommand();
      case "dashboard" -> new DashboardCommand();
      case "delete" -> new DeleteCommand();
      case "diagnose" -> new DiagnoseCommand();
      case "doctor" -> new DoctorCommand();
      case "events" -> new EventsCommand();
      case "export" -> new ExportCommand();
      case "gui" -> new GuiCommand();
      case "help" -> new HelpCommand();
      case "image" -> new ImageCommand();
      case "import" -> new ImportCommand();
      case "ip" -> new IpCommand();
      case "kubectl" -> new KubectlCommand();
      case "logs" -> new LogsCommand();
      case "options" -> new OptionsCommand();
      case "pause" -> PauseCommand.pause();
      case "profile" -> new ProfileCommand();
      case "resize" -> new ResizeCommand();
      case "restart" -> new RestartCommand();
      case "snapshot" -> new SnapshotCommand();
      case "ssh" -> new SshCommand();
      case "ssh-host" -> new SshHostCommand();
      case "ssh-key" -> new SshKeyCommand();
      case "start" -> new StartCommand();
      case "status" -> new StatusCommand();
      case "stop" -> new StopCommand();
      case "undo" -> new UndoCommand();
      case "unpause" -> PauseCommand.unpause();
      case "update-context" -> new UpdateContextCommand();
      case "version" -> new VersionCommand();
      default -> null;
    };
  }
}
