package dev.coracle.gui.workloads;

import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.ObjectId;
import java.net.URI;
import java.util.function.Consumer;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.Window;

/**
 * Shows an object in the web dashboard of its cluster, for what goes deeper than this app; offers
 * to enable the addon where it is not. Belongs to the FX thread.
 */
final class OpenInDashboard implements Consumer<ObjectId> {
  private final String cluster;
  private final Dashboards dashboards;
  private final Tasks tasks;
  private final Background background;
  private final Consumer<URI> browse;
  private final Messages messages = Messages.of(OpenInDashboard.class);

  /**
   * @param browse opens an address in the user's browser, called from any thread
   */
  OpenInDashboard(
      String cluster,
      Dashboards dashboards,
      Tasks tasks,
      Background background,
      Consumer<URI> browse) {
    this.cluster = cluster;
    this.dashboards = dashboards;
    this.tasks = tasks;
    this.background = background;
    this.browse = browse;
  }

  @Override
  public void accept(ObjectId id) {
    background.ask(
        () -> dashboards.isEnabled(cluster),
        enabled -> {
          if (enabled || isWanted()) {
            open(id);
          }
        },
        // The task meets it again, and tells it.
        _ -> open(id));
  }

  private void open(ObjectId id) {
    tasks.run(
        messages.text("task.dashboard", id.name()),
        cluster,
        events ->
            browse.accept(
                dashboards.invite(cluster, "/" + DashboardLink.path(cluster, id), events)));
  }

  private boolean isWanted() {
    var enable = new ButtonType(messages.text("dashboard.enable"), ButtonData.OK_DONE);
    var offer =
        new Alert(
            Alert.AlertType.CONFIRMATION,
            messages.text("dashboard.offer"),
            enable,
            ButtonType.CANCEL);
    offer.setHeaderText(messages.text("dashboard.title"));
    offer.setTitle(messages.text("action.dashboard"));
    offer.getDialogPane().setId("dialog-dashboard");
    offer.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
    Window.getWindows().stream().filter(Window::isFocused).findFirst().ifPresent(offer::initOwner);
    return offer.showAndWait().filter(enable::equals).isPresent();
  }
}
