package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.launcher.cluster.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.scene.chart.AreaChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How one of the things that a node uses changes. */
final class UsageChart {
  private static final double HEIGHT = 64;

  private final ToDoubleFunction<Usage> value;
  private final Label now = new Label();
  private final XYChart.Series<Number, Number> series = new XYChart.Series<>();
  private final NumberAxis across = new NumberAxis(0, 1, 1);
  private final NumberAxis up = new NumberAxis(0, 1, 1);
  private final VBox node;

  UsageChart(String id, String title, ToDoubleFunction<Usage> value) {
    this.value = value;
    hide(across);
    hide(up);
    var chart = new AreaChart<>(across, up);
    chart.setAnimated(false);
    chart.setCreateSymbols(false);
    chart.setLegendVisible(false);
    chart.setHorizontalGridLinesVisible(false);
    chart.setVerticalGridLinesVisible(false);
    chart.setHorizontalZeroLineVisible(false);
    chart.setVerticalZeroLineVisible(false);
    chart.setMinHeight(HEIGHT);
    chart.setPrefHeight(HEIGHT);
    chart.setMinWidth(0);
    chart.getData().add(series);
    var label = new Label(title);
    label.getStyleClass().add(Styles.TEXT_MUTED);
    label.setMinWidth(Region.USE_PREF_SIZE);
    now.getStyleClass().add(Styles.TEXT_BOLD);
    now.setId("usage-" + id);
    now.setMinWidth(Region.USE_PREF_SIZE);
    node = new VBox(4, label, now, chart);
    node.getStyleClass().add("card");
    node.setAccessibleText(title);
  }

  private static void hide(NumberAxis axis) {
    axis.setTickLabelsVisible(false);
    axis.setTickMarkVisible(false);
    axis.setMinorTickVisible(false);
    axis.setOpacity(0);
    axis.setAutoRanging(false);
  }

  VBox node() {
    return node;
  }

  /**
   * @param most what there is of it
   * @param text of the last value
   */
  void show(List<Usage> samples, double most, String text) {
    now.setText(text);
    // One tick: axes that are not seen would still lay out each.
    up.setTickUnit(Math.max(most, 1e-3));
    up.setUpperBound(Math.max(most, 1e-3));
    across.setTickUnit(Math.max(samples.size() - 1, 1));
    across.setUpperBound(Math.max(samples.size() - 1, 1));
    var points = new ArrayList<XYChart.Data<Number, Number>>();
    for (int i = 0; i < samples.size(); i++) {
      points.add(new XYChart.Data<>(i, value.applyAsDouble(samples.get(i))));
    }
    if (samples.size() == 1) {
      // A point alone is not drawn.
      points.add(new XYChart.Data<>(1, value.applyAsDouble(samples.getFirst())));
    }
    series.getData().setAll(points);
  }
}
