package dev.coracle.gui.tray;

import dev.coracle.gui.tray.TrayItem.Command;
import dev.coracle.gui.tray.TrayItem.Line;
import dev.coracle.gui.tray.TrayItem.Separator;
import dev.coracle.gui.tray.TrayItem.Submenu;
import dev.coracle.gui.tray.TrayItem.Toggle;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The menu: what there is to be seen and done, top to bottom. */
public record TrayMenu(List<TrayItem> items) {
  public TrayMenu {
    items = List.copyOf(items);
  }

  /**
   * The menu for these clusters. A single one has its entries in the menu itself; of several, each
   * has a submenu.
   *
   * @param startsAtLogin empty where that cannot be chosen
   * @param tone how the icon is drawn now
   */
  public static TrayMenu of(
      List<TrayCluster> clusters, Optional<Boolean> startsAtLogin, TrayTone tone, Messages texts) {
    var items = new ArrayList<TrayItem>();
    switch (clusters.size()) {
      case 0 -> {
        items.add(new Line(texts.text("tray.none")));
        items.add(new Command(texts.text("tray.new"), new TrayAction.NewCluster(), true));
      }
      case 1 -> {
        items.add(new Line(line(clusters.getFirst(), texts)));
        items.addAll(entries(clusters.getFirst(), texts));
      }
      default ->
          clusters.forEach(it -> items.add(new Submenu(line(it, texts), entries(it, texts), true)));
    }
    items.add(new Separator());
    items.add(new Command(texts.text("tray.window"), new TrayAction.OpenWindow(), true));
    items.add(
        new Toggle(
            texts.text("tray.login"),
            new TrayAction.StartAtLogin(!startsAtLogin.orElse(false)),
            startsAtLogin.orElse(false),
            startsAtLogin.isPresent()));
    items.add(new Submenu(texts.text("tray.icon"), tones(tone, texts), true));
    items.add(new Separator());
    items.add(new Command(texts.text("tray.quit"), new TrayAction.Quit(), true));
    return new TrayMenu(items);
  }

  /** One line about all of them. */
  static String title(List<TrayCluster> clusters, Messages texts) {
    return switch (clusters.size()) {
      case 0 -> texts.text("tray.title.none");
      case 1 -> line(clusters.getFirst(), texts);
      default ->
          texts.text(
              "tray.title.many",
              clusters.stream().filter(it -> it.state() == State.RUNNING).count(),
              clusters.size());
    };
  }

  private static String line(TrayCluster cluster, Messages texts) {
    return texts.text("tray.line", cluster.name(), texts.text("tray.state." + stateKey(cluster)));
  }

  private static String stateKey(TrayCluster cluster) {
    if (cluster.busy()) {
      return "busy";
    }
    if (cluster.problem()) {
      return "problem";
    }
    return switch (cluster.state()) {
      case STARTING -> "starting";
      case RUNNING -> "running";
      case STOPPING -> "stopping";
      case PAUSED -> "paused";
      case SAVED -> "asleep";
      case STOPPED, NONEXISTENT, CONFIGURED -> "stopped";
      case ERROR, MISCONFIGURED -> "problem";
    };
  }

  private static List<TrayItem> entries(TrayCluster cluster, Messages texts) {
    var name = cluster.name();
    boolean idle = !cluster.isAtWork();
    boolean runs = idle && cluster.state() == State.RUNNING;
    boolean paused = cluster.state() == State.PAUSED;
    boolean asleep = cluster.state() == State.SAVED || paused;
    return List.of(
        new Command(
            texts.text(asleep ? "tray.wake" : "tray.start"),
            new TrayAction.Start(name),
            idle && !runs),
        new Command(
            texts.text("tray.sleep"),
            new TrayAction.Sleep(name),
            (runs || (idle && paused)) && cluster.canSleep()),
        new Command(
            texts.text(paused ? "tray.unpause" : "tray.pause"),
            paused ? new TrayAction.Unpause(name) : new TrayAction.Pause(name),
            runs || (idle && paused)),
        new Command(
            texts.text("tray.stop"),
            new TrayAction.Stop(name),
            idle && (runs || asleep || cluster.state() == State.ERROR)),
        new Command(texts.text("tray.restart"), new TrayAction.Restart(name), runs),
        new Separator(),
        new Command(
            texts.text("tray.dashboard"),
            new TrayAction.OpenDashboard(name),
            runs && cluster.dashboard()),
        new Command(texts.text("tray.address"), new TrayAction.CopyAddress(name), true),
        new Command(texts.text("tray.terminal"), new TrayAction.OpenTerminal(name), runs),
        new Toggle(
            texts.text("tray.context"),
            new TrayAction.UseContext(name),
            cluster.currentContext(),
            !cluster.currentContext()),
        new Submenu(
            texts.text("tray.addons"), switches(cluster), idle && !cluster.addons().isEmpty()));
  }

  private static List<TrayItem> tones(TrayTone now, Messages texts) {
    return Arrays.stream(TrayTone.values())
        .<TrayItem>map(tone ->
            new Toggle(
                texts.text("tray.icon." + tone.name()),
                new TrayAction.DrawIcon(tone),
                tone == now,
                tone != now))
        .toList();
  }

  private static List<TrayItem> switches(TrayCluster cluster) {
    return cluster.addons().stream()
        .<TrayItem>map(addon ->
            new Toggle(
                addon.name(),
                new TrayAction.SwitchAddon(cluster.name(), addon.name(), !addon.on()),
                addon.on(),
                true))
        .toList();
  }
}
