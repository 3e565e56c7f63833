package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.launcher.cluster.SelectProfile;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** What somebody sees who has no cluster yet: what this is, and one button. */
public final class WelcomePage implements Page {
  private final Messages messages = Messages.of(WelcomePage.class);
  private final VBox node;

  public WelcomePage(ClusterActions actions) {
    var title = new Label(messages.text("welcome.title"));
    title.getStyleClass().add(Styles.TITLE_2);
    var text = new Label(messages.text("welcome.text"));
    text.setWrapText(true);
    var start = new Button(messages.text("welcome.start"));
    start.setId("welcome-start");
    start.getStyleClass().add(Styles.ACCENT);
    start.setDefaultButton(true);
    start.setOnAction(_ -> {
      start.setDisable(true);
      actions.start(SelectProfile.DEFAULT).whenEnded(_ -> start.setDisable(false));
    });
    node = new VBox(16, title, text, start);
    node.getStyleClass().add("page");
  }

  @Override
  public String id() {
    return "welcome";
  }

  @Override
  public String title() {
    return messages.text("welcome.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignH.HAND_WAVE_OUTLINE;
  }

  @Override
  public Node node() {
    return node;
  }
}
