package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** A completion script for PowerShell: a table of what may follow each command. */
final class PowerShellCompletion {
  private final StringBuilder table = new StringBuilder();

  String script(CommandSpec root) {
    describe(root, "");
    return """
    Register-ArgumentCompleter -Native -CommandName coracle -ScriptBlock {
      param($wordToComplete, $commandAst, $cursorPosition)
      $table = @{
    """
        + table
        + """
          }
          $path = ''
          foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
            if ($element.Extent.EndOffset -ge $cursorPosition) { break }
            $next = "$path $($element.ToString())".Trim()
            if ($table.ContainsKey($next)) { $path = $next }
          }
          $table[$path] | Where-Object { $_ -like "$wordToComplete*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;
  }

  private void describe(CommandSpec spec, String path) {
    var words = new ArrayList<String>(spec.subcommands().keySet());
    for (var argument : spec.positionalParameters()) {
      if (argument.paramLabel().contains("|")) {
        words.addAll(List.of(argument.paramLabel().split("\\|", -1)));
      }
    }
    for (var option : spec.options()) {
      if (!option.hidden()) {
        words.addAll(List.of(option.names()));
      }
    }
    table.append("    '").append(path).append("' = @(");
    table.append("'").append(String.join("', '", words)).append("')\n");
    for (var child : HelpText.children(spec)) {
      var name = child.getCommandSpec().name();
      describe(child.getCommandSpec(), path.isEmpty() ? name : path + " " + name);
    }
  }
}
