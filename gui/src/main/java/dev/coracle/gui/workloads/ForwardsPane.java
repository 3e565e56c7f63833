package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.PortForwards.Forward;
import java.net.URI;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The ports that are forwarded, each with its end; takes no room when there are none. */
final class ForwardsPane {
  private final PortForwards forwards;
  private final Consumer<URI> browse;
  private final Messages messages = Messages.of(ForwardsPane.class);
  private final VBox node = new VBox(2);

  ForwardsPane(PortForwards forwards, Consumer<URI> browse) {
    this.forwards = forwards;
    this.browse = browse;
    node.setId("forwards");
    node.getStyleClass().add("forwards");
    forwards.list().subscribe(this::show);
    show();
  }

  Node node() {
    return node;
  }

  private void show() {
    node.getChildren().setAll(forwards.list().stream().map(this::row).toList());
    node.setVisible(!forwards.list().isEmpty());
    node.setManaged(node.isVisible());
  }

  private Node row(Forward forward) {
    var address = "127.0.0.1:" + forward.localPort();
    var link = new Hyperlink(address);
    link.setOnAction(_ -> browse.accept(URI.create("http://" + address)));
    var stop = new Button(messages.text("forward.stop"));
    stop.setAccessibleText(messages.text("forward.stopOf", address));
    stop.getStyleClass().addAll(Styles.SMALL, Styles.FLAT, "stop");
    stop.setMinWidth(Region.USE_PREF_SIZE);
    stop.setOnAction(_ -> forwards.stop(forward));
    var row =
        new HBox(8, link, new Label("→  " + forward.object() + ":" + forward.remotePort()), stop);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
