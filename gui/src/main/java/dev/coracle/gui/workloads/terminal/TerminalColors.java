package dev.coracle.gui.workloads.terminal;

import com.techsenger.jeditermfx.core.TerminalColor;
import com.techsenger.jeditermfx.core.TextStyle;
import com.techsenger.jeditermfx.ui.settings.DefaultSettingsProvider;
import javafx.scene.text.Font;

/**
 * A dark terminal in either theme, as people know them; black on white hides half of all colours.
 */
final class TerminalColors extends DefaultSettingsProvider {
  private static final TerminalColor TEXT = TerminalColor.rgb(0xe6, 0xed, 0xf3);
  private static final TerminalColor GROUND = TerminalColor.rgb(0x0d, 0x11, 0x17);

  @Override
  public TerminalColor getDefaultForeground() {
    return TEXT;
  }

  @Override
  public TerminalColor getDefaultBackground() {
    return GROUND;
  }

  @Override
  public TextStyle getSelectionColor() {
    return new TextStyle(TEXT, TerminalColor.rgb(0x26, 0x4f, 0x78));
  }

  @Override
  public Font getTerminalFont() {
    return Font.font("monospace", getTerminalFontSize());
  }

  @Override
  public float getTerminalFontSize() {
    return 13;
  }
}
