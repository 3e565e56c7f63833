package dev.coracle.launcher.kubeconfig;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML text and where its nodes are in it. Each edit is a pure function to a new text in which
 * all but the edited place is byte for byte the same.
 */
final class YamlText {
  static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setUseMarks(true)
          .setCodePointLimit(Integer.MAX_VALUE)
          .setLabel("kubeconfig")
          .build();

  private final String text;
  private final boolean allInOneChar;
  private final String lineBreak;
  private final MappingNode root;

  private YamlText(String text, MappingNode root) {
    this.text = text;
    this.allInOneChar = text.codePoints().allMatch(Character::isBmpCodePoint);
    this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    this.root = root;
  }

  /**
   * @return empty if the text is none but comments and white space
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is not one YAML document
   * @throws IllegalArgumentException if it is not a mapping
   */
  static Optional<YamlText> parse(String text) {
    var root = new Compose(SETTINGS).composeString(text);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    if (!(root.get() instanceof MappingNode mapping)) {
      throw new IllegalArgumentException("it is no mapping");
    }
    return Optional.of(new YamlText(text, mapping));
  }

  MappingNode root() {
    return root;
  }

  static Optional<Node> get(MappingNode mapping, String key) {
    return tuple(mapping, key).map(NodeTuple::getValueNode);
  }

  /** The items of a list in the root; none if there is no such list. */
  List<Node> items(String list) {
    return get(root, list).filter(SequenceNode.class::isInstance).stream()
        .flatMap(node -> ((SequenceNode) node).getValue().stream())
        .toList();
  }

  /** Adds an item at the end of a list in the root, which is made if it is not there. */
  String append(String list, YamlItem item) {
    var tuple = tuple(root, list);
    if (tuple.isEmpty()) {
      return appendPair(
          root,
          isFlow(root)
              ? YamlItem.quoted(list) + ": [" + item.flow() + "]"
              : list + ":" + lineBreak + item.block(column(root), lineBreak));
    }
    var value = tuple.get().getValueNode();
    if (value instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      var last = sequence.getValue().getLast();
      return isFlow(sequence)
          ? insert(end(last), ", " + item.flow())
          : insert(lineEnd(end(last)), lineBreak + item.block(column(sequence), lineBreak));
    }
    if (value instanceof SequenceNode sequence
        && (isFlow(root) || end(sequence) - start(sequence) > "[]".length())) {
      return insert(end(sequence) - 1, item.flow());
    }
    if (!(value instanceof SequenceNode) && !isNull(value)) {
      throw new IllegalArgumentException(list + " is no list");
    }
    var colon = colon(tuple.get());
    if (isFlow(root)) {
      return replace(colon, end(value), " [" + item.flow() + "]");
    }
    var lineEnd = lineEnd(end(value));
    return text.substring(0, colon)
        + text.substring(end(value), lineEnd)
        + lineBreak
        + item.block(column(root), lineBreak)
        + text.substring(lineEnd);
  }

  /** Removes an item of a list in the root, which stays, if empty then as {@code []}. */
  String remove(String list, int index) {
    var tuple = tuple(root, list).orElseThrow();
    var sequence = (SequenceNode) tuple.getValueNode();
    var items = sequence.getValue();
    if (isFlow(sequence)) {
      return removeFlow(
          items.stream().map(this::start).toList(), items.stream().map(this::end).toList(), index);
    }
    var dash = index == 0 ? start(sequence) : dash(sequence, end(items.get(index - 1)));
    var from = previousLineEnd(dash);
    var to = lineEnd(end(items.get(index)));
    var colon = colon(tuple);
    return items.size() > 1
        ? replace(from, to, "")
        : text.substring(0, colon) + " []" + text.substring(colon, from) + text.substring(to);
  }

  /** Sets a scalar in a mapping. */
  String set(MappingNode mapping, String key, String value) {
    var found = tuple(mapping, key);
    var rendered = isFlow(mapping) ? YamlItem.quoted(value) : YamlItem.scalar(value);
    if (found.isEmpty()) {
      return appendPair(mapping, (isFlow(mapping) ? YamlItem.quoted(key) : key) + ": " + rendered);
    }
    var old = found.get().getValueNode();
    return start(old) == end(old)
        ? insert(colon(found.get()), " " + rendered)
        : replace(start(old), end(old), rendered);
  }

  /** Removes a key with its value. */
  String unset(MappingNode mapping, String key) {
    var tuples = mapping.getValue();
    var found = tuple(mapping, key);
    if (found.isEmpty()) {
      return text;
    }
    if (isFlow(mapping)) {
      return removeFlow(
          tuples.stream().map(tuple -> start(tuple.getKeyNode())).toList(),
          tuples.stream().map(tuple -> end(tuple.getValueNode())).toList(),
          tuples.indexOf(found.get()));
    }
    return replace(
        previousLineEnd(start(found.get().getKeyNode())),
        lineEnd(end(found.get().getValueNode())),
        "");
  }

  private String appendPair(MappingNode mapping, String pair) {
    var tuples = mapping.getValue();
    if (!isFlow(mapping)) {
      var lineEnd = lineEnd(end(mapping));
      return insert(lineEnd, lineBreak + " ".repeat(column(mapping)) + pair);
    }
    return tuples.isEmpty()
        ? insert(end(mapping) - 1, pair)
        : insert(end(tuples.getLast().getValueNode()), ", " + pair);
  }

  /** Removes one of several places that are parted by commas, with the comma next to it. */
  private String removeFlow(List<Integer> starts, List<Integer> ends, int index) {
    if (index > 0) {
      return replace(ends.get(index - 1), ends.get(index), "");
    }
    return starts.size() > 1
        ? replace(starts.get(0), starts.get(1), "")
        : replace(starts.get(0), ends.get(0), "");
  }

  private static Optional<NodeTuple> tuple(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(tuple ->
            tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key))
        .findFirst();
  }

  private static boolean isFlow(CollectionNode<?> node) {
    return node.getFlowStyle() == FlowStyle.FLOW;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** Just after the colon of a key. */
  private int colon(NodeTuple tuple) {
    return text.indexOf(':', end(tuple.getKeyNode())) + 1;
  }

  private int column(Node node) {
    return mark(node.getStartMark()).getColumn();
  }

  private int start(Node node) {
    return offset(mark(node.getStartMark()));
  }

  /**
   * Where a node's last character ends. The end mark of a block collection is beyond the blank
   * lines and comments that follow it, so its last part is asked instead.
   */
  private int end(Node node) {
    return switch (node) {
      case MappingNode mapping when !isFlow(mapping) ->
          end(mapping.getValue().getLast().getValueNode());
      case SequenceNode sequence when !isFlow(sequence) -> end(sequence.getValue().getLast());
      case ScalarNode scalar when isBlockScalar(scalar) ->
          text.substring(0, offset(mark(scalar.getEndMark()))).stripTrailing().length();
      default -> offset(mark(node.getEndMark()));
    };
  }

  private static boolean isBlockScalar(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED;
  }

  /** The next item's dash after a place; comments between may hold dashes too. */
  private int dash(SequenceNode sequence, int after) {
    var column = column(sequence);
    for (var line = text.indexOf('\n', after) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
      if (text.startsWith(" ".repeat(column) + "-", line)) {
        return line + column;
      }
    }
    throw new IllegalArgumentException("its lists are written in a way that can't be changed");
  }

  private static Mark mark(Optional<Mark> mark) {
    return mark.orElseThrow();
  }

  /** Marks count code points, texts chars. */
  private int offset(Mark mark) {
    return allInOneChar ? mark.getIndex() : text.offsetByCodePoints(0, mark.getIndex());
  }

  private int lineEnd(int offset) {
    var end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : beforeCarriageReturn(end);
  }

  private int previousLineEnd(int offset) {
    return beforeCarriageReturn(text.lastIndexOf('\n', offset - 1));
  }

  private int beforeCarriageReturn(int lineFeed) {
    return lineFeed > 0 && text.charAt(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
  }

  private String insert(int offset, String inserted) {
    return replace(offset, offset, inserted);
  }

  private String replace(int from, int to, String replacement) {
    return text.substring(0, from) + replacement + text.substring(to);
  }
}
