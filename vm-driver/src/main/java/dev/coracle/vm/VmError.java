package dev.coracle.vm;

import dev.coracle.errors.ErrorCode;

/** Everything that can go wrong between the launcher and a hypervisor. */
public enum VmError implements ErrorCode {
  HOST_VIRTUALIZATION_UNAVAILABLE(
      Area.HOST,
      Kind.UNAVAILABLE,
      "Enable VT-x or AMD-V in the firmware settings and give yourself access to /dev/kvm; until"
          + " then everything works, only slower."),
  HOST_DISK_FULL(
      Area.HOST, Kind.CONFIG, "Free space on the disk named above, then run the command again."),
  HOST_FILE_FAILED(
      Area.HOST,
      Kind.FAILED,
      "Make the file or directory named above readable and writable for you, then run the command"
          + " again."),
  DRIVER_NOT_INSTALLED(
      Area.DRIVER, Kind.NOT_FOUND, "Install the hypervisor, or choose another with --driver."),
  DRIVER_TOO_OLD(Area.DRIVER, Kind.CONFIG, "Install the version named above or a newer one."),
  DRIVER_UNSUPPORTED(
      Area.DRIVER, Kind.UNSUPPORTED, "Choose a driver that can do this with --driver."),
  VM_EXISTS(
      Area.HYPERVISOR,
      Kind.CONFLICT,
      "Choose another name with --profile, or run 'coracle delete' first."),
  SNAPSHOT_EXISTS(
      Area.HYPERVISOR,
      Kind.CONFLICT,
      "Choose another name, or run 'coracle snapshot delete' first."),
  SNAPSHOT_NOT_FOUND(
      Area.HYPERVISOR, Kind.NOT_FOUND, "Run 'coracle snapshot list' to see what there is."),
  EXPORT_BROKEN(
      Area.HOST,
      Kind.CONFIG,
      "Copy the file anew from where it was exported, or export the cluster again."),
  VM_WRONG_STATE(
      Area.HYPERVISOR,
      Kind.CONFLICT,
      "Run 'coracle status', then bring the cluster into the state named above."),
  VM_PORT_IN_USE(
      Area.LOCAL_NETWORK,
      Kind.CONFLICT,
      "Stop the program that holds the port, then run the command again."),
  VM_START_FAILED(
      Area.HYPERVISOR, Kind.FAILED, "See the VM's logs with 'coracle logs', then start again."),
  VM_SUSPEND_FAILED(
      Area.HYPERVISOR,
      Kind.FAILED,
      "The cluster runs on. Try again, or shut it down with 'coracle stop --power-off'."),
  VM_RESUME_FAILED(
      Area.HYPERVISOR,
      Kind.UNAVAILABLE,
      "Nothing needs to be done: the cluster boots instead, from all that it had on its disk."),
  VM_PAUSED(
      Area.HYPERVISOR, Kind.NOT_RUNNING, "Run 'coracle start': the cluster goes on where it was."),
  VM_UNRESPONSIVE(
      Area.HYPERVISOR,
      Kind.TIMEOUT,
      "Run 'coracle stop', which ends the machine if it has to, then start again."),
  VM_NETWORK_LOST(
      Area.HYPERVISOR,
      Kind.NOT_RUNNING,
      "Run 'coracle start' to connect the machine again; it keeps running."),
  VM_BROKEN(
      Area.HYPERVISOR,
      Kind.CONFIG,
      "Run 'coracle delete', then 'coracle start' to build the cluster anew."),
  VM_GONE(
      Area.HYPERVISOR,
      Kind.NOT_FOUND,
      "The VM was removed from outside. Run 'coracle start' again.");

  private final Area area;
  private final Kind kind;
  private final String advice;

  VmError(Area area, Kind kind, String advice) {
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
