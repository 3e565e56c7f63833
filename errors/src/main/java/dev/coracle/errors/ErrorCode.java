package dev.coracle.errors;

/** One entry of a module's error catalogue; implemented by one enum per module. */
public interface ErrorCode {
  /** Stable, documented, never reused: {@code VM_START_FAILED}. Supplied by the enum. */
  String name();

  Area area();

  Kind kind();

  /** What the user should do next: one or two imperative sentences. */
  String advice();

  /** The exit code of a command that fails so: minikube's, so that scripts carry over. */
  default int exitCode() {
    return area().base + kind().offset;
  }

  /** Where the failure lies. */
  enum Area {
    PROGRAM(10),
    RESOURCE(20),
    HOST(30),
    INTERNET(40),
    DRIVER(50),
    HYPERVISOR(60),
    LOCAL_NETWORK(70),
    GUEST(80),
    RUNTIME(90),
    CONTROL_PLANE(100),
    SERVICE(110);

    private final int base;

    Area(int base) {
      this.base = base;
    }
  }

  /** What kind of failure it is, whatever the area. */
  enum Kind {
    FAILED(0),
    CONFLICT(1),
    TIMEOUT(2),
    NOT_RUNNING(3),
    USAGE(4),
    NOT_FOUND(5),
    UNSUPPORTED(6),
    PERMISSION(7),
    CONFIG(8),
    UNAVAILABLE(9);

    private final int offset;

    Kind(int offset) {
      this.offset = offset;
    }
  }
}
