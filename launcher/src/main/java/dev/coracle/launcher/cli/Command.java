package dev.coracle.launcher.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command: which flags and arguments it takes, and what it does. The model is built by code and
 * not from annotations, whose proxies would make every command a third slower.
 */
abstract class Command {
  static final int OK = 0;

  private final CommandSpec spec;

  /**
   * @param summary one sentence without its full stop, for lists of commands
   */
  Command(String name, String summary) {
    spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage().description(summary).sortOptions(false);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .arity("0")
            .description("Show this help")
            .build());
    text("NAME", "Name of the cluster (default coracle)", "-p", "--profile");
  }

  /**
   * Does the work. Results go to {@code session.out()}, everything else to {@code session.err()}.
   *
   * @return the exit code
   */
  abstract int run(Session session) throws InterruptedException;

  /** The first argument and all that follow are another program's. */
  final void endFlagsAtFirstArgument() {
    spec.parser().stopAtPositional(true);
  }

  /** Whether the cluster was named on the command line. */
  final boolean isProfileGiven() {
    return spec.commandLine().getParseResult().hasMatchedOption("-p")
        || (spec.parent() != null
            && spec.parent().commandLine().getParseResult().hasMatchedOption("-p"));
  }

  final CommandSpec spec() {
    return spec;
  }

  final String name() {
    return spec.name();
  }

  final void subcommand(Command child) {
    spec.addSubcommand(child.name(), child.spec());
  }

  final Flag<String> text(String label, String help, String... names) {
    return option(String.class, text -> text, label, help, names);
  }

  final Flag<Integer> number(String label, String help, String... names) {
    return option(Integer.class, Values::number, label, help, names);
  }

  /** A flag with a value of its own kind. */
  final <T> Flag<T> option(
      Class<T> type, ITypeConverter<T> converter, String label, String help, String... names) {
    return new Flag<>(
        add(
            OptionSpec.builder(names)
                .type(type)
                .arity("1")
                .converters(converter)
                .paramLabel(label)
                .description(help)),
        type);
  }

  /** A flag whose value may be left out, and is then {@code bare}. */
  final <T> Flag<T> optional(
      Class<T> type,
      ITypeConverter<T> converter,
      String bare,
      String label,
      String help,
      String... names) {
    return new Flag<>(
        add(
            OptionSpec.builder(names)
                .type(type)
                .arity("0..1")
                .fallbackValue(bare)
                .converters(converter)
                .paramLabel(label)
                .description(help)),
        type);
  }

  /** One of a few words; the first is what is meant without the flag. */
  final Flag<String> choice(List<String> words, String help, String... names) {
    return new Flag<>(
        add(
            OptionSpec.builder(names)
                .type(String.class)
                .arity("1")
                .converters(new Values.OneOf(words))
                .completionCandidates(words)
                .paramLabel(String.join("|", words))
                .description(help)),
        String.class);
  }

  /** On by {@code --flag} and {@code --flag=true}, off by {@code --flag=false}, as in minikube. */
  final Flag<Boolean> toggle(String help, String... names) {
    return new Flag<>(
        add(
            OptionSpec.builder(names)
                .type(Boolean.class)
                .arity("0..1")
                .fallbackValue("true")
                .converters(new Values.Truth())
                .description(help)),
        Boolean.class);
  }

  /** May be repeated, and hold several values with a comma between them. */
  final ListFlag words(String label, String help, String... names) {
    return new ListFlag(
        add(
            OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .splitRegex(",")
                .paramLabel(label)
                .description(help)));
  }

  /** May be repeated; commas belong to the value. */
  final ListFlag repeated(String label, String help, String... names) {
    return new ListFlag(
        add(
            OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(help)));
  }

  /** {@code -o text|json}. */
  final Flag<String> output(String... words) {
    return choice(List.of(words), "How to print the result", "-o", "--output");
  }

  final Flag<Integer> undoSpace() {
    return option(
        Integer.class,
        Values::mebibytes,
        "SIZE",
        "What is kept for 'coracle undo' of one cluster, or of all deleted ones, may take on disk"
            + " (default 4g)",
        "--undo-space");
  }

  final Flag<String> argument(int index, String label, String arity, String help) {
    return argument(index, label, arity, help, text -> text);
  }

  /** The one argument, which is one of a few words. */
  final Flag<String> argument(List<String> words, String help) {
    return argument(0, String.join("|", words), "1", help, new Values.OneOf(words));
  }

  private Flag<String> argument(
      int index, String label, String arity, String help, ITypeConverter<String> converter) {
    var argument =
        PositionalParamSpec.builder()
            .index(String.valueOf(index))
            .type(String.class)
            .arity(arity)
            .required(arity.equals("1"))
            .converters(converter)
            .paramLabel(label)
            .description(help)
            .build();
    spec.addPositional(argument);
    return new Flag<>(argument, String.class);
  }

  final ListFlag arguments(String label, String help) {
    return argumentsFrom(0, label, help);
  }

  /** All from this one on. */
  final ListFlag argumentsFrom(int index, String label, String help) {
    var arguments =
        PositionalParamSpec.builder()
            .index(index + "..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .paramLabel(label)
            .description(help)
            .build();
    spec.addPositional(arguments);
    return new ListFlag(arguments);
  }

  private OptionSpec add(OptionSpec.Builder builder) {
    var option = builder.build();
    spec.addOption(option);
    return option;
  }
}
