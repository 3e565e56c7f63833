package dev.coracle.launcher.cli;

import java.util.List;
import picocli.AutoComplete;

final class CompletionCommand extends Command {
  private final Flag<String> shell =
      argument(List.of("bash", "zsh", "fish", "powershell"), "The shell to complete in");

  CompletionCommand() {
    super("completion", "Print a script that completes Coracle's commands in a shell");
    spec()
        .usageMessage()
        .footer(
            "",
            "Load it for this session, or put the line into the shell's start file:",
            "  bash        source <(coracle completion bash)",
            "  zsh         source <(coracle completion zsh)",
            "  fish        coracle completion fish | source",
            "  powershell  coracle completion powershell | Out-String | Invoke-Expression");
  }

  @Override
  int run(Session session) {
    var tree = Help.tree();
    var script =
        switch (shell.or("")) {
          case "fish" -> new FishCompletion().script(tree.getCommandSpec());
          case "powershell" -> new PowerShellCompletion().script(tree.getCommandSpec());
          case "zsh" ->
              "autoload -Uz compinit bashcompinit && compinit -u && bashcompinit\n"
                  + AutoComplete.bash("coracle", tree);
          default -> AutoComplete.bash("coracle", tree);
        };
    session.out().print(script);
    return OK;
  }
}
