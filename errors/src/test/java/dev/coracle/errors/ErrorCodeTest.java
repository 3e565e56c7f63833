package dev.coracle.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  private enum Sample implements ErrorCode {
    USAGE(Area.PROGRAM, Kind.USAGE),
    GUEST_TIMEOUT(Area.GUEST, Kind.TIMEOUT);

    private final Area area;
    private final Kind kind;

    Sample(Area area, Kind kind) {
      this.area = area;
      this.kind = kind;
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
      return "Do this.";
    }
  }

  @Test
  void exitCodeIsAreaPlusKindAsInMinikube() {
    assertThat(Sample.USAGE.exitCode()).isEqualTo(14);
    assertThat(Sample.GUEST_TIMEOUT.exitCode()).isEqualTo(82);
  }

  @Test
  void messageOfAnExceptionNamesIdAndDetail() {
    var e = new ProblemException(Sample.USAGE, "unknown flag --x");
    assertThat(e).hasMessage("USAGE: unknown flag --x");
    assertThat(e.problem()).isEqualTo(new Problem(Sample.USAGE, "unknown flag --x"));
  }
}
