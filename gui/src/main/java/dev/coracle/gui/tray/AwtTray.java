package dev.coracle.gui.tray;

import java.awt.AWTException;
import java.awt.CheckboxMenuItem;
import java.awt.EventQueue;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BaseMultiResolutionImage;
import java.util.List;
import java.util.function.Consumer;

/** The icon of Windows and macOS, whose menu takes native shape. */
final class AwtTray implements Tray {
  private static final int[] SIZES = {16, 20, 24, 32, 48};

  private final Consumer<TrayAction> actions;
  private final Consumer<Boolean> seen;
  private final TrayIcon icon;

  /** As {@link NotifierTray}. */
  AwtTray(TrayView view, Consumer<TrayAction> actions, Consumer<Boolean> seen) {
    this.actions = actions;
    this.seen = seen;
    icon = new TrayIcon(picture(view));
    icon.setImageAutoSize(true);
    icon.addActionListener(_ -> actions.accept(new TrayAction.OpenWindow()));
    EventQueue.invokeLater(() -> add(view));
  }

  private void add(TrayView view) {
    change(view);
    try {
      SystemTray.getSystemTray().add(icon);
      seen.accept(true);
    } catch (AWTException e) {
      seen.accept(false);
    }
  }

  @Override
  public void show(TrayView view) {
    EventQueue.invokeLater(() -> change(view));
  }

  private void change(TrayView view) {
    icon.setImage(picture(view));
    icon.setToolTip(view.title());
    var menu = new PopupMenu();
    fill(menu, view.menu().items());
    icon.setPopupMenu(menu);
  }

  private void fill(Menu menu, List<TrayItem> items) {
    for (var item : items) {
      switch (item) {
        case TrayItem.Line it -> menu.add(entry(new MenuItem(it.text()), false));
        case TrayItem.Command it -> {
          var entry = entry(new MenuItem(it.text()), it.enabled());
          entry.addActionListener(_ -> actions.accept(it.action()));
          menu.add(entry);
        }
        case TrayItem.Toggle it -> {
          var entry = new CheckboxMenuItem(it.text(), it.on());
          entry.addItemListener(_ -> actions.accept(it.action()));
          menu.add(entry(entry, it.enabled()));
        }
        case TrayItem.Submenu it -> {
          var submenu = new Menu(it.text());
          fill(submenu, it.items());
          menu.add(entry(submenu, it.enabled()));
        }
        case TrayItem.Separator _ -> menu.addSeparator();
      }
    }
  }

  private static MenuItem entry(MenuItem entry, boolean enabled) {
    entry.setEnabled(enabled);
    return entry;
  }

  private static BaseMultiResolutionImage picture(TrayView view) {
    return new BaseMultiResolutionImage(
        TrayPicture.of(view.state(), view.tone(), SIZES).stream()
            .map(TrayPicture::image)
            .toArray(java.awt.Image[]::new));
  }

  @Override
  public void close() {
    EventQueue.invokeLater(() -> SystemTray.getSystemTray().remove(icon));
  }
}
