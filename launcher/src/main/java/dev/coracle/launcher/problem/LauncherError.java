package dev.coracle.launcher.problem;

import dev.coracle.errors.ErrorCode;

/** Everything that can go wrong in the launcher, grouped by what it is about. */
public enum LauncherError implements ErrorCode {
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
      "Use the version of Coracle that made the cluster, or a newer one.");

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
