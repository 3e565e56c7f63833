package dev.coracle.gui;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;

/** What somebody who sees no screen or uses no mouse would miss in a part of a window. */
final class SceneAudit {
  private final List<String> findings = new ArrayList<>();

  private SceneAudit() {}

  /** One line for each control that has no name or that no key reaches. */
  static List<String> of(Node root) {
    var audit = new SceneAudit();
    audit.look(root, "");
    return audit.findings;
  }

  private void look(Node node, String path) {
    if (!node.isVisible()) {
      return;
    }
    var here =
        path
            + "/"
            + node.getClass().getSimpleName()
            + (node.getId() == null ? "" : "#" + node.getId());
    if (node instanceof Control control && isForUse(control)) {
      if (name(control).isBlank()) {
        findings.add("no name: " + here);
      }
      if (!control.isFocusTraversable() && !control.isDisabled()) {
        findings.add("not reached by keys: " + here);
      }
      if (!(control instanceof ScrollPane)) {
        // What is inside belongs to it.
        lookBelow(control, here);
        return;
      }
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> look(child, here));
    }
  }

  /** Rows and what scrolls are reached by their list's keys; buttons in rows are controls still. */
  private void lookBelow(Control control, String here) {
    if (control instanceof ComboBoxBase<?>
        || control instanceof Spinner<?>
        || control instanceof TextInputControl
        || control instanceof ButtonBase) {
      return;
    }
    control.getChildrenUnmodifiable().forEach(child -> look(child, here));
  }

  private static boolean isForUse(Control control) {
    return !(control instanceof Label
        || control instanceof Separator
        || control instanceof ScrollBar
        || control instanceof ScrollPane
        || control instanceof SplitPane
        || control instanceof IndexedCell<?>
        || control instanceof ProgressIndicator);
  }

  /** As a screen reader says it: the control's own, that of its label, or its text. */
  private static String name(Control control) {
    var own = control.getAccessibleText();
    if (own != null) {
      return own;
    }
    var label = control.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY);
    if (label instanceof Label it) {
      return it.getText();
    }
    if (control instanceof Labeled labeled && labeled.getText() != null) {
      return labeled.getText();
    }
    return "";
  }
}
