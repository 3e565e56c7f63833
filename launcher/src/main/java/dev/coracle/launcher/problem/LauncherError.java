package dev.coracle.launcher.problem;

import dev.coracle.errors.ErrorCode;

/** Everything that can go wrong in the launcher, grouped by what it is about. */
public enum LauncherError implements ErrorCode {
  // Command line
  COMMAND_LINE_INVALID(Area.PROGRAM, Kind.USAGE, "See 'coracle help', or the command with --help."),
  FLAG_UNSUPPORTED(
      Area.PROGRAM, Kind.UNSUPPORTED, "Leave the flag out, or give it one of its other values."),
  CONFIG_KEY_UNKNOWN(
      Area.PROGRAM, Kind.USAGE, "See 'coracle config defaults' for what can be set."),
  CONFIG_KEY_NOT_SET(
      Area.PROGRAM,
      Kind.NOT_FOUND,
      "Set it with 'coracle config set', or see 'coracle config view'."),
  PROGRAM_NOT_FOUND(
      Area.HOST, Kind.NOT_FOUND, "Install the program named above, or put it on the PATH."),
  PROGRAM_NOT_STARTED(
      Area.HOST, Kind.FAILED, "Check that the program named above runs by itself, then try again."),
  OUTPUT_NOT_WRITTEN(
      Area.HOST, Kind.PERMISSION, "Choose a file in a directory that you may write to."),
  HOST_CHECKS_FAILED(
      Area.HOST, Kind.CONFIG, "Do what is said above, or try 'coracle doctor --fix'."),

  // What was asked for
  CLUSTER_NAME_INVALID(
      Area.PROGRAM,
      Kind.USAGE,
      "Choose a name of lower-case letters, digits and hyphens that starts and ends with a letter or digit."),
  CLUSTER_VALUE_INVALID(Area.PROGRAM, Kind.USAGE, "Give a value as described above."),
  CLUSTER_CHANGE_REFUSED(
      Area.PROGRAM,
      Kind.CONFLICT,
      "Leave the flag out, or make a new cluster: 'coracle delete', or another name with --profile."),
  CLUSTER_NOT_FOUND(
      Area.GUEST,
      Kind.NOT_FOUND,
      "Run 'coracle profile list' for the clusters there are, or 'coracle start' to make this one."),
  CLUSTER_EXISTS(Area.GUEST, Kind.CONFLICT, "Choose another name, or run 'coracle delete' first."),
  SNAPSHOT_NAME_INVALID(
      Area.PROGRAM,
      Kind.USAGE,
      "Choose a name of up to 63 letters, digits, hyphens, underscores and dots that does not start with a dot."),
  NOTHING_TO_UNDO(
      Area.PROGRAM, Kind.NOT_FOUND, "Run 'coracle snapshot list' to see what can be restored."),
  CLUSTER_NOT_RUNNING(
      Area.GUEST,
      Kind.NOT_RUNNING,
      "Run 'coracle start', which wakes it, boots it or lets it go on."),
  DRIVER_UNKNOWN(Area.PROGRAM, Kind.USAGE, "Choose one of the drivers named above."),
  DRIVER_NONE_USABLE(
      Area.DRIVER, Kind.UNAVAILABLE, "Run 'coracle doctor' and do what it says for one driver."),
  KUBERNETES_VERSION_UNAVAILABLE(
      Area.PROGRAM,
      Kind.USAGE,
      "Choose one of the versions named above with --kubernetes-version."),

  // The home
  HOME_NOT_READABLE(
      Area.HOST,
      Kind.PERMISSION,
      "Give yourself read access to the path named above, or choose another home with CORACLE_HOME."),
  CLUSTER_BUSY(
      Area.HOST, Kind.CONFLICT, "Wait for the other command to end, then run this one again."),
  CLUSTER_FILE_BROKEN(
      Area.HOST,
      Kind.CONFIG,
      "Restore the file named above from a backup, or give the cluster up with 'coracle delete'."),
  SETTINGS_BROKEN(
      Area.HOST, Kind.CONFIG, "Correct the file named above, or move it away to start afresh."),
  FILE_FROM_NEWER_VERSION(
      Area.HOST, Kind.UNSUPPORTED, "Install the newest version of Coracle, which knows this form."),

  // Node images
  IMAGE_NOT_FOUND(
      Area.GUEST,
      Kind.NOT_FOUND,
      "Build or install a node image, or name the directory of one with CORACLE_IMAGES."),
  IMAGE_BROKEN(
      Area.GUEST,
      Kind.CONFIG,
      "Put an intact copy of the file named above in its place, or build or install the image anew."),

  // A guest on its way up
  GUEST_COMPONENT_FAILED(
      Area.GUEST,
      Kind.FAILED,
      "See why in the console log named above, then run 'coracle start' again."),
  GUEST_STOPPED(
      Area.GUEST,
      Kind.NOT_RUNNING,
      "See why in the console log named above, then run 'coracle start' again."),
  GUEST_NOT_READY(
      Area.GUEST,
      Kind.TIMEOUT,
      "See what it does in the console log named above, or give it longer with --wait-timeout."),
  NODE_ADOPTION_FAILED(
      Area.GUEST,
      Kind.FAILED,
      "Nothing needs to be done: the cluster boots instead, as it does with --no-template."),
  NODE_NOT_ADOPTED(
      Area.GUEST,
      Kind.CONFLICT,
      "Nothing needs to be done: the cluster boots instead, as it does with --no-template."),

  // Host
  HOST_MEMORY_LOW(
      Area.RESOURCE, Kind.CONFIG, "Close some programs, or ask for less with --memory."),
  HOST_DISK_LOW(
      Area.RESOURCE,
      Kind.UNAVAILABLE,
      "Free space on the disk named above, or move the home with CORACLE_HOME."),
  HOST_PORT_IN_USE(
      Area.LOCAL_NETWORK,
      Kind.CONFLICT,
      "Stop the program that holds the port, or choose another with --apiserver-port."),
  LOCAL_PORT_IN_USE(
      Area.LOCAL_NETWORK,
      Kind.CONFLICT,
      "Choose another port with --port, or leave the flag out for one that is free."),
  HOST_ADDRESS_UNUSABLE(
      Area.LOCAL_NETWORK,
      Kind.UNAVAILABLE,
      "Add the address to the loopback interface with the command shown by 'coracle doctor'."),
  HOST_HOME_NOT_WRITABLE(
      Area.HOST,
      Kind.PERMISSION,
      "Give yourself write access to the directory named above, or choose another with CORACLE_HOME."),
  HOST_CLOCK_WRONG(
      Area.HOST,
      Kind.CONFIG,
      "Set the date and time of this computer, then run the command again."),
  HOST_PROXY_MISSES_CLUSTER(
      Area.LOCAL_NETWORK,
      Kind.CONFIG,
      "Add the cluster's address to NO_PROXY with the line shown by 'coracle doctor'."),

  // Files of a user or a cluster
  FILE_WRITE_FAILED(
      Area.HOST,
      Kind.PERMISSION,
      "Check the space and the permissions of the directory named above, then run the command again."),
  IDENTITY_BROKEN(
      Area.HOST,
      Kind.CONFIG,
      "Restore the file named above from a backup, or move it away and run 'coracle start' for a new one."),

  // Kubeconfig
  KUBECONFIG_INVALID(
      Area.HOST,
      Kind.CONFIG,
      "Correct the file named above (nothing in it was changed), then run 'coracle update-context'."),
  KUBECONFIG_LOCKED(
      Area.HOST,
      Kind.CONFLICT,
      "Wait for the other kubectl or Coracle to end; if none runs, remove the lock file named above."),
  KUBECONFIG_NOT_WRITABLE(
      Area.HOST,
      Kind.PERMISSION,
      "Give yourself access to the file named above, or point KUBECONFIG at another one."),

  // SSH to the guest
  GUEST_UNREACHABLE(
      Area.GUEST,
      Kind.UNAVAILABLE,
      "Run 'coracle status'; if the cluster does not run, start it with 'coracle start'."),
  GUEST_TIMEOUT(
      Area.GUEST, Kind.TIMEOUT, "See what the guest does with 'coracle logs', then try again."),
  GUEST_HOST_KEY_CHANGED(
      Area.GUEST,
      Kind.CONFLICT,
      "Something else answers at the cluster's address. Run 'coracle stop' and 'coracle start'."),
  GUEST_LOGIN_REFUSED(
      Area.GUEST,
      Kind.PERMISSION,
      "Run 'coracle stop --power-off' and 'coracle start', which hands the guest its keys anew."),
  GUEST_COPY_FAILED(
      Area.GUEST,
      Kind.FAILED,
      "Check both paths and the space at the destination, then try again."),

  // Kubernetes API and status endpoint
  API_UNREACHABLE(
      Area.CONTROL_PLANE,
      Kind.UNAVAILABLE,
      "Run 'coracle status'; if the cluster does not run, start it with 'coracle start'."),
  API_TIMEOUT(
      Area.CONTROL_PLANE,
      Kind.TIMEOUT,
      "See what the cluster does with 'coracle logs', then try again."),
  API_REFUSED(
      Area.CONTROL_PLANE,
      Kind.PERMISSION,
      "Run 'coracle start', which renews the certificates of the cluster."),
  API_ANSWER_INVALID(
      Area.CONTROL_PLANE,
      Kind.UNSUPPORTED,
      "Use the version of Coracle that made the cluster, or a newer one."),
  OBJECT_REFUSED(
      Area.CONTROL_PLANE, Kind.CONFIG, "Correct the manifest of the object named above."),
  DASHBOARD_UNREACHABLE(
      Area.SERVICE,
      Kind.UNAVAILABLE,
      "See its pod with 'coracle kubectl -- get pods -n coracle-dashboard'; 'coracle addons enable dashboard' makes it anew."),
  IMAGE_REFUSED(
      Area.RUNTIME, Kind.CONFIG, "Put an intact OCI archive in the place of the file named above."),
  IMAGE_NOT_PULLED(
      Area.INTERNET,
      Kind.FAILED,
      "Check the image's name, and that the registry can be reached; without a network, load it from a"
          + " file: coracle image load FILE."),
  NODE_IMAGE_UNKNOWN(Area.RUNTIME, Kind.NOT_FOUND, "See which images there are: coracle image ls."),
  NODE_IMAGE_NEEDED(Area.RUNTIME, Kind.CONFLICT, "Leave it there; the node cannot do without it.");

  private final Area area;
  private final Kind kind;
  private final String advice;

  LauncherError(Area area, Kind kind, String advice) {
    this.area = area;
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Area area() {
    return area;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }
}
