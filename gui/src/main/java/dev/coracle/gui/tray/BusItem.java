package dev.coracle.gui.tray;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** The icon on the bus. */
public final class BusItem implements ItemProtocol, Properties {
  private static final int[] SIZES = {16, 22, 24, 32, 48, 64};

  private final Supplier<TrayView> view;
  private final Runnable onActivate;

  /**
   * An icon that shows what the supplier says at the time.
   *
   * @param onActivate for a click on the icon itself
   */
  BusItem(Supplier<TrayView> view, Runnable onActivate) {
    this.view = view;
    this.onActivate = onActivate;
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }

  @Override
  public void activate(int x, int y) {
    onActivate.run();
  }

  @Override
  public void secondaryActivate(int x, int y) {
    onActivate.run();
  }

  /** Panels show the menu themselves. */
  @Override
  public void contextMenu(int x, int y) {}

  @Override
  public void scroll(int delta, String orientation) {}

  @Override
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the library's signature; what it sends is the variant
  public <A> A Get(String iface, String name) {
    var value = properties().get(name);
    if (value == null) {
      throw new UnknownProperty(name);
    }
    return (A) value;
  }

  /** None can be written. */
  @Override
  public <A> void Set(String iface, String name, A value) {}

  @Override
  public Map<String, Variant<?>> GetAll(String iface) {
    return properties();
  }

  private Map<String, Variant<?>> properties() {
    var now = view.get();
    var properties = new LinkedHashMap<String, Variant<?>>();
    properties.put("Category", new Variant<>("ApplicationStatus"));
    properties.put("Id", new Variant<>("coracle"));
    properties.put("Title", new Variant<>(now.title()));
    properties.put("Status", new Variant<>(status(now.state())));
    properties.put("IconName", new Variant<>(""));
    properties.put("IconPixmap", new Variant<>(pixmaps(now), "a(iiay)"));
    properties.put("AttentionIconName", new Variant<>(""));
    properties.put("AttentionIconPixmap", new Variant<>(pixmaps(now), "a(iiay)"));
    properties.put("ItemIsMenu", new Variant<>(false));
    properties.put("Menu", new Variant<>(new DBusPath(MenuProtocol.PATH)));
    properties.put("WindowId", new Variant<>(0));
    return properties;
  }

  static String status(TrayState state) {
    return state == TrayState.PROBLEM ? "NeedsAttention" : "Active";
  }

  private static List<Pixmap> pixmaps(TrayView view) {
    return TrayPicture.of(view.state(), view.tone(), SIZES).stream()
        .map(picture -> new Pixmap(picture.size(), picture.size(), picture.argb()))
        .toList();
  }
}
