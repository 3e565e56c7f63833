package dev.coracle.launcher.cli;

import dev.coracle.addons.ImageName;
import dev.coracle.addons.Parameter;
import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.json.JsonText;
import dev.coracle.launcher.cluster.AddonChoice;
import dev.coracle.launcher.cluster.ClusterAddon;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code addons}: what can be added to a cluster. */
final class AddonsCommand extends Command {
  private static final String ADDON = "ADDON";
  private static final String WHICH = "The addon, see 'coracle addons list'";

  AddonsCommand() {
    super("addons", "Add things to the cluster, and remove them");
    subcommand(new List());
    subcommand(new Enable());
    subcommand(new Disable());
    subcommand(new Configure());
    subcommand(new Open());
    subcommand(new Images());
  }

  @Override
  int run(Session session) {
    return Help.show(session, spec());
  }

  private static void warn(Session session, Problem problem) {
    session.err().println("! " + problem.code().name() + ": " + problem.detail());
  }

  private static String word(ClusterAddon addon) {
    return addon.enabled() ? "enabled" : "disabled";
  }

  private static final class List extends Command {
    private final Flag<String> output = output("list", "json");
    private final Flag<Boolean> docs =
        toggle("Say what each addon is, instead of who maintains it", "-d", "--docs");

    List() {
      super("list", "List the addons, and which the cluster has");
    }

    @Override
    int run(Session session) {
      var addons =
          session.launcher().clusterAddons().list(session.profile(), it -> warn(session, it));
      if (output.or("list").equals("json")) {
        var byName = new LinkedHashMap<String, Object>();
        for (var addon : addons) {
          var entry = new LinkedHashMap<String, Object>();
          entry.put("Profile", session.profile());
          entry.put("Status", word(addon));
          byName.put(addon.addon().name(), entry);
        }
        session.out().println(JsonText.line(byName));
        return OK;
      }
      boolean described = docs.or(false);
      var rows = new ArrayList<java.util.List<String>>();
      rows.add(
          java.util.List.of(
              "ADDON NAME", "PROFILE", "STATUS", described ? "DESCRIPTION" : "MAINTAINER"));
      for (var addon : addons) {
        rows.add(
            java.util.List.of(
                addon.addon().name(),
                session.profile(),
                word(addon) + (addon.pending() ? " at next start" : ""),
                described ? addon.addon().description() : addon.addon().maintainer()));
      }
      session.out().print(Table.text(rows));
      return OK;
    }
  }

  private static final class Enable extends Command {
    private final Flag<String> name = argument(0, ADDON, "1", WHICH);
    private final ListFlag images =
        words("NAME=IMAGE", "Images to use instead, see 'coracle addons images'", "--images");
    private final ListFlag registries =
        words("NAME=REGISTRY", "Registries to take images from instead", "--registries");
    private final Flag<Boolean> force =
        toggle("As in minikube; nothing here needs to be forced", "--force");
    private final Flag<Boolean> refresh =
        toggle("As in minikube; what has changed is always applied", "--refresh");
    private final Flag<String> output = output("text", "json");

    Enable() {
      super("enable", "Add an addon to the cluster, and wait until it works");
    }

    @Override
    int run(Session session) throws InterruptedException {
      force.or(false);
      refresh.or(false);
      var choice =
          new AddonChoice(
              Map.of(),
              Pairs.of(images.values(), "--images"),
              Pairs.of(registries.values(), "--registries"));
      Narrator.tell(
          session,
          output.or("text").equals("json"),
          events ->
              session
                  .launcher()
                  .clusterAddons()
                  .enable(session.profile(), name.or(""), choice, events));
      return OK;
    }
  }

  private static final class Disable extends Command {
    private final Flag<String> name = argument(0, ADDON, "1", WHICH);
    private final Flag<String> output = output("text", "json");

    Disable() {
      super("disable", "Remove an addon from the cluster, with all that it made");
    }

    @Override
    int run(Session session) throws InterruptedException {
      Narrator.tell(
          session,
          output.or("text").equals("json"),
          events ->
              session.launcher().clusterAddons().disable(session.profile(), name.or(""), events));
      return OK;
    }
  }

  private static final class Configure extends Command {
    private final Flag<String> name = argument(0, ADDON, "1", WHICH);
    private final ListFlag values =
        argumentsFrom(1, "KEY=VALUE", "What to set; without any, what can be set is shown");
    private final Flag<String> file =
        text("FILE", "JSON object of what to set", "-f", "--config-file");
    private final Flag<String> output = output("text", "json");

    Configure() {
      super("configure", "Set the parameters of an addon, or show them");
    }

    @Override
    int run(Session session) throws InterruptedException {
      var asked = new LinkedHashMap<String, String>();
      file.value().ifPresent(path -> asked.putAll(read(Path.of(path))));
      asked.putAll(Pairs.of(values.values(), "configure"));
      var addons = session.launcher().clusterAddons();
      if (asked.isEmpty()) {
        show(session, addons.get(session.profile(), name.or("")));
        return OK;
      }
      Narrator.tell(
          session,
          output.or("text").equals("json"),
          events -> {
            addons.configure(session.profile(), name.or(""), asked, events);
            return asked;
          });
      return OK;
    }

    private static Map<String, String> read(Path file) {
      try {
        var json = JsonObject.parse(Files.readAllBytes(file));
        var values = new LinkedHashMap<String, String>();
        for (var name : json.names()) {
          values.put(name, json.scalar(name));
        }
        return values;
      } catch (IOException | JsonException e) {
        throw new ProblemException(
            LauncherError.COMMAND_LINE_INVALID,
            "--config-file: " + file + " cannot be used: " + e.getMessage() + ".",
            e);
      }
    }

    private void show(Session session, ClusterAddon addon) {
      if (output.or("text").equals("json")) {
        var shown = new LinkedHashMap<String, String>();
        addon.addon().parameters().forEach(it -> shown.put(it.name(), shown(it, addon)));
        session.out().println(JsonText.line(shown));
        return;
      }
      var rows = new ArrayList<java.util.List<String>>();
      rows.add(java.util.List.of("KEY", "VALUE", "DESCRIPTION"));
      for (var parameter : addon.addon().parameters()) {
        rows.add(
            java.util.List.of(parameter.name(), shown(parameter, addon), parameter.description()));
      }
      session.out().print(Table.text(rows));
    }

    private static String shown(Parameter parameter, ClusterAddon addon) {
      return parameter.shown(addon.values().getOrDefault(parameter.name(), ""));
    }
  }

  private static final class Open extends Command {
    private final Flag<String> name = argument(0, ADDON, "1", WHICH);
    private final Flag<Boolean> url = toggle("Print the URL instead of opening it", "--url");
    private final Flag<Boolean> https = toggle("With https instead of http", "--https");

    Open() {
      super("open", "Open what an addon serves in the browser");
    }

    @Override
    int run(Session session) throws InterruptedException {
      var endpoints =
          session
              .launcher()
              .clusterAddons()
              .endpoints(session.profile(), name.or(""), https.or(false) ? "https" : "http");
      for (var endpoint : endpoints) {
        session.out().println(endpoint);
        if (!url.or(false)) {
          Browser.open(endpoint, session);
        }
      }
      return OK;
    }
  }

  private static final class Images extends Command {
    private final Flag<String> name = argument(0, ADDON, "1", WHICH);
    private final Flag<String> output = output("table", "json");

    Images() {
      super("images", "List the images of an addon");
    }

    @Override
    int run(Session session) {
      var images =
          session.launcher().clusterAddons().get(session.profile(), name.or("")).addon().images();
      if (output.or("table").equals("json")) {
        session.out().println(JsonText.line(java.util.List.copyOf(images.values())));
        return OK;
      }
      var rows = new ArrayList<java.util.List<String>>();
      rows.add(java.util.List.of("IMAGE NAME", "DEFAULT IMAGE", "DEFAULT REGISTRY"));
      images.forEach((own, text) -> {
        var image = ImageName.of(text);
        rows.add(java.util.List.of(own, image.image(), image.registry()));
      });
      session.out().print(Table.text(rows));
      return OK;
    }
  }
}
