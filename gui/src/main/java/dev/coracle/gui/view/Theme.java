package dev.coracle.gui.view;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;

/** Light or dark, as the system is, also when that changes. */
public final class Theme {
  private Theme() {}

  /** Called once, on the FX thread. */
  public static void followSystem() {
    var preferences = Platform.getPreferences();
    use(preferences.getColorScheme());
    preferences.colorSchemeProperty().addListener((_, _, now) -> use(now));
  }

  /** Until the system changes its own. */
  public static void use(ColorScheme scheme) {
    var theme =
        switch (scheme) {
          case LIGHT -> new PrimerLight();
          case DARK -> new PrimerDark();
        };
    Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
  }
}
