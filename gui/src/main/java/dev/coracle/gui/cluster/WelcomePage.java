package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.problem.FindingView;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Question;
import dev.coracle.gui.task.WhileShown;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.SelectProfile;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.preflight.Preflight;
import dev.coracle.launcher.preflight.Preflight.Finding;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** What somebody sees who has no cluster: what this is, whether it works here, and one button. */
public final class WelcomePage implements Page {
  private final ClusterActions actions;
  private final Launcher launcher;
  private final Background background;
  private final Messages messages = Messages.of(WelcomePage.class);
  private final PageFrame frame;
  private final Button start;
  private final Label driver = wrapped("");
  private final VBox checks = new VBox(8);
  private final WhileShown asking = new WhileShown(() -> ask(this::look));

  /** What was found out about this computer. */
  private record Host(String driver, List<Finding> findings) {}

  /**
   * @param other leads to the form of a new cluster
   */
  public WelcomePage(
      ClusterActions actions, Launcher launcher, Background background, Runnable other) {
    this.actions = actions;
    this.launcher = launcher;
    this.background = background;
    start = new Button(messages.text("welcome.start"));
    start.setId("welcome-start");
    start.getStyleClass().addAll(Styles.LARGE, Styles.ACCENT);
    start.setDefaultButton(true);
    start.setOnAction(_ -> start());
    var custom = new Button(messages.text("welcome.custom"));
    custom.setId("welcome-custom");
    custom.getStyleClass().addAll(Styles.LARGE, Styles.FLAT);
    custom.setOnAction(_ -> other.run());
    checks.setId("checks");
    driver.setId("driver");
    var heading = new Label(messages.text("welcome.checks"));
    heading.getStyleClass().add(Styles.TITLE_4);
    frame = new PageFrame(title());
    frame
        .body()
        .getChildren()
        .addAll(
            wrapped(messages.text("welcome.text")),
            new HBox(8, start, custom),
            heading,
            driver,
            checks);
  }

  private static Label wrapped(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    return label;
  }

  private void start() {
    start.setDisable(true);
    actions.start(SelectProfile.DEFAULT).whenEnded(_ -> start.setDisable(false));
  }

  private Host look() throws InterruptedException {
    var findings = Preflight.run(launcher.checkHost().checks(SelectProfile.DEFAULT));
    return new Host(launcher.drivers().chooseBest().reason(), findings);
  }

  private void show(Host host) {
    driver.setText(messages.text("welcome.driver", host.driver()));
    checks
        .getChildren()
        .setAll(
            host.findings().stream()
                .filter(WelcomePage::matters)
                .map(it -> new FindingView(it, this::apply).node())
                .toList());
  }

  /** What is kept on disk matters to nobody who begins. */
  private static boolean matters(Finding finding) {
    return !(finding.result() instanceof CheckResult.Ok)
        || !List.of("templates", "snapshots", "trash").contains(finding.check().id());
  }

  private void apply(Fix.Action fix) {
    asking.instead(
        ask(() -> {
          fix.action().run();
          return look();
        }));
  }

  private void refuse(Problem problem) {
    driver.setText("");
    checks.getChildren().setAll(ProblemView.of(problem));
  }

  private Background.Asking ask(Question<Host> question) {
    checks.getChildren().setAll(new ProgressIndicator());
    return background.ask(question, this::show, this::refuse);
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
    return frame.node();
  }

  @Override
  public void onShown() {
    asking.begin();
  }

  @Override
  public void onHidden() {
    asking.end();
  }
}
