package dev.coracle.addons;

import dev.coracle.errors.ErrorCode;

/** What can be wrong with an addon, or with what is asked of it. */
public enum AddonError implements ErrorCode {
  ADDON_UNKNOWN(
      Area.SERVICE, Kind.UNSUPPORTED, "Run 'coracle addons list' for the addons there are."),
  ADDON_BROKEN(
      Area.SERVICE,
      Kind.CONFIG,
      "Correct the file named above; docs/addons.md says what is in it."),
  ADDON_VALUE_INVALID(
      Area.PROGRAM,
      Kind.USAGE,
      "Give a value as described above; 'coracle addons configure ADDON' shows what there is."),
  ADDON_NOT_ENABLED(
      Area.PROGRAM, Kind.CONFLICT, "Run 'coracle addons enable' with the name of the addon first."),
  ADDON_NEEDED(
      Area.SERVICE, Kind.CONFLICT, "Disable the addons that need this one first, named above."),
  ADDON_WITHOUT_ENDPOINT(
      Area.SERVICE,
      Kind.NOT_FOUND,
      "There is nothing to open; 'coracle kubectl -- get services -A' lists what answers."),
  ADDON_NOT_READY(
      Area.SERVICE,
      Kind.TIMEOUT,
      "It is enabled and goes on starting; see 'coracle kubectl -- get pods -A', then enable it again to wait on."),
  ADDON_IMAGE_UNAVAILABLE(
      Area.INTERNET,
      Kind.UNAVAILABLE,
      "The images of this addon come from the internet: go online, then enable it again; it goes on trying meanwhile."),
  ADDON_PORT_REFUSED(
      Area.SERVICE,
      Kind.CONFLICT,
      "It is enabled, and the port opens as soon as nothing is in its way; free the port named above, or choose another with 'coracle addons configure'."),
  ADDON_PORT_MOVED(
      Area.SERVICE,
      Kind.PERMISSION,
      "Use the ports named above. For the usual ones run 'sudo sysctl net.ipv4.ip_unprivileged_port_start=0' on Linux, then 'coracle stop' and 'coracle start'."),
  ADDON_NOT_REMOVED(
      Area.SERVICE,
      Kind.TIMEOUT,
      "See what keeps the objects named above, then run 'coracle addons disable' again.");

  private final Area area;
  private final Kind kind;
  private final String advice;

  AddonError(Area area, Kind kind, String advice) {
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
