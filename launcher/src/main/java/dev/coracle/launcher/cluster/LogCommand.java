package dev.coracle.launcher.cluster;

/** The command line that reads the node's logs in the guest. */
final class LogCommand {
  private static final String DIRECTORY = "/var/log/coracle";

  private LogCommand() {}

  /** A component's name has been checked: it goes into a command line of a shell. */
  static String of(LogRequest request) {
    var files = DIRECTORY + "/" + request.component().orElse("*") + ".log";
    if (request.follow()) {
      return "tail -q -n " + request.lines() + " -F " + files;
    }
    var present =
        request.lastStartOnly() ? "find " + files + " -newer /proc/1/cmdline" : "ls " + files;
    var read = request.lines() == 0 ? "cat" : "tail -n " + request.lines();
    return "for f in $("
        + present
        + "); do n=${f##*/}; "
        + read
        + " \"$f\" | sed \"s/^/${n%.log}: /\"; done";
  }
}
