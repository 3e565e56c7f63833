package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonText;
import dev.coracle.launcher.kube.NodeImage;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code image}: what the node has for pods. */
final class ImageCommand extends Command {
  ImageCommand() {
    super("image", "List, load, pull and remove the images in the node");
    var list = new List();
    subcommand(list);
    list.spec().aliases("list");
    subcommand(new Load());
    subcommand(new Pull());
    var remove = new Remove();
    subcommand(remove);
    remove.spec().aliases("remove");
  }

  @Override
  int run(Session session) {
    return Help.show(session, spec());
  }

  private static java.util.List<String> required(ListFlag images, String command) {
    return images
        .value()
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.COMMAND_LINE_INVALID, "coracle image " + command + ": which image?"));
  }

  private static final class List extends Command {
    private final Flag<String> format =
        choice(
            java.util.List.of("short", "table", "json", "yaml"),
            "How to print the result (default short)",
            "--format",
            "-o",
            "--output");

    List() {
      super("ls", "List the images in the node");
    }

    @Override
    int run(Session session) throws InterruptedException {
      var images = session.launcher().clusterImages().list(session.profile());
      session.out().print(text(images, format.or("short")));
      return OK;
    }

    private static String text(java.util.List<NodeImage> images, String format) {
      return switch (format) {
        case "table" -> table(images);
        case "json" -> JsonText.line(images.stream().map(List::fields).toList()) + "\n";
        case "yaml" -> yaml(images);
        default -> {
          var lines = new StringBuilder();
          images.forEach(image -> lines.append(image.name()).append('\n'));
          yield lines.toString();
        }
      };
    }

    private static String table(java.util.List<NodeImage> images) {
      var rows = new ArrayList<java.util.List<String>>();
      rows.add(java.util.List.of("IMAGE", "TAG", "IMAGE ID", "SIZE"));
      for (var image : images) {
        var id = image.digest().replaceFirst("^sha256:", "");
        rows.add(
            java.util.List.of(
                image.repository(),
                image.tag(),
                id.substring(0, Math.min(13, id.length())),
                String.format(Locale.ROOT, "%.1f MB", image.bytes() / 1e6)));
      }
      return Table.text(rows);
    }

    /** minikube's names. */
    private static Map<String, Object> fields(NodeImage image) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("id", image.digest().replaceFirst("^sha256:", ""));
      fields.put("repoDigests", java.util.List.of(image.repository() + "@" + image.digest()));
      fields.put("repoTags", java.util.List.of(image.name()));
      fields.put("size", String.valueOf(image.bytes()));
      return fields;
    }

    private static String yaml(java.util.List<NodeImage> images) {
      var text = new StringBuilder();
      for (var image : images) {
        var id = image.digest().replaceFirst("^sha256:", "");
        text.append("- id: ").append(id).append('\n');
        text.append("  repoDigests:\n  - ");
        text.append(image.repository()).append('@').append(image.digest()).append('\n');
        text.append("  repoTags:\n  - ").append(image.name()).append('\n');
        text.append("  size: \"").append(image.bytes()).append("\"\n");
      }
      return text.toString();
    }
  }

  private static final class Load extends Command {
    private final ListFlag images =
        arguments("IMAGE|FILE", "An OCI archive, or an image of the local Docker");
    private final Flag<Boolean> daemon =
        toggle("Take it from Docker, even if there is a file of that name", "--daemon");
    private final Flag<Boolean> overwrite =
        toggle("As in minikube; what is loaded always goes before what is there", "--overwrite");

    Load() {
      super("load", "Put images into the node, from files or from Docker");
    }

    @Override
    int run(Session session) throws InterruptedException {
      overwrite.or(true);
      for (var image : required(images, "load")) {
        var file = Path.of(image);
        if (!daemon.or(false) && Files.isRegularFile(file)) {
          load(session, file);
        } else {
          loadFromDocker(session, image);
        }
      }
      return OK;
    }

    private static void load(Session session, Path file) throws InterruptedException {
      Narrator.tell(
          session,
          false,
          events -> {
            session.launcher().clusterImages().load(session.profile(), file, events);
            return file;
          });
    }

    private static void loadFromDocker(Session session, String image) throws InterruptedException {
      try {
        var file = Files.createTempFile("coracle-image-", ".tar");
        try {
          var program =
              Foreground.find("docker", session.environment())
                  .orElseThrow(() ->
                      new ProblemException(
                          LauncherError.IMAGE_REFUSED,
                          "There is no file " + image + ", and no Docker here to ask for it."));
          var save =
              java.util.List.of(program.toString(), "save", "-o", file.toString(), "--", image);
          if (Foreground.run(save) != OK) {
            throw new ProblemException(
                LauncherError.IMAGE_REFUSED, "Docker does not give the image " + image + ".");
          }
          load(session, file);
        } finally {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new ProblemException(
            LauncherError.FILE_WRITE_FAILED, "No temporary file for " + image + ": " + e, e);
      }
    }
  }

  private static final class Pull extends Command {
    private final ListFlag images = arguments("IMAGE", "The image's name");

    Pull() {
      super("pull", "Let the node fetch images from their registries");
    }

    @Override
    int run(Session session) throws InterruptedException {
      for (var image : required(images, "pull")) {
        session.launcher().clusterImages().pull(session.profile(), image);
        session.err().println("The node has " + image + ".");
      }
      return OK;
    }
  }

  private static final class Remove extends Command {
    private final ListFlag images = arguments("IMAGE", "The image's name");

    Remove() {
      super("rm", "Remove images from the node");
    }

    @Override
    int run(Session session) throws InterruptedException {
      for (var image : required(images, "rm")) {
        session.launcher().clusterImages().remove(session.profile(), image);
        session.err().println(image + " is removed.");
      }
      return OK;
    }
  }
}
