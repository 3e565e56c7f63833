package dev.coracle.gui.view;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The texts of one feature, in the user's language: {@code messages.properties} in its package,
 * with {@code _de} and {@code _zh_CN} beside it.
 */
public final class Messages {
  private final ResourceBundle bundle;
  private final Locale locale;

  private Messages(ResourceBundle bundle, Locale locale) {
    this.bundle = bundle;
    this.locale = locale;
  }

  /** Those of the package that a class is in, in the language that the system shows. */
  public static Messages of(Class<?> feature) {
    return of(feature, Locale.getDefault(Locale.Category.DISPLAY));
  }

  /** The same in another language; English where there is none. */
  public static Messages of(Class<?> feature, Locale locale) {
    var englishElse =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    var name = feature.getPackageName() + ".messages";
    return new Messages(
        ResourceBundle.getBundle(name, locale, feature.getClassLoader(), englishElse), locale);
  }

  /**
   * A text; {@code {0}} and so on stand for the values, with numbers as the language writes them.
   *
   * @throws java.util.MissingResourceException if there is none, which a test finds before a user
   */
  public String text(String key, Object... values) {
    var pattern = bundle.getString(key);
    return values.length == 0 ? pattern : new MessageFormat(pattern, locale).format(values);
  }
}
